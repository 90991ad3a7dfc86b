import type { Services } from '../commands/shared/services.ts';
import type { AnyCommand } from '../protocol/command.ts';
import { runCommand } from '../protocol/run.ts';
import { exitWithParent } from './parent-watch.ts';
import type { Program } from './program.ts';
import { SplunkdServices } from './splunkd-services.ts';
import { stdoutStream } from './stdout.ts';

/** A search command: speaks the search command protocol on standard input and output. */
export function commandProgram(command: AnyCommand<Services>): Program {
  return (process) => {
    exitWithParent(process, () => process.exit(0));
    const services = new SplunkdServices(process);
    return runCommand(command, {
      input: process.stdin,
      output: stdoutStream(),
      services: {
        now: Date.now,
        lookups: services.lookups,
        runtime: { version: process.version, path: process.execPath },
        instances: (info) => services.instances(info),
        access: (info) => services.access(info),
        collection: (info, name) => services.collection(info, name),
        splunkd: (info) => services.splunkd(info),
      },
      onDefect: (error) => {
        process.stderr.write(
          `ERROR ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
        );
      },
    });
  };
}
