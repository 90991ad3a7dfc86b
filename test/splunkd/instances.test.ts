import { expect } from 'chai';
import * as v from 'valibot';
import { InstanceStanza } from '../../src/splunkd/instance-schema.ts';
import { Instances } from '../../src/splunkd/instances.ts';
import { KeyFiles } from '../../src/splunkd/key-files.ts';
import type { Entry, Splunkd } from '../../src/splunkd/splunkd.ts';

const KEY = 'k'.repeat(40);

/** A splunkd with these stanzas and entries of storage/passwords. */
function instancesOf(
  stanzas: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  secrets: Readonly<Record<string, string>> = {},
): Instances {
  const entriesAt = (path: string): readonly Entry[] => {
    if (path === 'configs/conf-misp_instances')
      return Object.entries(stanzas).map(([name, content]) => ({ name, content }));
    const id = decodeURIComponent(path.split('/').at(-1) ?? '');
    const username = id.split(':')[1] ?? '';
    const clear_password = secrets[username];
    return clear_password === undefined
      ? []
      : [{ name: id, content: { realm: 'SA-misp', username, clear_password } }];
  };
  const splunkd = {
    entries: (path: string) => Promise.resolve(entriesAt(path)),
    get: () => Promise.resolve({ entry: [] }),
  };
  const keyFiles = new KeyFiles({ splunkHome: undefined, uid: undefined, now: Date.now });
  return new Instances(splunkd as unknown as Splunkd, '/opt/splunk', keyFiles);
}

async function messageOf(asking: Promise<unknown>): Promise<string> {
  try {
    await asking;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It did not fail.');
}

const settingOf = (name: string, value: string) =>
  v.safeParse(InstanceStanza, { [name]: value }, { abortEarly: true });

describe('Settings of an instance', () => {
  describe('misp_url', () => {
    for (const [given, meant] of [
      ['https://misp.example', 'https://misp.example'],
      ['HTTPS://misp.example', 'https://misp.example'],
      ['hTTpS://Misp.example:8443/Misp/', 'https://Misp.example:8443/Misp'],
      [' HTTP://misp.example// ', 'http://misp.example'],
      ['https://[2001:db8::1]', 'https://[2001:db8::1]'],
      ['https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'],
      ['https://misp.example:1', 'https://misp.example:1'],
      ['https://misp.example:65535', 'https://misp.example:65535'],
      ['https://m\u00fcnchen.example', 'https://m\u00fcnchen.example'],
    ] as const) {
      it(`takes ${JSON.stringify(given)}`, () => {
        expect(settingOf('misp_url', given).output).to.include({ misp_url: meant });
      });
    }

    for (const [given, expected] of [
      ['misp.example', /must begin with https:\/\/, for example https:/],
      ['ftp://misp.example', /must begin with https/],
      ['https://', /must be the full URL of a MISP/],
      ['https:///path', /must be the full URL of a MISP/],
      ['https:\\\\misp.example', /must begin with https/],
      ['https://misp.example?x=1', /must be the full URL of a MISP/],
      ['https://misp.example/#/', /must be the full URL of a MISP/],
      ['https://misp example', /must be the full URL of a MISP/],
      ['https://[2001:db8::1', /must be the full URL of a MISP/],
      ['https://300.1.1.1', /must be the full URL of a MISP/],
      ['https://me:secret@misp.example', /without a user or password: the API key authenticates/],
      ['HTTPS://me@misp.example', /without a user or password/],
      ['https://misp.example:0', /its port must be a whole number from 1 to 65535/],
      ['https://misp.example:65536', /its port must be a whole number/],
      ['https://misp.example:99999', /its port must be a whole number/],
      ['https://misp.example:', /its port must be a whole number/],
      ['https://misp.example:https', /its port must be a whole number/],
      ['https://[2001:db8::1]:0', /its port must be a whole number/],
    ] as const) {
      it(`does not take ${JSON.stringify(given)}, and says so without a password`, () => {
        const [issue, ...others] = settingOf('misp_url', given).issues ?? [];
        expect(others).to.deep.equal([]);
        expect(issue?.message).to.match(expected).and.not.include('secret');
      });
    }
  });

  describe('proxy_host', () => {
    for (const [given, meant] of [
      ['proxy.example', 'proxy.example'],
      ['10.0.0.1', '10.0.0.1'],
      ['proxy', 'proxy'],
      ['2001:db8::1', '2001:db8::1'],
      ['[2001:db8::1]', '2001:db8::1'],
      ['', ''],
    ] as const) {
      it(`takes ${JSON.stringify(given)}`, () => {
        expect(settingOf('proxy_host', given).output).to.include({ proxy_host: meant });
      });
    }

    for (const [given, expected] of [
      ['http://proxy', /only, like proxy\.example\.org: put the scheme into proxy_type$/],
      ['HTTP://proxy:3128', /: put the scheme into proxy_type, put the port into proxy_port$/],
      ['http://proxy:3128/', /: put the scheme into proxy_type, put the port into proxy_port$/],
      ['proxy:3128', /: put the port into proxy_port$/],
      ['[2001:db8::1]:3128', /: put the port into proxy_port$/],
      ['socks5://me:secret@proxy:1080', /proxy_type, put the user into proxy_username, put the port/],
      ['proxy/path', /only, like proxy\.example\.org$/],
      ['two words', /only, like proxy\.example\.org$/],
      ['proxy:', /only, like proxy\.example\.org$/],
      ['300.1.1.1', /only, like proxy\.example\.org$/],
    ] as const) {
      it(`does not take ${JSON.stringify(given)}, and says what to write`, () => {
        const [issue, ...others] = settingOf('proxy_host', given).issues ?? [];
        expect(others).to.deep.equal([]);
        expect(issue?.message).to.match(expected).and.not.include('secret');
      });
    }
  });

  it('are told all at once, with the name of the instance', async () => {
    const instances = instancesOf({ a: { misp_url: 'misp', proxy_host: 'proxy:1', page_size: '7' } });
    expect(await messageOf(instances.getOnly('a'))).to.match(
      /^MISP instance a: misp_url must begin with https.*\. proxy_host must be the name .*\. page_size must be at least 100\.$/,
    );
  });
});

describe('Secrets of an instance', () => {
  const stanza = { misp_url: 'https://misp.example', misp_use_proxy: '1', proxy_host: 'p', proxy_port: '1' };

  it('are a key without blanks around it, and passwords with theirs, but for the end of a line', async () => {
    const instances = instancesOf(
      { a: { ...stanza, proxy_username: 'me', client_cert_path: '/cert.p12' } },
      {
        'a.misp_key': ` ${KEY}\r\n`,
        'a.proxy_password': ' p w ',
        'a.client_key_password': ' s\n',
      },
    );
    const { connection } = await instances.getOnly('a');
    expect(connection.key).to.equal(KEY);
    expect(connection.proxy?.password).to.equal(' p w ');
    expect(connection.clientCertificate?.password).to.equal(' s');
  });

  for (const [what, key, expected] of [
    ['a dash', `abc\u2013${KEY}`, /the 4th, U\+2013/],
    ['a zero-width space', `${KEY}\u200b`, /the 41st, U\+200B/],
    ['a line break', `two\nlines`, /the 4th, U\+000A/],
    ['a blank', `two words`, /the 4th, U\+0020/],
    ['a Latin letter', `schl\u00fcssel`, /the 5th, U\+00FC/],
    ['another script', `\u{1f511}`, /the 1st, U\+1F511/],
  ] as const) {
    it(`cannot be a key with ${what}, which is not told`, async () => {
      const message = await messageOf(instancesOf({ a: stanza }, { 'a.misp_key': key }).getOnly('a'));
      expect(message).to.match(/^MISP instance a: the API key \(a\.misp_key\) has a character/);
      expect(message).to.match(expected).and.not.include(key);
    });
  }
});

describe('Names of instances', () => {
  const instances = instancesOf({ circl: {}, misp_covid: {}, off: { disabled: '1' }, default: {} });

  for (const [names, expected] of [
    [
      [],
      /^There are several MISP instances: choose one with misp_instance\. There are: circl, misp_covid\.$/,
    ],
    [[''], /^There are several MISP instances/],
    [['CIRCL'], /^There is no MISP instance "CIRCL": did you mean "circl"\? There are/],
    [['MISP_Covit'], /did you mean "misp_covid"\?/],
    [['quite_another'], /^There is no MISP instance "quite_another"\. There are: circl, misp_covid\.$/],
    [['off'], /^MISP instance off is disabled\. An administrator can enable it in Configuration > Inputs\.$/],
  ] as const) {
    it(`${JSON.stringify(names)} are answered with those there are`, async () => {
      expect(await messageOf(instances.resolve(names))).to.match(expected);
    });
  }

  it('are those that are not disabled for *', async () => {
    expect(await instances.resolve(['*'])).to.deep.equal(['circl', 'misp_covid']);
  });

  for (const names of [[], ['*']]) {
    it(`are missing before there is one: ${JSON.stringify(names)}`, async () => {
      expect(await messageOf(instancesOf({}).resolve(names))).to.match(
        /^There is no MISP instance yet\. Ask .*Configuration\.$/,
      );
    });
  }
});

describe('The stanza of a test of the page', () => {
  const NAME = '_test_1795000000000_1';
  const instances = instancesOf({ misp: {}, [NAME]: { disabled: '1' } });

  it('can be named, though it is disabled', async () => {
    expect(await instances.resolve([NAME])).to.deep.equal([NAME]);
  });

  it('is none of the instances', async () => {
    expect(await instances.resolve(['*'])).to.deep.equal(['misp']);
    expect(await instances.resolve([])).to.deep.equal(['misp']);
  });

  for (const name of ['_test_', '_test_1795000000000_2', `${NAME}.misp_key`]) {
    it(`is refused where the user sees none of that name: ${name}`, async () => {
      expect(await messageOf(instances.resolve([name]))).to.match(/^There is no MISP instance "_test_/);
      expect(await messageOf(instances.assertSingle(name))).to.match(/^There is no MISP instance "_test_/);
    });
  }
});

describe('Without the name of an instance', () => {
  const stanza = { misp_url: 'https://misp.example' };
  const KEYS = { 'own_name.misp_key': KEY, 'a.misp_key': KEY, 'b.misp_key': KEY };

  for (const name of ['', '*']) {
    it(`${JSON.stringify(name)} is the only instance, whatever it is called`, async () => {
      const { connection } = await instancesOf({ own_name: stanza, default: {} }, KEYS).getOnly(name);
      expect(connection.name).to.equal('own_name');
    });

    it(`${JSON.stringify(name)} is none of several, even if only one is enabled`, async () => {
      const instances = instancesOf({ a: stanza, b: { ...stanza, disabled: '1' } }, KEYS);
      expect(await messageOf(instances.getOnly(name))).to.equal(
        'There are several MISP instances: choose one with misp_instance. There are: a.',
      );
    });
  }

  it('a test of the page does not count', async () => {
    const instances = instancesOf({ misp: {}, _test_1795500000000_a1b2: { disabled: '1' } });
    expect(await instances.resolve([''])).to.deep.equal(['misp']);
    expect(await instances.resolve(['*'])).to.deep.equal(['misp']);
  });

  it('the only instance may be disabled', async () => {
    const instances = instancesOf({ own_name: { ...stanza, disabled: '1' } }, KEYS);
    expect(await messageOf(instances.resolve([]))).to.equal(
      'MISP instance own_name is disabled. An administrator can enable it in Configuration > Inputs.',
    );
  });

  it('a list has the only instance', async () => {
    expect(await instancesOf({ own_name: {} }).resolve([])).to.deep.equal(['own_name']);
  });
});
