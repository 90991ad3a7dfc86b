import forge from 'node-forge';

/** A certificate with its key, both PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority for one test run; nothing of it is ever stored in the project. */
export class TestCa {
  readonly #keys = forge.pki.rsa.generateKeyPair(2048);
  readonly #certificate: forge.pki.Certificate;
  #serial = 1;

  constructor(name = 'Test CA') {
    this.#certificate = this.#make(name, this.#keys.publicKey, name, [
      { name: 'basicConstraints', cA: true },
    ]);
  }

  get pem(): string {
    return forge.pki.certificateToPem(this.#certificate);
  }

  /** @param hosts names and addresses that the certificate is made out to */
  issue(name: string, hosts: readonly string[] = []): Identity {
    const keys = forge.pki.rsa.generateKeyPair(2048);
    const altNames = hosts.map((host) =>
      /^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host },
    );
    const issuer = this.#certificate.subject.getField('CN') as { value: string };
    const certificate = this.#make(name, keys.publicKey, issuer.value, [
      { name: 'basicConstraints', cA: false },
      ...(altNames.length > 0 ? [{ name: 'subjectAltName', altNames }] : []),
    ]);
    return { cert: forge.pki.certificateToPem(certificate), key: forge.pki.privateKeyToPem(keys.privateKey) };
  }

  #make(
    name: string,
    publicKey: forge.pki.PublicKey,
    issuer: string,
    extensions: object[],
  ): forge.pki.Certificate {
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = publicKey;
    certificate.serialNumber = String(this.#serial++).padStart(2, '0');
    certificate.validity.notBefore = new Date(Date.now() - 86_400_000);
    certificate.validity.notAfter = new Date(Date.now() + 86_400_000);
    certificate.setSubject([{ name: 'commonName', value: name }]);
    certificate.setIssuer([{ name: 'commonName', value: issuer }]);
    certificate.setExtensions(extensions);
    certificate.sign(this.#keys.privateKey, forge.md.sha256.create());
    return certificate;
  }
}

/** PKCS#12, encrypted as current tools do it (AES). */
export function pkcs12({ cert, key }: Identity, password: string): Buffer {
  const asn1 = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(key),
    [forge.pki.certificateFromPem(cert)],
    password,
    { algorithm: 'aes256' },
  );
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');
}

/** The same key, behind a passphrase. */
export function encryptedKey({ key }: Identity, password: string): string {
  return forge.pki.encryptRsaPrivateKey(forge.pki.privateKeyFromPem(key), password, { algorithm: 'aes256' });
}
