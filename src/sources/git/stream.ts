import type { Readable } from 'node:stream';

/** An object as `git cat-file --batch` writes it. */
export interface Written {
  readonly type: string;
  readonly size: number;
  /** All of it, or as much as was wanted; valid until the next call. */
  readonly bytes: Buffer;
}

const empty = Buffer.alloc(0);
/** A header holds an id, a type and a size. */
const longestHeader = 200;
const large = 4 << 20;

/** The objects in what `git cat-file --batch` writes. Bytes are taken as they are: only sizes say where an object ends. */
export class ObjectStream {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #maxBytes: number;
  #chunk: Buffer = empty;
  #at = 0;
  /** Bytes of the current object that were not handed over, with the line end behind it. */
  #left = 0;
  #shared = Buffer.allocUnsafeSlow(64 * 1024);

  constructor(stream: Readable, maxBytes: number) {
    this.#chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    this.#maxBytes = maxBytes;
  }

  /** The next object; `null` at the end, be it in the midst of one. */
  async next(): Promise<Written | null> {
    if (!(await this.rest(Number.POSITIVE_INFINITY))) return null;
    const header = await this.#line();
    const [, type, digits] = /^[0-9a-f]+ (\w+)(?: (\d+))?$/.exec(header) ?? [];
    if (type === undefined) return null;
    if (digits === undefined) return { type, size: 0, bytes: empty };

    const size = Number(digits);
    const wanted = Math.min(size, this.#maxBytes);
    const bytes = await this.#take(wanted);
    this.#left = size - wanted + 1;
    return bytes && { type, size, bytes };
  }

  /** Reads over what is left of the current object; false where that is more than `most` bytes, or does not come. */
  async rest(most: number): Promise<boolean> {
    if (this.#left > most) return false;
    while (this.#left > 0) {
      const here = Math.min(this.#left, this.#chunk.length - this.#at);
      this.#at += here;
      this.#left -= here;
      if (this.#left > 0 && !(await this.#more())) return false;
    }
    return true;
  }

  /** Reads no more, and lets go of the stream. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #line(): Promise<string> {
    let text = '';
    for (;;) {
      const end = this.#chunk.indexOf(0x0a, this.#at);
      text += this.#chunk.toString('latin1', this.#at, end < 0 ? this.#chunk.length : end);
      if (end >= 0) {
        this.#at = end + 1;
        return text;
      }
      if (text.length > longestHeader || !(await this.#more())) return '';
    }
  }

  /** So many bytes: where they came in one piece, these, else a copy. */
  async #take(count: number): Promise<Buffer | null> {
    if (this.#chunk.length - this.#at >= count) {
      this.#at += count;
      return this.#chunk.subarray(this.#at - count, this.#at);
    }
    const into = this.#room(count);
    for (let filled = 0; ; ) {
      const here = Math.min(count - filled, this.#chunk.length - this.#at);
      this.#chunk.copy(into, filled, this.#at, this.#at + here);
      this.#at += here;
      filled += here;
      if (filled === count) return into;
      if (!(await this.#more())) return null;
    }
  }

  #room(count: number): Buffer {
    // A large one comes seldom, and is twice what it takes as it is.
    const size = count > large ? count : Math.min(this.#maxBytes, count * 2);
    if (count > this.#shared.length) this.#shared = Buffer.allocUnsafeSlow(size);
    return this.#shared.subarray(0, count);
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    this.#chunk = done ? empty : value;
    this.#at = 0;
    return !done;
  }
}
