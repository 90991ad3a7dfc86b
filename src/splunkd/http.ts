import http from 'node:http';
import https from 'node:https';
import Http, { type HttpResponse, type Message } from 'splunk-sdk/lib/http.js';
import { SplunkdAgent } from './agent.ts';
import type { TrustOptions } from './trust.ts';

/** splunkd is on this machine or nearby. */
const TIMEOUT_MS = 30_000;

/**
 * The HTTP class for splunk-sdk's Service. The SDK's own class verifies no certificates and prints to stdout, which the
 * search command protocol uses.
 */
export class SplunkdHttp extends Http {
  readonly #trust: TrustOptions;
  #agent: SplunkdAgent | undefined;

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
          ? https.request(target, { ...options, agent: this.#tlsAgent() })
          : http.request(target, options);
      request.on('timeout', () =>
        request.destroy(new Error(`no response within ${TIMEOUT_MS / 1000} seconds`)),
      );
      request.on('error', reject);
      request.on('response', (response) => {
        readText(response).then((text) => {
          const status = response.statusCode ?? 0;
          resolve({
            response: { headers: {}, statusCode: status },
            status,
            data: tryParseJson(text),
            error: null,
          });
        }, reject);
      });
      request.end(body);
    });
  }

  /** Created for the first request, since it reads the trusted certificates. */
  #tlsAgent(): SplunkdAgent {
    this.#agent ??= new SplunkdAgent(this.#trust, TIMEOUT_MS);
    return this.#agent;
  }
}

async function readText(response: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
