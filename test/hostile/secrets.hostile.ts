import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { concurrently } from '../../src/misp/concurrently.ts';
import { secretForms } from '../support/secret-forms.ts';
import { runAlert } from '../stand-ins/splunk/programs/alert.ts';
import { checkpointDir, runInput, validateInput } from '../stand-ins/splunk/programs/input.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { type Echo, ECHOES, ENCODINGS } from './attacks/echoes.ts';

const KEY = 'Kd83hfKQ0sLmZ7aPx4Yc1Rv6Tn2Bg5Jw9EuHoiDq';
const USER = 'proxy-user';
const PASSWORD = 'proxy-"pass"-word/7';
const WRITER = 'session-of-writer';
const UUID = '0a000000-0000-4000-8000-000000000001';

/** So many programs run at a time. */
const SIDE_BY_SIDE = 3;

/** Whoever talks to MISP: resolves to all that it wrote. */
const READERS: Readonly<Record<string, (splunk: StandInSplunk, instance: string) => Promise<unknown>>> = {
  mispgetioc: (splunk, name) => search(splunk, `| mispgetioc misp_instance=${name} last=1d`),
  'mispgetioc output=json': (splunk, name) =>
    search(splunk, `| mispgetioc misp_instance=${name} eventid=1 output=json include_context=true`),
  mispgetevent: (splunk, name) => search(splunk, `| mispgetevent misp_instance=${name} eventid=1`),
  'mispgetevent getioc': (splunk, name) =>
    search(splunk, `| mispgetevent misp_instance=${name} eventid=1 getioc=true`),
  mispsearch: (splunk, name) =>
    search(splunk, `| mispsearch misp_instance=${name} field=v`, { v: 'vaccine.example' }),
  mispfetch: (splunk, name) =>
    search(splunk, String.raw`| mispfetch misp_instance=${name} misp_http_body="{\"last\":\"1d\"}"`, {
      v: 'x',
    }),
  mispgetattribute: (splunk, name) =>
    search(splunk, `| mispgetattribute misp_instance=${name} attributeid=1`, { v: 'x' }),
  misprest: (splunk, name) => search(splunk, `| misprest misp_instance=${name} target=/users/view/me`),
  'misprest POST': (splunk, name) =>
    search(
      splunk,
      String.raw`| misprest misp_instance=${name} method=POST target=/events/index json_request="{\"a\":1}"`,
    ),
  mispstatus: (splunk, name) => search(splunk, `| mispstatus misp_instance=${name}`),
  mispsight: (splunk, name) =>
    search(splunk, `| mispsight misp_instance=${name}`, { misp_attribute_uuid: UUID }),
  mispserved: (splunk, name) =>
    search(splunk, '| mispserved', { misp_attribute_uuid: UUID, misp_instance: name }),
  'the input': async (splunk, name) => {
    const result = await runInput(splunk, name, { settings: { start: 'all' } });
    const kept = textsBelow(checkpointDir(splunk));
    rmSync(checkpointDir(splunk), { recursive: true, force: true });
    return { result, kept };
  },
  'a new input': (splunk, name) => validateInput(splunk, name, {}),
  'alert: create event': (splunk, name) =>
    alert(splunk, 'misp_alert_create_event', name, { misp_domain: 'a.example' }),
  'alert: add attributes': (splunk, name) =>
    alert(splunk, 'misp_alert_add_attributes', name, { misp_domain: 'a.example' }, { eventid: '1' }),
  'alert: sighting': (splunk, name) =>
    alert(splunk, 'misp_alert_sighting', name, { misp_attribute_uuid: UUID }),
};

describe('A server that echoes what it is sent', function () {
  this.timeout(120_000);
  let splunk: StandInSplunk;
  let server: EchoServer;
  let proxy: EchoServer;
  const table: string[][] = [];

  before(async () => {
    server = await EchoServer.start(({ authorization }) => authorization);
    proxy = await EchoServer.start((headers) => headers['proxy-authorization']);
    const direct = { misp_url: server.url, retry_timeout: 0 };
    const behind = {
      retry_timeout: 0,
      misp_use_proxy: true,
      proxy_type: 'http',
      proxy_host: '127.0.0.1',
      proxy_port: proxy.port,
      proxy_username: USER,
    };
    splunk = await StandInSplunk.start({
      instances: {
        direct,
        forwarded: { ...behind, misp_url: 'http://misp.example' },
        tunnelled: { ...behind, misp_url: 'https://misp.example' },
      },
      secrets: Object.fromEntries(
        ['direct', 'forwarded', 'tunnelled'].flatMap((name) => [
          [`${name}.misp_key`, KEY],
          [`${name}.proxy_password`, PASSWORD],
        ]),
      ),
    });
    splunk.state.sessions[WRITER] = {
      username: 'writer',
      capabilities: ['search', 'list_storage_passwords', 'misp_write'],
    };
  });
  after(async () => {
    await splunk.close();
    await server.close();
    await proxy.close();
    const widths = [0, 1].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
    for (const row of table)
      console.log(`  ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  ')}`);
  });

  /** Runs every reader against what is set up; none may write a secret, and none may say nothing of a failure. */
  async function hold(attack: string, instance: string, names: readonly string[]): Promise<void> {
    let leaks = 0;
    const before = server.requests + proxy.requests;
    await concurrently(names, SIDE_BY_SIDE, async (name) => {
      const written = JSON.stringify(await READERS[name]?.(splunk, instance));
      expect(written, name).not.to.match(/Internal error|\n\s+at /);
      for (const form of FORMS) if (written.includes(form)) leaks += 1;
    });
    const logs = textsBelow(join(splunk.home, 'var/log'));
    for (const form of FORMS) if (logs.includes(form)) leaks += 1;
    const requests = server.requests + proxy.requests - before;
    expect(requests, 'requests').to.be.at.least(names.length);
    table.push([
      attack,
      instance,
      leaks === 0
        ? `held: nothing leaked by ${names.length} programs, ${requests} requests`
        : `LEAKED ${leaks} times`,
    ]);
    expect(leaks).to.equal(0);
  }

  for (const [kind, answer] of Object.entries(ECHOES)) {
    it(`gives nobody the key: ${kind}`, async () => {
      server.answer = (secret, path) => answer(secret, path);
      await hold(kind, 'direct', Object.keys(READERS));
    });

    it(`gives nobody the password of a proxy: ${kind}`, async () => {
      proxy.answer = (secret, path) => {
        const credentials = Buffer.from(secret.replace(/^Basic /, ''), 'base64').toString();
        return answer(
          `${secret} ${credentials.slice(USER.length + 1)} ${credentials}`.replace(/[^ -~]/g, ''),
          path,
        );
      };
      for (const instance of ['forwarded', 'tunnelled'])
        await hold(kind, instance, ['mispgetioc', 'misprest', 'mispstatus', 'the input']);
    });
  }

  for (const [encoding, encode] of Object.entries(ENCODINGS)) {
    for (const kind of ['rows and all of their texts', '302, in Location', '500', '500, a trace'] as const) {
      it(`gives nobody the key ${encoding}: ${kind}`, async () => {
        server.answer = (secret, path) => ECHOES[kind]?.(encode(secret), path) ?? { status: 500, body: '' };
        await hold(`${kind}, ${encoding}`, 'direct', [
          'mispgetioc',
          'mispgetevent getioc',
          'misprest',
          'mispstatus',
          'the input',
          'alert: create event',
        ]);
      });
    }
  }
});

const FORMS = secretForms([KEY, PASSWORD]);

async function search(splunk: StandInSplunk, spl: string, row?: Record<string, string>): Promise<unknown> {
  return splunk.search(spl, { sessionKey: WRITER, ...(row && { input: [[row]] }) });
}

async function alert(
  splunk: StandInSplunk,
  action: string,
  instance: string,
  row: Record<string, string>,
  params: Record<string, string> = {},
): Promise<unknown> {
  return runAlert(splunk, action, {
    rows: [row],
    sessionKey: WRITER,
    params: { misp_instance: instance, ...params },
  });
}

/** Of all files below a folder. */
function textsBelow(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

type SecretIn = (headers: http.IncomingHttpHeaders) => string | undefined;

/** A path at which nothing is found: what is asked for after the first page. */
const NOTHING = '/nothing';

function pageIn(sent: string): unknown {
  return sent.startsWith('{') ? ((JSON.parse(sent) as { page?: unknown }).page ?? 1) : 1;
}

/** Answers with what a header of the request holds. */
class EchoServer {
  answer: (secret: string, path: string) => Echo = () => ({ status: 500, body: '' });
  requests = 0;
  readonly #server: http.Server;
  readonly #secretIn: SecretIn;
  readonly #sockets = new Set<Socket>();

  private constructor(secretIn: SecretIn) {
    this.#secretIn = secretIn;
    this.#server = http.createServer((request, response) => {
      void text(request).then((sent) => {
        this.#reply(request, response, pageIn(sent) === 1 ? (request.url ?? '') : NOTHING);
      });
    });
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('connect', (request: http.IncomingMessage, socket: Socket) => {
      this.requests += 1;
      const { status, reason = 'No', headers = {}, body } = this.answer(secretIn(request.headers) ?? '', '/');
      socket.on('error', () => undefined);
      if (status === 0) socket.end(body);
      else {
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
        // A tunnel that is none.
        socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body}`);
      }
    });
  }

  #reply(request: http.IncomingMessage, response: http.ServerResponse, path: string): void {
    this.requests += 1;
    const { status, headers, reason, body } = this.answer(this.#secretIn(request.headers) ?? '', path);
    if (status === 0) {
      request.socket.end(body);
      return;
    }
    response.sendDate = headers?.['Date'] === undefined;
    if (reason === undefined) response.writeHead(status, headers);
    else response.writeHead(status, reason, headers);
    response.end(body);
  }

  static async start(secretIn: SecretIn): Promise<EchoServer> {
    const echo = new EchoServer(secretIn);
    await new Promise<void>((resolve) => echo.#server.listen(0, '127.0.0.1', resolve));
    return echo;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      for (const socket of this.#sockets) socket.destroy();
    });
  }
}
