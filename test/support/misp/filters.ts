import type { StoredAttribute } from './store.ts';

/** A part of a restSearch body that MISP answers with HTTP 500. */
export class InternalError extends Error {}

type Test = (attribute: StoredAttribute) => boolean;

/** What each known parameter lets through. Parameters that are not here are ignored, as MISP does. */
const FILTERS: Readonly<Record<string, (value: unknown, now: number) => Test>> = {
  eventid: (value) => anyOf(value, (one) => (a) => a.event.id === one || a.event.uuid === one.toLowerCase()),
  uuid: (value) => anyOf(value, (one) => (a) => a.uuid === one),
  type: (value) =>
    anyOf(value, (one) => (a) => like(one, a.type) || (one === 'email-src' && a.type === 'email')),
  category: (value) => anyOf(value, (one) => (a) => like(one, a.category)),
  value: (value) => anyOf(value, (one) => (a) => halves(a.value).some((half) => like(one.trim(), half))),
  tags: (value) => anyOf(value, (one) => (a) => [...a.tags, ...a.event.tags].some((tag) => likeExactly(one, tag))),
  org: (value) => anyOf(value, (one) => (a) => a.event.org.name === one || a.event.org.id === one),
  object_relation: (value) => anyOf(value, (one) => (a) => a.object_relation === one),
  eventinfo: (value) => anyOf(value, (one) => (a) => like(one, a.event.info)),
  threat_level_id: (value) => anyOf(value, (one) => (a) => a.event.threat_level_id === one),
  to_ids: (value) => {
    if (Array.isArray(value)) return () => true;
    const wanted = value === 'exclude' || value === 0 || value === '0' || value === false ? false : true;
    return (a) => a.to_ids === wanted;
  },
  published: (value) => (a) => a.event.published === (value === true || value === 1 || value === '1'),
  last: (value, now) => within(value, now, (a) => a.event.publish_timestamp),
  publish_timestamp: (value, now) => within(value, now, (a) => a.event.publish_timestamp),
  timestamp: (value, now) => within(value, now, (a) => a.timestamp),
  attribute_timestamp: (value, now) => within(value, now, (a) => a.timestamp),
  event_timestamp: (value, now) => within(value, now, (a) => a.event.timestamp),
  from: (value) => (a) => a.event.date >= dayOf(value),
  to: (value) => (a) => a.event.date <= dayOf(value),
};

/** The attributes that a body lets through, before paging. A blank value filters nothing. */
export function matching(attributes: readonly StoredAttribute[], body: Readonly<Record<string, unknown>>, now: number): StoredAttribute[] {
  const tests = Object.entries(body).flatMap(([name, value]) => {
    const filter = FILTERS[name];
    return filter && !isBlank(value) ? [filter(value, now)] : [];
  });
  tests.push(deletedTest(body['deleted']));
  return attributes.filter((attribute) => tests.every((test) => test(attribute)));
}

function deletedTest(value: unknown): Test {
  if (Array.isArray(value)) {
    const wanted = value.map((one) => one === 1 || one === '1' || one === true);
    return (a) => wanted.includes(a.deleted);
  }
  const only = value === 1 || value === '1' || value === true || value === 'only';
  return (a) => a.deleted === only;
}

/** Strings, lists, `{OR, AND, NOT}`; `!` excludes, `||` separates. */
function anyOf(value: unknown, test: (one: string) => Test): Test {
  const { any, all, none } = parts(value);
  return (a) =>
    (any.length === 0 || any.some((one) => test(one)(a))) &&
    all.every((one) => test(one)(a)) &&
    !none.some((one) => test(one)(a));
}

function parts(value: unknown): { any: string[]; all: string[]; none: string[] } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { OR, AND, NOT, ...rest } = value as Record<string, unknown>;
    if (Object.keys(rest).length > 0) throw new InternalError('unknown operator');
    const some = parts(OR ?? []);
    return { any: some.any, all: parts(AND ?? []).any, none: [...some.none, ...parts(NOT ?? []).any] };
  }
  const list = (Array.isArray(value) ? value : String(value).split('||')).map(String);
  return {
    any: list.filter((one) => !one.startsWith('!')),
    all: [],
    none: list.filter((one) => one.startsWith('!')).map((one) => one.slice(1)),
  };
}

function halves(value: string): string[] {
  const cut = value.indexOf('|');
  return cut < 0 ? [value] : [value.slice(0, cut), value.slice(cut + 1)];
}

/** SQL's LIKE when there is a `%`, else equality; letter case does not matter. */
function like(pattern: string, text: string): boolean {
  return likeExactly(pattern.toLowerCase(), text.toLowerCase());
}

function likeExactly(pattern: string, text: string): boolean {
  if (!pattern.includes('%')) return pattern === text;
  const regex = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/%/g, '[^]*').replace(/_/g, '[^]');
  return new RegExp(`^${regex}$`).test(text);
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

function within(value: unknown, now: number, timeOf: (attribute: StoredAttribute) => number): Test {
  if (Array.isArray(value)) {
    if (value.length !== 2) throw new InternalError('a range has two ends');
    const [from, to] = value.map((one) => moment(String(one), now));
    return (a) => timeOf(a) >= (from ?? Infinity) && timeOf(a) <= (to ?? Infinity);
  }
  if (typeof value === 'object') throw new InternalError('no time');
  const from = moment(String(value), now);
  return (a) => timeOf(a) >= from;
}

/** Units that MISP does not know find nothing. */
function moment(text: string, now: number): number {
  const match = /^(\d+)([a-z])$/i.exec(text);
  if (match) return now - Number(match[1]) * (UNIT_SECONDS[(match[2] ?? '').toLowerCase()] ?? -Infinity);
  if (/^\d+$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? Infinity : date / 1000;
}

function dayOf(value: unknown): string {
  return typeof value === 'number' ? new Date(value * 1000).toISOString().slice(0, 10) : String(value);
}

function isBlank(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0 || value.includes('');
  return value === '' || value === null || value === undefined;
}
