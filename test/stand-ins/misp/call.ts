import { type Account, may } from './accounts.ts';
import type { Era } from './eras.ts';
import type { Org, StoredEvent } from './store/records.ts';
import { json, pretty, type Reply } from './replies.ts';
import { type Incoming, jsonOf } from './request-body.ts';
import type { MispStore } from './store/store.ts';

export type Members = Readonly<Record<string, unknown>>;

/** A request of somebody who may ask, and what answering it needs. */
export interface Call {
  readonly request: Incoming;
  /** As the client sent it. */
  readonly path: string;
  /** What follows controller and action in the path: what has a place, and what has a name (`limit:5`). */
  readonly args: readonly string[];
  readonly named: Readonly<Record<string, string>>;
  /** The parsed body, undefined when there is no JSON. */
  readonly json: unknown;
  /** The same if it is an object, else without members. */
  readonly body: Members;
  readonly store: MispStore;
  readonly account: Account;
  readonly viewer: Org;
  /** Unix seconds. */
  readonly now: number;
  /** Of this MISP, without a slash at the end. */
  readonly url: string;
  readonly maxLimit: number | undefined;
  readonly era: Era | undefined;
  /** As MISP shows most pages to this client. */
  readonly show: (value: unknown) => Reply;
}

export interface CallOptions {
  readonly store: MispStore;
  readonly account: Account;
  readonly now: number;
  readonly url: string;
  readonly maxLimit: number | undefined;
  readonly era: Era | undefined;
}

export function callOf(request: Incoming, options: CallOptions): Call {
  const { store, account } = options;
  const parts = partsOf(request.path).slice(2);
  const isPyMisp = request.headers['user-agent']?.includes('PyMISP') === true;
  const body = jsonOf(request);
  return {
    ...options,
    request,
    path: request.path,
    args: parts.filter((part) => !part.includes(':')),
    named: Object.fromEntries(parts.filter((part) => part.includes(':')).map(named)),
    json: body,
    body: membersOf(body),
    viewer: viewerOf(account, store),
    show: isPyMisp ? json : pretty,
  };
}

function viewerOf(account: Account, { org, partner }: MispStore): Org {
  const own = account.organisation === 'partner' ? partner : org;
  return may(account, 'site_admin') ? { ...own, seesAll: true } : own;
}

/** Controller, action and the rest, without what the last may end with for its format; `events/5` is `events/view/5`. */
export function partsOf(path: string): string[] {
  const [controller = '', ...rest] = path
    .replace(/\?.*/, '')
    .replace(/\.json$/, '')
    .split('/')
    .filter(Boolean)
    .map(decoded);
  const isId = /^(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(rest[0] ?? '');
  return isId ? [controller, 'view', ...rest] : [controller, ...rest];
}

/** No members for what is no object. */
export function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

/** Nothing in what is no list. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

export function emailOf({ name }: Account, { mailDomain }: MispStore): string {
  return `${name}@${mailDomain}`;
}

/** Who made the event may change it, and whoever may change what the organisation made. */
export function mayChange({ account, viewer, store }: Call, event: StoredEvent): boolean {
  if (may(account, 'site_admin')) return true;
  if (event.orgc.id !== viewer.id) return false;
  return (
    may(account, 'modify_org') || (may(account, 'modify') && event.creator_email === emailOf(account, store))
  );
}

function named(part: string): [string, string] {
  const [name = '', ...value] = part.split(':');
  return [name, value.join(':')];
}

/** A path that cannot be decoded is taken as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
