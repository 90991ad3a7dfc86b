import type { MispServer } from '../stand-ins/misp/server.ts';
import type { StartOptions } from '../stand-ins/splunk/splunk.ts';

type Settings = NonNullable<StartOptions['instances']>[string];

/**
 * Instances that all are one MISP, with the key of its user `automation`; to start a StandInSplunk with.
 * @param instances settings by name, beside the address
 */
export function connectedTo(
  misp: Pick<MispServer, 'url' | 'keys'>,
  instances: Readonly<Record<string, Settings>> = { misp: { retry_timeout: 0 } },
): Required<Pick<StartOptions, 'instances' | 'secrets'>> {
  const key = misp.keys['automation'] ?? '';
  return {
    instances: Object.fromEntries(
      Object.entries(instances).map(([name, settings]) => [name, { misp_url: misp.url, ...settings }]),
    ),
    secrets: Object.fromEntries(Object.keys(instances).map((name) => [`${name}.misp_key`, key])),
  };
}
