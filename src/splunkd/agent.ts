import https from 'node:https';
import { isIP } from 'node:net';
import tls from 'node:tls';
import { isLoopback } from '../common/loopback.ts';
import { type Certificate, createCertificateError } from './certificate-error.ts';
import { readTrust, type Trust, type TrustOptions } from './trust.ts';

/**
 * TLS connections to splunkd, kept alive for the few requests of a search. Nothing is sent, and so no session key, before
 * splunkd's certificate is verified:
 * - On a loopback address, the certificate that splunkd is configured with is accepted, whatever its dates and name. A
 *   server that presents it has its key. The certificate that Splunk generates expires after three years, is never
 *   renewed, and names no host.
 * - Any other certificate must be signed by a known CA and be valid today. Except on loopback, it must match the host.
 */
export class SplunkdAgent extends https.Agent {
  readonly #trust: Trust;
  readonly #timeout: number;

  /** @param timeout milliseconds that a handshake may take */
  constructor(trust: TrustOptions, timeout: number) {
    super({ keepAlive: true });
    this.#trust = readTrust(trust);
    this.#timeout = timeout;
  }

  override createConnection(...[options, callback]: Parameters<https.Agent['createConnection']>) {
    const host = options.host ?? '';
    connect(host, Number(options.port), this.#trust, this.#timeout).then(
      (socket) => callback?.(null, socket),
      (error: unknown) => {
        // Node's types require a stream beside the error.
        (callback as ((error: unknown) => void) | undefined)?.(error);
      },
    );
    return undefined;
  }
}

/** @throws CertificateError; Error of the network */
function connect(host: string, port: number, trust: Trust, timeout: number): Promise<tls.TLSSocket> {
  const isLoopbackHost = isLoopback(host);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host,
      port,
      servername: isIP(host) ? '' : host,
      timeout,
      ca: [...trust.authorities],
      // The chain may end with a certificate that server.conf names, without its root. (Node.js 20.18 or newer.)
      allowPartialTrustChain: true,
      // Node.js cannot accept a specific certificate, so the certificate on loopback is checked below.
      rejectUnauthorized: !isLoopbackHost,
      ...(isLoopbackHost ? { checkServerIdentity: () => undefined } : {}),
    });
    const toCertificateError = (code: string, certificate?: Certificate) =>
      createCertificateError({ code, host, port, isLoopbackHost, certificate }, trust);
    socket.once('error', (error: CertificateRejection) => {
      const { code = '', cert } = error;
      const isRefusal = /CERT|SELF_SIGNED|UNABLE_TO/.test(code) && !code.startsWith('ERR_SSL_');
      reject(isRefusal ? toCertificateError(code, cert && { names: certificateNames(cert) }) : error);
    });
    socket.once('timeout', () => socket.destroy(new Error(`no response within ${timeout / 1000} seconds`)));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      if (socket.authorized || trust.trustedAsIs.some(({ raw }) => certificate?.raw.equals(raw))) {
        socket.removeAllListeners('timeout').setTimeout(0);
        resolve(socket);
        return;
      }
      // Node.js stores the code here, unlike its types.
      socket.destroy(toCertificateError(String(socket.authorizationError), certificate));
    });
  });
}

/** Node.js adds the certificate only for a name mismatch. */
interface CertificateRejection extends Error {
  readonly code?: string;
  readonly cert?: tls.PeerCertificate;
}

function certificateNames({ subjectaltname, subject }: tls.PeerCertificate): string {
  return subjectaltname ?? `CN=${String(subject.CN)}`;
}
