import { expect } from 'chai';
import {
  feedOf,
  FEED_NAMES,
  lookupDigests,
  lookupOf,
  resetLookups,
  runFeed,
  writeLookup,
} from '../stand-ins/splunk/es.ts';
import {
  everyTypeStore,
  HOMELESS,
  OBJECTS,
  OPT_IN_SAMPLES,
  SAMPLES,
} from '../stand-ins/misp/data/every-type.ts';
import { recordedStore } from '../stand-ins/misp/recorded/recorded-store.ts';
import type { StoredAttribute } from '../stand-ins/misp/store/records.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { runSavedSearch, runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const DAY = 86_400;
const NOW = Math.floor(Date.now() / 1000);
const EVERYTHING = { misp_es_source: 'misp_instance=misp_covid changed=3650d' };

/** Splunk's documentation of local threat lists. */
const HEADERS: Readonly<Record<string, string>> = {
  ip: 'description,ip,weight',
  domain: 'description,domain,weight',
  http: 'description,http_referrer,http_user_agent,url,weight',
  file: 'description,file_hash,file_name,weight',
  email: 'description,src_user,subject,weight',
  certificate:
    'certificate_issuer,certificate_subject,certificate_issuer_organization,certificate_subject_organization,certificate_serial,certificate_issuer_unit,certificate_subject_unit,description,weight',
  service: 'description,service,service_file_hash,service_dll_file_hash,weight',
  process: 'description,process,process_file_name,weight',
  registry: 'description,registry_path,registry_value_name,registry_value_text,weight',
  user: 'description,user,weight',
};

/** The row of a feed that has none: Splunk would delete an empty lookup. */
const NOTHING = { description: 'MISP has nothing for this feed', domain: 'nothing.invalid', weight: '1' };

describe("Enterprise Security's feeds", function () {
  this.timeout(120_000);
  let splunk: StandInSplunk;
  let misp: MispServer | undefined;

  before(async () => {
    splunk = await StandInSplunk.start();
  });
  after(() => splunk.close());
  afterEach(async () => {
    await misp?.close();
    misp = undefined;
  });

  /** A MISP as the instance misp_covid, and lookups as they are after the installation. */
  async function connect(store: MispStore): Promise<MispServer> {
    resetLookups(splunk);
    return serve(store);
  }

  /** A MISP as the instance misp_covid, in place of the one before. */
  async function serve(store: MispStore): Promise<MispServer> {
    await misp?.close();
    misp = await startMisp({ store });
    splunk.state.instances['misp_covid'] = { misp_url: misp.url, retry_timeout: 0 };
    splunk.state.secrets['misp_covid.misp_key'] = misp.keys['automation'] ?? '';
    return misp;
  }

  async function run(feed: string, macros: Record<string, string> = {}) {
    const result = await runFeed(splunk, feed, { macros });
    expect(result.failed, JSON.stringify(result.messages)).to.equal(false);
    return result;
  }

  function values(feed: string, column: string): string[] {
    return feedOf(splunk, feed)
      .rows.map((row) => row[column] ?? '')
      .filter((value) => value !== '');
  }

  /** What must hold of any lookup. */
  function expectSound(feed: string): void {
    const { header, rows, text } = feedOf(splunk, feed);
    expect(text.split('\n')[0], feed).to.equal(HEADERS[feed]);
    const keys = header.filter((column) => !['description', 'weight'].includes(column));
    for (const row of rows) {
      const cells = Object.values(row);
      expect(cells.join(), feed).not.to.match(/[\r\n]/);
      expect(
        keys.filter((column) => row[column] !== ''),
        JSON.stringify(row),
      ).not.to.be.empty;
      expect(Number(row['weight']), JSON.stringify(row)).to.be.within(1, 100);
      expect(row['description'], JSON.stringify(row)).to.match(/\S \| MISP event \d+$|^MISP has nothing/);
    }
    const distinct = new Set(rows.map((row) => keys.map((key) => (row[key] ?? '').toLowerCase()).join('\0')));
    expect(distinct.size, `${feed}: a value twice`).to.equal(rows.length);
  }

  describe('of a MISP that has every type', () => {
    before(async () => {
      const server = await connect(everyTypeStore(NOW));
      for (const feed of FEED_NAMES) await run(feed);
      await server.close();
    });

    for (const feed of Object.keys(HEADERS)) {
      it(`has ${feed}_intel as Splunk documents it, each value once`, () => {
        expectSound(feed);
        expect(feedOf(splunk, feed).rows).not.to.be.empty;
      });
    }

    for (const [type, value, ...places] of SAMPLES) {
      for (const [feed, column, there = value] of places) {
        it(`has ${type} as ${column} in ${feed}_intel`, () => {
          expect(values(feed, column)).to.include(there);
        });
      }
    }

    it('has nothing else', () => {
      const known = SAMPLES.flatMap(([, value, ...places]) => places.map((place) => place[2] ?? value));
      const objects: string[] = Object.values(OBJECTS).flatMap((parts) => parts.map((part) => part[2]));
      const columns = ['ip', 'domain', 'url', 'http_user_agent', 'file_hash', 'file_name', 'src_user'];
      for (const column of [...columns, 'subject', 'service', 'process', 'user']) {
        const all = FEED_NAMES.flatMap((feed) => values(feed, column));
        expect(
          all.filter((value) => !known.includes(value) && !objects.includes(value)),
          column,
        ).to.deep.equal([]);
      }
      const text = FEED_NAMES.map((feed) => feedOf(splunk, feed).text.replace(/a ""[^"]+""/g, '')).join();
      for (const [type, value] of [...HOMELESS, ...OPT_IN_SAMPLES]) expect(text, type).not.to.include(value);
    });

    it('has the certificate with the parts of its names', () => {
      expect(feedOf(splunk, 'certificate').rows).to.deep.equal([
        {
          certificate_issuer: 'CN=Invented CA, O=Invented Trust, OU=Web',
          certificate_subject: 'CN=cdn.evil.example, O=Evil GmbH, OU="Shop, Web"',
          certificate_issuer_organization: 'Invented Trust',
          certificate_subject_organization: 'Evil GmbH',
          certificate_serial: '00c0ffee',
          certificate_issuer_unit: 'Web',
          certificate_subject_unit: 'Shop, Web',
          description: 'Everything | Other | MISP event 1',
          weight: '40',
        },
      ]);
    });

    it('has process, registry key and service as their objects say', () => {
      const row = (feed: string, column: string, value: string) =>
        feedOf(splunk, feed).rows.find((one) => one[column] === value);
      expect(row('process', 'process', 'evil.exe')).to.include({ process_file_name: 'C:\\Temp\\evil.exe' });
      expect(row('registry', 'registry_value_name', 'ImagePath')).to.include({
        registry_path: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Evil',
        registry_value_text: '%WINDIR%\\evil.exe',
      });
      expect(row('registry', 'registry_value_text', 'evil.exe /s')).to.include({
        registry_path: 'HKCU\\Software\\Evil',
      });
      expect(row('service', 'service', 'EvilObjectSvc')).to.include({
        service_file_hash: OBJECTS.service[1][2],
      });
      expect(values('user', 'user')).to.include('evil-admin');
    });
  });

  it('takes opt-in types and private addresses when the macro says so', async () => {
    const store = everyTypeStore(NOW);
    const [event] = store.events;
    if (event) store.addAttribute(event, { type: 'ip-dst', value: '10.1.2.3' });
    await connect(store);
    const { messages } = await run('ip');
    expect(messages).to.deep.equal([
      ['INFO', 'ip_intel skipped values that do not fit: private or reserved addresses (1).'],
    ]);
    expect(values('ip', 'ip')).not.to.include('10.1.2.3');
    const include = [...new Set(OPT_IN_SAMPLES.map(([type]) => type))].join();
    const macros = { misp_es_mapping: `allow_private=true include="${include}"` };
    for (const feed of ['ip', 'file', 'email']) await run(feed, macros);
    expect(values('ip', 'ip')).to.include('10.1.2.3');
    for (const [type, value, place] of OPT_IN_SAMPLES) {
      const [feed = '', column = ''] = place ?? [];
      expect(values(feed, column), type).to.include(value);
    }
  });

  it('changes nothing when run again', async () => {
    await connect(everyTypeStore(NOW));
    for (const feed of FEED_NAMES) await run(feed);
    const before = lookupDigests(splunk);
    for (const feed of FEED_NAMES) await run(feed);
    expect(lookupDigests(splunk)).to.deep.equal(before);
    await runSavedSearch(splunk, 'MISP_ES_reconcile');
    expect(lookupDigests(splunk)).to.deep.equal(before);
  });

  it('is sound on what a real MISP was seen to hold', async function () {
    await connect(recordedStore(this));
    const counts: Record<string, number> = {};
    for (const feed of FEED_NAMES) {
      await run(feed, { ...EVERYTHING, misp_es_max_age: '1' });
      expectSound(feed);
      counts[feed] = feedOf(splunk, feed).rows.length;
    }
    for (const feed of ['ip', 'domain', 'http', 'file', 'email']) expect(counts[feed], feed).to.be.above(0);
  });

  describe('over time', () => {
    let store: MispStore;
    const add = (value: string, more: Partial<StoredAttribute> = {}, info = 'An event') => {
      const event = store.addEvent({ info, timestamp: NOW - 3600, tags: ['tlp:green'] });
      return store.addAttribute(event, { type: 'domain', value, ...more });
    };
    const domains = () => values('domain', 'domain').sort();

    beforeEach(async () => {
      store = new MispStore();
      add('stays.example');
      await connect(store);
    });

    it('lets go of what was deleted, though its event is not published again', async () => {
      const withdrawn = add('withdrawn.example');
      await run('domain');
      expect(domains()).to.deep.equal(['stays.example', 'withdrawn.example']);
      store.softDelete(withdrawn, NOW);
      await run('domain');
      expect(domains()).to.deep.equal(['stays.example']);
    });

    it('lets go of the last of all, and says that there is nothing', async () => {
      const [last] = store.attributes;
      await run('domain');
      if (last) store.softDelete(last, NOW);
      await run('domain');
      expect(feedOf(splunk, 'domain').rows).to.deep.equal([NOTHING]);
      expectSound('domain');
      const digests = lookupDigests(splunk);
      await run('domain');
      await runSavedSearch(splunk, 'MISP_ES_reconcile');
      expect(lookupDigests(splunk)).to.deep.equal(digests);
    });

    it('lets go of what is no longer for detection', async () => {
      const doubtful = add('doubtful.example');
      await run('domain');
      store.editAttribute(doubtful, { to_ids: false }, NOW);
      store.publish(doubtful.event, NOW);
      await run('domain');
      expect(domains()).to.deep.equal(['stays.example']);
    });

    it('has the new value of what was edited, and not the old one', async () => {
      const edited = add('typo.example');
      await run('domain');
      store.editAttribute(edited, { value: 'right.example' }, NOW);
      store.publish(edited.event, NOW);
      await run('domain');
      expect(domains()).to.deep.equal(['right.example', 'stays.example']);
    });

    it('lets go of a value that was edited to one that does not fit', async () => {
      const edited = add('typo.example');
      await run('domain');
      store.editAttribute(edited, { value: 'no domain at all' }, NOW);
      store.publish(edited.event, NOW);
      await run('domain');
      expect(domains()).to.deep.equal(['stays.example']);
    });

    it('has the weight of a tag that the event got later', async () => {
      const event = add('tagged.example').event;
      await run('domain');
      store.tagEvent(event, 'tlp:red', NOW);
      store.publish(event, NOW);
      await run('domain');
      const row = feedOf(splunk, 'domain').rows.find((one) => one['domain'] === 'tagged.example');
      expect(row?.['weight']).to.equal('100');
    });

    it('keeps a value that another event still has, with its weight and description', async () => {
      const one = add('shared.example', {}, 'First');
      const other = add('Shared.example', { tags: ['tlp:amber'] }, 'Second');
      await run('domain');
      const shared = () => feedOf(splunk, 'domain').rows.filter((row) => /shared/i.test(row['domain'] ?? ''));
      expect(shared()).to.deep.equal([
        {
          description: 'Second | Network activity | MISP event 3',
          domain: 'shared.example',
          weight: '80',
        },
      ]);
      store.softDelete(other, NOW);
      store.publish(other.event, NOW);
      await run('domain');
      expect(shared()).to.deep.equal([
        {
          description: 'First | Network activity | MISP event 2',
          domain: 'shared.example',
          weight: '40',
        },
      ]);
      store.softDelete(one, NOW);
      await run('domain');
      expect(shared()).to.deep.equal([]);
    });

    it('keeps what is no longer in the window, until it is too old', async () => {
      const event = store.addEvent({ info: 'Old', timestamp: NOW - 80 * DAY });
      store.addAttribute(event, { type: 'domain', value: 'old.example' });
      const older = store.addEvent({ info: 'Older', timestamp: NOW - 91 * DAY });
      store.addAttribute(older, { type: 'domain', value: 'older.example' });
      await run('domain', EVERYTHING);
      expect(domains()).to.deep.equal(['old.example', 'stays.example']);
      await run('domain');
      expect(domains()).to.deep.equal(['old.example', 'stays.example']);
      const later = await runFeed(splunk, 'domain', { now: NOW + 11 * DAY });
      expect(later.failed).to.equal(false);
      expect(domains()).to.deep.equal(['stays.example']);
    });

    it('takes nothing of an event that is not published', async () => {
      const draft = store.addEvent({ info: 'Draft', timestamp: NOW, published: false, publish_timestamp: 0 });
      store.addAttribute(draft, { type: 'domain', value: 'draft.example' });
      await run('domain');
      expect(domains()).to.deep.equal(['stays.example']);
    });

    it('keeps an object in one row when only one of its attributes was edited', async () => {
      const event = store.addEvent({ info: 'Certificate', timestamp: NOW - 3600 });
      store.addObject(event, [...OBJECTS.certificate]);
      await run('certificate');
      const issuer = store.attributes.find((one) => one.object_relation === 'issuer');
      if (issuer) store.editAttribute(issuer, { value: 'CN=Other CA' }, NOW);
      store.publish(event, NOW);
      await run('certificate');
      const { rows } = feedOf(splunk, 'certificate');
      expect(rows.map((row) => [row['certificate_serial'], row['certificate_issuer']])).to.deep.equal([
        ['00c0ffee', 'CN=Other CA'],
      ]);
    });

    describe('by the daily reconciliation', () => {
      async function reconcile(): Promise<void> {
        const result = await runSavedSearch(splunk, 'MISP_ES_reconcile');
        expect(result.failed, JSON.stringify(result.messages)).to.equal(false);
      }

      for (const [what, go] of [
        [
          'was deleted for good',
          (one: StoredAttribute) => {
            store.hardDelete(one, NOW);
          },
        ],
        [
          'is in an event that is no longer published',
          (one: StoredAttribute) => {
            store.unpublish(one.event);
          },
        ],
        [
          'the key may no longer see',
          ({ event }: StoredAttribute) => {
            Object.assign(event, { org: store.partner, distribution: '0' });
          },
        ],
        [
          'was deleted with its type and value',
          (one: StoredAttribute) => {
            store.softDelete(one, NOW, { sanitise: true });
          },
        ],
        [
          'is on a warning list now',
          (one: StoredAttribute) => {
            one.onWarningList = true;
          },
        ],
      ] as const) {
        it(`lets go of what ${what}`, async () => {
          const gone = add('gone.example');
          await run('domain');
          expect(domains()).to.deep.equal(['gone.example', 'stays.example']);
          go(gone);
          await reconcile();
          expect(domains()).to.deep.equal(['stays.example']);
          await run('domain');
          expect(domains()).to.deep.equal(['stays.example']);
          expect(lookupOf(splunk, 'misp_es_domain_state').rows).to.have.length(1);
        });
      }

      it('lets go of the last of all', async () => {
        await run('domain');
        store.attributes.splice(0);
        await reconcile();
        await run('domain');
        expect(feedOf(splunk, 'domain').rows).to.deep.equal([NOTHING]);
        add('new.example');
        await run('domain');
        expect(domains()).to.deep.equal(['new.example']);
      });

      it('keeps an object that one of its attributes stands for', async () => {
        const event = store.addEvent({ info: 'Certificate', timestamp: NOW - 3600 });
        store.addObject(event, [...OBJECTS.certificate], (type) => ({ to_ids: type !== 'text' }));
        await run('certificate');
        await reconcile();
        expect(feedOf(splunk, 'certificate').rows).to.have.length(1);
      });
    });
  });

  describe('when MISP fails', () => {
    const STORE = () => {
      const store = everyTypeStore(NOW);
      const [event] = store.events;
      // Over a page of each kind, so that there is a second page to be cut.
      for (let index = 0; event && index < 600; index += 1) {
        store.addAttribute(event, { type: 'domain', value: `n${index}.example` });
        store.addAttribute(event, {
          type: 'text',
          value: `n${index}`,
          object_relation: 'name',
          object_id: '900',
        });
      }
      return store;
    };
    const failures: Readonly<Record<string, (server: MispServer) => void>> = {
      'is out of order': (server) => {
        server.state.databaseDown = true;
      },
      'refuses the key': () => {
        splunk.state.secrets['misp_covid.misp_key'] = 'wrong'.padEnd(40, 'x');
      },
      'breaks off within a page': (server) => {
        server.faults.push({ kind: 'cutJson', times: Infinity });
      },
      'loses the connection': (server) => {
        server.faults.push({ kind: 'connectionLost', times: Infinity });
      },
      'asks to log in': (server) => {
        server.faults.push({ kind: 'loginPage', times: Infinity });
      },
    };
    let filled: ReturnType<typeof lookupDigests>;

    before(async () => {
      await connect(STORE());
      for (const feed of FEED_NAMES) await run(feed);
      filled = lookupDigests(splunk);
    });

    for (const [what, fail] of Object.entries(failures)) {
      it(`leaves every lookup as it was: it ${what}`, async () => {
        const server = await serve(STORE());
        server.store.attributes.splice(0, 10);
        fail(server);
        for (const search of [...FEED_NAMES.map((feed) => `MISP_ES_${feed}_intel`), 'MISP_ES_reconcile']) {
          const { failed, messages, rows } = await runSavedSearch(splunk, search);
          expect(failed, search).to.equal(true);
          expect(rows, search).to.deep.equal([]);
          expect(
            messages.filter(([level]) => level === 'ERROR'),
            search,
          ).to.have.length(1);
        }
        expect(lookupDigests(splunk)).to.deep.equal(filled);
      });
    }

    it('leaves the lookup as it was: its second page fails', async () => {
      const server = await connect(STORE());
      splunk.state.instances['misp_covid'] = { misp_url: server.url, retry_timeout: 0, page_size: 100 };
      for (const feed of ['domain', 'user']) await run(feed);
      const before = lookupDigests(splunk);
      server.store.attributes.splice(0, 100);
      for (const feed of ['domain', 'user']) {
        server.faults.push({ kind: 'cutJson', page: 2 });
        expect((await runFeed(splunk, feed)).failed, feed).to.equal(true);
      }
      expect(lookupDigests(splunk)).to.deep.equal(before);
    });
  });

  it('takes the weights that an administrator gave', async () => {
    await connect(everyTypeStore(NOW));
    writeLookup(splunk, 'misp_es_weight', 'kind,value,weight\ntag,tlp:green,7\n');
    await run('user');
    expect(new Set(values('user', 'weight'))).to.deep.equal(new Set(['7']));
    writeLookup(splunk, 'misp_es_weight', 'kind,value,weight\ntag,tlp:green,700\n');
    const { failed, messages } = await runFeed(splunk, 'user');
    expect(failed).to.equal(true);
    expect(messages.at(-1)?.[1]).to.match(
      /^Row 1 of the lookup misp_es_weight \(tag tlp:green\) has the weight "700"\. .* from 1 to 100/,
    );
  });

  it('runs searches written for the older app as they are', async () => {
    await connect(everyTypeStore(NOW));
    const old = (rest: string) =>
      `| mispgetioc misp_instance=misp_covid add_description=true to_ids=true geteventtag=true warning_list=true limit=0 last=1d category="External analysis,Payload delivery,Network activity" ${rest}`;
    const ip = await runSpl(
      splunk,
      old(
        'type="ip-dst" | eval ip=misp_value, description=misp_description, weight=1 | table description ip weight | outputlookup append=true misp_es_ip_intel',
      ),
    );
    expect(ip.failed, JSON.stringify(ip.messages)).to.equal(false);
    expect(feedOf(splunk, 'ip').text).to.equal(
      [
        'description,ip,weight',
        '"Everything | External analysis | a ""ip-dst""",2001:db8::44,1',
        '"Everything | External analysis | a ""ip-dst""",203.0.113.64/28,1',
        '',
      ].join('\n'),
    );
    const registry = await runSpl(
      splunk,
      old(
        '| search misp_type="regkey*" | eval parts=split(misp_value, "|") | eval registry_path=mvindex(parts, 0), registry_value_text=mvindex(parts, 1), weight=1 | table misp_description registry_path registry_value_text weight',
      ),
    );
    expect(registry.rows.map((row) => row['registry_value_text'])).to.deep.equal([undefined, 'evil.exe /s']);
  });
});
