import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Where splunkd's certificate authority may be found. */
export interface TrustOptions {
  /** `SPLUNK_HOME`, which splunkd gives to the processes it starts. */
  readonly splunkHome?: string | undefined;
  /** `SA_MISP_SPLUNKD_CA`: a PEM file that an administrator names in splunk-launch.conf. */
  readonly caPath?: string | undefined;
}

/** Splunk's own CA, which signs the certificates that its installer makes. */
const DEFAULT_CA = 'etc/auth/cacert.pem';
/** [sslConfig] settings of server.conf that name a CA or splunkd's own certificate. */
const SSL_SETTING = /^\s*(?:sslRootCAPath|caCertFile|serverCert)\s*=\s*(.+?)\s*$/gm;

/**
 * The certificates with which splunkd's is checked: what the administrator names, Splunk's own CA, what server.conf
 * names (a self-signed certificate is its own CA). Not the public ones: to load them takes longer than all the rest of
 * starting a search, and splunkd's certificate hardly ever is from one of them; it can then be named.
 */
export function trustedCertificates({ splunkHome, caPath }: TrustOptions): string[] {
  const paths = caPath === undefined ? [] : [caPath];
  if (splunkHome !== undefined) {
    const conf = read(join(splunkHome, 'etc/system/local/server.conf')) ?? '';
    const named = Array.from(conf.matchAll(SSL_SETTING), (match) => match[1] ?? '');
    for (const path of [DEFAULT_CA, ...named]) paths.push(resolve(path, splunkHome));
  }
  return paths.flatMap((path) => certificatesIn(read(path) ?? ''));
}

function resolve(path: string, splunkHome: string): string {
  const expanded = path.replace(/^\$SPLUNK_HOME/, splunkHome);
  return isAbsolute(expanded) ? expanded : join(splunkHome, expanded);
}

/** Only certificates: a file of splunkd's holds its private key as well. */
function certificatesIn(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? [];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
