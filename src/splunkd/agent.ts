import https from 'node:https';
import { isIP } from 'node:net';
import tls from 'node:tls';
import { isLoopback } from '../common/loopback.ts';
import { type Certificate, certificateError } from './certificate-error.ts';
import { readTrust, type Trust, type TrustOptions } from './trust.ts';

/**
 * Connections to splunkd over TLS, kept for the few questions of a search. Nothing is sent on one, and so no session key,
 * before splunkd's certificate has been checked:
 * - On a loopback address the very certificate that splunkd is set up with is good, whatever its dates and name. Who can
 *   answer with it has its key; and the one that Splunk makes for itself is valid for three years, is never renewed, and is
 *   made out to no host's name.
 * - Any other must be signed by a known authority and be valid today; elsewhere than on loopback, for the name asked for.
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
        // Node's types want a stream beside the error.
        (callback as ((error: unknown) => void) | undefined)?.(error);
      },
    );
    return undefined;
  }
}

/** @throws CertificateError; Error of the network */
function connect(host: string, port: number, trust: Trust, timeout: number): Promise<tls.TLSSocket> {
  const onLoopback = isLoopback(host);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host,
      port,
      servername: isIP(host) ? '' : host,
      timeout,
      ca: [...trust.authorities],
      // A chain may end with what server.conf names, its root not there. (Node.js 20.18 or newer.)
      allowPartialTrustChain: true,
      // Node.js cannot be told of one certificate that is good in itself: on loopback, what it found is looked at below.
      rejectUnauthorized: !onLoopback,
      ...(onLoopback ? { checkServerIdentity: () => undefined } : {}),
    });
    const refuse = (code: string, certificate?: Certificate) =>
      certificateError({ code, host, port, onLoopback, certificate }, trust);
    socket.once('error', (error: RefusalOfNode) => {
      const { code = '', cert } = error;
      const isRefusal = /CERT|SELF_SIGNED|UNABLE_TO/.test(code) && !code.startsWith('ERR_SSL_');
      reject(isRefusal ? refuse(code, cert && { names: namesOf(cert) }) : error);
    });
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${timeout / 1000} seconds`)));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      if (socket.authorized || trust.own.some(({ raw }) => certificate?.raw.equals(raw))) {
        socket.removeAllListeners('timeout').setTimeout(0);
        resolve(socket);
        return;
      }
      // Node.js puts the code here, whatever its types say.
      socket.destroy(refuse(String(socket.authorizationError), certificate));
    });
  });
}

/** Only when the name is another, Node.js gives the certificate. */
interface RefusalOfNode extends Error {
  readonly code?: string;
  readonly cert?: tls.PeerCertificate;
}

function namesOf({ subjectaltname, subject }: tls.PeerCertificate): string {
  return subjectaltname ?? `CN=${String(subject.CN)}`;
}
