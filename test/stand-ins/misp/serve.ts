import { parseArgs } from 'node:util';
import { startMisp } from './server.ts';
import { startSyntheticMisp } from './data/synthetic.ts';

/*
 * The embedded MISP as a program: `serve.ts [--attributes N] [--port P] [--latency MS]`. Says where it is in a line of
 * JSON and runs until SIGTERM or until its input ends. With `--attributes` it has so many of next to no cost, and looks
 * at nothing but `limit` and `page`; without, the invented indicators.
 */
const { values } = parseArgs({
  options: { attributes: { type: 'string' }, port: { type: 'string' }, latency: { type: 'string' } },
});
const port = Number(values.port ?? 0);
const latencyMs = Number(values.latency ?? 0);
const misp =
  values.attributes === undefined
    ? await startMisp({ port, latencyMs })
    : {
        keys: { automation: 'any' },
        ...(await startSyntheticMisp(Number(values.attributes), { port, latencyMs })),
      };
process.stdout.write(`${JSON.stringify({ url: misp.url, key: misp.keys['automation'] })}\n`);
process.on('SIGTERM', () => process.exit(0));
process.stdin.resume().on('end', () => process.exit(0));
