/** Bytes of one thing that comes in parts, no more than so many. */
export class Gathered {
  #bytes: Buffer = none;
  #size = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size >= this.#most;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  /** Copies what there is room for. */
  add(bytes: Buffer): void {
    const size = Math.min(this.#size + bytes.length, this.#most);
    if (size > this.#bytes.length) {
      const next = Buffer.alloc(Math.min(this.#most, Math.max(size, this.#bytes.length * 2)));
      this.#bytes.copy(next, 0, 0, this.#size);
      this.#bytes = next;
    }
    bytes.copy(this.#bytes, this.#size, 0, size - this.#size);
    this.#size = size;
  }

  clear(): void {
    this.#bytes = none;
    this.#size = 0;
  }
}

const none = Buffer.alloc(0);
