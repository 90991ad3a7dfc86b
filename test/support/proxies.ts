import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ProxyServer {
  readonly host: string;
  readonly port: number;
  /** What it was asked to connect to, `host:port`. */
  readonly targets: string[];
  close(): Promise<void>;
}

/** The credentials the proxies want, when they want some. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** An HTTP proxy: CONNECT for https, whole addresses for http. @param identity of one that speaks TLS itself */
export async function startHttpProxy(
  credentials?: Credentials,
  identity?: { readonly cert: string; readonly key: string },
): Promise<ProxyServer> {
  const targets: string[] = [];
  const isWelcome = (request: http.IncomingMessage) => {
    if (!credentials) return true;
    const wanted = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
    return request.headers['proxy-authorization'] === `Basic ${wanted}`;
  };
  const answer = (request: http.IncomingMessage, response: http.ServerResponse) => {
    if (!isWelcome(request)) {
      response.writeHead(407, { 'Proxy-Authenticate': 'Basic' }).end();
      return;
    }
    const url = new URL(request.url ?? '');
    targets.push(url.host);
    const headers = { ...request.headers };
    delete headers['proxy-authorization'];
    const onward = http.request(url, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  };
  const server = identity ? https.createServer(identity, answer) : http.createServer(answer);
  server.on('connect', (request: http.IncomingMessage, socket: Duplex) => {
    if (!isWelcome(request)) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    targets.push(request.url ?? '');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    join(socket, host, Number(port), () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
  });
  return listening(server, targets);
}

/** SOCKS 5 with user name and password (RFC 1928, RFC 1929). */
export async function startSocksProxy(credentials?: Credentials): Promise<ProxyServer> {
  const targets: string[] = [];
  const server = net.createServer((socket) => {
    void answerSocks(socket, credentials, targets).catch(() => socket.destroy());
  });
  return listening(server, targets);
}

async function answerSocks(
  socket: net.Socket,
  credentials: Credentials | undefined,
  targets: string[],
): Promise<void> {
  const [, methods = 0] = await take(socket, 2);
  await take(socket, methods);
  socket.write(Buffer.from([5, credentials ? 2 : 0]));
  if (credentials) {
    const [, userLength = 0] = await take(socket, 2);
    const username = (await take(socket, userLength)).toString();
    const [passwordLength = 0] = await take(socket, 1);
    const password = (await take(socket, passwordLength)).toString();
    const isRight = username === credentials.username && password === credentials.password;
    socket.write(Buffer.from([1, isRight ? 0 : 1]));
    if (!isRight) {
      socket.end();
      return;
    }
  }
  const [, , , kind] = await take(socket, 4);
  const size = kind === 1 ? 4 : ((await take(socket, 1))[0] ?? 0);
  const address = await take(socket, size);
  const host = kind === 1 ? [...address].join('.') : address.toString();
  const port = (await take(socket, 2)).readUInt16BE();
  targets.push(`${host}:${port}`);
  join(socket, host, port, () => socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])));
}

async function take(socket: net.Socket, size: number): Promise<Buffer> {
  for (;;) {
    const bytes = size === 0 ? Buffer.alloc(0) : (socket.read(size) as Buffer | null);
    if (bytes) return bytes;
    await new Promise((resolve) => socket.once('readable', resolve));
  }
}

function join(client: Duplex, host: string, port: number, onConnect: () => void): void {
  const server = net.connect(port, host, () => {
    onConnect();
    client.pipe(server).pipe(client);
  });
  server.on('error', () => client.destroy());
  client.on('error', () => server.destroy());
  client.on('close', () => server.destroy());
}

async function listening(server: net.Server, targets: string[]): Promise<ProxyServer> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    targets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
