import { type Answer, withBody } from './answer.ts';
import type { Random } from './random.ts';

type Place = Record<string, unknown> | unknown[];

/** JSON that no value of JavaScript's becomes: it stands in for a text that begins with this. */
const AS_IT_IS = '\u0001as it is\u0001';

const VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    4_294_967_296,
    9_007_199_254_740_992,
    '',
    ' ',
    '0',
    '-1',
    'x',
    '1e3',
    '%',
  ],
  ...[[], {}, [[]], [{}], [null], { '0': 'a', '1': 'b' }, { toString: 1 }, { valueOf: {}, toString: [] }],
  ...[
    '9'.repeat(30),
    'x'.repeat(3000),
    '\0',
    '\ud800',
    '\ufffe',
    '\u001b[31m',
    'a\r\nb',
    '"',
    '$a$;$b$',
    '=1+1',
  ],
  ...[
    '__proto__',
    'constructor',
    'misp',
    'a|b|c',
    '|',
    '||',
    '1970-01-01',
    'NaN',
    '<script>',
    '</data>',
    ']]>',
  ],
  ...[
    `${AS_IT_IS}1e400`,
    `${AS_IT_IS}-0`,
    `${AS_IT_IS}${'9'.repeat(400)}`,
    `${AS_IT_IS}{"__proto__":{"id":"1"}}`,
  ],
  ...[
    `${AS_IT_IS}{"a":1,"a":2,"a":{}}`,
    `${AS_IT_IS}"\\ud83d"`,
    `${AS_IT_IS}${'['.repeat(150)}${']'.repeat(150)}`,
  ],
];

const NAMES = [
  ...[
    'id',
    'type',
    'value',
    'uuid',
    'Event',
    'Attribute',
    'Object',
    'Tag',
    'Orgc',
    'name',
    'timestamp',
    'response',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    '_time',
    'host',
    '__mv_a',
    'misp_host',
    'a.b',
  ],
];

/** What is repeated within what is repeated would be without end. */
const MAX_PLACES = 20_000;

/** The objects and lists in a value, up to a number. */
function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null || found.length > MAX_PLACES) return found;
  found.push(value as Place);
  for (const one of Object.values(value)) placesIn(one, found);
  return found;
}

type Change = (place: Place, key: string, random: Random) => void;

function set(place: Place, key: string, value: unknown): void {
  if (Array.isArray(place)) place[Number(key)] = value;
  else Object.defineProperty(place, key, { value, enumerable: true, configurable: true, writable: true });
}

function get(place: Place, key: string): unknown {
  return Array.isArray(place) ? place[Number(key)] : place[key];
}

function remove(place: Place, key: string): void {
  if (Array.isArray(place)) place.splice(Number(key), 1);
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- Any member may be missing.
  else delete place[key];
}

/** What may happen to a member of an object, or an element of a list. */
const CHANGES: readonly (readonly [weight: number, change: Change])[] = [
  [4, remove],
  [
    6,
    (place, key, random) => {
      set(place, key, structuredClone(random.pick(VALUES)));
    },
  ],
  [
    2,
    (place, key, random) => {
      const value = get(place, key);
      remove(place, key);
      set(place, Array.isArray(place) ? key : random.pick(NAMES), value);
    },
  ],
  [
    1,
    (place, key, random) => {
      set(
        place,
        Array.isArray(place) ? String(place.length) : random.pick(NAMES),
        structuredClone(random.pick(VALUES)),
      );
    },
  ],
  [
    1,
    (place, key) => {
      set(place, key, [get(place, key)]);
    },
  ],
  [
    1,
    (place, key, random) => {
      set(place, key, { [random.pick(NAMES)]: get(place, key) });
    },
  ],
  // PHP writes a list with holes as a map, and an empty map as a list.
  [
    2,
    (place, key) => {
      const value = get(place, key);
      if (Array.isArray(value)) set(place, key, Object.fromEntries(Object.entries(value)));
      else if (typeof value === 'object' && value !== null) set(place, key, Object.values(value));
    },
  ],
  [
    2,
    (place, key) => {
      const value = get(place, key);
      set(
        place,
        key,
        typeof value === 'string' && value !== '' && !Number.isNaN(Number(value))
          ? Number(value)
          : ['number', 'boolean'].includes(typeof value)
            ? JSON.stringify(value)
            : value,
      );
    },
  ],
  [
    1,
    (place, key, random) => {
      const value = get(place, key);
      if (Array.isArray(place))
        for (let count = random.pick([1, 3, 200]); count > 0; count -= 1) place.push(structuredClone(value));
    },
  ],
];

/** A body with some of its members changed; one that is no JSON stays. */
export function reshaped(answer: Answer, random: Random): Answer {
  let root: { body: unknown };
  try {
    root = { body: JSON.parse(answer.body.toString()) as unknown };
  } catch {
    return answer;
  }
  for (
    let count = random.weighted([
      [6, 1],
      [3, 3],
      [1, 20],
    ]);
    count > 0;
    count -= 1
  ) {
    const places = placesIn(root);
    if (places.length > MAX_PLACES) return answer;
    // Far down there are many places; near the top, what matters most.
    const place = random.chance(0.3)
      ? (places[random.below(Math.min(places.length, 6))] ?? root)
      : random.pick(places);
    const keys = Object.keys(place);
    if (keys.length > 0) random.weighted(CHANGES)(place, random.pick(keys), random);
  }
  if (placesIn(root).length > MAX_PLACES) return answer;
  const json = JSON.stringify(root.body) as string | undefined;
  return withBody(answer, Buffer.from(asItIs(json ?? '')));
}

function asItIs(json: string): string {
  return json.replace(
    /"\\u0001as it is\\u0001((?:[^"\\]|\\.)*)"/g,
    (_, text: string) => JSON.parse(`"${text}"`) as string,
  );
}
