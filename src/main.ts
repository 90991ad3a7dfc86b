import { createWriteStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Session } from './alerts/program/run.ts';
import type { Services } from './commands/shared/services.ts';
import { commands } from './commands/table.ts';
import { runCommand } from './protocol/run.ts';
import { watchParent } from './runtime/parent-watch.ts';
import { pipeCapacity } from './runtime/pipe-capacity.ts';
import { AppLookups } from './splunkd/app-lookups.ts';
import { BROKER } from './splunkd/broker-endpoint.ts';
import type { EventOutput } from './splunkd/event-stream.ts';
import { KeyFiles } from './splunkd/key-files.ts';
import type { InputDefinition } from './splunkd/modular-input.ts';
import { serverInfoOf } from './splunkd/server-info.ts';
import type { SplunkdOptions } from './splunkd/splunkd.ts';

const APP = 'SA-misp';
const STDOUT = 1;
/** splunkd gives an input a few seconds to stop. */
const GRACE_MS = 800;

/** The program splunkd starts: `main.js <command, input or alert action>`. The only place that reads the process and its environment. */
async function main(): Promise<number> {
  const { argv, env, stdin, stderr } = process;
  const name = argv[2] ?? '';
  const command = commands[name];
  const lookups = new AppLookups(join(dirname(argv[1] ?? ''), '../lookups'));
  const keyFiles = new KeyFiles({
    splunkHome: env['SPLUNK_HOME'],
    uid: process.getuid?.(),
    now: Date.now,
  });
  const shared = {
    now: Date.now,
    async instances(session: Session) {
      const [splunkd, { Instances }] = await Promise.all([
        splunkdOf(session, env),
        import('./splunkd/instances.ts'),
      ]);
      return new Instances(splunkd, env['SPLUNK_HOME'], keyFiles);
    },
    async access(session: Session) {
      const [splunkd, { Access }] = await Promise.all([
        splunkdOf(session, env),
        import('./splunkd/access.ts'),
      ]);
      return new Access(splunkd);
    },
  };
  if (name === 'misp') {
    const { runMispInput } = await import('./inputs/misp.ts');
    const ofSession = ({ serverUri, sessionKey }: InputDefinition) => ({ splunkdUri: serverUri, sessionKey });
    const stop = new AbortController();
    const onStop = () => {
      stop.abort();
      // Whatever it is at: splunkd waits no longer.
      setTimeout(() => process.exit(0), GRACE_MS).unref();
    };
    // Windows has the last alone.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGBREAK'] as const) process.on(signal, onStop);
    watch(onStop);
    return runMispInput({
      args: argv.slice(3),
      read: () => text(stdin),
      output: { stream: createWriteStream('', { fd: STDOUT }), pipe: stdoutPipe() },
      log: (line) => stderr.write(line),
      signal: stop.signal,
      services: {
        now: Date.now,
        instances: (definition) => shared.instances(ofSession(definition)),
        serverInfo: async (definition) => serverInfoOf(await splunkdOf(ofSession(definition), env)),
        collection: (definition, collection) => collectionOf(ofSession(definition), env, collection),
        processes: { platform: process.platform, pid: process.pid, isRunning },
      },
    });
  }
  watch(() => process.exit(0));
  if (name === BROKER.program) {
    const [{ runBroker }, { Splunkd }] = await Promise.all([
      import('./broker/run.ts'),
      import('./splunkd/splunkd.ts'),
    ]);
    process.on('exit', () => {
      keyFiles.removeAll();
    });
    process.on('SIGTERM', () => process.exit(0));
    return runBroker({
      input: stdin,
      output: createWriteStream('', { fd: STDOUT }),
      log: (line) => stderr.write(line),
      services: { keyFiles, splunkd: (session) => new Splunkd(splunkdOptions(session, env)) },
    });
  }
  if (!command) {
    const action = (await import('./alerts/table.ts')).alertActions[name];
    if (!action) {
      stderr.write(`ERROR ${APP} has no command "${name}"\n`);
      return 1;
    }
    const { runAlert } = await import('./alerts/program/run.ts');
    return runAlert(action, {
      args: argv.slice(3),
      input: stdin,
      write: (line) => stderr.write(line),
      services: {
        ...shared,
        lookup: (file) => lookups.find(file),
        async logResults(alertAction, lines) {
          const { appendResults } = await import('./alerts/program/result-log.ts');
          if (env['SPLUNK_HOME'] === undefined) throw new Error('SPLUNK_HOME is not set.');
          const folder = join(env['SPLUNK_HOME'], 'var/log/splunk');
          await appendResults(join(folder, `${alertAction}_modalert.log`), lines, {
            now: Date.now(),
            pid: process.pid,
          });
        },
      },
    });
  }
  const services: Services = {
    ...shared,
    lookups,
    collection: (info, name) => collectionOf(info, env, name),
    splunkd: (info) => splunkdOf(info, env),
    runtime: { version: process.version, path: process.execPath },
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

/** Standard output as a pipe that waits without a thread, which the end of the process would wait for. */
function stdoutPipe(): EventOutput['pipe'] {
  const capacity = pipeCapacity(fstatSync(STDOUT).mode, process.platform);
  if (capacity === undefined) return undefined;
  return { capacity, open: () => new Socket({ fd: STDOUT, readable: false, writable: true }) };
}

function watch(onGone: () => void): void {
  watchParent({ platform: process.platform, parent: process.ppid, isRunning, onGone });
}

async function collectionOf(session: Session, env: NodeJS.ProcessEnv, name: string) {
  const [splunkd, { KvCollection }] = await Promise.all([
    splunkdOf(session, env),
    import('./splunkd/kv-store.ts'),
  ]);
  return new KvCollection(splunkd, name);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is somebody else's, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function splunkdOf(session: Session, env: NodeJS.ProcessEnv) {
  // Loaded when the search runs, so that getinfo is answered at once.
  const { Splunkd } = await import('./splunkd/splunkd.ts');
  return new Splunkd(splunkdOptions(session, env));
}

function splunkdOptions(session: Session, env: NodeJS.ProcessEnv): SplunkdOptions {
  return {
    uri: session.splunkdUri,
    sessionKey: session.sessionKey,
    app: APP,
    trust: { splunkHome: env['SPLUNK_HOME'], caPath: env['SA_MISP_SPLUNKD_CA'] },
  };
}

// Nothing is left to do when the last answer is written, whatever sockets and timers there still are.
void main().then((code) => process.exit(code));
