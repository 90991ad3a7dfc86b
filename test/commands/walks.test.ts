import { expect } from 'chai';
import type { StoredEvent } from '../stand-ins/misp/store/records.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const NOW = 1_795_000_000;
const DAY = 86_400;

/** Two events of 300 attributes each; the first has the lower ids. */
function storeOfTwo(): { store: MispStore; first: StoredEvent } {
  const store = new MispStore();
  const [first] = ['first', 'second'].map((info) => {
    const event = store.addEvent({
      info,
      timestamp: NOW - 7 * DAY,
      publish_timestamp: NOW - DAY / 2,
      tags: ['tlp:green'],
    });
    for (let index = 0; index < 300; index += 1)
      store.addAttribute(event, { type: 'domain', value: `${info}-${index}.example` });
    return event;
  }) as [StoredEvent];
  return { store, first };
}

describe('A walk over pages while MISP changes', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;

  before(async () => {
    splunk = await StandInSplunk.start({ instances: {}, secrets: {} });
  });
  after(async () => {
    await splunk.close();
  });
  afterEach(async () => {
    await misp.close();
  });

  /** @param onPage called before the so-many-th page of attributes is answered */
  async function start(
    store: MispStore,
    onPage: (page: number, time: number) => void,
    clock: () => number = inStep(),
  ) {
    let requests = 0;
    const pages = () => misp.requests.filter(({ path }) => path === '/attributes/restSearch').length;
    misp = await startMisp({
      store,
      now: () => {
        // It is asked at each request, which is remembered already.
        const time = clock();
        if (pages() > requests) onPage((requests = pages()), time);
        return time;
      },
    });
    splunk.state.instances['misp'] = { misp_url: misp.url, retry_timeout: 0 };
    splunk.state.secrets['misp.misp_key'] = misp.keys['automation'] ?? '';
  }

  /** NOW when a test begins, and as much later as it takes. */
  function inStep(): () => number {
    const began = Date.now();
    return () => NOW + Math.floor((Date.now() - began) / 1000);
  }

  const search = async (options: string) => {
    const { rows, messages, failed } = await splunk.search(
      `mispgetioc misp_instance=misp limit=50 ${options}`,
    );
    expect(failed).to.equal(false);
    const values = rows.map((row) => String(row['misp_value']));
    expect(new Set(values).size).to.equal(values.length);
    return { second: values.filter((value) => value.startsWith('second')).length, messages };
  };

  it('has the same window on every page', async () => {
    const { store, first } = storeOfTwo();
    let time = NOW;
    // The first event is at the edge of the window, and each page takes a minute.
    first.publish_timestamp = NOW - DAY + 30;
    await start(
      store,
      () => (time += 60),
      () => time,
    );
    expect(await search('last=1d')).to.deep.equal({ second: 300, messages: [] });
  });

  const changes: Readonly<Record<string, (store: MispStore, first: StoredEvent, time: number) => void>> = {
    'an attribute is deleted': (store, _first, time) => {
      store.softDelete(store.attributes[3] ?? expect.fail(), time);
    },
    'attributes are deleted for good': (store, _first, time) => {
      for (const one of store.attributes.slice(0, 70)) store.hardDelete(one, time);
    },
    'an event is deleted': (store, first) => {
      store.deleteEvent(first);
    },
    'an event is edited, and so not published': (store, first, time) => {
      store.editEvent(first, { info: 'edited' }, time);
      store.unpublish(first);
    },
    'an event is withdrawn': (store, first) => {
      store.unpublish(first);
    },
    'an event loses its tag': (store, first, time) => {
      store.untagEvent(first, 'tlp:green', time);
    },
    'an event is published again, out of the window': (store, first, time) => {
      store.publish(first, time);
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`has all rows of an event that nobody touched, when ${what}`, async () => {
      const { store, first } = storeOfTwo();
      await start(store, (page, time) => {
        if (page === 4) change(store, first, time);
      });
      const window = `publish_timestamp=${NOW - DAY},${NOW - 60}`;
      const result = await search(`${window} published=true tags=tlp:green`);
      expect(result).to.deep.equal({ second: 300, messages: [] });
    });
  }

  it('has rows once that come again because others came before them', async () => {
    const { store, first } = storeOfTwo();
    store.unpublish(first);
    await start(store, (page) => {
      if (page === 4) store.publish(first, NOW - 10);
    });
    expect((await search('last=1d published=true')).second).to.equal(300);
  });

  const counted = () => misp.requests.filter(({ path }) => path === '/events/restSearch').length;

  it('takes no event for changed whose time is in the future', async () => {
    const { store } = storeOfTwo();
    store.addEvent({ info: 'ahead', timestamp: NOW + 10 * DAY, publish_timestamp: NOW + 10 * DAY });
    await start(store, () => undefined);
    expect(await search('last=1d')).to.deep.equal({ second: 300, messages: [] });
    // Two before, two and two after: nothing was gone through once more.
    expect(counted()).to.equal(6);
  });

  it('asks for no changes where one page is all, of a round number of rows, too', async () => {
    const { store } = storeOfTwo();
    await start(store, () => undefined);
    expect((await search('eventid=2 limit=1000')).second).to.equal(300);
    expect(counted()).to.equal(0);
  });

  it('warns when MISP changes all the time', async () => {
    const { store } = storeOfTwo();
    await start(store, (_page, time) => {
      const [attribute] = store.attributes;
      if (attribute) store.hardDelete(attribute, time);
    });
    expect((await search('last=1d')).messages.map(([level, text]) => `${level} ${text}`)).to.deep.equal([
      'WARN MISP changed repeatedly while it was read: rows may be missing. Run the search again, or request less at once.',
    ]);
  });
});
