import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Services } from './commands/services.ts';
import { commands } from './commands/table.ts';
import type { SearchInfo } from './protocol/command.ts';
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
    lookup: (file) => lookupFile(dirname(argv[1] ?? ''), file),
    async instances(info) {
      const [splunkd, { Instances }] = await Promise.all([
        splunkdOf(info, env),
        import('./splunkd/instances.ts'),
      ]);
      return new Instances(splunkd, env['SPLUNK_HOME']);
    },
    async access(info) {
      const [splunkd, { Access }] = await Promise.all([splunkdOf(info, env), import('./splunkd/access.ts')]);
      return new Access(splunkd);
    },
    async collection(info, name) {
      const [splunkd, { KvCollection }] = await Promise.all([
        splunkdOf(info, env),
        import('./splunkd/kv-store.ts'),
      ]);
      return new KvCollection(splunkd, name);
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

/** The app's lookups are beside its bin folder, on every search head of a cluster. */
async function lookupFile(bin: string, file: string): Promise<string> {
  try {
    return await readFile(join(bin, '../lookups', file), 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new Error(
      `The lookup file ${file} of the app ${APP} cannot be read (${code}). Install the app anew, or put the file back.`,
      { cause: error },
    );
  }
}

async function splunkdOf(info: SearchInfo, env: NodeJS.ProcessEnv) {
  // Loaded when the search runs, so that getinfo is answered at once.
  const { Splunkd } = await import('./splunkd/splunkd.ts');
  return new Splunkd({
    uri: info.splunkdUri,
    sessionKey: info.sessionKey,
    app: APP,
    trust: { splunkHome: env['SPLUNK_HOME'], caPath: env['SA_MISP_SPLUNKD_CA'] },
  });
}

// Nothing is left to do when the last answer is written, whatever sockets and timers there still are.
void main().then((code) => process.exit(code));
