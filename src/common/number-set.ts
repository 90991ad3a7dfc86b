/** Numbers for each block. */
const BLOCK_SIZE = 256;
const WORDS_PER_BLOCK = BLOCK_SIZE / 32;
const EMPTY_SLOT = -1;

/**
 * A set of whole numbers from 0 to 2^53-1 with a bit for each. Only blocks of 256 numbers with an element take memory, 40
 * bytes each, so the size depends on the elements, not the largest number: a million successive ids take about 300 kB.
 */
export class NumberSet {
  /** A hash table with open addressing: each slot has the number of a block and its bits. */
  #keys = new Float64Array(64).fill(EMPTY_SLOT);
  #bits = new Uint32Array(64 * WORDS_PER_BLOCK);
  #blocks = 0;
  /** Number of elements. */
  size = 0;

  get isEmpty(): boolean {
    return this.#blocks === 0;
  }

  /** Bytes of memory. */
  get bytes(): number {
    return this.#keys.byteLength + this.#bits.byteLength;
  }

  add(number: number): void {
    const block = Math.floor(number / BLOCK_SIZE);
    let slot = this.#slotOf(block);
    if (this.#keys[slot] !== block) {
      if (this.#blocks * 2 >= this.#keys.length) {
        this.#grow();
        slot = this.#slotOf(block);
      }
      this.#keys[slot] = block;
      this.#blocks += 1;
    }
    const index = slot * WORDS_PER_BLOCK + wordIndexOf(number);
    const before = this.#bits[index] ?? 0;
    const after = before | (1 << (number % 32));
    if (after === before) return;
    this.#bits[index] = after;
    this.size += 1;
  }

  has(number: number): boolean {
    const block = Math.floor(number / BLOCK_SIZE);
    const slot = this.#slotOf(block);
    if (this.#keys[slot] !== block) return false;
    return ((this.#bits[slot * WORDS_PER_BLOCK + wordIndexOf(number)] ?? 0) & (1 << (number % 32))) !== 0;
  }

  /** The slot of a block, or the free slot for it. */
  #slotOf(block: number): number {
    const mask = this.#keys.length - 1;
    let slot = Math.imul(block ^ Math.floor(block / 2 ** 32), 0x9e3779b1) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    while (this.#keys[slot] !== block && this.#keys[slot] !== EMPTY_SLOT) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, bits] = [this.#keys, this.#bits];
    this.#keys = new Float64Array(keys.length * 2).fill(EMPTY_SLOT);
    this.#bits = new Uint32Array(bits.length * 2);
    for (const [slot, block] of keys.entries()) {
      if (block === EMPTY_SLOT) continue;
      const to = this.#slotOf(block);
      this.#keys[to] = block;
      const start = slot * WORDS_PER_BLOCK;
      this.#bits.set(bits.subarray(start, start + WORDS_PER_BLOCK), to * WORDS_PER_BLOCK);
    }
  }
}

function wordIndexOf(number: number): number {
  return Math.floor((number % BLOCK_SIZE) / 32);
}
