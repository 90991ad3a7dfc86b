import { expect } from 'chai';
import { ask } from '../client.ts';
import { headDifferences, differences } from '../recorded/compare.ts';
import { Likeness } from '../values/likeness.ts';
import { storeShownBy } from '../recorded/recorded-store.ts';
import { recordedTags } from '../recorded/recorded-tags.ts';
import { type Exchange, recordingOf, timeOf } from '../recorded/recordings.ts';
import { type Answer, replay } from '../recorded/replay.ts';
import { type MispOptions, type MispServer, startMisp } from '../server.ts';
import { MispStore } from '../store/store.ts';
import type { Warninglist } from '../pages/warninglists.ts';

const RECORDING = '32-rest-get-actions';
const START = 1_795_000_000;
/** What the recorded one was asked about: the event of its own, an attribute of it, and the event of another organisation. */
const EVENT = '156';
const DELETED = '121732';

/** Exchanges that are not replayed, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'attributes/describeTypes': 'the embedded MISP has the types of another one, and the answer was cut',
  'attributes/describeTypes.json': 'the embedded MISP has the types of another one, and the answer was cut',
  'roles/view/3, publisher': 'users of the embedded MISP may not change what others of the organisation made',
  'roles/index': 'the embedded MISP has four of the roles, and the answer was cut',
  'events/index limit 2 page 2 sort id': 'the answer, of 404 kB, was cut within the first event',
};

/** Texts of MISP's own, which are not copied. */
const TEXT = 'a text of MISP';
/** Exchanges of whose answer only the head is compared, and why. */
const HEAD_ONLY: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'attributes/edit',
      'events/edit',
      'events/addTag',
      'attributes/addTag',
      'sightings/add',
      'attributes/add',
    ]
      .concat('attributes/deleteSelected')
      .map((action) => [`${action} by GET`, TEXT]),
  ),
  'users/view/me, admin': 'the first user of a MISP has null where others have a text',
};

/** Whose key of the embedded MISP is that of each recorded user: same permissions, same relation to the events. */
const USERS = { publisher: 'partner', readonly: 'partnerReadonly', user: 'partner' };

/** What the answers show at the end, put back to what it was at the beginning. */
function storeAtTheStart(exchanges: readonly Exchange[]): MispStore {
  const store = storeShownBy(exchanges, exchanges, new Map(), ['1', '3']);
  for (const event of store.events) {
    if (event.id !== EVENT) continue;
    Object.assign(event, { published: true, timestamp: START, miscounted: 0 });
    for (const one of store.attributes) if (one.event === event) one.timestamp = START;
  }
  const shown = exchanges.filter(({ name }) => name.startsWith('tags/index'));
  for (const tag of shown.flatMap((one) => recordedTags([{ ...one, name: 'tags/index' }], Infinity)))
    store.defineTag(tag);
  store.warninglists.splice(0, Infinity, ...shownWarninglists(exchanges));
  return store;
}

function shownWarninglists(exchanges: readonly Exchange[]): Warninglist[] {
  const body = exchanges.find(({ name }) => name === 'warninglists/index')?.response.body ?? '';
  return [...body.matchAll(/"Warninglist": (\{[^}]*\})/g)].map(([, text = '']) => {
    const { warninglist_entry_count, ...list } = JSON.parse(text) as Warninglist & {
      warninglist_entry_count: string;
    };
    return { ...list, entries: [], count: Number(warninglist_entry_count) };
  });
}

/** What was done in the recorded database beside what the exchanges did. */
function apply({ name }: Exchange, store: MispStore): void {
  const event = store.event(EVENT);
  const attribute = store.attribute(DELETED);
  if (!event || !attribute || !name.startsWith('published again, before restore: attributes')) return;
  Object.assign(event, { published: true, timestamp: START });
  attribute.timestamp = START;
}

function withoutLength({ headers: { 'content-length': _, ...headers }, ...rest }: Answer): Answer {
  return { ...rest, headers };
}

function compared(exchange: Exchange, answer: Answer, likeness: Likeness): string[] {
  const { name, response } = exchange;
  if (HEAD_ONLY[name] !== undefined) return headDifferences(exchange, answer, 0);
  // An empty answer need not say how long it is.
  if (response.status === 302 && response.body === '')
    return likeness.differences(exchange, withoutLength(answer));
  if (name.startsWith('users/view')) return differences(exchange, answer, 0);
  if (response.body_truncated_at === undefined) return likeness.differences(exchange, answer);
  const [ours, theirs] = [answer.body, response.body].map(namedIn);
  // The last of them may be cut.
  const whole = theirs?.slice(0, -1) ?? [];
  const isPart = whole.length > 0 && whole.every((one, index) => one === ours?.[index]);
  return [
    ...headDifferences(exchange, answer, 0),
    ...(isPart ? [] : [`${name}: ${String(ours)} instead of ${String(theirs)}`]),
  ];
}

/** Ids and names of what a list has, in its order: all that is compared of an answer that was cut. */
function namedIn(body: string): readonly string[] {
  return [...body.matchAll(/\{\s*"id": ?"(\d+)",\s*"name": ?"((?:[^"\\]|\\.)*)"/g)].map(
    ([, id, name]) => `${id ?? ''} ${name ?? ''}`,
  );
}

describe('The embedded MISP, beside what a MISP 2.5.1 does by GET', () => {
  const servers: MispServer[] = [];

  afterEach(async () => {
    // None where a test was skipped, since there are no recordings.
    for (const server of servers.splice(0)) await server.close();
  });

  async function start(options: MispOptions): Promise<MispServer> {
    const server = await startMisp(options);
    servers.push(server);
    return server;
  }

  it('gives the recorded answers to 77 of the 82 requests, one after the other', async function () {
    const exchanges = recordingOf(this, RECORDING);
    const replayed = exchanges.filter(({ name }) => LEFT_OUT[name] === undefined);
    expect([exchanges.length, replayed.length]).to.deep.equal([82, 77]);
    let clock = 0;
    const misp = await start({ store: storeAtTheStart(exchanges), now: () => clock });
    const likeness = new Likeness();
    const found: string[] = [];
    for (const exchange of replayed) {
      clock = timeOf(exchange);
      apply(exchange, misp.store);
      found.push(...compared(exchange, await replay(exchange, misp, '', USERS), likeness));
    }
    expect(found).to.deep.equal([]);
  });

  it('shows all tags whatever the page, and everything to a site admin', async () => {
    const store = new MispStore();
    const event = store.addEvent({ info: 'Unshared', org: store.partner, distribution: '0' });
    for (let i = 0; i < 5; i += 1)
      store.addAttribute(event, { type: 'text', value: `${i}`, tags: [`tag ${i}`] });
    const misp = await start({ store });
    const { Tag } = await ask<{ Tag: readonly unknown[] }>(misp, 'tags/index/limit:3/page:2');
    expect(Tag).to.have.length(5);
    const events = (who: string) => ask<readonly unknown[]>(misp, 'events/index', undefined, who);
    expect([(await events('automation')).length, (await events('admin')).length]).to.deep.equal([0, 1]);
  });
});
