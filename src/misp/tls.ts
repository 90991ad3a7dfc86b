import { readFileSync } from 'node:fs';
import type { SecureContextOptions } from 'node:tls';
import type { Connection } from './connection.ts';
import { SettingsError } from './errors.ts';

export type TlsOptions = Pick<SecureContextOptions, 'ca' | 'cert' | 'key' | 'pfx' | 'passphrase'> & {
  readonly rejectUnauthorized: boolean;
};

/** What Node's TLS needs for a connection. @throws SettingsError when a file cannot be read. */
export function tlsOptions(connection: Connection): TlsOptions {
  const { caPath, clientCertificate } = connection;
  const password = clientCertificate?.password;
  return {
    rejectUnauthorized: connection.verifyCertificate,
    ...(caPath === undefined ? {} : { ca: read(connection, 'misp_ca_path', caPath) }),
    ...(clientCertificate === undefined ? {} : identity(connection, clientCertificate)),
    ...(password === undefined ? {} : { passphrase: password }),
  };
}

function identity(connection: Connection, certificate: NonNullable<Connection['clientCertificate']>) {
  const content = read(connection, 'client_cert_path', certificate.path);
  if (!content.includes('-----BEGIN ')) return { pfx: content };
  const key =
    certificate.keyPath === undefined ? content : read(connection, 'client_key_path', certificate.keyPath);
  return { cert: content, key };
}

function read(connection: Connection, setting: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'error';
    throw new SettingsError(
      connection.name,
      `the file ${path} of ${setting} cannot be read (${code}). Correct the path, or let the user that runs Splunk read it.`,
      { cause },
    );
  }
}
