import { AttributeTable } from '../../indicators/attribute-table.ts';
import type { NumberSet } from '../../common/number-set.ts';
import { batchesOf } from '../../misp/batches.ts';
import { isUuid } from '../../misp/query/ids.ts';
import type { Warnings } from '../../misp/warnings.ts';
import { UnusableRow } from '../../misp/rows/shape.ts';
import type { Attribute } from '../../misp/rows/types.ts';
import type { IndexState } from '../state/index-state.ts';
import type { Sink } from '../output/sink.ts';
import { attributeVersion, eventContextHash, isSameVersion } from '../state/versions.ts';

/** Attributes are written in batches of at most this size. Escaping in XML makes a text up to five times as long. */
const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 2_000_000;

export interface AttributeIndexerOptions {
  readonly sink: Sink;
  /** Fields: timestamp, id of the event, hash of the content. */
  readonly indexState: IndexState;
  readonly warnings: Warnings;
  /** Only attributes with this `to_ids` are indexed. One that is indexed is written again when its `to_ids` changes. */
  readonly toIds: boolean | undefined;
  /**
   * When the previous run was interrupted: its start, in Unix seconds of MISP's clock; else Infinity. That run may have
   * written attributes that the index state lacks, so `toIds` does not filter what changed since then.
   */
  readonly interruptedRunStart: number;
}

/** Writes attributes that are new or changed. */
export class AttributeIndexer {
  readonly #options: AttributeIndexerOptions;
  /** Collects the ids of all attributes that MISP sends, during a reconciliation. */
  seenIds: NumberSet | undefined;
  #stateSaved: Promise<void> = Promise.resolve();

  constructor(options: AttributeIndexerOptions) {
    this.#options = options;
  }

  get indexState(): IndexState {
    return this.#options.indexState;
  }

  /** Writes a page of attributes. Resolves when splunkd's pipe has them; saving the index state then goes on. */
  async indexPage(rows: readonly Attribute[]): Promise<void> {
    const { sink, indexState } = this.#options;
    const attributes = rows.every(isIndexable) ? rows : this.#withoutUnindexable(rows);
    await indexState.load(attributes.map(({ id }) => Number(id)));
    sink.counts.read += attributes.length;
    const contexts = new Map<string, number>();
    const changed: Attribute[] = [];
    const versions: (readonly number[])[] = [];
    for (const attribute of attributes) {
      const id = Number(attribute.id);
      this.seenIds?.add(id);
      const { event_id, Event } = attribute;
      let context = contexts.get(event_id);
      if (context === undefined) contexts.set(event_id, (context = eventContextHash(Event ?? {})));
      const version = attributeVersion(attribute, context);
      const indexedVersion = indexState.fieldsOf(id, attribute.uuid);
      if (isSameVersion(indexedVersion, version)) continue;
      if (!indexedVersion && this.#isFilteredOut(attribute)) continue;
      changed.push(attribute);
      versions.push(version);
      indexState.markPending(id, attribute.uuid, version);
    }
    // Save the state of the previous page before writing this one; a crash then repeats at most one page.
    await this.#stateSaved;
    await indexState.save(false);
    for (const batch of batchesOf(changed, BATCH_ROWS, BATCH_CHARACTERS, countCharacters))
      await this.#writeBatch(batch);
    await sink.flushed();
    // Confirm only after the flush: an attribute that is confirmed and not written would be lost for good.
    for (const [index, { id }] of changed.entries()) indexState.confirm(Number(id), versions[index] ?? []);
    this.#stateSaved = indexState.save();
  }

  #withoutUnindexable(rows: readonly Attribute[]): readonly Attribute[] {
    const reason = new UnusableRow('it has no UUID, or no event_id');
    for (const row of rows)
      if (!isIndexable(row)) this.#options.warnings.addDropped('attributes', row, reason);
    return rows.filter(isIndexable);
  }

  async #writeBatch(attributes: readonly Attribute[]): Promise<void> {
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

  #isFilteredOut({ to_ids, timestamp, deleted }: Attribute): boolean {
    const { toIds, interruptedRunStart } = this.#options;
    return toIds !== undefined && to_ids !== toIds && !deleted && Number(timestamp) < interruptedRunStart;
  }
}

/** Counts the texts that may be long. */
function countCharacters({ value, comment, Event, Tag = [] }: Attribute): number {
  let characters = value.length + comment.length + (Event?.info.length ?? 0);
  for (const { name } of Tag) characters += name.length;
  return characters;
}

/** Without these ids the index state cannot recognize an attribute, and every run would write it again. */
function isIndexable({ uuid, event_id }: Attribute): boolean {
  return event_id !== '' && isUuid(uuid);
}
