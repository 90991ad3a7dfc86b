import { AttributeTable } from '../../indicators/attribute-table.ts';
import type { NumberSet } from '../../common/number-set.ts';
import { batchesOf } from '../../misp/batches.ts';
import { isUuid } from '../../misp/query/ids.ts';
import type { Warnings } from '../../misp/warnings.ts';
import { UnusableRow } from '../../misp/rows/shape.ts';
import type { Attribute } from '../../misp/rows/types.ts';
import type { KnownTable } from '../state/known-table.ts';
import type { Sink } from '../output/sink.ts';
import { attributeVersion, contextOf, isSame } from '../state/versions.ts';

/** Events are written in parts of so many, and of so many characters: as XML they may be five times as long. */
const PART_ROWS = 500;
const PART_CHARACTERS = 2_000_000;

export interface AttributeIndexerOptions {
  readonly sink: Sink;
  /** Words: timestamp, id of the event, a number for the rest. */
  readonly known: KnownTable;
  readonly notes: Warnings;
  /** Only these are indexed first; an attribute that changes sides afterwards is told once more. */
  readonly toIds: boolean | undefined;
  /**
   * When the run before did not come to its end, it may have indexed what is not known: what changed since it began
   * (Unix seconds of MISP's clock) is told whatever `toIds` says.
   */
  readonly unsureSince: number;
}

/** Writes those attributes that are new, or of which something has changed. */
export class AttributeIndexer {
  readonly #options: AttributeIndexerOptions;
  /** Where the ids of all that MISP answers are noted, while a reconciliation wants to know. */
  seen: NumberSet | undefined;
  #saved: Promise<void> = Promise.resolve();

  constructor(options: AttributeIndexerOptions) {
    this.#options = options;
  }

  get known(): KnownTable {
    return this.#options.known;
  }

  /** Resolves when splunkd has what is new; what is known of it is then being written. */
  async page(rows: readonly Attribute[]): Promise<void> {
    const { sink, known } = this.#options;
    const attributes = rows.every(isIndexable) ? rows : this.#indexable(rows);
    await known.load(attributes.map(({ id }) => Number(id)));
    sink.counts.read += attributes.length;
    const contexts = new Map<string, number>();
    const changed: Attribute[] = [];
    const versions: (readonly number[])[] = [];
    for (const attribute of attributes) {
      const id = Number(attribute.id);
      this.seen?.add(id);
      const { event_id, Event } = attribute;
      let context = contexts.get(event_id);
      if (context === undefined) contexts.set(event_id, (context = contextOf(Event ?? {})));
      const version = attributeVersion(attribute, context);
      const before = known.wordsOf(id, attribute.uuid);
      if (isSame(before, version) || (!before && this.#isUnwanted(attribute))) continue;
      changed.push(attribute);
      versions.push(version);
      known.expect(id, attribute.uuid, version);
    }
    // What was handed over before must be known before more is: only one page may ever be handed over twice.
    await this.#saved;
    await known.save(false);
    for (const part of batchesOf(changed, PART_ROWS, PART_CHARACTERS, charactersOf)) await this.#write(part);
    await sink.taken();
    // Not before splunkd's pipe has them: a record of what was not written is an attribute lost for good.
    for (const [index, { id }] of changed.entries()) known.confirm(Number(id), versions[index] ?? []);
    this.#saved = known.save();
  }

  #indexable(rows: readonly Attribute[]): readonly Attribute[] {
    const reason = new UnusableRow('it has no uuid, or no event_id');
    for (const row of rows) if (!isIndexable(row)) this.#options.notes.addDropped('attributes', row, reason);
    return rows.filter(isIndexable);
  }

  async #write(attributes: readonly Attribute[]): Promise<void> {
    const { sink } = this.#options;
    const table = new AttributeTable({
      prefix: 'misp_',
      instance: sink.instance,
      url: sink.url,
      pipesplit: true,
      description: false,
      eventTags: true,
    });
    for (const attribute of attributes) table.addSingle(attribute);
    await sink.writeRows('misp:attribute', table.table, 'misp_value');
    sink.counts.attributes += attributes.length;
    for (const { deleted } of attributes) if (deleted) sink.counts.deleted += 1;
  }

  #isUnwanted({ to_ids, timestamp, deleted }: Attribute): boolean {
    const { toIds, unsureSince } = this.#options;
    return toIds !== undefined && to_ids !== toIds && !deleted && Number(timestamp) < unsureSince;
  }
}

/** Of what may be long. */
function charactersOf({ value, comment, Event, Tag = [] }: Attribute): number {
  let characters = value.length + comment.length + (Event?.info.length ?? 0);
  for (const { name } of Tag) characters += name.length;
  return characters;
}

/** What cannot be told apart from others, or found again, would be written anew by every run. */
function isIndexable({ uuid, event_id }: Attribute): boolean {
  return event_id !== '' && isUuid(uuid);
}
