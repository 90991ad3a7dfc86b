import { BROKER } from '../splunkd/broker-endpoint.ts';
import { conf, stanza } from './conf.ts';
import { POSIX } from './programs/platforms.ts';

/**
 * Generates restmap.conf with the endpoint of the broker, which gives commands the secrets that their users may not read.
 * splunkd starts the driver and keeps it running. The edition for Windows has no restmap.conf, since Windows lacks the file
 * modes that protect the secrets.
 */
export function restmapConf(): string {
  const file = `${BROKER.program}${POSIX.extension}`;
  return conf('src/splunkd/broker-endpoint.ts', [
    stanza(`script:${BROKER.program}`, {
      match: BROKER.match,
      scripttype: 'persist',
      // The driver ignores it, but AppInspect requires a file in bin.
      script: file,
      driver: `$SPLUNK_HOME/etc/apps/SA-misp/bin/${file}`,
      requireAuthentication: true,
      capability: BROKER.capability,
      passSystemAuth: true,
      output_modes: 'json',
    }),
  ]);
}
