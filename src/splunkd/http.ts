import http from 'node:http';
import https from 'node:https';
import Http, { type HttpResponse, type Message } from 'splunk-sdk/lib/http.js';
import { trustedCertificates, type TrustOptions } from './trust.ts';

/** splunkd is on this machine, or on the next one. */
const TIMEOUT_MS = 30_000;

/**
 * The HTTP class for splunk-sdk's Service. The SDK's own checks no certificates and prints to stdout, which belongs
 * to the protocol.
 */
export class SplunkdHttp extends Http {
  readonly #trust: TrustOptions;
  #connections: https.Agent | undefined;

  constructor(trust: TrustOptions) {
    super();
    this.#trust = trust;
  }

  override makeRequest(url: string, message: Message): Promise<HttpResponse> {
    const target = new URL(url);
    const body = message.body ?? '';
    const options: https.RequestOptions = {
      method: message.method,
      headers: { ...message.headers, 'Content-Length': Buffer.byteLength(body) },
      timeout: TIMEOUT_MS,
    };
    return new Promise((resolve, reject) => {
      const request =
        target.protocol === 'https:'
          ? https.request(target, { ...options, agent: this.#agent(target.hostname) })
          : http.request(target, options);
      request.on('timeout', () =>
        request.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} seconds`)),
      );
      request.on('error', reject);
      request.on('response', (response) => {
        readText(response).then((text) => {
          const status = response.statusCode ?? 0;
          resolve({ response: { headers: {}, statusCode: status }, status, data: parse(text), error: null });
        }, reject);
      });
      request.end(body);
    });
  }

  /** One connection for the few questions of a search. */
  #agent(host: string): https.Agent {
    // The certificate that Splunk installs is made out to SplunkServerDefaultCert, never to the loopback address that
    // splunkd names; who answers there is this machine. That its CA is known is checked all the same.
    const isLoopback = host === 'localhost' || host === '[::1]' || host.startsWith('127.');
    this.#connections ??= new https.Agent({
      keepAlive: true,
      ca: trustedCertificates(this.#trust),
      ...(isLoopback ? { checkServerIdentity: () => undefined } : {}),
    });
    return this.#connections;
  }
}

async function readText(response: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
