/**
 * Room on the disk for what is fetched. Whatever has room runs at the same time as others; what is larger than all of it
 * runs alone. First come, first served, so that a large one is not put off for ever.
 */
export class DiskRoom {
  readonly #all: number;
  #free: number;
  readonly #waiting: { readonly size: number; readonly go: () => void }[] = [];

  constructor(bytes: number) {
    this.#all = bytes;
    this.#free = bytes;
  }

  async with<T>(bytes: number, run: () => Promise<T>): Promise<T> {
    const size = Math.min(Math.max(0, bytes), this.#all);
    await new Promise<void>((go) => {
      this.#waiting.push({ size, go });
      this.#next();
    });
    try {
      return await run();
    } finally {
      this.#free += size;
      this.#next();
    }
  }

  #next(): void {
    for (let first = this.#waiting[0]; first && first.size <= this.#free; first = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= first.size;
      first.go();
    }
  }
}
