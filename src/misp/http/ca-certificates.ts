import { X509Certificate } from 'node:crypto';
import { SettingsError } from '../errors.ts';
import { CERTIFICATE_LABEL, pemBlocks, readSettingFile } from './setting-files.ts';

/**
 * The certificates of misp_ca_path, in PEM. OpenSSL ignores a file without certificates, and every certificate after an
 * unreadable one. The error would then blame MISP's certificate.
 *
 * @throws SettingsError when the file has no certificate, or a damaged one
 */
export function readCaCertificates(instance: string, path: string): string[] {
  const content = readSettingFile(instance, 'misp_ca_path', path);
  const blocks = pemBlocks(content, CERTIFICATE_LABEL);
  if (blocks.length === 0) {
    throw new SettingsError(
      instance,
      `the file ${path} of misp_ca_path has no certificate in PEM form. ${adviceFor(content, path)}`,
    );
  }
  const broken = blocks.findIndex((block) => !isCertificate(block));
  if (broken >= 0) {
    throw new SettingsError(
      instance,
      `certificate ${broken + 1} of ${blocks.length} in the file ${path} of misp_ca_path is damaged. Replace the file.`,
    );
  }
  return [...blocks];
}

function adviceFor(content: Buffer, path: string): string {
  return isCertificate(content)
    ? `The file is in DER form: convert it with openssl x509 -inform der -in ${path} -out ca.pem, and set misp_ca_path to ca.pem.`
    : 'Set misp_ca_path to a file with the certificate of the CA, which begins with -----BEGIN CERTIFICATE-----.';
}

function isCertificate(content: string | Buffer): boolean {
  try {
    return new X509Certificate(content).raw.length > 0;
  } catch {
    return false;
  }
}
