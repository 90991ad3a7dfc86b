/** Small whole numbers, a bit each: ten million object ids are 1.25 MB. */
export class NumberSet {
  #bits = new Uint8Array(1024);
  #isEmpty = true;

  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  add(number: number): void {
    this.#isEmpty = false;
    const index = Math.floor(number / 8);
    if (index >= this.#bits.length) {
      const larger = new Uint8Array(Math.max(index + 1, this.#bits.length * 2));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[index] = (this.#bits[index] ?? 0) | (1 << (number % 8));
  }

  has(number: number): boolean {
    return ((this.#bits[Math.floor(number / 8)] ?? 0) & (1 << (number % 8))) !== 0;
  }
}
