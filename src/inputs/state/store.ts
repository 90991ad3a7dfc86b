/** A place of one input's own that outlives runs: its checkpoint, and tables of blocks of bytes. */
export interface Store {
  /** Undefined when there is none yet. */
  load(): Promise<string | undefined>;
  /** All of it or nothing, whatever happens meanwhile. */
  save(checkpoint: string): Promise<void>;
  /** Puts a checkpoint away that is not to be used. @returns where it is now, for people */
  setAside(checkpoint: string): Promise<string>;
  /** What `saveRecent` put there last; undefined or empty when there is nothing. */
  loadRecent(): Promise<Buffer | undefined>;
  /** All of it or nothing. */
  saveRecent(events: Buffer): Promise<void>;
  /** Those of the blocks that were ever written. */
  readBlocks(table: Table, indexes: readonly number[]): Promise<ReadonlyMap<number, Buffer>>;
  /** @param isDurable whether it resolves only when what ends the machine cannot lose them */
  writeBlocks(table: Table, blocks: ReadonlyMap<number, Buffer>, isDurable: boolean): Promise<void>;
  /** Every block that was ever written, in order. */
  allBlocks(table: Table): AsyncIterable<readonly [index: number, block: Buffer]>;
  close(): Promise<void>;
}

export interface Table {
  readonly name: string;
  /** All blocks of a table are as long. */
  readonly blockBytes: number;
}
