import forge from 'node-forge';

/** A certificate with its key, both PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;

/** From when to when, in days from now. */
type Validity = readonly [from: number, to: number];
const TODAY: Validity = [-1, 1];

/** A certificate authority for one test run; nothing of it is ever stored in the project. */
export class TestCa {
  readonly #keys = forge.pki.rsa.generateKeyPair(2048);
  readonly #certificate: forge.pki.Certificate;
  #serial = 1;

  /** @param above the authority that signs this one; itself when absent */
  constructor(name = 'Test CA', above?: TestCa) {
    const extensions = [{ name: 'basicConstraints', cA: true }];
    const issuer = above ? above.#name : name;
    this.#certificate = (above ?? this).#make(name, this.#keys.publicKey, issuer, extensions);
  }

  get #name(): string {
    return (this.#certificate.subject.getField('CN') as { value: string }).value;
  }

  get pem(): string {
    return forge.pki.certificateToPem(this.#certificate);
  }

  /** @param hosts names and addresses that the certificate is made out to */
  issue(name: string, hosts: readonly string[] = [], validity = TODAY, bits = 2048): Identity {
    const keys = forge.pki.rsa.generateKeyPair(bits);
    const altNames = hosts.map((host) =>
      /^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host },
    );
    const extensions = [
      { name: 'basicConstraints', cA: false },
      ...(altNames.length > 0 ? [{ name: 'subjectAltName', altNames }] : []),
    ];
    const certificate = this.#make(name, keys.publicKey, this.#name, extensions, validity);
    return { cert: forge.pki.certificateToPem(certificate), key: forge.pki.privateKeyToPem(keys.privateKey) };
  }

  #make(
    name: string,
    publicKey: forge.pki.PublicKey,
    issuer: string,
    extensions: object[],
    [from, to] = TODAY,
  ): forge.pki.Certificate {
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = publicKey;
    certificate.serialNumber = String(this.#serial++).padStart(2, '0');
    certificate.validity.notBefore = new Date(Date.now() + from * DAY_MS);
    certificate.validity.notAfter = new Date(Date.now() + to * DAY_MS);
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
