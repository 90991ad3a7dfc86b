import { difference, headDifferences, layoutOf } from '../recorded/compare.ts';
import type { Exchange } from '../recorded/recordings.ts';
import type { Answer } from '../recorded/replay.ts';

/**
 * Compares answers with those of a recording whose server made uuids and times of its own: the same uuid must be the
 * same one throughout, and a time the same within two seconds, but for when a role was made. Ids and everything else must be equal.
 */
export class Likeness {
  readonly #ours = new Map<string, string>();
  readonly #theirs = new Map<string, string>();

  /** What is not as it was recorded. */
  differences(exchange: Exchange, answer: Answer): string[] {
    const { name, response } = exchange;
    const where = `${name}: the body`;
    const parsed = [answer.body, response.body].map(parse);
    return [
      ...headDifferences(exchange, answer, 0),
      ...difference(`${where}'s layout`, layoutOf(answer.body), layoutOf(response.body)),
      ...this.#compare(where, parsed[0], parsed[1]),
    ];
  }

  #compare(where: string, ours: unknown, theirs: unknown): string[] {
    const [one, other] = [ours, theirs].map(entriesOf);
    if (!one || !other) return this.#isLike(where, ours, theirs) ? [] : difference(where, ours, theirs);
    const names = [one, other].map((entries) => entries.map(([name]) => name).join());
    return [
      ...difference(`the members of ${where}`, names[0], names[1]),
      ...one.flatMap(([name, value], index) => this.#compare(`${where} ${name}`, value, other[index]?.[1])),
    ];
  }

  #isLike(where: string, ours: unknown, theirs: unknown): boolean {
    if (typeof ours !== 'string' || typeof theirs !== 'string') return ours === theirs;
    if (/(timestamp|date_sighting)$/.test(where)) return Math.abs(Number(ours) - Number(theirs)) <= 2;
    if (/ (created|modified)$/.test(where)) return true;
    // What connects a tag to an attribute is counted from another number.
    if (/AttributeTag \d+ id$/.test(where)) return /^\d+$/.test(ours);
    if (!isUuid(ours) || !isUuid(theirs)) return ours === theirs;
    const isKnown = this.#ours.has(ours) || this.#theirs.has(theirs);
    if (!isKnown) {
      this.#ours.set(ours, theirs);
      this.#theirs.set(theirs, ours);
    }
    return this.#ours.get(ours) === theirs && this.#theirs.get(theirs) === ours;
  }
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** Text that is no JSON as it is. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
