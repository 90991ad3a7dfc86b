import { createWriteStream } from 'node:fs';
import type { Services } from './commands/services.ts';
import { commands } from './commands/table.ts';
import { runCommand } from './protocol/run.ts';

const APP = 'SA-misp';
const STDOUT = 1;

/** The program splunkd starts: `main.js <command>`. The only place that reads the process and its environment. */
async function main(): Promise<number> {
  const { argv, env, stdin, stderr } = process;
  const name = argv[2] ?? '';
  const command = commands[name];
  if (!command) {
    stderr.write(`ERROR ${APP} has no command "${name}"\n`);
    return 1;
  }
  const services: Services = {
    now: Date.now,
    async instances(info) {
      const [{ Splunkd }, { Instances }] = await Promise.all([
        import('./splunkd/splunkd.ts'),
        import('./splunkd/instances.ts'),
      ]);
      const splunkd = new Splunkd({
        uri: info.splunkdUri,
        sessionKey: info.sessionKey,
        app: APP,
        trust: { splunkHome: env['SPLUNK_HOME'], caPath: env['SA_MISP_SPLUNKD_CA'] },
      });
      return new Instances(splunkd, env['SPLUNK_HOME']);
    },
  };
  return runCommand(command, {
    input: stdin,
    // Not process.stdout: this one writes in a thread of its own, while the next answer is made.
    output: createWriteStream('', { fd: STDOUT }),
    services,
    onDefect: (error) => {
      stderr.write(`ERROR ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    },
  });
}

// Nothing is left to do when the last answer is written, whatever sockets and timers there still are.
void main().then((code) => process.exit(code));
