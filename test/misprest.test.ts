import { expect } from 'chai';
import type { Row } from '../src/protocol/rows.ts';
import { type MispServer, startMisp } from './support/misp/server.ts';
import { MispStore } from './support/misp/store.ts';
import { readConf } from './support/splunkd/conf.ts';
import { StandInSplunk } from './support/splunkd/splunk.ts';

const NOW = Math.floor(Date.now() / 1000);

describe('misprest', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;
  let store: MispStore;

  before(async () => {
    store = new MispStore();
    for (let index = 0; index < 7; index += 1) {
      const event = store.addEvent({ info: `Event ${index}`, timestamp: NOW });
      store.addAttribute(event, { type: 'domain', value: `n${index}.example` });
    }
    misp = await startMisp({ store });
    splunk = await StandInSplunk.start({
      instances: { misp: { misp_url: misp.url, retry_timeout: 0 } },
      secrets: { 'misp.misp_key': misp.keys['automation'] ?? '' },
    });
    splunk.state.sessions['session-of-writer'] = {
      username: 'writer',
      capabilities: ['search', 'list_storage_passwords', 'misp_write'],
    };
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });
  beforeEach(() => {
    misp.requests.length = 0;
  });

  const ask = (options: string, sessionKey = 'session-of-admin') =>
    splunk.search(`| misprest misp_instance=misp ${options}`, { sessionKey });
  const bodyOf = (row: Row | undefined): unknown => JSON.parse(String(row?.['_raw']));

  it('gives the whole answer as one result', async () => {
    const { rows, messages } = await ask('target=/servers/getVersion');
    expect(messages).to.deep.equal([]);
    expect(rows).to.have.length(1);
    expect(bodyOf(rows[0])).to.include({ version: '2.5.1' });
    expect(rows[0]).to.include({ source: 'misp://misp', sourcetype: 'misp:rest' });
    expect(Number(rows[0]?.['_time'])).to.be.closeTo(Date.now() / 1000, 120);
  });

  it('sends json_request as the query of a GET', async () => {
    await ask('target=/servers/getVersion json_request="{\\"a\\": \\"b c\\", \\"n\\": [1]}"');
    expect(misp.requests.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      'GET /servers/getVersion?a=b+c&n=%5B1%5D',
    ]);
  });

  for (const method of ['post', 'put', 'delete']) {
    it(`sends nothing by ${method} for a user without misp_write`, async () => {
      const { failed, messages, rows } = await ask(`method=${method} target=/events/delete/1`);
      expect(failed).to.equal(true);
      expect(rows).to.deep.equal([]);
      expect(messages[0]?.[1]).to.match(/may not change anything in MISP.*misp_writer/);
      expect(misp.requests).to.deep.equal([]);
      expect(store.events).to.have.length(7);
    });

    it(`sends json_request as the body by ${method}, once`, async () => {
      await ask(
        `method=${method} target=/tags/search json_request="{\\"tag\\": \\"x\\"}"`,
        'session-of-writer',
      );
      expect(misp.requests.map((one) => [one.method, one.path, one.body])).to.deep.equal([
        [method.toUpperCase(), '/tags/search', { tag: 'x' }],
      ]);
    });
  }

  it('changes what a user with misp_write wants changed', async () => {
    const { rows, messages } = await ask('method=post target=/events/publish/7', 'session-of-writer');
    expect(messages).to.deep.equal([]);
    expect(bodyOf(rows[0])).to.include({ saved: true });
  });

  it('reads a list page by page with all_pages=true', async () => {
    const { rows, messages } = await ask(
      'method=post target=/events/index all_pages=true page_size=3',
      'session-of-writer',
    );
    expect(messages).to.deep.equal([]);
    const ids = rows.flatMap((row) => (bodyOf(row) as { id: string }[]).map(({ id }) => id));
    expect(ids).to.deep.equal(['1', '2', '3', '4', '5', '6', '7']);
    expect(misp.requests).to.have.length(3);
  });

  it('asks for pages of a GET in the path', async () => {
    await ask('target=/events/index all_pages=true page_size=500');
    expect(misp.requests[0]?.path).to.equal('/events/index/page:1/limit:500');
  });

  it('says that what is no list has no pages', async () => {
    const { messages } = await ask('target=/servers/getVersion all_pages=true');
    expect(messages[0]?.[1]).to.match(/\/servers\/getVersion.* answers no list: leave all_pages out/);
  });

  for (const target of [
    'events',
    '/a b',
    '/a#b',
    '/../x',
    '/a/..',
    '//evil.example/x',
    'http://evil.example/',
  ]) {
    it(`refuses the target ${target}`, async () => {
      const { messages } = await ask(`target="${target}"`);
      expect(messages[0]?.[1]).to.match(/^target=.*is a path that begins with/);
      expect(misp.requests).to.deep.equal([]);
    });
  }

  it("tells MISP's words when it does not take a request", async () => {
    const { failed, messages } = await ask(
      'method=post target=/events/add json_request="{\\"Event\\": {\\"distribution\\": \\"0\\"}}"',
      'session-of-writer',
    );
    expect(failed).to.equal(true);
    expect(messages[0]?.[1]).to.match(/did not take the request: "Could not add Event: .*info/);
    const missing = await ask('target=/events/view/999999');
    expect(missing.messages[0]?.[1]).to.match(/MISP has no such thing, or none for this key: "Invalid event/);
  });

  it('is not run by a link without a question', () => {
    expect(readConf(splunk.appDir, 'commands').get('misprest')?.get('is_risky')).to.equal('true');
  });
});
