import type { SecureContextOptions } from 'node:tls';
import { caCertificates } from './ca-certificates.ts';
import { clientIdentity } from './client-certificate.ts';
import type { Connection } from './connection.ts';

export type TlsOptions = Pick<SecureContextOptions, 'ca' | 'cert' | 'key' | 'pfx' | 'passphrase'> & {
  readonly rejectUnauthorized: boolean;
};

/** What Node's TLS needs for a connection. @throws SettingsError for a file that cannot be used */
export function tlsOptions(connection: Connection): TlsOptions {
  const { caPath, clientCertificate } = connection;
  return {
    rejectUnauthorized: connection.verifyCertificate,
    ...(caPath === undefined ? {} : { ca: caCertificates(connection.name, caPath) }),
    ...(clientCertificate === undefined ? {} : clientIdentity(connection.name, clientCertificate)),
  };
}
