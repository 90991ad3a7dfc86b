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
import type { RetryOptions } from '../../src/misp/http/retry.ts';
import { encryptedKey, pkcs12, TestCa } from '../support/certificates.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { freePort } from '../support/free-port.ts';
import { type ProxyServer, startHttpProxy, startSocksProxy } from '../support/proxies.ts';
import { until } from '../support/until.ts';

const CREDENTIALS = { username: 'user@corp', password: 'p:a/s s%w' };

function storeOf(count: number): MispStore {
  const store = new MispStore();
  const event = store.addEvent({ info: 'Connections', timestamp: 1_795_000_000 });
  for (let i = 0; i < count; i += 1) store.addAttribute(event, { type: 'domain', value: `d${i}.example` });
  return store;
}

async function ask(
  misp: MispServer,
  changes: Partial<Connection> = {},
  patience: RetryOptions = {},
): Promise<number> {
  const connection = {
    name: 'test',
    url: misp.url,
    key: misp.keys['automation'] ?? '',
    verifyCertificate: true,
    connectionTimeout: 2,
    readTimeout: 5,
    retryTimeout: 0,
    pageSize: 100,
    ...changes,
  };
  const client = new MispClient(connection, patience);
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

/** Of a certificate in PEM. */
function derOf(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----.*-----/g, ''), 'base64');
}

/** With another first byte of what it holds. */
function damaged(pem: string): string {
  return pem.replace(/(-----BEGIN CERTIFICATE-----\s+)M/, '$1A');
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
      /certificate of 127\.0\.0\.1:\d+ is not trusted.*Set misp_ca_path to the file of its CA/,
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

  it('refuses a certificate with a key that is too short to be safe, and says so', async () => {
    const weak = await startMisp({
      store: storeOf(1),
      tls: ca.issue('127.0.0.1', ['127.0.0.1'], undefined, 1024),
    });
    try {
      const error = await failure(ask(weak, { caPath: await file('ca.pem', ca.pem) }));
      expect(error).to.be.instanceOf(CertificateError);
      expect(error.message).to.match(
        /too weak \(EE certificate key too weak\)\. Use a certificate with a key of at least 2,048 bits/,
      );
    } finally {
      await weak.close();
    }
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

  for (const [what, content, expected] of [
    ['is empty', '', /the file .* of misp_ca_path is empty/],
    [
      'is no PEM',
      'not a certificate',
      /of misp_ca_path has no certificate in PEM form\. Set misp_ca_path to a file/,
    ],
    ['is a key', client.key, /of misp_ca_path has no certificate in PEM form/],
    ['is in DER form', derOf(ca.pem), /in DER form: convert it with openssl x509 -inform der/],
    ['is cut short', ca.pem.slice(0, 200), /of misp_ca_path has no certificate in PEM form/],
    ['is damaged', damaged(ca.pem), /certificate 1 of 1 in the file .* of misp_ca_path is damaged/],
    ['has a damaged one', ca.pem + damaged(ca.pem), /certificate 2 of 2 .* of misp_ca_path is damaged/],
  ] as const) {
    it(`is not even tried with a CA file that ${what}`, async () => {
      misp.requests.length = 0;
      const error = await failure(ask(misp, { caPath: await file('bad-ca.pem', content) }));
      expect(error).to.be.instanceOf(SettingsError);
      expect(error.message).to.match(expected);
      expect(misp.requests).to.deep.equal([]);
    });
  }

  it('works with a CA file with a byte order mark, remarks and several certificates', async () => {
    const other = new TestCa('Another');
    const caPath = await file('bundle.pem', `\ufeff${other.pem}# ours\r\n${ca.pem.replaceAll('\n', '\r\n')}`);
    expect(await ask(misp, { caPath })).to.equal(250);
  });

  it('is an https one, whatever the letter case of its scheme', async () => {
    const error = await failure(ask(misp, { url: misp.url.replace('https:', 'HTTPS:') }));
    expect(error).to.be.instanceOf(CertificateError);
  });

  it('takes http at an https address for what it is', async () => {
    const error = await failure(ask(misp, { url: misp.url.replace('https:', 'http:') }));
    expect(error.message).to.match(/connection to .* was lost .* whether misp_url must begin with https:/);
  });

  it('takes https at an http address for what it is, in few words', async () => {
    const plain = await startMisp({ store: storeOf(1) });
    const error = await failure(ask(plain, { url: plain.url.replace('http:', 'https:') }));
    await plain.close();
    expect(error.message).to.match(
      /: 127\.0\.0\.1:\d+ does not speak HTTPS \([a-z ]+\)\. Correct the port in misp_url, or write http:/,
    );
  });

  for (const [where, body] of [
    ['nginx', '<center>The plain HTTP request was sent to HTTPS port</center>'],
    ['Apache', "Reason: You're speaking plain HTTP to an SSL-enabled server port."],
  ] as const) {
    it(`takes http at an https address of ${where} for what it is`, async () => {
      const plain = await startMisp({ store: storeOf(1) });
      plain.faults.push({ kind: 'status', status: 400, body });
      const error = await failure(ask(plain));
      await plain.close();
      expect(error.message).to.match(/127\.0\.0\.1:\d+ expects HTTPS: write https:\/\/ in misp_url/);
    });
  }

  for (const key of [
    'dash\u2010ed',
    'zero\u200bwidth',
    'two\nlines',
    'two\r\nlines',
    'Schl\u00fcssel\u{1f511}',
  ]) {
    it(`sends nothing with the key ${JSON.stringify(key)}, and says so at once, without it`, async () => {
      const plain = await startMisp({ store: storeOf(1) });
      const waits: string[] = [];
      const onRetry = (waited: MispError) => waits.push(waited.message);
      const error = await failure(ask(plain, { key, retryTimeout: 30 }, { onRetry }));
      await plain.close();
      expect(waits).to.deep.equal([]);
      expect(error).to.be.instanceOf(SettingsError);
      expect(error.message).to.match(/An API key has letters and digits only/);
      expect(error.message).not.to.contain(key);
      expect(plain.requests).to.deep.equal([]);
    });
  }

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

    const stranger = ca.issue('stranger');
    const useless = (what: string, certificate: () => Promise<ClientCertificate>, expected: RegExp) => {
      it(`is not even tried with ${what}`, async () => {
        const given = { caPath: await file('ca.pem', ca.pem), clientCertificate: await certificate() };
        const error = await failure(ask(strict, given));
        expect(error).to.be.instanceOf(SettingsError);
        expect(error.message).to.match(expected);
        expect(error.message).not.to.match(/wrong-one|secret|routines/);
      });
    };
    const locked = async (password?: string) => ({
      path: await file('cert.pem', client.cert),
      keyPath: await file('locked.pem', encryptedKey(client, 'secret')),
      ...(password !== undefined && { password }),
    });
    const bundle = async (password?: string) => ({
      path: await file('both.p12', pkcs12(client, 'secret')),
      ...(password !== undefined && { password }),
    });
    const one = async (name: string, content: string | Buffer) => ({ path: await file(name, content) });
    const two = async (cert: string, key: string) => ({
      path: await file('cert.pem', cert),
      keyPath: await file('key.pem', key),
    });
    useless(
      'a wrong password',
      () => bundle('wrong-one'),
      /PKCS#12 file .* cannot be opened with the stored password/,
    );
    useless('no password', () => bundle(), /PKCS#12 file .* cannot be opened without a password/);
    useless(
      'a wrong password of the key',
      () => locked('wrong-one'),
      /cannot be opened with the stored password/,
    );
    useless('no password of the key', () => locked(), /cannot be opened without a password/);
    useless(
      'no key',
      () => one('cert.pem', client.cert),
      /has a certificate, but no private key\. Set client_key_path/,
    );
    useless(
      'a key alone',
      () => one('key.pem', client.key),
      /client_cert_path has no certificate in PEM form/,
    );
    useless(
      'a certificate for a key',
      () => two(client.cert, client.cert),
      /client_key_path has no private key/,
    );
    useless(
      'the key of another',
      () => two(client.cert, stranger.key),
      /the key belongs to another certificate/,
    );
    useless(
      'a damaged one',
      () => two(damaged(client.cert), client.key),
      /client certificate .* cannot be used \(/,
    );
    useless('what is neither', () => one('x.p12', 'rubbish'), /neither PEM nor PKCS#12/);
    useless('DER', () => one('x.der', derOf(client.cert)), /neither PEM nor PKCS#12/);
    useless('an empty file', () => one('x.pem', ''), /the file .* of client_cert_path is empty/);
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

  it('is never shown the key for an https MISP, whatever the letter case of its scheme', async () => {
    const proxy = await startHttpProxy();
    proxies.push(proxy);
    const misp = misps[1] ?? never();
    const url = misp.url.replace('https:', 'HTTPS:');
    const given = { url, caPath, proxy: { type: 'http', host: proxy.host, port: proxy.port } } as const;
    // In the clear, an https server would not understand it.
    expect(await ask(misp, given)).to.equal(250);
  });

  describe('of type https', () => {
    for (const [index, scheme] of ['http', 'https'].entries()) {
      it(`reaches an ${scheme} MISP when misp_ca_path has its authority`, async () => {
        const proxy = await startHttpProxy(CREDENTIALS, ca.issue('127.0.0.1', ['127.0.0.1']));
        proxies.push(proxy);
        const given = { type: 'https', host: proxy.host, port: proxy.port, ...CREDENTIALS } as const;
        expect(await ask(misps[index] ?? never(), { caPath, proxy: given })).to.equal(250);
      });

      it(`that is not trusted is told from an ${scheme} MISP that is not`, async () => {
        const stranger = new TestCa('Another CA').issue('127.0.0.1', ['127.0.0.1']);
        const proxy = await startHttpProxy(CREDENTIALS, stranger);
        proxies.push(proxy);
        const given = { type: 'https', host: proxy.host, port: proxy.port, ...CREDENTIALS } as const;
        const error = await failure(ask(misps[index] ?? never(), { caPath, proxy: given }));
        expect(error).to.be.instanceOf(ProxyError);
        expect(error.message).to.match(/the certificate of the proxy 127\.0\.0\.1:\d+ is not trusted/);
      });
    }

    it('is checked by its name, too, whatever misp_verifycert says of MISP', async () => {
      const proxy = await startHttpProxy(undefined, ca.issue('proxy.example', ['proxy.example']));
      proxies.push(proxy);
      const given = { type: 'https', host: proxy.host, port: proxy.port } as const;
      const error = await failure(
        ask(misps[1] ?? never(), { caPath, verifyCertificate: false, proxy: given }),
      );
      expect(error.message).to.match(/the certificate of the proxy .* is not trusted/);
    });
  });

  it('that is not there is named', async () => {
    const error = await failure(
      ask(misps[1] ?? never(), { caPath, proxy: { type: 'http', host: '127.0.0.1', port: 1 } }),
    );
    expect(error.message).to.match(/nothing answers at 127\.0\.0\.1:\d+ through the proxy 127\.0\.0\.1:1 /);
  });

  it('that is not there keeps a person waiting for a moment only, other work for retry_timeout', async () => {
    const proxy = { type: 'http', host: '127.0.0.1', port: 1 } as const;
    const waitsOf = async (isInteractive: boolean) => {
      const waits: string[] = [];
      const patience = { isInteractive, onRetry: (waited: MispError) => waits.push(waited.message) };
      await failure(ask(misps[1] ?? never(), { caPath, proxy, retryTimeout: 3 }, patience));
      return waits.length;
    };
    expect(await waitsOf(true)).to.be.at.most(1);
    expect(await waitsOf(false)).to.be.above(1);
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
    expect(error.message).to.contain('within 1 second (connection_timeout)');
  });
});

describe('The first connection to a MISP', () => {
  const unreachable: readonly (readonly [what: string, changes: Partial<Connection>, expected: RegExp])[] = [
    ['nothing answers', { url: 'http://127.0.0.1:1' }, /nothing answers at 127\.0\.0\.1:1/],
    ['the name is not found', { url: 'https://misp.invalid' }, /name misp\.invalid is not found/],
  ];
  for (const [what, changes, expected] of unreachable) {
    it(`fails soon when ${what} and a person waits`, async () => {
      const misp = await startMisp();
      const waits: string[] = [];
      const patience = { isInteractive: true, onRetry: (waited: MispError) => waits.push(waited.message) };
      const error = await failure(ask(misp, { ...changes, retryTimeout: 30 }, patience));
      await misp.close();
      expect(error.message).to.match(expected);
      expect(waits.length).to.be.at.most(1);
    });

    it(`is tried again within retry_timeout when ${what} and nobody waits`, async () => {
      const misp = await startMisp();
      const waits: string[] = [];
      const onRetry = (waited: MispError) => waits.push(waited.message);
      const error = await failure(ask(misp, { ...changes, retryTimeout: 2 }, { onRetry }));
      await misp.close();
      expect(error.message).to.match(expected);
      expect(waits.length).to.be.greaterThan(1);
    });
  }

  it('is no more waited for than retry_timeout says, by a person neither', async () => {
    const misp = await startMisp();
    const waits: string[] = [];
    const patience = { isInteractive: true, onRetry: (waited: MispError) => waits.push(waited.message) };
    await failure(ask(misp, { url: 'http://127.0.0.1:1', retryTimeout: 0 }, patience));
    await misp.close();
    expect(waits).to.deep.equal([]);
  });

  it('once made, is waited for by a person, too', async () => {
    const port = await freePort();
    const misp = await startMisp({ store: storeOf(250), port });
    let waits = 0;
    const client = new MispClient(
      {
        ...{ name: 'test', url: misp.url, key: misp.keys['automation'] ?? '', verifyCertificate: true },
        ...{ connectionTimeout: 2, readTimeout: 5, retryTimeout: 10, pageSize: 100 },
      },
      { isInteractive: true, onRetry: () => (waits += 1) },
    );
    const { signal } = new AbortController();
    await client.call({ method: 'GET', path: '/servers/getVersion' }, signal);
    await misp.close();
    const again = client.call({ method: 'GET', path: '/servers/getVersion' }, signal);
    // A first contact would be given up by then.
    await until('the request has failed twice', () => waits > 1);
    const back = await startMisp({ store: storeOf(250), port });
    expect((await again).body).to.include.keys('version');
    client.close();
    await back.close();
  });

  it('that failed has brought MISP nothing: a write is tried again, too', async () => {
    const port = await freePort();
    const misp = await startMisp({ port });
    await misp.close();
    let waits = 0;
    const client = new MispClient(
      {
        ...{ name: 'test', url: misp.url, key: misp.keys['automation'] ?? '', verifyCertificate: true },
        ...{ connectionTimeout: 2, readTimeout: 5, retryTimeout: 10, pageSize: 100 },
      },
      { onRetry: () => (waits += 1) },
    );
    const body = { Event: { info: 'Once' } };
    const write = client.call(
      { method: 'POST', path: '/events/add', body, isWrite: true },
      new AbortController().signal,
    );
    await until('the write has failed once', () => waits > 0);
    const back = await startMisp({ store: new MispStore(), port });
    await write;
    expect(back.store.events).to.have.length(1);
    client.close();
    await back.close();
  });
});
