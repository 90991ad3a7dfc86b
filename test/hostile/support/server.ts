import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** What a server was asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Of a list; 1 when it is not said. */
  readonly page: number;
  readonly limit: number;
}

/** An answer as HTTP; the body may be made when it is needed. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Answers a request in whatever way: by an answer, or by bytes of its own on the socket. */
export type Answering = (asked: Asked) => Answer | ((socket: net.Socket) => void);

export interface HostileServer {
  readonly url: string;
  /** Requests so far. */
  readonly requests: number;
  close(): Promise<void>;
}

/** A server on loopback that answers as it is told to, also with what is no HTTP. */
export async function startHostile(answering: Answering): Promise<HostileServer> {
  let requests = 0;
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      requests += 1;
      const { method = '', url: path = '' } = request;
      const answer = answering(askedOf(method, path, Buffer.concat(parts).toString()));
      if (typeof answer === 'function') answer(request.socket);
      else send(response, answer);
    });
  });
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    // Who is attacked breaks off: that is as it should be.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: http.ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  const isChunked = headers['Transfer-Encoding'] !== undefined;
  response.writeHead(status, {
    'Content-Type': 'application/json',
    Date: new Date().toUTCString(),
    ...(isChunked ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
    ...headers,
  });
  response.end(body);
}

function askedOf(method: string, path: string, text: string): Asked {
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // A GET has none.
  }
  const inPath = (name: string) => new RegExp(`/${name}:(\\d+)`).exec(path)?.[1];
  const page = Number(body['page'] ?? inPath('page') ?? 1);
  const limit = Number(body['limit'] ?? inPath('limit') ?? 1000);
  return { method, path, body, page, limit };
}
