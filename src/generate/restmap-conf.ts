import { BROKER } from '../splunkd/broker-endpoint.ts';
import { conf, stanza } from './conf.ts';
import { POSIX } from './programs/platforms.ts';

/**
 * The endpoint by which commands get secrets that their users may not read. splunkd starts the driver, and keeps it. The
 * edition for Windows has no restmap.conf: files there have no modes that would keep the secrets from others.
 */
export function restmapConf(): string {
  const file = `${BROKER.program}${POSIX.extension}`;
  return conf('src/splunkd/broker-endpoint.ts', [
    stanza(`script:${BROKER.program}`, {
      match: BROKER.match,
      scripttype: 'persist',
      // The driver is told of it, and needs nothing of it; AppInspect wants a file in bin.
      script: file,
      driver: `$SPLUNK_HOME/etc/apps/SA-misp/bin/${file}`,
      requireAuthentication: true,
      capability: BROKER.capability,
      passSystemAuth: true,
      output_modes: 'json',
    }),
  ]);
}
