import { DEFAULT_CIPHERS, type SecureContextOptions } from 'node:tls';
import { caCertificates } from './ca-certificates.ts';
import { clientIdentity } from './client-certificate.ts';
import type { Connection } from '../connection.ts';

export type TlsOptions = Pick<
  SecureContextOptions,
  'ca' | 'cert' | 'ciphers' | 'key' | 'pfx' | 'passphrase'
> & {
  readonly rejectUnauthorized: boolean;
};

export type ProxyTlsOptions = Pick<TlsOptions, 'ca' | 'ciphers'>;

/** No keys below 2,048 bits (RSA) and no SHA-1, whatever the OpenSSL of this Node.js takes by itself. */
const CIPHERS = `${DEFAULT_CIPHERS}:@SECLEVEL=2`;

/** What Node's TLS needs for a connection. @throws SettingsError for a file that cannot be used */
export function tlsOptions(connection: Connection): TlsOptions {
  const { caPath, clientCertificate } = connection;
  return {
    rejectUnauthorized: connection.verifyCertificate,
    ciphers: CIPHERS,
    ...(caPath === undefined ? {} : { ca: caCertificates(connection.name, caPath) }),
    ...(clientCertificate === undefined ? {} : clientIdentity(connection.name, clientCertificate)),
  };
}

/** The same for a proxy that speaks TLS itself: its certificate is always checked. @throws SettingsError */
export function proxyTlsOptions({ name, caPath }: Connection): ProxyTlsOptions {
  return { ciphers: CIPHERS, ...(caPath === undefined ? {} : { ca: caCertificates(name, caPath) }) };
}
