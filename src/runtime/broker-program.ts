import { runBroker } from '../broker/run.ts';
import { exitWithParent } from './parent-watch.ts';
import { SplunkdServices } from './splunkd-services.ts';
import { stdoutStream } from './stdout.ts';

/** The persistent REST handler that hands secrets to programs. It deletes its key files when it exits. */
export function brokerProgram(process: NodeJS.Process): Promise<number> {
  const services = new SplunkdServices(process);
  const { keyFiles } = services;
  process.on('exit', () => {
    keyFiles.removeAll();
  });
  process.on('SIGTERM', () => process.exit(0));
  exitWithParent(process, () => process.exit(0));
  return runBroker({
    input: process.stdin,
    output: stdoutStream(),
    log: (line) => process.stderr.write(line),
    services: { keyFiles, splunkd: (session) => services.splunkd(session) },
  });
}
