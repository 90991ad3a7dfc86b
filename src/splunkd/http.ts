import http from 'node:http';
import https from 'node:https';
import Http, { type HttpResponse, type Message } from 'splunk-sdk/lib/http.js';
import { SplunkdAgent } from './agent.ts';
import type { TrustOptions } from './trust.ts';

/** splunkd is on this machine, or on the next one. */
const TIMEOUT_MS = 30_000;

/**
 * The HTTP class for splunk-sdk's Service. The SDK's own checks no certificates and prints to stdout, which belongs
 * to the protocol.
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
          ? https.request(target, { ...options, agent: this.#connections() })
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

  /** What it is checked with is read when the first question is asked. */
  #connections(): SplunkdAgent {
    this.#agent ??= new SplunkdAgent(this.#trust, TIMEOUT_MS);
    return this.#agent;
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
