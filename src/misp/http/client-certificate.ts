import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { ClientCertificate } from '../connection.ts';
import { SettingsError } from '../errors.ts';
import { reasonOf } from './network-errors.ts';
import { CERTIFICATE_LABEL, pemBlocks, readSettingFile } from './setting-files.ts';

type Identity = Pick<SecureContextOptions, 'cert' | 'key' | 'pfx' | 'passphrase'>;

/** The client certificate, its key and its password, verified before anything is sent. @throws SettingsError */
export function readClientIdentity(instance: string, certificate: ClientCertificate): Identity {
  const { path, password } = certificate;
  const content = readSettingFile(instance, 'client_cert_path', path);
  const identity = {
    ...(content.includes('-----BEGIN ') ? pemIdentity(instance, certificate, content) : { pfx: content }),
    ...(password === undefined ? {} : { passphrase: password }),
  };
  try {
    createSecureContext(identity);
  } catch (cause) {
    throw new SettingsError(instance, unusableReason(certificate, reasonOf(cause), 'pfx' in identity), {
      cause,
    });
  }
  return identity;
}

function pemIdentity(instance: string, { path, keyPath }: ClientCertificate, content: Buffer): Identity {
  if (pemBlocks(content, CERTIFICATE_LABEL).length === 0) {
    throw new SettingsError(
      instance,
      `the file ${path} of client_cert_path has no certificate in PEM form. Set client_cert_path to the file with the client certificate.`,
    );
  }
  const key = keyPath === undefined ? content : readSettingFile(instance, 'client_key_path', keyPath);
  if (pemBlocks(key, /PRIVATE KEY$/).length > 0) return { cert: content, key };
  throw new SettingsError(
    instance,
    keyPath === undefined
      ? `the file ${path} of client_cert_path has a certificate, but no private key. Set client_key_path to the file with the key.`
      : `the file ${keyPath} of client_key_path has no private key in PEM form. Set client_key_path to the file with the key of the client certificate.`,
  );
}

function unusableReason(
  { path, keyPath, password }: ClientCertificate,
  reason: string,
  isPkcs12: boolean,
): string {
  const what = isPkcs12
    ? `the PKCS#12 file ${path} of client_cert_path`
    : `the client certificate ${path}${keyPath === undefined ? '' : ` with the key ${keyPath}`}`;
  if (/mismatch/i.test(reason)) return `${what} cannot be used: the key belongs to another certificate.`;
  if (isPkcs12 && /unsupported/i.test(reason)) {
    return `${what} cannot be used (${reason}): its encryption is outdated. Create it again with a newer OpenSSL, or use PEM.`;
  }
  if (isPkcs12 && !/mac verify|password|pass phrase/i.test(reason))
    return `the file ${path} of client_cert_path is neither PEM nor PKCS#12 (${reason}). Convert it to PEM.`;
  if (!/decrypt|mac verify|password|pass ?phrase/i.test(reason))
    return `${what} cannot be used (${reason}). Replace the files.`;
  return password === undefined
    ? `${what} cannot be opened without a password (${reason}). Store the client key password.`
    : `${what} cannot be opened with the stored password (${reason}). Store the correct one.`;
}
