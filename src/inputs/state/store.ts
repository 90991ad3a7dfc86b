/** Persistent storage of one input: its checkpoint, the events that it wrote last, and tables of fixed-size blocks. */
export interface Store {
  /** @returns the checkpoint; undefined before the first one is saved */
  load(): Promise<string | undefined>;
  /** Replaces the checkpoint atomically. */
  save(checkpoint: string): Promise<void>;
  /** Keeps a copy of a checkpoint that cannot be used. @returns where it is, for a message */
  setAside(checkpoint: string): Promise<string>;
  /** @returns what `saveRecent` saved last; undefined or empty when there is nothing */
  loadRecent(): Promise<Buffer | undefined>;
  /** Replaces the events that were written last, atomically. */
  saveRecent(events: Buffer): Promise<void>;
  /** @returns the blocks that exist, by index */
  readBlocks(table: BlockTable, indexes: readonly number[]): Promise<ReadonlyMap<number, Buffer>>;
  /** @param isDurable whether it resolves only when the blocks survive a crash of the machine */
  writeBlocks(table: BlockTable, blocks: ReadonlyMap<number, Buffer>, isDurable: boolean): Promise<void>;
  /** All blocks that exist, in the order of their indexes. */
  allBlocks(table: BlockTable): AsyncIterable<readonly [index: number, block: Buffer]>;
  close(): Promise<void>;
}

/** Copies of unusable checkpoints that a store keeps. A MISP whose clock jumps leaves one in each run. */
export const MAX_SET_ASIDE = 3;

export interface BlockTable {
  readonly name: string;
  /** The length of every block. */
  readonly blockBytes: number;
}
