import { expect } from 'chai';
import { TestCa } from '../../../support/certificates.ts';
import { change } from '../recorded/changes.ts';
import { post, search } from '../client.ts';
import { differences } from '../recorded/compare.ts';
import { demoStore } from '../data/dataset.ts';
import { recordedStore } from '../recorded/recorded-store.ts';
import { type Exchange, recordingOf, rowsOf, timeOf } from '../recorded/recordings.ts';
import { replay } from '../recorded/replay.ts';
import { type MispServer, startMisp } from '../server.ts';
import { MispStore } from '../store/store.ts';
import { startSyntheticMisp } from '../data/synthetic.ts';

/** Recordings, and how many of their exchanges are replayed. */
const REPLAYED: Readonly<Record<string, number>> = {
  '01-basics': 10,
  '02-attr-time-filters': 50,
  '03-paging': 22,
  '04-filters-simple': 50,
  '05-value': 35,
  '06-tags': 20,
  '07-includes': 39,
  '08-warninglist-deleted': 24,
  '09-errors-auth': 20,
  '10-errors-input': 51,
  '11-events-search-a': 20,
  '11-events-search-b': 17,
  '13-meta': 17,
  '19-operational': 19,
};

const OTHER_FORMAT = 'the embedded MISP has JSON only';
const NO_TEXTS = 'the embedded MISP has no texts of taxonomies, galaxies and noticelists';
const NUMBERS = 'it counts what the recordings do not show';
/** Exchanges that are not replayed, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'value array of 200': 'the recording keeps a few of its 200 rows',
  'tags wildcard': 'no recorded answer has the tags of event 14',
  'tags galaxy wildcard': 'no recorded answer has the tags of event 4',
  'decay score + includeFullModel': 'the embedded MISP has no includeFullModel',
  ...Object.fromEntries(
    'csv text xml openioc suricata snort rpz cache netfilter hashes'
      .split(' ')
      .map((one) => [`returnFormat=${one}`, OTHER_FORMAT]),
  ),
  'csv requested_attributes': OTHER_FORMAT,
  'csv multibyte': OTHER_FORMAT,
  'events/restSearch csv': OTHER_FORMAT,
  'tags/search': NO_TEXTS,
  'taxonomies/view tlp': NO_TEXTS,
  'galaxies/index': NO_TEXTS,
  noticelists: NO_TEXTS,
  'attributes/attributeStatistics': NUMBERS,
  'users/statistics': NUMBERS,
  'attributes/restSearch count': NUMBERS,
  'events/csv export legacy': 'the embedded MISP has no deprecated exports',
  'attributes/text legacy': 'the embedded MISP has no deprecated exports',
};

describe('The embedded MISP, beside the recorded one', () => {
  const servers: MispServer[] = [];
  let clock = 0;
  let ca: TestCa;
  let http: MispServer;
  let https: MispServer;
  let rateLimited: MispServer;

  const start = async (options: Parameters<typeof startMisp>[0]) => {
    const server = await startMisp({ ...options, now: () => clock });
    servers.push(server);
    return server;
  };

  before(async function () {
    const store = recordedStore(this);
    ca = new TestCa();
    const tls = ca.issue('localhost', ['127.0.0.1']);
    http = await start({ store });
    https = await start({ store, tls });
    rateLimited = await start({ store, tls, rateLimit: { limit: 3, resetSeconds: 900 } });
  });

  after(async () => {
    for (const server of servers) await server.close();
  });

  const serverFor = ({ name, request }: Exchange): MispServer => {
    if (name.startsWith('rate limited role')) return rateLimited;
    return request.scheme === 'http' ? http : https;
  };

  for (const [recording, count] of Object.entries(REPLAYED)) {
    it(`gives the recorded answers to all ${count} requests of ${recording}`, async function () {
      const exchanges = recordingOf(this, recording).filter(({ name }) => LEFT_OUT[name] === undefined);
      expect(exchanges).to.have.length(count);
      const everything = http.store.attributes.filter(({ deleted }) => !deleted).length;
      const found: string[] = [];
      for (const exchange of exchanges) {
        clock = timeOf(exchange);
        const server = serverFor(exchange);
        server.state.maintenance = exchange.name.startsWith('maintenance');
        server.state.databaseDown = exchange.name.startsWith('database unreachable');
        found.push(...differences(exchange, await replay(exchange, server, ca.pem), everything));
      }
      expect(found).to.deep.equal([]);
    });
  }

  it('ends walks over pages as the recorded walks ended', async function () {
    const walks = recordingOf<Walk>(this, '14-paging-walks');
    expect(walks).to.have.length(17);
    for (const { walk, limit, last_pages } of walks) {
      const server = await start({ store: storeOfPages(last_pages) });
      for (const [index, [, rows, resultCount, skipped]] of last_pages.entries()) {
        const page = await search(server, {
          eventid: 1,
          limit: limit,
          page: index + 1,
          enforceWarninglist: true,
        });
        expect([page.rows.length, page.resultCount, page.skipped], walk).to.deep.equal([
          rows,
          resultCount,
          skipped,
        ]);
      }
    }
  });

  it('packs answers as the recorded one did', async function () {
    const experiments = recordingOf<Experiment>(this, '16-experiments').filter(({ experiment }) =>
      experiment.startsWith('gzip'),
    );
    expect(experiments).to.have.length(5);
    const server = await start({ store: storeOfPages([[1, 2, '', '0']]), gzip: true });
    const names = (headers: Record<string, string>) =>
      Object.keys(headers)
        .map((name) => name.toLowerCase())
        .filter((name) => /^(x-|content-|vary|transfer-)/.test(name))
        .sort();
    for (const { experiment, body, headers } of experiments) {
      const accepted = experiment.includes('not accepted') ? 'identity' : 'gzip';
      const response = await post(
        server,
        { ...body, ...(body.limit !== undefined && { limit: 2 }) },
        { 'Accept-Encoding': accepted },
      );
      expect(names(Object.fromEntries(response.headers)), experiment).to.deep.equal(names(headers));
      if (body.eventid !== undefined)
        expect(response.headers.get('x-result-count')).to.equal(headers['X-Result-Count']);
    }
  });

  it('moves timestamps as the recorded changes did', function () {
    const steps = recordingOf<Step>(this, '18-incremental-behaviour').filter(
      ({ action }) => action !== undefined,
    );
    expect(steps).to.have.length(18);
    const store = new MispStore();
    const event = store.addEvent({ info: 'Changed', published: false });
    for (let i = 0; i < 8; i += 1) store.addAttribute(event, { type: 'domain', value: `d${i}.example` });
    const look = () => ({
      published: event.published,
      event: event.timestamp,
      publish: event.publish_timestamp,
      attributes: new Map(store.attributes.map((one) => [one.id, one.timestamp])),
    });
    for (const [index, step] of steps.entries()) {
      const before = look();
      change(store, event, step.action ?? '', index + 1);
      const after = look();
      const moved = [...after.attributes].filter(
        ([id, time]) => before.attributes.has(id) && before.attributes.get(id) !== time,
      );
      expect(
        {
          published: [before.published, after.published],
          event_timestamp_bumped: after.event > before.event,
          publish_timestamp_bumped: after.publish > before.publish,
          attributes_with_timestamp_bumped: moved.length,
          attribute_rows: [before.attributes.size, after.attributes.size],
        },
        step.action,
      ).to.deep.equal({
        published: step.published,
        event_timestamp_bumped: step.event_timestamp_bumped,
        publish_timestamp_bumped: step.publish_timestamp_bumped,
        attributes_with_timestamp_bumped: step.attributes_with_timestamp_bumped,
        attribute_rows: step.attribute_rows,
      });
    }
  });
});

describe('The embedded MISP', () => {
  const now = 1_795_000_000;
  let misp: MispServer;

  beforeEach(async () => {
    misp = await startMisp({ now, maxLimit: 40 });
  });

  afterEach(async () => {
    await misp.close();
  });

  it('caps the limit where it is told to, and counts as if that had been asked for', async () => {
    const { rows, resultCount } = await search(misp, { limit: 1000, page: 1 });
    expect(rows).to.have.length(40);
    expect(resultCount).to.equal('41');
  });

  it('finds a hundred attributes and more of the last day among its invented ones', () => {
    const { attributes } = demoStore(now);
    const found = attributes.filter(
      ({ event, deleted }) => !deleted && event.publish_timestamp >= now - 86_400,
    );
    expect(found.length).to.be.within(100, 250);
    expect(attributes.length).to.be.within(300, 450);
  });

  it('has the same invented attributes in every run', () => {
    const [first, second] = [demoStore(now), demoStore(now)];
    expect(first.attributes).to.deep.equal(second.attributes);
    expect(new Set(first.attributes.map(({ uuid }) => uuid)).size).to.equal(first.attributes.length);
  });

  it('matches tags of event and attribute with %, and minds letter case', async () => {
    const found = async (tags: unknown) => (await search(misp, { tags, limit: 0 })).rows.length;
    expect(await found('misp-galaxy:%')).to.be.greaterThan(0);
    expect(await found('MISP-GALAXY:%')).to.equal(0);
    expect(await found({ AND: ['tlp:%', 'misp-galaxy:%'], NOT: ['misp-galaxy:%'] })).to.equal(0);
  });

  it('shows an unshared event to its own organisation only, an unpublished one to all', async () => {
    const found = async (value: string, who: string) =>
      (await search(misp, { value }, { Authorization: misp.keys[who] ?? '' })).rows.length;
    expect(await found('internal-case.example', 'automation')).to.equal(1);
    expect(await found('internal-case.example', 'partner')).to.equal(0);
    expect(await found('partner-case.example', 'automation')).to.equal(0);
    expect(await found('draft.example', 'automation')).to.equal(1);
    expect(await found('draft.example', 'partner')).to.equal(1);
  });

  it('compares values without regard to letter case and accents', async () => {
    const { rows } = await search(misp, { value: 'IHR ANTRAG AUF "UBERBRUCKUNGSHILFE III"' });
    expect(rows.map(({ value }) => value)).to.deep.equal(['Ihr Antrag auf "Überbrückungshilfe III"']);
  });

  it('takes one blank value of a list for nearly everything', async () => {
    const { rows } = await search(misp, { value: ['nothing.example', ''], limit: 40 });
    expect(rows).to.have.length(40);
    expect(rows.every(({ type }) => !String(type).includes('|'))).to.equal(true);
  });

  it('goes wrong at the request, page or path that a fault names, so many times', async () => {
    misp.faults.push(
      { kind: 'status', status: 502, request: 2 },
      { kind: 'status', status: 503, page: 3, times: 2 },
      { kind: 'redirect', location: 'https://elsewhere.example/', path: '/servers/getVersion' },
    );
    const statuses = [];
    for (const page of [1, 1, 3, 3, 3]) statuses.push((await post(misp, { limit: 5, page })).status);
    expect(statuses).to.deep.equal([200, 502, 503, 503, 200]);
    const version = await fetch(`${misp.url}/servers/getVersion`, { redirect: 'manual' });
    expect([version.status, version.headers.get('location')]).to.deep.equal([
      302,
      'https://elsewhere.example/',
    ]);
  });

  it('remembers the last thousand requests', async () => {
    for (let index = 0; index < 1003; index += 1) await search(misp, { eventid: 999, limit: 1, page: index });
    expect(misp.requests).to.have.length(1000);
    expect(misp.requests[0]?.body).to.include({ page: 3 });
  });
});

describe('The synthetic MISP', () => {
  it('has as many attributes as it was told, in order and none twice', async () => {
    const server = await startSyntheticMisp(12_345);
    const ids: number[] = [];
    const uuids = new Set<unknown>();
    try {
      for (const page of [1, 2, 3, 4]) {
        const response = await fetch(`${server.url}/attributes/restSearch`, {
          method: 'POST',
          body: JSON.stringify({ limit: 5000, page }),
        });
        const rows = rowsOf(await response.text()) ?? [];
        ids.push(...rows.map(({ id }) => Number(id)));
        for (const { uuid } of rows) uuids.add(uuid);
        expect(response.headers.get('x-result-count')).to.equal(['5001', '5001', '2345', '1'][page - 1]);
      }
    } finally {
      server.close();
    }
    expect(ids).to.have.length(12_345);
    expect(ids).to.deep.equal(ids.toSorted((a, b) => a - b));
    expect([new Set(ids).size, uuids.size]).to.deep.equal([12_345, 12_345]);
  });
});

interface Walk {
  readonly walk: string;
  readonly limit: number;
  readonly last_pages: readonly Page[];
}

/** Its number, its rows, and what the headers said: X-Result-Count and X-Skipped-Elements-Count. */
type Page = readonly [number: number, rows: number, resultCount: string, skipped: string];

interface Experiment {
  readonly experiment: string;
  readonly body: { readonly limit?: number; readonly eventid?: number };
  readonly headers: Record<string, string>;
}

interface Step {
  readonly action?: string;
  readonly published: [boolean, boolean];
  readonly event_timestamp_bumped: boolean;
  readonly publish_timestamp_bumped: boolean;
  readonly attributes_with_timestamp_bumped: number;
  readonly attribute_rows: [number, number];
}

/** Attributes that make these pages, those to be left out at the end of each. */
function storeOfPages(pages: readonly Page[]): MispStore {
  const store = new MispStore();
  const event = store.addEvent({ info: 'Pages' });
  for (const [, rows, , skipped] of pages) {
    for (let i = 0; i < rows + Number(skipped); i += 1) {
      store.addAttribute(event, { type: 'domain', value: `d${i}.example`, onWarningList: i >= rows });
    }
  }
  return store;
}
