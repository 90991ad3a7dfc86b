import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { MispClient } from '../../src/misp/client.ts';
import type { ClientCertificate, Connection, Proxy } from '../../src/misp/connection.ts';
import {
  CertificateError,
  type MispError,
  NameNotFoundError,
  ProxyError,
  SettingsError,
  TimedOutError,
} from '../../src/misp/errors.ts';
import { encryptedKey, pkcs12, TestCa } from '../support/certificates.ts';
import { type MispServer, startMisp } from '../support/misp/server.ts';
import { MispStore } from '../support/misp/store.ts';
import { type ProxyServer, startHttpProxy, startSocksProxy } from '../support/proxies.ts';

const CREDENTIALS = { username: 'user@corp', password: 'p:a/s s%w' };

function storeOf(count: number): MispStore {
  const store = new MispStore();
  const event = store.addEvent({ info: 'Connections', timestamp: 1_795_000_000 });
  for (let i = 0; i < count; i += 1) store.addAttribute(event, { type: 'domain', value: `d${i}.example` });
  return store;
}

async function ask(misp: MispServer, changes: Partial<Connection> = {}): Promise<number> {
  const client = new MispClient({
    name: 'test',
    url: misp.url,
    key: misp.keys['automation'] ?? '',
    verifyCertificate: true,
    connectionTimeout: 2,
    readTimeout: 5,
    retryTimeout: 0,
    pageSize: 100,
    ...changes,
  });
  let rows = 0;
  try {
    for await (const page of client.attributes({ eventid: '1' }, {}, new AbortController().signal))
      rows += page.length;
  } finally {
    client.close();
  }
  return rows;
}

async function failure(asking: Promise<unknown>): Promise<MispError> {
  try {
    await asking;
  } catch (error) {
    return error as MispError;
  }
  throw new Error('It did not fail.');
}

function never(): never {
  throw new Error('no MISP');
}

describe('A connection to an https MISP', () => {
  const ca = new TestCa();
  const server = ca.issue('127.0.0.1', ['127.0.0.1', 'localhost']);
  const client = ca.issue('splunk-search-head');
  let folder: string;
  let misp: MispServer;
  const file = async (name: string, content: string | Buffer) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'misp-tls-'));
    misp = await startMisp({ store: storeOf(250), tls: { ...server, ca: ca.pem } });
  });
  after(async () => {
    await misp.close();
    await rm(folder, { recursive: true });
  });

  it('is refused when the CA is not known, and nothing was asked', async () => {
    const error = await failure(ask(misp));
    expect(error).to.be.instanceOf(CertificateError);
    expect(error.message).to.match(
      /certificate of 127\.0\.0\.1:\d+ is not trusted.*Give the CA's file as misp_ca_path/,
    );
    expect(misp.requests).to.deep.equal([]);
  });

  it('works with the CA of misp_ca_path, over one connection for all pages', async () => {
    expect(await ask(misp, { caPath: await file('ca.pem', ca.pem) })).to.equal(250);
    const ports = new Set(misp.requests.map((request) => request.headers['host']));
    expect(ports.size).to.equal(1);
  });

  it('works without a check when an administrator says so', async () => {
    expect(await ask(misp, { verifyCertificate: false })).to.equal(250);
  });

  it('is refused when the certificate is made out to another name', async () => {
    const other = await startMisp({ store: storeOf(1), tls: ca.issue('misp.example', ['misp.example']) });
    const error = await failure(ask(other, { caPath: await file('ca.pem', ca.pem) }));
    await other.close();
    expect(error).to.be.instanceOf(CertificateError);
    expect(error.message).to.contain('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('says which file cannot be read', async () => {
    const error = await failure(ask(misp, { caPath: '/nonexistent/ca.pem' }));
    expect(error).to.be.instanceOf(SettingsError);
    expect(error.message).to.contain('the file /nonexistent/ca.pem of misp_ca_path cannot be read (ENOENT)');
  });

  it('takes http at an https address for what it is', async () => {
    const error = await failure(ask(misp, { url: misp.url.replace('https:', 'http:') }));
    expect(error.message).to.match(/connection to .* was lost/);
  });

  describe('that wants a client certificate', () => {
    let strict: MispServer;
    before(async () => {
      strict = await startMisp({ store: storeOf(10), tls: { ...server, ca: ca.pem, requestCert: true } });
    });
    after(() => strict.close());

    const shows = (what: string, certificate: () => Promise<ClientCertificate>) => {
      it(`is shown ${what}`, async () => {
        const rows = await ask(strict, {
          caPath: await file('ca.pem', ca.pem),
          clientCertificate: await certificate(),
        });
        expect(rows).to.equal(10);
        expect(strict.requests.at(-1)?.client).to.equal('splunk-search-head');
      });
    };
    shows('a PEM file with both', async () => ({ path: await file('both.pem', client.cert + client.key) }));
    shows('two PEM files', async () => ({
      path: await file('cert.pem', client.cert),
      keyPath: await file('key.pem', client.key),
    }));
    shows('a key behind a passphrase', async () => ({
      path: await file('cert.pem', client.cert),
      keyPath: await file('locked.pem', encryptedKey(client, 'secret')),
      password: 'secret',
    }));
    shows('PKCS#12', async () => ({
      path: await file('both.p12', pkcs12(client, 'secret')),
      password: 'secret',
    }));

    it('refuses us without', async () => {
      const error = await failure(ask(strict, { caPath: await file('ca.pem', ca.pem) }));
      expect(error).to.be.instanceOf(CertificateError);
      expect(error.message).to.match(/no TLS connection to .*client certificate/);
    });

    it('is not even tried with a wrong password, and the password is not told', async () => {
      const path = await file('both.p12', pkcs12(client, 'secret'));
      const error = await failure(ask(strict, { clientCertificate: { path, password: 'wrong-one' } }));
      expect(error.message).to.match(/client certificate and its password/);
      expect(error.message).not.to.contain('wrong-one');
    });
  });
});

describe('A connection through a proxy', () => {
  const ca = new TestCa();
  let folder: string;
  const misps: MispServer[] = [];
  const proxies: ProxyServer[] = [];
  let caPath: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'misp-proxy-'));
    caPath = join(folder, 'ca.pem');
    await writeFile(caPath, ca.pem);
    misps.push(
      await startMisp({ store: storeOf(250) }),
      await startMisp({ store: storeOf(250), tls: ca.issue('127.0.0.1', ['127.0.0.1']) }),
    );
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close();
  });
  after(async () => {
    for (const misp of misps) await misp.close();
    await rm(folder, { recursive: true });
  });

  const through = async (
    type: Proxy['type'],
    index: number,
    credentials: boolean,
    given: Partial<Proxy> = {},
  ) => {
    const starting = type === 'http' ? startHttpProxy : startSocksProxy;
    const proxy = await starting(credentials ? CREDENTIALS : undefined);
    proxies.push(proxy);
    const misp = misps[index] ?? never();
    const { host, port } = proxy;
    const own = credentials ? CREDENTIALS : {};
    const rows = await ask(misp, { caPath, proxy: { type, host, port, ...own, ...given } });
    return { rows, targets: proxy.targets, expected: new URL(misp.url).host };
  };

  for (const type of ['http', 'socks5', 'socks5h'] as const) {
    for (const [index, scheme] of ['http', 'https'].entries()) {
      for (const credentials of [false, true]) {
        it(`of type ${type} reaches an ${scheme} MISP${credentials ? ', with credentials' : ''}`, async () => {
          const { rows, targets, expected } = await through(type, index, credentials);
          expect(rows).to.equal(250);
          expect(new Set(targets)).to.deep.equal(new Set([expected]));
        });
      }
    }
  }

  it('checks the certificate of the MISP behind it', async () => {
    const proxy = await startHttpProxy();
    proxies.push(proxy);
    const error = await failure(
      ask(misps[1] ?? never(), { proxy: { type: 'http', host: proxy.host, port: proxy.port } }),
    );
    expect(error).to.be.instanceOf(CertificateError);
  });

  for (const [type, scheme, index] of [
    ['http', 'http', 0],
    ['http', 'https', 1],
    ['socks5', 'https', 1],
  ] as const) {
    it(`of type ${type} that refuses the credentials is told from an ${scheme} MISP that does`, async () => {
      const error = await failure(through(type, index, true, { password: 'wrong-one' }));
      expect(error).to.be.instanceOf(ProxyError);
      expect(error.message).to.match(/proxy/);
      expect(error.message).not.to.contain('wrong-one');
    });
  }

  it('that is not there is named', async () => {
    const error = await failure(
      ask(misps[1] ?? never(), { caPath, proxy: { type: 'http', host: '127.0.0.1', port: 1 } }),
    );
    expect(error.message).to.match(/nothing answers at 127\.0\.0\.1:\d+ through the proxy 127\.0\.0\.1:1 /);
  });

  it('whose name is not found is named', async () => {
    const error = await failure(
      ask(misps[1] ?? never(), { caPath, proxy: { type: 'http', host: 'proxy.invalid', port: 3128 } }),
    );
    expect(error).to.be.instanceOf(NameNotFoundError);
    expect(error.message).to.contain('proxy.invalid');
  });
});

describe('A connection to nobody', () => {
  it('is given up after connection_timeout when TLS does not come about', async () => {
    const misp = await startMisp();
    const sockets: net.Socket[] = [];
    const silent = net.createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as net.AddressInfo;
    const error = await failure(ask(misp, { url: `https://127.0.0.1:${port}`, connectionTimeout: 1 }));
    for (const socket of sockets) socket.destroy();
    silent.close();
    await misp.close();
    expect(error).to.be.instanceOf(TimedOutError);
    expect(error.message).to.contain('within 1 seconds (connection_timeout)');
  });
});
