import { commandLine, wholeNumber } from '../../../build/command-line.mjs';
import { startMisp } from './server.ts';
import { startSyntheticMisp } from './data/synthetic.ts';

/*
 * The embedded MISP as a program. Says where it is in a line of JSON and runs until SIGTERM or until its input ends.
 */
const { attributes, port, latency } = commandLine(
  'npx tsx test/stand-ins/misp/serve.ts',
  'Serves the embedded MISP until its standard input ends, and prints its address and an API key as JSON.',
)
  .option(
    '--attributes <n>',
    'so many attributes, by limit and page only; without it, the invented data',
    wholeNumber(1),
  )
  .option('--port <n>', 'port of 127.0.0.1; 0 for a free one', wholeNumber(0, 65_535), 0)
  .option('--latency <ms>', 'milliseconds before each answer', wholeNumber(0), 0)
  .parse()
  .opts<{ readonly attributes?: number; readonly port: number; readonly latency: number }>();

try {
  const misp = await (attributes === undefined
    ? startMisp({ port, latencyMs: latency })
    : startSyntheticMisp(attributes, { port, latencyMs: latency }).then((one) => ({
        ...one,
        keys: { automation: 'any' },
      })));
  process.stdout.write(`${JSON.stringify({ url: misp.url, key: misp.keys['automation'] })}\n`);
  process.on('SIGTERM', () => process.exit(0));
  process.stdin.resume().on('end', () => process.exit(0));
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  process.stderr.write(`Port ${port} is in use: choose another with --port.\n`);
  process.exitCode = 1;
}
