import { X509Certificate } from 'node:crypto';
import { SettingsError } from '../errors.ts';
import { CERTIFICATE, pemBlocks, readSettingFile } from './setting-files.ts';

/**
 * The certificates of misp_ca_path, in PEM. OpenSSL would pass over a file without any, and over all that follow one that it
 * cannot read: MISP's own certificate would be blamed. @throws SettingsError
 */
export function caCertificates(instance: string, path: string): string[] {
  const content = readSettingFile(instance, 'misp_ca_path', path);
  const blocks = pemBlocks(content, CERTIFICATE);
  if (blocks.length === 0) {
    throw new SettingsError(
      instance,
      `the file ${path} of misp_ca_path has no certificate in PEM form. ${remedyFor(content, path)}`,
    );
  }
  const broken = blocks.findIndex((block) => !isCertificate(block));
  if (broken >= 0) {
    throw new SettingsError(
      instance,
      `certificate ${broken + 1} of ${blocks.length} in the file ${path} of misp_ca_path is damaged. Put the file there anew.`,
    );
  }
  return [...blocks];
}

function remedyFor(content: Buffer, path: string): string {
  return isCertificate(content)
    ? `It is one in DER form: convert it with openssl x509 -inform der -in ${path} -out ca.pem, and name ca.pem.`
    : 'Name a file with the certificate of the CA, which begins with -----BEGIN CERTIFICATE-----.';
}

function isCertificate(content: string | Buffer): boolean {
  try {
    return new X509Certificate(content).raw.length > 0;
  } catch {
    return false;
  }
}
