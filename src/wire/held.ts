/** Bytes that wait for more, in a buffer of their own: a piece of what was read would hold on to all of it. */
export class Held {
  #buffer = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What is held, until something is pushed or dropped. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  push(more: Uint8Array): void {
    const needed = this.#length + more.length;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(1024, needed, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#buffer.set(more, this.#length);
    this.#length = needed;
  }

  /** Forgets the first bytes, all by default. */
  drop(count = this.#length): void {
    this.#buffer.copyWithin(0, count, this.#length);
    this.#length -= count;
  }
}
