import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { InstanceError } from '../../src/splunkd/errors.ts';
import { InstanceStanza } from '../../src/splunkd/instance-schema.ts';
import { Instances } from '../../src/splunkd/instances.ts';
import { KeyFiles } from '../../src/splunkd/key-files.ts';
import { sslSettings } from '../../src/splunkd/server-conf.ts';
import type { Entry, Splunkd } from '../../src/splunkd/splunkd.ts';
import { PROTOTYPE_NAMES, texts, textsOf } from '../support/properties.ts';

describe('server.conf, whatever is in it', () => {
  const confTexts = textsOf(
    [
      '[sslConfig]',
      '[default]',
      '[',
      ']',
      '=',
      'serverCert',
      'sslPassword',
      ' = ',
      '\n',
      '\r\n',
      '#',
      '\\\n',
      ' ',
      'a',
      '/b.pem',
      '__proto__',
      '\ufeff',
    ],
    30,
  );
  let home: string;
  before(() => {
    home = mkdtempSync(join(tmpdir(), 'conf-'));
    for (const folder of ['system/local', 'system/default', 'apps/a/local', 'apps/b/default'])
      mkdirSync(join(home, 'etc', folder), { recursive: true });
  });
  after(() => {
    rmSync(home, { recursive: true });
  });

  it('gives settings that are a line of it each', () => {
    fc.assert(
      fc.property(confTexts, confTexts, confTexts, (local, app, state) => {
        writeFileSync(join(home, 'etc/system/local/server.conf'), local);
        writeFileSync(join(home, 'etc/apps/a/local/server.conf'), app);
        writeFileSync(join(home, 'etc/apps/a/local/app.conf'), state);
        for (const [name, { value, file }] of sslSettings(home)) {
          expect(name).to.match(/\S/);
          expect(value).not.to.match(/[\n]/);
          expect((file.includes('system') ? local : app).replace(/[\ud800-\udfff]/g, '')).to.include(
            value.replace(/[\ufffd]+.*/s, ''),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the setting that was written', () => {
    const names = textsOf(['a', 'B', '_', '-', '__proto__', 'constructor'], 5).filter((name) =>
      /^[\w-]+$/.test(name),
    );
    const values = texts().map((text) =>
      Buffer.from(text)
        .toString()
        .replace(/[\r\n]/g, '')
        .trim(),
    );
    fc.assert(
      fc.property(fc.dictionary(names, values, { maxKeys: 4 }), (given) => {
        const lines = Object.entries(given).map(([name, value]) => `${name} = ${value}`);
        writeFileSync(join(home, 'etc/system/local/server.conf'), ['[sslConfig]', ...lines, ''].join('\n'));
        rmSync(join(home, 'etc/apps/a/local/server.conf'), { force: true });
        const read = [...sslSettings(home)].map(([name, { value }]) => [name, value]);
        expect(read).to.deep.equal(Object.entries(given));
      }),
      { numRuns: 300 },
    );
  });
});

describe('A stanza of misp_instances.conf, whatever is in it', () => {
  const values = fc.oneof(
    fc.constantFrom(
      'https://misp.example',
      'http://[::1]:8080/misp/',
      'HTTPS://MISP.EXAMPLE',
      'https://u:p@misp.example',
      '1',
      'false',
      '10',
      'socks5h',
      'proxy.example',
      '::1',
      '3128',
      'misp_',
      null,
      true,
      5,
    ),
    textsOf(
      [
        'http',
        's',
        '://',
        '/',
        '[',
        ']',
        ':',
        '1',
        '8080',
        '@',
        '?',
        '#',
        ' ',
        '\\',
        'a',
        '.',
        'example',
        '%',
        'ü',
        '..',
      ],
      10,
    ),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const stanzas = fc.dictionary(
    fc.oneof(
      fc.constantFrom(...Object.keys(InstanceStanza.entries)),
      fc.constantFrom(...PROTOTYPE_NAMES),
      texts(5),
    ),
    values,
    { maxKeys: 8 },
  );

  /** splunkd's REST as far as it is asked. */
  function instancesOf(content: Readonly<Record<string, unknown>>, secret: string): Instances {
    const splunkd: Pick<Splunkd, 'entries'> = {
      entries: (path) => {
        const [, username = ''] = /SA-misp%3A([^:]+)%3A$/.exec(path) ?? [];
        const entry: Entry = path.includes('storage')
          ? {
              name: 'p',
              content: { realm: 'SA-misp', username: decodeURIComponent(username), clear_password: secret },
            }
          : { name: 'one', content };
        return Promise.resolve([entry]);
      },
    };
    const keyFiles = new KeyFiles({ splunkHome: '/opt/splunk', uid: 0, now: () => 0 });
    return new Instances(splunkd as Splunkd, '/opt/splunk', keyFiles);
  }

  it('is an instance that can be reached, or one message without a secret', () => {
    const secrets = fc.oneof(fc.constant('K'.repeat(40)), texts());
    return fc.assert(
      fc.asyncProperty(stanzas, secrets, fc.boolean(), async (stanza, secret, hasUrl) => {
        const content = hasUrl ? { ...stanza, misp_url: 'https://misp.example' } : stanza;
        const instances = instancesOf(content, secret);
        try {
          const { connection, prefix } = await instances.get('one');
          expect(new URL(connection.url).protocol).to.be.oneOf(['http:', 'https:']);
          expect(new URL(`${connection.url}/events`).pathname.endsWith('/events'), connection.url).to.equal(
            true,
          );
          expect(connection.key).to.match(/^[!-~]+$/);
          expect(prefix).to.match(/^[A-Za-z]\w+$/);
          for (const seconds of [
            connection.connectionTimeout,
            connection.readTimeout,
            connection.retryTimeout,
          ])
            expect(seconds).to.be.within(0, 3600);
        } catch (error) {
          if ((error as Error).name === 'AssertionError') throw error;
          expect(error).to.be.instanceOf(InstanceError);
          expect((error as Error).message)
            .to.match(/instance/)
            .and.not.match(/undefined|NaN|\[object/);
          expect((error as Error).message.length).to.be.below(2000);
          if (secret.length > 5) expect((error as Error).message).not.to.include(secret);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
