/** Numbers in one block. */
const BLOCK = 256;
const WORDS_A_BLOCK = BLOCK / 32;
const NO_KEY = -1;

/**
 * Whole numbers from 0 to 2^53-1, a bit each. Only blocks of 256 that have one take memory, 40 bytes each, so a set costs
 * what is in it, not its largest number: a million ids in a row are some 300 kB.
 */
export class NumberSet {
  /** A hash table with open addressing: the number of the block in each slot, and its bits. */
  #keys = new Float64Array(64).fill(NO_KEY);
  #bits = new Uint32Array(64 * WORDS_A_BLOCK);
  #blocks = 0;
  /** How many numbers are in it. */
  size = 0;

  get isEmpty(): boolean {
    return this.#blocks === 0;
  }

  /** Of memory. */
  get bytes(): number {
    return this.#keys.byteLength + this.#bits.byteLength;
  }

  add(number: number): void {
    const block = Math.floor(number / BLOCK);
    let slot = this.#slotOf(block);
    if (this.#keys[slot] !== block) {
      if (this.#blocks * 2 >= this.#keys.length) {
        this.#grow();
        slot = this.#slotOf(block);
      }
      this.#keys[slot] = block;
      this.#blocks += 1;
    }
    const index = slot * WORDS_A_BLOCK + wordOf(number);
    const before = this.#bits[index] ?? 0;
    const after = before | (1 << (number % 32));
    if (after === before) return;
    this.#bits[index] = after;
    this.size += 1;
  }

  has(number: number): boolean {
    const block = Math.floor(number / BLOCK);
    const slot = this.#slotOf(block);
    if (this.#keys[slot] !== block) return false;
    return ((this.#bits[slot * WORDS_A_BLOCK + wordOf(number)] ?? 0) & (1 << (number % 32))) !== 0;
  }

  /** The slot of a block, or the free one where it would be put. */
  #slotOf(block: number): number {
    const mask = this.#keys.length - 1;
    let slot = Math.imul(block ^ Math.floor(block / 2 ** 32), 0x9e3779b1) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    while (this.#keys[slot] !== block && this.#keys[slot] !== NO_KEY) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, bits] = [this.#keys, this.#bits];
    this.#keys = new Float64Array(keys.length * 2).fill(NO_KEY);
    this.#bits = new Uint32Array(bits.length * 2);
    for (const [slot, block] of keys.entries()) {
      if (block === NO_KEY) continue;
      const to = this.#slotOf(block);
      this.#keys[to] = block;
      const start = slot * WORDS_A_BLOCK;
      this.#bits.set(bits.subarray(start, start + WORDS_A_BLOCK), to * WORDS_A_BLOCK);
    }
  }
}

function wordOf(number: number): number {
  return Math.floor((number % BLOCK) / 32);
}
