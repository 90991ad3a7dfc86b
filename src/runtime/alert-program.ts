import { join } from 'node:path';
import type { AlertAction } from '../alerts/action.ts';
import { appendResults } from '../alerts/program/result-log.ts';
import { runAlert } from '../alerts/program/run.ts';
import { exitWithParent } from './parent-watch.ts';
import type { Program } from './program.ts';
import { SplunkdServices } from './splunkd-services.ts';

/** An alert action: reads the alert from standard input and reports on standard error. */
export function alertProgram(action: AlertAction): Program {
  return (process) => {
    exitWithParent(process, () => process.exit(0));
    const services = new SplunkdServices(process);
    return runAlert(action, {
      args: process.argv.slice(3),
      input: process.stdin,
      write: (line) => process.stderr.write(line),
      services: {
        now: Date.now,
        instances: (session) => services.instances(session),
        access: (session) => services.access(session),
        lookup: (file) => services.lookups.find(file),
        async logResults(name, lines) {
          const home = process.env['SPLUNK_HOME'];
          if (home === undefined) throw new Error('SPLUNK_HOME is not set.');
          const file = join(home, 'var/log/splunk', `${name}_modalert.log`);
          await appendResults(file, lines, { now: Date.now(), pid: process.pid });
        },
      },
    });
  };
}
