import type { Store, Table } from './store.ts';

const UUID_BYTES = 16;
const WORD_BYTES = 4;
const RECORDS_A_BLOCK = 256;
/** Unix seconds that next to nothing has. */
const PENDING = 1;
/** Blocks that are kept beside those in use: neighbouring pages of MISP's share one or two. */
const KEPT_BLOCKS = 512;

export interface KnownRecord {
  readonly id: number;
  /** 32 hexadecimal digits. */
  readonly uuid: string;
  readonly words: readonly number[];
}

/**
 * What was indexed of one kind of thing, by the id that MISP gave it: its uuid and a few numbers, 28 bytes for an
 * attribute. Of the table, only the blocks in use are in memory: ids that come together stand together. A record whose
 * uuid is another one is none: MISP was set up anew.
 */
export class KnownTable {
  readonly #store: Store;
  readonly #table: Table;
  readonly #words: number;
  readonly #recordBytes: number;
  #blocks = new Map<number, Buffer>();
  readonly #changed = new Set<number>();
  #saved: Promise<void> = Promise.resolve();

  /** @param words how many numbers a record has, each 0 to 2^32-1; the first is never 0 in a record that there is */
  constructor(store: Store, name: string, words: number) {
    this.#store = store;
    this.#words = words;
    this.#recordBytes = UUID_BYTES + words * WORD_BYTES;
    this.#table = { name, blockBytes: RECORDS_A_BLOCK * this.#recordBytes };
  }

  /** Must come before these ids are looked at. */
  async load(ids: Iterable<number>): Promise<void> {
    const wanted = new Set<number>();
    for (const id of ids) wanted.add(blockOf(id));
    if (this.#blocks.size > KEPT_BLOCKS) this.#forgetAllBut(wanted);
    const missing = [...wanted].filter((index) => !this.#blocks.has(index)).sort((a, b) => a - b);
    if (missing.length === 0) return;
    const found = await this.#store.readBlocks(this.#table, missing);
    for (const index of missing)
      this.#blocks.set(index, found.get(index) ?? Buffer.alloc(this.#table.blockBytes));
  }

  /** The numbers that are known of it; undefined when it is not known. */
  wordsOf(id: number, uuid: string): readonly number[] | undefined {
    const record = this.at(id);
    if (!record) return undefined;
    return record.uuid === hexOf(uuid) ? record.words : undefined;
  }

  set(id: number, uuid: string, words: readonly number[]): void {
    const block = this.#changedBlock(id);
    const start = this.#startOf(id);
    // Upper case or not, it is the same bytes.
    if (block.write(uuid.replaceAll('-', ''), start, UUID_BYTES, 'hex') < UUID_BYTES)
      block.fill(0, start, start + UUID_BYTES);
    this.#write(block, start, words);
  }

  /**
   * Notes that something is about to be written: it counts as indexed, in no version that there is. If the run breaks off
   * before it is confirmed, it is written again when MISP still has it, and told to be gone when not.
   */
  expect(id: number, uuid: string, words: readonly number[]): void {
    this.set(id, uuid, [words[0] === PENDING ? PENDING + 1 : PENDING, ...words.slice(1)]);
  }

  /** What was expected has been written, in this version. */
  confirm(id: number, words: readonly number[]): void {
    this.#write(this.#changedBlock(id), this.#startOf(id), words);
  }

  forget(id: number): void {
    this.#changedBlock(id).fill(0, this.#startOf(id), this.#startOf(id) + this.#recordBytes);
  }

  /** Writes what has changed so far; more may change while it does. Resolves when it is there. @param isDurable as of Store */
  save(isDurable = true): Promise<void> {
    const blocks = new Map<number, Buffer>();
    for (const index of this.#changed) {
      const block = this.#blocks.get(index);
      if (block) blocks.set(index, Buffer.from(block));
    }
    this.#changed.clear();
    if (blocks.size > 0) {
      this.#saved = this.#saved.then(() => this.#store.writeBlocks(this.#table, blocks, isDurable));
      // Its failure is told to whoever waits for it.
      this.#saved.catch(() => undefined);
    }
    return this.#saved;
  }

  /** All that is known, in the order of ids, a block at a time; as it was when its block was reached. */
  async *blocks(): AsyncGenerator<readonly KnownRecord[]> {
    await this.save();
    for await (const [index, block] of this.#store.allBlocks(this.#table)) {
      const records: KnownRecord[] = [];
      for (let place = 0; place < RECORDS_A_BLOCK; place += 1) {
        const record = this.#read(block, place, index * RECORDS_A_BLOCK + place);
        if (record) records.push(record);
      }
      if (records.length > 0) yield records;
    }
  }

  /** What is known under an id, whatever its uuid. */
  at(id: number): KnownRecord | undefined {
    const block = this.#blocks.get(blockOf(id));
    if (!block) throw new RangeError(`the block of ${this.#table.name} ${id} is not loaded`);
    return this.#read(block, id % RECORDS_A_BLOCK, id);
  }

  #read(block: Buffer, place: number, id: number): KnownRecord | undefined {
    const start = place * this.#recordBytes + UUID_BYTES;
    if (block.readUInt32LE(start) === 0) return undefined;
    const words: number[] = [];
    for (let index = 0; index < this.#words; index += 1)
      words.push(block.readUInt32LE(start + index * WORD_BYTES));
    return { id, uuid: block.toString('hex', start - UUID_BYTES, start), words };
  }

  #write(block: Buffer, start: number, words: readonly number[]): void {
    for (let index = 0; index < this.#words; index += 1)
      block.writeUInt32LE((words[index] ?? 0) >>> 0, start + UUID_BYTES + index * WORD_BYTES);
  }

  #changedBlock(id: number): Buffer {
    const index = blockOf(id);
    const block = this.#blocks.get(index);
    if (!block) throw new RangeError(`the block of ${this.#table.name} ${id} is not loaded`);
    this.#changed.add(index);
    return block;
  }

  #startOf(id: number): number {
    return (id % RECORDS_A_BLOCK) * this.#recordBytes;
  }

  #forgetAllBut(wanted: ReadonlySet<number>): void {
    this.#blocks = new Map(
      [...this.#blocks].filter(([index]) => wanted.has(index) || this.#changed.has(index)),
    );
  }
}

function blockOf(id: number): number {
  return Math.floor(id / RECORDS_A_BLOCK);
}

function hexOf(uuid: string): string {
  return uuid.replaceAll('-', '').toLowerCase();
}

/** As MISP writes it. */
export function dashed(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
