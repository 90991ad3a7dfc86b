import type { BlockTable, Store } from './store.ts';

const UUID_BYTES = 16;
const FIELD_BYTES = 4;
const RECORDS_PER_BLOCK = 256;
/** A timestamp (Unix seconds) that practically nothing in MISP has. */
const PENDING = 1;
/** Neighbouring pages of MISP share one or two blocks, so recently used blocks stay in memory. */
const MAX_CACHED_BLOCKS = 512;

/** What the index has of one attribute, event or sighting. */
export interface IndexedRecord {
  readonly id: number;
  /** 32 hexadecimal digits. */
  readonly uuid: string;
  /** The indexed version, and what else a caller stores; each 0 to 2^32-1. */
  readonly fields: readonly number[];
}

/**
 * The state of the index: which attributes, events or sightings splunkd has, and in which version. A record is found by
 * MISP's id and has a uuid and some numbers, 28 bytes for an attribute. Records with neighbouring ids share a block, and
 * only blocks in use are in memory. A record with another uuid does not count: that MISP was set up anew.
 */
export class IndexState {
  readonly #store: Store;
  readonly #blockTable: BlockTable;
  readonly #fieldCount: number;
  readonly #recordBytes: number;
  #blocks = new Map<number, Buffer>();
  readonly #changed = new Set<number>();
  #saved: Promise<void> = Promise.resolve();

  /** @param fieldCount how many numbers a record has; the first one is never 0, which marks an empty place */
  constructor(store: Store, name: string, fieldCount: number) {
    this.#store = store;
    this.#fieldCount = fieldCount;
    this.#recordBytes = UUID_BYTES + fieldCount * FIELD_BYTES;
    this.#blockTable = { name, blockBytes: RECORDS_PER_BLOCK * this.#recordBytes };
  }

  /** Reads the blocks of these ids. Every other method needs the block of its id loaded. */
  async load(ids: Iterable<number>): Promise<void> {
    const needed = new Set<number>();
    for (const id of ids) needed.add(blockIndexOf(id));
    if (this.#blocks.size > MAX_CACHED_BLOCKS) this.#evictAllExcept(needed);
    const missing = [...needed].filter((index) => !this.#blocks.has(index)).sort((a, b) => a - b);
    if (missing.length === 0) return;
    const stored = await this.#store.readBlocks(this.#blockTable, missing);
    for (const index of missing)
      this.#blocks.set(index, stored.get(index) ?? Buffer.alloc(this.#blockTable.blockBytes));
  }

  /** The fields of a record; undefined when there is none, or one with another uuid. */
  fieldsOf(id: number, uuid: string): readonly number[] | undefined {
    const record = this.get(id);
    if (!record) return undefined;
    return record.uuid === uuidHex(uuid) ? record.fields : undefined;
  }

  /** The record of an id, whatever its uuid. */
  get(id: number): IndexedRecord | undefined {
    return this.#decode(this.#blockOf(id), id % RECORDS_PER_BLOCK, id);
  }

  set(id: number, uuid: string, fields: readonly number[]): void {
    const block = this.#blockToChange(id);
    const start = this.#offsetOf(id);
    // Hexadecimal digits in upper and lower case are the same bytes.
    if (block.write(uuid.replaceAll('-', ''), start, UUID_BYTES, 'hex') < UUID_BYTES)
      block.fill(0, start, start + UUID_BYTES);
    this.#encode(block, start, fields);
  }

  /**
   * Marks a record as about to be written to splunkd, in a version that MISP never has. If the run is interrupted before
   * `confirm`, a later run writes it again while MISP has it, or a tombstone when MISP does not.
   */
  markPending(id: number, uuid: string, fields: readonly number[]): void {
    this.set(id, uuid, [fields[0] === PENDING ? PENDING + 1 : PENDING, ...fields.slice(1)]);
  }

  /** Stores the version that was written to splunkd. */
  confirm(id: number, fields: readonly number[]): void {
    this.#encode(this.#blockToChange(id), this.#offsetOf(id), fields);
  }

  remove(id: number): void {
    this.#blockToChange(id).fill(0, this.#offsetOf(id), this.#offsetOf(id) + this.#recordBytes);
  }

  /**
   * Saves all changes so far. Changes made meanwhile wait for the next call.
   * @param isDurable whether it resolves only when the changes survive a crash of the machine
   */
  save(isDurable = true): Promise<void> {
    const blocks = new Map<number, Buffer>();
    for (const index of this.#changed) {
      const block = this.#blocks.get(index);
      if (block) blocks.set(index, Buffer.from(block));
    }
    this.#changed.clear();
    if (blocks.size > 0) {
      this.#saved = this.#saved.then(() => this.#store.writeBlocks(this.#blockTable, blocks, isDurable));
      // The returned promise reports the failure.
      this.#saved.catch(() => undefined);
    }
    return this.#saved;
  }

  /** All records in the order of their ids, a block at a time. Each block is read when its turn comes. */
  async *records(): AsyncGenerator<readonly IndexedRecord[]> {
    await this.save();
    for await (const [index, block] of this.#store.allBlocks(this.#blockTable)) {
      const records: IndexedRecord[] = [];
      for (let place = 0; place < RECORDS_PER_BLOCK; place += 1) {
        const record = this.#decode(block, place, index * RECORDS_PER_BLOCK + place);
        if (record) records.push(record);
      }
      if (records.length > 0) yield records;
    }
  }

  #decode(block: Buffer, place: number, id: number): IndexedRecord | undefined {
    const start = place * this.#recordBytes + UUID_BYTES;
    if (block.readUInt32LE(start) === 0) return undefined;
    const fields: number[] = [];
    for (let index = 0; index < this.#fieldCount; index += 1)
      fields.push(block.readUInt32LE(start + index * FIELD_BYTES));
    return { id, uuid: block.toString('hex', start - UUID_BYTES, start), fields };
  }

  #encode(block: Buffer, start: number, fields: readonly number[]): void {
    for (let index = 0; index < this.#fieldCount; index += 1)
      block.writeUInt32LE((fields[index] ?? 0) >>> 0, start + UUID_BYTES + index * FIELD_BYTES);
  }

  #blockOf(id: number): Buffer {
    const block = this.#blocks.get(blockIndexOf(id));
    if (!block) throw new RangeError(`the block of ${this.#blockTable.name} ${id} is not loaded`);
    return block;
  }

  #blockToChange(id: number): Buffer {
    const block = this.#blockOf(id);
    this.#changed.add(blockIndexOf(id));
    return block;
  }

  #offsetOf(id: number): number {
    return (id % RECORDS_PER_BLOCK) * this.#recordBytes;
  }

  #evictAllExcept(needed: ReadonlySet<number>): void {
    this.#blocks = new Map(
      [...this.#blocks].filter(([index]) => needed.has(index) || this.#changed.has(index)),
    );
  }
}

function blockIndexOf(id: number): number {
  return Math.floor(id / RECORDS_PER_BLOCK);
}

function uuidHex(uuid: string): string {
  return uuid.replaceAll('-', '').toLowerCase();
}

/** A uuid of 32 hexadecimal digits in the form with hyphens, as MISP writes it. */
export function formatUuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
