import { text } from 'node:stream/consumers';
import { runMispInput } from '../inputs/misp.ts';
import type { InputDefinition } from '../splunkd/modular-input.ts';
import { serverInfoOf } from '../splunkd/server-info.ts';
import { isRunning } from './is-running.ts';
import { exitWithParent } from './parent-watch.ts';
import { SplunkdServices } from './splunkd-services.ts';
import { stdoutPipe, stdoutStream } from './stdout.ts';

/** splunkd kills an input that has not exited a few seconds after SIGTERM. */
const GRACE_MS = 800;

/** Windows delivers SIGBREAK only. */
const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGBREAK'] as const;

/** The modular input. A signal stops it: it saves its state, and exits within `GRACE_MS`. */
export function inputProgram(process: NodeJS.Process): Promise<number> {
  const stop = new AbortController();
  const onStop = () => {
    stop.abort();
    setTimeout(() => process.exit(0), GRACE_MS).unref();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onStop);
  exitWithParent(process, onStop);
  const services = new SplunkdServices(process);
  return runMispInput({
    args: process.argv.slice(3),
    read: () => text(process.stdin),
    output: { stream: stdoutStream(), pipe: stdoutPipe(process.platform) },
    log: (line) => process.stderr.write(line),
    signal: stop.signal,
    services: {
      now: Date.now,
      instances: (definition) => services.instances(sessionOf(definition)),
      serverInfo: async (definition) => serverInfoOf(await services.splunkd(sessionOf(definition))),
      collection: (definition, name) => services.collection(sessionOf(definition), name),
      processes: {
        platform: process.platform,
        pid: process.pid,
        isRunning: (pid) => isRunning(process, pid),
      },
    },
  });
}

function sessionOf({ serverUri, sessionKey }: InputDefinition) {
  return { splunkdUri: serverUri, sessionKey };
}
