import { randomBytes } from 'node:crypto';
import type { Context } from 'mocha';
import { feedOf, FEED_NAMES, resetLookups } from '../stand-ins/splunk/es.ts';
import { ownDomain } from './support/changes.ts';
import {
  addIndicators,
  attributeOf,
  busyWindow,
  expectedValues,
  isOfObject,
  reconcile,
  runAll,
  SOURCE,
  valuesOf,
  weightOf,
} from './support/feed-lab.ts';
import { objectsForFeeds } from './support/indicators.ts';
import { INSTANCE, lab } from './support/lab.ts';
import { documentedPlaces, placed } from './support/mapping.ts';
import type { Comparison } from './support/tally.ts';
import type { EventView } from './support/truth.ts';

/** What is compared both ways, without regard to letter case: values that nobody could take for something else. */
const PLAIN: Readonly<Record<string, RegExp>> = {
  domain: /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/,
  src_user: /^[a-z0-9._-]+@[a-z0-9.-]+$/,
  file_hash: /^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/,
};

describe("Enterprise Security's feeds", () => {
  const places = documentedPlaces();

  beforeEach(() => {
    resetLookups(lab().splunk);
  });

  it('have what MISP has in a window, and nothing else', async () => {
    const [from, to] = busyWindow();
    const comparison = lab().compare('ten feeds over a window');
    await runAll(`misp_instance=${INSTANCE} changed=${from},${to}`, comparison);
    const isUnsettled = await lab().universe.unsettled(lab().truth);
    const expected = await expectedValues(from, to);
    for (const [feed, column] of [
      ['domain', 'domain'],
      ['email', 'src_user'],
      ['file', 'file_hash'],
    ] as const) {
      const wanted = new Map(
        [...(expected.get(`${feed} ${column}`) ?? [])].filter(([value]) => PLAIN[column]?.test(value)),
      );
      const actual = new Map(valuesOf(feed, column).filter(([value]) => PLAIN[column]?.test(value)));
      comparison.rows += wanted.size;
      comparison.values += actual.size;
      for (const [value, event] of wanted)
        if (!actual.has(value) && !isUnsettled(event))
          comparison.mismatch(`${feed}: without ${value} of event ${event}`);
      for (const [value, event] of actual)
        if (!wanted.has(value) && !isUnsettled(event))
          comparison.mismatch(`${feed}: ${value} of event ${event} too many`);
    }
    comparison.end();
  });

  it('follow the changes of an own event', async function (this: Context) {
    if (!lab().mayWrite) this.skip();
    const { truth, own } = lab();
    const comparison = lab().compare('ten feeds, an own event and its changes');
    const hex = randomBytes(6).toString('hex');
    const { objects, rows } = objectsForFeeds(hex);
    const { id } = await own.make('feeds', {
      Object: objects,
      Tag: lab()
        .someTags(['tlp:amber'])
        .map((name) => ({ name })),
    });
    await addIndicators(id, [...places.keys()]);
    const event = await truth.event(id);
    const run = async (what: string) => {
      await runAll(SOURCE, comparison);
      await compareOwn(what, event.id, comparison);
    };
    const named = (type: string) => attributeOf(event, type);
    await run('not published');
    await truth.post(`/events/publish/${event.id}`);
    await run('published');
    for (const [feed, column, value] of rows)
      comparison.same(
        `${feed} ${column}`,
        valuesOf(feed, column, event.id).some(([one]) => one === value.toLowerCase()),
        true,
      );
    for (const [what, path, body] of [
      ['a value edited', `/attributes/edit/${named('domain').id}`, { value: ownDomain() }],
      ['to_ids taken away', `/attributes/edit/${named('hostname').id}`, { to_ids: false }],
      ['a type changed', `/attributes/edit/${named('md5').id}`, { type: 'other', category: 'Other' }],
      ['a soft deletion', `/attributes/delete/${named('sha1').id}`, {}],
      ['another tag', '/tags/attachTagToObject', { uuid: event.uuid, tag: 'tlp:red' }],
    ] as const) {
      // A tag that this MISP does not have is refused.
      await truth.http.ask('POST', path, body);
      await truth.post(`/events/publish/${event.id}`);
      // The feed asks for its own types only: that an attribute has another one, the reconciliation finds.
      if (what === 'a type changed') await reconcile(comparison);
      await run(what);
    }
    await truth.post(`/attributes/delete/${named('sha256').id}/1`);
    await truth.post(`/events/publish/${event.id}`);
    await reconcile(comparison);
    await run('a hard deletion');
    await truth.post(`/events/unpublish/${event.id}`);
    await reconcile(comparison);
    await run('not published any more');
    await truth.post(`/events/publish/${event.id}`);
    await run('published again');
    await own.delete(event.id);
    await reconcile(comparison);
    await run('the event deleted');
    comparison.end();
  });

  /** What the event has for the feeds beside what of it stands in them. */
  async function compareOwn(what: string, id: string, comparison: Comparison): Promise<void> {
    const { truth } = lab();
    const { status, body } = await truth.http.ask('GET', `/events/view/${id}`);
    const event = status === 200 ? (body as { Event: EventView }).Event : undefined;
    const weight = weightOf((event?.Tag ?? []).map(({ name }) => name));
    const attributes =
      event?.['published'] === true ? (event.Attribute ?? []).filter((one) => one.to_ids) : [];
    const wanted = new Set(
      attributes
        .flatMap((one) => placed(one, places))
        .map(({ feed, column, value }) => `${feed} ${column} ${value.toLowerCase()}`),
    );
    const objects = new Set(['certificate', 'process']);
    for (const feed of FEED_NAMES) {
      for (const row of feedOf(lab().splunk, feed).rows) {
        const { description = '', weight: given, ...columns } = row;
        if (!description.endsWith(` | MISP event ${id}`)) continue;
        comparison.rows += 1;
        comparison.same(`${what}: ${feed} description`, description.startsWith(event?.info ?? ''), true);
        comparison.same(`${what}: ${feed} weight`, given, weight);
        if (event?.['published'] !== true) comparison.mismatch(`${what}: ${feed} still has ${description}`);
        if (objects.has(feed)) continue;
        for (const [column, value] of Object.entries(columns))
          if (
            value !== '' &&
            !wanted.delete(`${feed} ${column} ${value.toLowerCase()}`) &&
            !isOfObject(value, event)
          )
            comparison.mismatch(`${what}: ${feed} has ${column} ${value}`);
      }
    }
    comparison.values += attributes.length;
    for (const one of wanted) comparison.mismatch(`${what}: not there is ${one}`);
  }
});
