import { isLoopback } from '../../common/loopback.ts';
import type { Connection } from '../connection.ts';

/** A setting that lets somebody on the network read a secret. */
export type Exposure = 'http' | 'certificate_unchecked' | 'proxy_password_in_clear';

/** The settings that matter, for the programs and for the configuration page. */
export interface ExposedSettings {
  readonly url: string;
  readonly verifyCertificate: boolean;
  readonly proxy?: Pick<NonNullable<Connection['proxy']>, 'type' | 'host' | 'username'>;
}

const WARNINGS: Readonly<Record<Exposure, string>> = {
  http: 'misp_url begins with http:// so the API key is sent unencrypted: anybody on the network can read it. Use https.',
  certificate_unchecked:
    'misp_verifycert is off: anybody on the network can pose as MISP and read the API key. Set misp_ca_path to its CA instead.',
  proxy_password_in_clear:
    'the proxy password is sent unencrypted (proxy_type): anybody on the network can read it. Use a proxy of type https.',
};

/** The exposures of a connection. A loopback address has none: the traffic does not leave the machine. */
export function findExposures({ url, verifyCertificate, proxy }: ExposedSettings): readonly Exposure[] {
  const { protocol, hostname } = new URL(url);
  // The proxy resolves the name, so even localhost is another machine.
  const isRemote = proxy !== undefined || !isLoopback(hostname);
  const exposures: Exposure[] = [];
  if (protocol === 'http:' && isRemote) exposures.push('http');
  if (protocol === 'https:' && !verifyCertificate && isRemote) exposures.push('certificate_unchecked');
  if (proxy?.username !== undefined && proxy.type !== 'https' && !isLoopback(proxy.host))
    exposures.push('proxy_password_in_clear');
  return exposures;
}

/** The same as texts for people. Each continues a sentence that names the instance. */
export function exposureWarnings(settings: ExposedSettings): readonly string[] {
  return findExposures(settings).map((exposure) => WARNINGS[exposure]);
}
