import { isLoopback } from '../../common/loopback.ts';
import type { Connection } from '../connection.ts';

/** Settings by which somebody on the way to MISP can read a secret. */
export type Exposure = 'http' | 'certificate_unchecked' | 'proxy_password_in_clear';

/** What settings must say, whoever reads them: the program or the page. */
export interface ExposedSettings {
  readonly url: string;
  readonly verifyCertificate: boolean;
  readonly proxy?: Pick<NonNullable<Connection['proxy']>, 'type' | 'host' | 'username'>;
}

const SENTENCES: Readonly<Record<Exposure, string>> = {
  http: 'misp_url begins with http:// so the API key crosses the network in clear: whoever is on the way can read it. Use https.',
  certificate_unchecked:
    'misp_verifycert is off: whoever is on the way can pose as MISP and read the API key. Name its CA as misp_ca_path instead.',
  proxy_password_in_clear:
    'the password of the proxy crosses the network in clear (proxy_type): whoever is on the way can read it. Use a proxy of type https.',
};

/** What of a connection is exposed. On a loopback address nothing is: nobody is on the way. */
export function exposuresOf({ url, verifyCertificate, proxy }: ExposedSettings): readonly Exposure[] {
  const { protocol, hostname } = new URL(url);
  // A name behind a proxy is the proxy's to look up.
  const isFar = proxy !== undefined || !isLoopback(hostname);
  const found: Exposure[] = [];
  if (protocol === 'http:' && isFar) found.push('http');
  if (protocol === 'https:' && !verifyCertificate && isFar) found.push('certificate_unchecked');
  if (proxy?.username !== undefined && proxy.type !== 'https' && !isLoopback(proxy.host))
    found.push('proxy_password_in_clear');
  return found;
}

/** The same as sentences that begin in the middle, for a person. */
export function exposureSentences(settings: ExposedSettings): readonly string[] {
  return exposuresOf(settings).map((exposure) => SENTENCES[exposure]);
}
