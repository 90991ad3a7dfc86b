/** The settings of a connection to one MISP. It contains secrets: never print or log it. */
export interface Connection {
  /** The stanza's name, for messages. */
  readonly name: string;
  /** `https://host[:port][/path]`, without a trailing slash. */
  readonly url: string;
  readonly key: string;
  readonly verifyCertificate: boolean;
  /** Path of a PEM file with CA certificates. Node's own list when absent. */
  readonly caPath?: string;
  readonly clientCertificate?: ClientCertificate;
  readonly proxy?: Proxy;
  /** Seconds for DNS, TCP and TLS together. */
  readonly connectionTimeout: number;
  /** Seconds until a response begins, and then again until it is complete. */
  readonly readTimeout: number;
  /** Seconds since the first attempt of a request within which it is retried. */
  readonly retryTimeout: number;
  /** Rows of one request; at most 5,000. */
  readonly pageSize: number;
}

/** Whether the connection to MISP uses TLS. */
export function usesTls({ url }: Pick<Connection, 'url'>): boolean {
  return new URL(url).protocol === 'https:';
}

export interface ClientCertificate {
  /** A PEM file with the certificate and optionally the key, or a PKCS#12 file. */
  readonly path: string;
  /** A PEM file with the key, when the key is in another file. */
  readonly keyPath?: string;
  readonly password?: string;
}

export interface Proxy {
  readonly type: 'http' | 'https' | 'socks5' | 'socks5h';
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
}
