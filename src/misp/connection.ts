/** Everything needed to reach one MISP. Holds secrets: never printed, never logged. */
export interface Connection {
  /** The stanza's name, for messages. */
  readonly name: string;
  /** `https://host[:port][/path]`, without a trailing slash. */
  readonly url: string;
  readonly key: string;
  readonly verifyCertificate: boolean;
  /** Path of a PEM file of CA certificates; Node's own list when absent. */
  readonly caPath?: string;
  readonly clientCertificate?: ClientCertificate;
  readonly proxy?: Proxy;
  /** Seconds for name look-up, TCP and TLS. */
  readonly connectionTimeout: number;
  /** Seconds until an answer begins, and again seconds until it is complete. */
  readonly readTimeout: number;
  /** Seconds after the first failure of a request within which it is tried again. */
  readonly retryTimeout: number;
  /** Rows asked of MISP at once; at most 5,000. */
  readonly pageSize: number;
}

/** Whether MISP is spoken to in TLS. */
export function isHttps({ url }: Pick<Connection, 'url'>): boolean {
  return new URL(url).protocol === 'https:';
}

export interface ClientCertificate {
  /** PEM with the certificate (and perhaps the key), or PKCS#12. */
  readonly path: string;
  /** PEM with the key, when it is not in the same file. */
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
