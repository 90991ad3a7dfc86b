import { expect } from 'chai';
import { concurrently } from '../../src/misp/concurrently.ts';
import { readRestPath } from '../../src/misp/query/rest-path.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { CHANGING_PATHS, NAMES } from './attacks/rest-paths.ts';

/** So many programs run at a time. */
const SIDE_BY_SIDE = 3;

describe('misprest by GET, without misp_write', function () {
  this.timeout(120_000);
  let splunk: StandInSplunk;
  let misp: MispServer;
  const table: string[][] = [];

  before(async () => {
    misp = await startMisp({});
    splunk = await StandInSplunk.start({
      instances: { misp: { misp_url: misp.url, retry_timeout: 0 } },
      secrets: { 'misp.misp_key': misp.keys['admin'] ?? '' },
    });
    splunk.state.sessions['session-of-reader'] = {
      username: 'reader',
      capabilities: ['search', 'list_storage_passwords'],
    };
  });
  after(async () => {
    await splunk.close();
    await misp.close();
    const width = Math.max(...table.map(([attack = '']) => attack.length));
    for (const [attack = '', what = ''] of table) console.log(`  ${attack.padEnd(width)}  ${what}`);
  });
  beforeEach(() => {
    misp.requests.length = 0;
  });

  const ask = (options: string) =>
    splunk.search(`| misprest misp_instance=misp ${options}`, { sessionKey: 'session-of-reader' });

  it('sends MISP nothing that may change something', async () => {
    await concurrently(CHANGING_PATHS, SIDE_BY_SIDE, async (path) => {
      const { failed, messages, rows } = await ask(`target="${path.replaceAll('\\', '\\\\')}"`);
      expect(failed, path).to.equal(true);
      expect(rows, path).to.deep.equal([]);
      expect(messages, path).to.have.length(1);
      expect(messages[0]?.[1], path).to.match(/capability misp_write|^target=.* must be a path of/s);
      table.push([
        JSON.stringify(path),
        `held: ${messages[0]?.[1].startsWith('target=') ? 'refused' : 'asks for misp_write'}`,
      ]);
    });
    expect(misp.requests).to.deep.equal([]);
  });

  it('sends names in json_request so that they stay in their place', async () => {
    for (const target of ['/attributes/restSearch', '/events/index']) {
      await concurrently(NAMES, SIDE_BY_SIDE, async (name) => {
        const body = JSON.stringify({ eventid: 1, [name]: 'y' }).replace(/["\\]/g, String.raw`\$&`);
        await ask(`target=${target} json_request="${body}"`);
      });
    }
    expect(misp.requests.length).to.equal(2 * NAMES.length);
    for (const { path } of misp.requests) {
      expect(path).to.match(
        /^\/(attributes\/restSearch\/eventid:1\/[^/?#]*:y|events\/index\?eventid=1&[^/?#]*=y)$/,
      );
      expect(readRestPath(path.replace(/%(2f|5c|0a)/gi, '-'))?.isReadAction, path).to.equal(true);
    }
    table.push([
      `${NAMES.length} names in json_request`,
      `held: ${misp.requests.length} requests, all to their action`,
    ]);
  });

  it('asks with no other method than GET, and without a body', async () => {
    await ask(String.raw`target=/events/view/1?_method=DELETE json_request="{\"_method\":\"DELETE\"}"`);
    await ask('target=/events/view/1 method=Get');
    expect(misp.requests.map(({ method, body }) => [method, body])).to.deep.equal([
      ['GET', undefined],
      ['GET', undefined],
    ]);
    table.push(['_method=DELETE', 'held: sent as a parameter of a GET, where MISP does not look for it']);
  });
});
