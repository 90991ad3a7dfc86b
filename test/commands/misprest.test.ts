import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { readConf } from '../stand-ins/splunk/conf.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';

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
    splunk = await StandInSplunk.start(connectedTo(misp));
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

  it('cannot be led to another page by the name of a filter', async () => {
    await ask(
      String.raw`target=/attributes/restSearch json_request="{\"last\": \"1d\", \"../../attributes/restore/5?\": \"x\"}"`,
    );
    for (const { path } of misp.requests) expect(path).to.match(/^\/attributes\/restSearch\//);
    expect(misp.requests).to.have.length(1);
  });

  it('sends half a character of a filter as one that there is', async () => {
    const { messages } = await ask(
      String.raw`target=/attributes/restSearch json_request="{\"value\": \"\\udc00\"}"`,
    );
    expect(messages).to.deep.equal([]);
    expect(misp.requests[0]?.path).to.equal('/attributes/restSearch/value:%EF%BF%BD');
  });

  it('refuses JSON of more levels than can be gone through', async () => {
    const { messages } = await ask(
      `target=/attributes/restSearch json_request="{\\"value\\": ${'['.repeat(5000)}${']'.repeat(5000)}}"`,
    );
    expect(messages).to.have.length(1);
    expect(messages[0]?.[1]).to.match(/json_request=".*" has more than 100 levels/);
    expect(messages[0]?.[1]).to.have.length.below(1000);
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

  for (const target of [
    '/attributes/restore/5',
    '/servers/push/1',
    '/Warninglists/enableWarninglist/3/0.json',
  ]) {
    it(`sends nothing by GET for a user without misp_write: ${target}`, async () => {
      const { failed, messages, rows } = await ask(`target=${target}`);
      expect(failed).to.equal(true);
      expect(rows).to.deep.equal([]);
      const [, controller = '', action = ''] = target.split('/');
      expect(messages.map(([, text]) => text)).to.deep.equal([
        `misprest sends GET ${controller}/${action} only with the capability misp_write: it is not among the actions of MISP that are known to change nothing. Ask your Splunk administrator for the role misp_writer (which grants the capability misp_write).`,
      ]);
      expect(misp.requests).to.deep.equal([]);
      await ask(`target=${target}`, 'session-of-writer');
      expect(misp.requests).to.have.length(1);
    });
  }

  it('sends the path that it checked', async () => {
    await ask('target=/Events/%76iew/1.json?a=b');
    await ask('target=/events/1');
    expect(misp.requests.map(({ path }) => path)).to.deep.equal([
      '/Events/view/1.json?a=b',
      '/events/view/1',
    ]);
  });

  it('encodes names and values of json_request in the path of a search', async () => {
    await ask(
      String.raw`target=/attributes/restSearch json_request="{\"eventid\": 1, \"a/://servers/push/1\": \"b/../c\"}"`,
    );
    expect(misp.requests.map(({ path }) => path)).to.deep.equal([
      '/attributes/restSearch/eventid:1/a%2F%3A%2F%2Fservers%2Fpush%2F1:b%2F..%2Fc',
    ]);
  });

  it('shows no credential of another user', async () => {
    const other = 'k'.repeat(40);
    const answer = {
      User: { id: '7', authkey: other, password: '*****', email: 'a@b.example', gpgkey: 'public' },
      AuthKey: [{ authkey_raw: other, authkey_start: 'kkkk' }],
      Feed: { headers: `Authorization: ${other}`, url: 'https://feed.example' },
    };
    misp.faults.push({
      kind: 'status',
      status: 200,
      path: '/admin/users/view/7',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(answer),
    });
    const { rows, messages } = await ask('target=/admin/users/view/7');
    expect(messages).to.deep.equal([]);
    expect(JSON.stringify(rows)).not.to.include(other);
    expect(bodyOf(rows[0])).to.deep.equal({
      User: { ...answer.User, authkey: '[redacted]' },
      AuthKey: [{ authkey_raw: '[redacted]', authkey_start: 'kkkk' }],
      Feed: { headers: '[redacted]', url: 'https://feed.example' },
    });
  });

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

  /** The next answers of a path are these, with headers. */
  const answerWith = (path: string, ...answers: readonly (readonly [unknown, object?])[]) => {
    for (const [body, headers] of answers)
      misp.faults.push({
        kind: 'status',
        status: 200,
        path,
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
  };
  const pathsOf = () => misp.requests.map(({ path }) => path);

  it('reads pages of a list within an answer, also those of which MISP left out a part', async () => {
    const { event } = store.attributes[1] ?? {};
    store.addAttribute(event ?? store.addEvent({ info: 'x' }), {
      type: 'ip-dst',
      value: '8.8.8.8',
      onWarningList: true,
    });
    const { rows, messages } = await ask(
      'method=post target=/attributes/restSearch all_pages=true page_size=4 json_request="{\\"last\\": \\"1d\\", \\"enforceWarninglist\\": true}"',
      'session-of-writer',
    );
    expect(messages).to.deep.equal([]);
    const lists = rows.map(
      (row) => (bodyOf(row) as { response: { Attribute: unknown[] } }).response.Attribute.length,
    );
    expect(lists).to.deep.equal([4, 3]);
    expect(misp.requests.map(({ body }) => (body as { page: number }).page)).to.deep.equal([1, 2, 3]);
    store.attributes.pop();
  });

  it('puts pages of a GET before the query, and json_request into it', async () => {
    await ask('target=/events/index/?a=b all_pages=true json_request="{\\"c\\": 1}"');
    expect(pathsOf()).to.deep.equal(['/events/index/page:1/limit:500?a=b&c=1']);
  });

  it('reads a list that gives fewer at once than it is asked for', async () => {
    answerWith('/templates/index/page:1/limit:5', [[1, 2], { 'X-Result-Count': '5' }]);
    answerWith('/templates/index/page:2/limit:2', [[3, 4], { 'X-Result-Count': '5' }]);
    answerWith('/templates/index/page:3/limit:2', [[5], { 'X-Result-Count': '5' }]);
    const { rows, messages } = await ask('target=/templates/index all_pages=true page_size=5');
    expect(messages).to.deep.equal([]);
    expect(rows.map(bodyOf)).to.deep.equal([[1, 2], [3, 4], [5]]);
  });

  it('takes a list that knows no pages once', async () => {
    answerWith('/templates/index/page:1/limit:2', [[1, 2, 3]]);
    expect((await ask('target=/templates/index all_pages=true page_size=2')).rows.map(bodyOf)).to.deep.equal([
      [1, 2, 3],
    ]);
    answerWith('/roles/index/page:1/limit:2', [[1, 2]]);
    answerWith('/roles/index/page:2/limit:2', [[1, 2]]);
    expect((await ask('target=/roles/index all_pages=true page_size=2')).rows.map(bodyOf)).to.deep.equal([
      [1, 2],
    ]);
    expect(misp.requests).to.have.length(3);
  });

  it('takes it for the end that there is no further page', async () => {
    answerWith('/templates/index/page:1/limit:2', [[1, 2]]);
    const { rows, messages } = await ask('target=/templates/index all_pages=true page_size=2');
    expect(messages).to.deep.equal([]);
    expect(rows.map(bodyOf)).to.deep.equal([[1, 2]]);
    expect(pathsOf()).to.have.length(2);
    expect((await ask('target=/templates/index all_pages=true page_size=2')).failed).to.equal(true);
  });

  it('gives nothing for an empty list, and fails when a later page does', async () => {
    answerWith('/templates/index/page:1/limit:2', [[]]);
    const empty = await ask('target=/templates/index all_pages=true page_size=2');
    expect([empty.rows, empty.messages]).to.deep.equal([[], []]);
    misp.faults.push({ kind: 'cutJson', path: '/events/index/page:2/limit:3' });
    const { rows, failed, messages } = await ask('target=/events/index all_pages=true page_size=3');
    expect(failed).to.equal(true);
    expect(rows).to.have.length(1);
    expect(messages[0]?.[1]).to.match(/truncated/);
  });

  it('asks for pages of a GET in the path', async () => {
    await ask('target=/events/index all_pages=true page_size=500');
    expect(misp.requests[0]?.path).to.equal('/events/index/page:1/limit:500');
  });

  it('says that what is no list has no pages', async () => {
    const { messages } = await ask('target=/servers/getVersion all_pages=true');
    expect(messages[0]?.[1]).to.match(/\/servers\/getVersion.* does not return a list\. Remove all_pages/);
  });

  for (const target of [
    'events',
    '/a b',
    '/a#b',
    '/../x',
    '/a/..',
    '/%2e%2e/x',
    '/.%2E/x',
    '//evil.example/x',
    'http://evil.example/',
    '/events//view/1',
    '/events/view/..%2f..%2fservers%2fpush',
    '/events/index/x://servers/push/1',
    '/events/view.json/1',
  ]) {
    it(`refuses the target ${target}`, async () => {
      const { messages } = await ask(`target="${target}"`);
      expect(messages[0]?.[1]).to.match(/^target=.*must be a path of/);
      expect(misp.requests).to.deep.equal([]);
    });
  }

  it("tells MISP's words when it does not take a request", async () => {
    const { failed, messages } = await ask(
      'method=post target=/events/add json_request="{\\"Event\\": {\\"distribution\\": \\"0\\"}}"',
      'session-of-writer',
    );
    expect(failed).to.equal(true);
    expect(messages[0]?.[1]).to.match(/rejected the request: "Could not add Event: .*info/);
    const missing = await ask('target=/events/view/999999');
    expect(missing.messages[0]?.[1]).to.match(/MISP found nothing that this key may see: "Invalid event/);
  });

  it('takes for a refused key only what is said of the key', async () => {
    misp.faults.push({
      kind: 'status',
      status: 403,
      headers: { 'Content-Type': 'application/json' },
      body: '{"saved": false, "name": "Could not edit User", "message": "Could not edit User", "errors": {"email": ["This address is disabled, not allowed or expired."]}}',
    });
    const { messages } = await ask('method=post target=/users/edit/1', 'session-of-writer');
    expect(messages[0]?.[1]).to.match(/rejected the request: "Could not edit User: .*is disabled/);
  });

  it('says that a user of the key may not do something in MISP', async () => {
    splunk.state.instances['reader'] = { misp_url: misp.url };
    splunk.state.secrets['reader.misp_key'] = misp.keys['readonly'] ?? '';
    const { messages } = await splunk.search(
      '| misprest misp_instance=reader method=post target=/events/delete/1',
      { sessionKey: 'session-of-writer' },
    );
    expect(messages[0]?.[1]).to.match(/^MISP instance reader: the user of this API key lacks the permission/);
    expect(store.events).to.have.length(7);
  });

  it('sends a change once, also when its answer is lost', async () => {
    splunk.state.instances['patient'] = { misp_url: misp.url, retry_timeout: 20 };
    splunk.state.secrets['patient.misp_key'] = misp.keys['automation'] ?? '';
    misp.faults.push({ kind: 'reset' });
    const { failed } = await splunk.search(
      '| misprest misp_instance=patient method=post target=/events/publish/7',
      { sessionKey: 'session-of-writer' },
    );
    expect(failed).to.equal(true);
    expect(misp.requests).to.have.length(1);
  });

  it('asks one instance, not any of several', async () => {
    for (const name of ['*', 'misp,misp']) {
      const { failed } = await splunk.search(`| misprest misp_instance="${name}" target=/servers/getVersion`);
      expect(failed).to.equal(true);
    }
    expect(misp.requests).to.deep.equal([]);
  });

  for (const [options, message] of [
    ['method=patch', /method="patch" must be one of get, post, put, delete/],
    ['json_request="{"', /json_request="{" is not JSON/],
    ['json_request="[1]"', /json_request="\[1\]" must be a JSON object/],
    ['page_size=0', /page_size="0" must be a whole number from 1 to 5000/],
    ['limit=5', /Unknown option "limit"/],
  ] as const) {
    it(`says what is wrong with: ${options}`, async () => {
      const { messages, failed } = await ask(options);
      expect(failed).to.equal(true);
      expect(messages).to.have.length(1);
      expect(messages[0]?.[1]).to.match(message);
      expect(misp.requests).to.deep.equal([]);
    });
  }

  for (const options of [
    'method=post target=/attributes/restSearch',
    'method=post target=/attributes/restSearch.json json_request="{\\"limit\\": 5}"',
    'method=post target=/Attributes/RestSearch json_request="{\\"to_ids\\": false}"',
    'method=post target=/events/restSearch json_request="{\\"request\\": {\\"value\\": \\"\\"}}"',
    'method=post target=/objects/restSearch json_request="{\\"constructor\\": \\"x\\"}"',
    'target=/attributes/restSearch/returnFormat:csv/value:%25',
    'method=post target=/events/restSearch all_pages=true json_request="{\\"published\\": [0, 1]}"',
  ]) {
    it(`refuses a search of everything: ${options}`, async () => {
      const { messages, failed } = await ask(options, 'session-of-writer');
      expect(failed).to.equal(true);
      expect(messages.map(([, text]) => text).join()).to.match(/^This search of \w+ has no filter/);
      expect(misp.requests).to.deep.equal([]);
    });
  }

  for (const options of [
    'method=post target=/attributes/restSearch json_request="{\\"returnFormat\\": \\"json\\", \\"last\\": \\"1d\\"}"',
    'method=post target=/objects/restSearch json_request="{\\"object_name\\": \\"file\\"}"',
    'method=post target=/events/restSearch json_request="{\\"request\\": {\\"eventid\\": 1}}"',
    'target=/attributes/restSearch/eventid:1',
  ]) {
    it(`sends a search that filters: ${options}`, async () => {
      await ask(options, 'session-of-writer');
      expect(misp.requests).to.have.length(1);
    });
  }

  it('puts the filters of a restSearch by GET into its path, which takes no query', async () => {
    await ask(
      'target=/attributes/restSearch/ all_pages=true page_size=5 json_request="{\\"eventid\\": [1, 2], \\"value\\": \\"a/b%c\\"}"',
    );
    expect(pathsOf()[0]).to.equal('/attributes/restSearch/eventid:1%7C%7C2/value:a%2Fb%25c/limit:5/page:1');
  });

  it('is not run by a link without a question', () => {
    expect(readConf(splunk.appDir, 'commands').get('misprest')?.get('is_risky')).to.equal('true');
  });
});
