import { DEFAULT_CIPHERS, type SecureContextOptions } from 'node:tls';
import { readCaCertificates } from './ca-certificates.ts';
import { readClientIdentity } from './client-certificate.ts';
import type { Connection } from '../connection.ts';

export type TlsOptions = Pick<
  SecureContextOptions,
  'ca' | 'cert' | 'ciphers' | 'key' | 'pfx' | 'passphrase'
> & {
  readonly rejectUnauthorized: boolean;
};

export type ProxyTlsOptions = Pick<TlsOptions, 'ca' | 'ciphers'>;

/** Rejects RSA keys below 2,048 bits and SHA-1, whatever the default of this OpenSSL is. */
const CIPHERS = `${DEFAULT_CIPHERS}:@SECLEVEL=2`;

/** The TLS options of a connection. @throws SettingsError for a file that is unusable */
export function tlsOptions(connection: Connection): TlsOptions {
  const { caPath, clientCertificate } = connection;
  return {
    rejectUnauthorized: connection.verifyCertificate,
    ciphers: CIPHERS,
    ...(caPath === undefined ? {} : { ca: readCaCertificates(connection.name, caPath) }),
    ...(clientCertificate === undefined ? {} : readClientIdentity(connection.name, clientCertificate)),
  };
}

/** The TLS options for an HTTPS proxy. Its certificate is always verified. @throws SettingsError */
export function proxyTlsOptions({ name, caPath }: Connection): ProxyTlsOptions {
  return { ciphers: CIPHERS, ...(caPath === undefined ? {} : { ca: readCaCertificates(name, caPath) }) };
}
