import https from 'node:https';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { install } from './installed.ts';

const PATH = '/servicesNS/nobody/SA-misp/storage/collections/data/';

describe("splunkd's KV store", () => {
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
    await install(splunk, 'default/collections.conf', '[kept]\nfield.n = number\n[other]\n');
  });
  beforeEach(() => {
    splunk.state.collections['kept'] = new Map([
      ['k1', { n: 1, s: 'a' }],
      ['k2', { n: 2, s: 'b', list: ['x', 'y'] }],
      ['k3', { n: 3 }],
    ]);
  });
  after(() => splunk.close());

  const ask = async (
    method: string,
    path: string,
    {
      query = {},
      body,
      session = 'session-of-admin',
    }: { query?: object; body?: unknown; session?: string } = {},
  ) => {
    const url = `${splunk.uri}${PATH}${path}?${new URLSearchParams({ ...query }).toString()}`;
    const headers = { Authorization: `Splunk ${session}` };
    const request = https.request(url, { method, headers, rejectUnauthorized: false });
    request.end(body === undefined ? undefined : JSON.stringify(body));
    const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      request.on('response', resolve).on('error', reject);
    });
    return { status: response.statusCode, body: await text(response) };
  };
  const keysOf = async (query: unknown, more: object = {}): Promise<unknown[]> => {
    const { body } = await ask('GET', 'kept', { query: { query: JSON.stringify(query), ...more } });
    return (JSON.parse(body) as { _key: string }[]).map(({ _key }) => _key);
  };

  it('lists documents as a bare array, with key and owner', async () => {
    const { status, body } = await ask('GET', 'kept');
    expect(status).to.equal(200);
    expect(JSON.parse(body)).to.deep.equal([
      { _key: 'k1', _user: 'nobody', n: 1, s: 'a' },
      { _key: 'k2', _user: 'nobody', n: 2, s: 'b', list: ['x', 'y'] },
      { _key: 'k3', _user: 'nobody', n: 3 },
    ]);
    expect(JSON.parse((await ask('GET', 'other')).body)).to.deep.equal([]);
    const { body: some } = await ask('GET', 'kept', { query: { fields: '_key,s', limit: 1 } });
    expect(JSON.parse(some)).to.deep.equal([{ _key: 'k1', s: 'a' }]);
  });

  it('finds by equality, order, membership and their combinations', async () => {
    expect(await keysOf({ n: 2 })).to.deep.equal(['k2']);
    expect(await keysOf({ _key: 'k3' })).to.deep.equal(['k3']);
    expect(await keysOf({ n: { $lt: 2 } })).to.deep.equal(['k1']);
    expect(await keysOf({ n: { $lte: 2, $gt: 1 } })).to.deep.equal(['k2']);
    expect(await keysOf({ n: { $gte: 2 } })).to.deep.equal(['k2', 'k3']);
    expect(await keysOf({ s: { $ne: 'a' } })).to.deep.equal(['k2', 'k3']);
    expect(await keysOf({ n: { $in: [1, 3] } })).to.deep.equal(['k1', 'k3']);
    expect(await keysOf({ $or: [{ n: 1 }, { s: 'b' }] })).to.deep.equal(['k1', 'k2']);
    expect(await keysOf({ $and: [{ n: { $gt: 1 } }, { s: 'b' }] })).to.deep.equal(['k2']);
  });

  it('takes a number and a text for different things, a list for each of its values, a missing field for null', async () => {
    expect(await keysOf({ n: '2' })).to.deep.equal([]);
    expect(await keysOf({ n: { $lt: '9' } })).to.deep.equal([]);
    expect(await keysOf({ list: 'y' })).to.deep.equal(['k2']);
    expect(await keysOf({ s: null })).to.deep.equal(['k3']);
    expect(await keysOf({ s: { $lt: 'z' } })).to.deep.equal(['k1', 'k2']);
  });

  it('gives a page, and never more than 50,000', async () => {
    expect(await keysOf({}, { limit: 1, skip: 1 })).to.deep.equal(['k2']);
    splunk.state.collections['kept'] = new Map(Array.from({ length: 50_001 }, (_, n) => [`k${n}`, { n }]));
    expect(await keysOf({})).to.have.length(50_000);
    expect(await keysOf({}, { limit: 60_000, skip: 50_000 })).to.deep.equal(['k50000']);
  });

  it('deletes by query and by key', async () => {
    const left = () => [...(splunk.state.collections['kept']?.keys() ?? [])];
    expect(await ask('DELETE', 'kept', { query: { query: '{"n":{"$lt":2}}' } })).to.deep.equal({
      status: 200,
      body: '',
    });
    expect(left()).to.deep.equal(['k2', 'k3']);
    expect(await ask('DELETE', 'kept/k2')).to.deep.equal({ status: 200, body: '' });
    expect(left()).to.deep.equal(['k3']);
    expect((await ask('DELETE', 'kept/k2')).status).to.equal(404);
    expect((await ask('DELETE', 'kept')).status).to.equal(200);
    expect(left()).to.deep.equal([]);
  });

  it('saves a batch of at most a thousand, in place of documents of the same key', async () => {
    const { status, body } = await ask('POST', 'kept/batch_save', {
      body: [{ _key: 'k1', s: 'z' }, { s: 'new' }],
    });
    expect(status).to.equal(200);
    const [first, second = ''] = JSON.parse(body) as string[];
    expect(first).to.equal('k1');
    expect(splunk.state.collections['kept']?.get('k1')).to.deep.equal({ s: 'z' });
    expect(splunk.state.collections['kept']?.get(second)).to.deep.equal({ s: 'new' });
    const many = Array.from({ length: 1001 }, () => ({}));
    expect((await ask('POST', 'kept/batch_save', { body: many })).status).to.equal(400);
    expect((await ask('POST', 'kept/batch_save', { body: { s: 'no list' } })).status).to.equal(400);
    expect(splunk.state.collections['kept']?.size).to.equal(4);
  });

  it('refuses who is not logged in, unknown collections, and what it does not understand', async () => {
    expect((await ask('GET', 'kept', { session: 'nobody' })).status).to.equal(401);
    expect((await ask('GET', 'unknown')).status).to.equal(404);
    expect((await ask('GET', 'kept', { query: { query: '{' } })).status).to.equal(400);
    expect((await ask('GET', 'kept', { query: { query: '{"n":{"$near":1}}' } })).status).to.equal(400);
    expect((await ask('GET', 'kept', { query: { query: '{"$nor":[]}' } })).status).to.equal(400);
    expect((await ask('GET', 'kept', { query: { sort: 'n:-1' } })).status).to.equal(400);
    expect((await ask('PUT', 'kept')).status).to.equal(405);
  });

  it('has any collection where no collections.conf says which', async () => {
    const bare = await StandInSplunk.start({ collections: { mine: new Map([['a', { b: 1 }]]) } });
    try {
      await install(bare, 'default/collections.conf', undefined);
      expect(bare.state.collections['mine']?.size).to.equal(1);
      const url = `${bare.uri}${PATH}whatever`;
      const status = await new Promise((resolve) => {
        const headers = { Authorization: 'Splunk session-of-admin' };
        https.get(url, { headers, rejectUnauthorized: false }, (response) => {
          resolve(response.resume().statusCode);
        });
      });
      expect(status).to.equal(200);
    } finally {
      await bare.close();
    }
  });

  it('remembers what was asked, by path alone and in full', async () => {
    await ask('POST', 'kept/batch_save', { body: [] });
    expect(splunk.asked.at(-1)).to.equal(`${PATH}kept/batch_save`);
    expect(splunk.requests.at(-1)).to.deep.include({
      method: 'POST',
      path: `${PATH}kept/batch_save`,
      body: '[]',
    });
  });
});
