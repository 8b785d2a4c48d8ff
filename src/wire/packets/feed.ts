/**
 * What the reader of a binary file asks for next: so many bytes, all up to a byte that must come soon, or to pass over so
 * many. `start`: a record may begin here, so that the file may as well end.
 */
export type Wanted =
  | { readonly kind: 'read'; readonly bytes: number; readonly start?: true }
  | { readonly kind: 'until'; readonly byte: number; readonly most: number; readonly start?: true }
  | { readonly kind: 'skip'; readonly bytes: number };

/** Reads a binary file by asking for it. It ends with what is wrong, in a sentence. Bytes that it is given are soon overwritten. */
export type Reader = Generator<Wanted, string, Buffer>;

/** Feeds a reader with pieces of any size: what it has not asked for yet is kept, what it passes over is not. */
export class Feed {
  /** Why the reader stopped before the end of the file. */
  fault: string | null = null;
  #held = Buffer.alloc(1 << 12);
  #from = 0;
  #to = 0;
  #passed = 0;
  #wanted: Wanted | null = null;
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#ask(nothing);
  }

  /** Takes the next piece, which is copied where it must be kept. */
  take(piece: Uint8Array): void {
    if (!this.#wanted) return;
    this.#keep(piece);
    while (this.#wanted) {
      const bytes = this.#served(this.#wanted);
      if (!bytes) break;
      this.#ask(bytes);
    }
  }

  /** Ends the file. */
  end(): void {
    if (!this.#wanted) return;
    const isWhole = this.#wanted.kind !== 'skip' && this.#wanted.start === true && this.#from === this.#to;
    if (!isWhole) this.fault = 'It ends in the middle of a record.';
    this.#wanted = null;
  }

  #ask(bytes: Buffer): void {
    const next = this.#reader.next(bytes);
    this.#passed = 0;
    this.#wanted = next.done ? null : next.value;
    if (next.done) this.fault = next.value;
  }

  #served(wanted: Wanted): Buffer | null {
    if (wanted.kind === 'skip') return this.#skipped(wanted.bytes);
    if (wanted.kind === 'read') return this.#to - this.#from < wanted.bytes ? null : this.#taken(wanted.bytes);
    const within = this.#held.subarray(this.#from, Math.min(this.#to, this.#from + wanted.most));
    const at = within.indexOf(wanted.byte);
    if (at < 0 && within.length < wanted.most) return null;
    return this.#taken(at < 0 ? wanted.most : at + 1);
  }

  #taken(bytes: number): Buffer {
    this.#from += bytes;
    return this.#held.subarray(this.#from - bytes, this.#from);
  }

  #skipped(bytes: number): Buffer | null {
    const step = Math.min(bytes - this.#passed, this.#to - this.#from);
    this.#from += step;
    this.#passed += step;
    return this.#passed < bytes ? null : nothing;
  }

  #keep(piece: Uint8Array): void {
    const size = this.#to - this.#from;
    if (this.#to + piece.length > this.#held.length) {
      const room = Math.max(this.#held.length, size + piece.length);
      const next = room > this.#held.length ? Buffer.alloc(Math.max(room, this.#held.length * 2)) : this.#held;
      this.#held.copy(next, 0, this.#from, this.#to);
      this.#held = next;
      [this.#from, this.#to] = [0, size];
    }
    this.#held.set(piece, this.#to);
    this.#to += piece.length;
  }
}

const nothing = Buffer.alloc(0);
