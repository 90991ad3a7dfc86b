import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Parsed JSON; the text where it is none. */
  readonly body: unknown;
}

/** One request to the MISP that the environment names: Node's own client, the key, JSON both ways, and nothing else. */
export class PlainHttp {
  readonly #base: string;
  readonly #options: https.RequestOptions;
  /** Requests so far. */
  count = 0;

  constructor(env: NodeJS.ProcessEnv) {
    const { MISP_URL = '', MISP_KEY = '', MISP_CA_FILE, MISP_CLIENT_CERT, MISP_PROXY, MISP_VERIFY } = env;
    this.#base = MISP_URL.replace(/\/+$/, '');
    const pem = MISP_CLIENT_CERT ? readFileSync(MISP_CLIENT_CERT) : undefined;
    this.#options = {
      headers: { authorization: MISP_KEY, accept: 'application/json', 'content-type': 'application/json' },
      agent: agentOf(this.#base, MISP_PROXY),
      ...(MISP_CA_FILE && { ca: readFileSync(MISP_CA_FILE) }),
      ...(pem && { cert: pem, key: pem, passphrase: env['MISP_CLIENT_KEY_PASSWORD'] }),
      ...(MISP_VERIFY && /^(false|0|no|f|n)$/i.test(MISP_VERIFY) && { rejectUnauthorized: false }),
    };
  }

  ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    this.count += 1;
    const url = new URL(this.#base + path);
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'https:' ? https : http).request(
        url,
        { ...this.#options, method },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode: status = 0, headers } = response;
            resolve({ status, headers, body: parsed(Buffer.concat(parts).toString()) });
          });
        },
      );
      request.on('error', reject);
      request.end(payload);
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function agentOf(base: string, proxy: string | undefined): http.Agent {
  const isTls = base.startsWith('https:');
  if (!proxy) return isTls ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  if (proxy.startsWith('socks')) return new SocksProxyAgent(proxy);
  return isTls ? new HttpsProxyAgent(proxy) : new HttpProxyAgent(proxy);
}
