import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { shared } from '../support/shared.ts';
import { parseConf } from '../stand-ins/splunk/conf.ts';
import { TrialLab } from './lab.ts';

/** A list of tags as it is written in a search, and the tags it has. */
const LISTS: readonly (readonly [string, readonly string[]])[] = [
  ['"misp-galaxy:threat-actor=\\"A, B\\""', ['misp-galaxy:threat-actor="A, B"']],
  ['"tlp:red,misp-galaxy:tool=\\"x, y, z\\",own:tag"', ['tlp:red', 'misp-galaxy:tool="x, y, z"', 'own:tag']],
  ['"a:b=\\"c\\", d:e=\\"f,g\\""', ['a:b="c"', 'd:e="f,g"']],
];

describe('Options', () => {
  let lab: TrialLab;

  before(async () => {
    lab = await TrialLab.start();
  });
  after(() => lab.close());
  beforeEach(() => {
    lab.reset();
  });

  /** Sends a list of tags in every way there is. @param written with escaped quotes, and quotes around */
  async function expectTags(option: 'tags' | 'not_tags', written: string, expected: readonly string[]) {
    const body = 'misp_http_body="{\\"last\\": \\"30d\\"}"';
    const given = `${option}=${written}`;
    const ways: Readonly<Record<string, () => Promise<unknown>>> = {
      mispgetioc: () => lab.search(`mispgetioc misp_instance=t last=30d ${given}`),
      mispgetevent: () => lab.search(`mispgetevent misp_instance=t last=30d ${given}`),
      mispsearch: () =>
        lab.search(`mispsearch misp_instance=t field=v ${given}`, { input: [[{ v: 'a.example' }]] }),
      mispfetch: () => lab.search(`mispfetch misp_instance=t ${given} ${body}`, { input: [[]] }),
      'a field before mispfetch': () =>
        lab.search(`mispfetch misp_instance=t ${body}`, {
          input: [[{ [option]: written.slice(1, -1).replaceAll('\\"', '"') }]],
        }),
      'the input': () => lab.index({ [option]: written.slice(1, -1).replaceAll('\\"', '"') }),
    };
    for (const [name, ask] of Object.entries(ways)) {
      lab.reset();
      await ask();
      const lists = lab.bodies.flatMap(({ tags }) =>
        tags === undefined ? [] : [tags as Record<string, unknown>],
      );
      expect(lists, name).not.to.deep.equal([]);
      for (const list of lists)
        expect(option === 'tags' ? (list['OR'] ?? list) : list['NOT'], name).to.deep.equal(expected);
    }
  }

  it('keep tags with commas whole: as it was in the trials', async function () {
    const trial = shared(this, 'findings/inputs/06_tags.txt').toString().trim();
    const [, option = '', written = ''] = /^(\w+)=(.*)$/s.exec(trial) ?? [];
    await expectTags(option as 'not_tags', written, ['misp-galaxy:sector="Bank, Insurance"', 'tlp:red']);
  });

  for (const option of ['tags', 'not_tags'] as const)
    for (const [written, expected] of LISTS)
      it(`keep tags with commas whole: ${option}=${written}`, () => expectTags(option, written, expected));

  describe('of a connection', () => {
    /** The first bytes that a proxy gets from a search with these settings. */
    async function firstBytes(settings: Readonly<Record<string, string>>): Promise<string> {
      const server = net.createServer();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const got: Buffer[] = [];
      server.on('connection', (socket) => {
        socket.on('data', (bytes: Buffer) => {
          got.push(bytes);
          socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
        });
        socket.on('error', () => undefined);
      });
      lab.splunk.state.instances['p'] = {
        retry_timeout: 0,
        ...settings,
        proxy_host: '127.0.0.1',
        proxy_port: (server.address() as AddressInfo).port,
      };
      lab.splunk.state.secrets['p.misp_key'] = 'secret'.padEnd(40, '0');
      const { failed } = await lab.search('mispgetioc misp_instance=p last=1d');
      expect(failed).to.equal(true);
      await new Promise((resolve) => server.close(resolve));
      return Buffer.concat(got).toString('latin1');
    }

    it('keep the key from a proxy: as it was in the trials', async function () {
      const { t } = Object.fromEntries(
        parseConf(shared(this, 'findings/inputs/25_settings.conf').toString()),
      );
      const bytes = await firstBytes(Object.fromEntries(t ?? []));
      expect(bytes).to.match(/^CONNECT misp\.example:443 HTTP\/1\.1\r\n/);
      expect(bytes).not.to.contain('secret');
    });

    for (const [misp_url, target] of [
      ['Https://misp.example', 'misp.example:443'],
      ['https://MISP.example:8443/misp/', 'misp.example:8443'],
      [' HTTPS://misp.example/ ', 'misp.example:443'],
      ['hTTpS://192.0.2.7', '192.0.2.7:443'],
    ] as const) {
      it(`keep the key from a proxy: misp_url = ${misp_url}`, async () => {
        const bytes = await firstBytes({ misp_url, misp_use_proxy: '1' });
        expect(bytes.toLowerCase()).to.match(
          new RegExp(`^connect ${target.replaceAll('.', '\\.')} http/1\\.1\r\n`),
        );
        expect(bytes).not.to.contain('secret');
      });
    }
  });
});
