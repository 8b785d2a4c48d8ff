import { sharedBytes, sharedInts } from './shared.ts';

/** Ids for another thread. */
export interface IdsData {
  readonly width: number;
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly table: Int32Array;
}

/** Object ids by number, packed: 20 or 32 bytes each and nothing else, so that millions of them fit. */
export class Ids {
  readonly width: number;
  #bytes: Buffer;
  #count = 0;
  #table: Int32Array | null = null;
  readonly #probe: Buffer;

  constructor(width: number, room = 1024) {
    this.width = width;
    this.#probe = Buffer.alloc(width);
    this.#bytes = Buffer.allocUnsafe(room * width);
  }

  /** The ids that another thread has; neither may add to them from now on. */
  static from({ width, count, bytes, table }: IdsData): Ids {
    const ids = new Ids(width, 0);
    ids.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    ids.#count = count;
    ids.#table = table;
    return ids;
  }

  /** What another thread makes the same ids from, in memory that both have from now on. */
  data(): IdsData {
    const bytes = sharedBytes(this.#count * this.width);
    this.#bytes.copy(bytes, 0, 0, bytes.length);
    this.#bytes = bytes;
    return { width: this.width, count: this.#count, bytes, table: this.#lookup() };
  }

  get length(): number {
    return this.#count;
  }

  /** Adds the id that stands in hex digits at `from`; -1 where none does. */
  addHex(text: Uint8Array, from: number): number {
    const at = this.#room();
    return readHex(text, from, this.#bytes, at, this.width) ? this.#added() : -1;
  }

  /** Adds the id whose bytes stand at `from`. */
  addBytes(bytes: Uint8Array, from: number): number {
    const at = this.#room();
    this.#bytes.set(bytes.subarray(from, from + this.width), at);
    return this.#added();
  }

  /** The number of the id that stands in hex digits at `from`; it is added where it is not here yet. */
  ofHex(text: Uint8Array, from: number): number {
    const index = this.indexOfHex(text, from);
    return index < 0 ? this.addHex(text, from) : index;
  }

  /** The same for an id by its bytes. */
  ofBytes(bytes: Uint8Array, from: number): number {
    const index = this.indexOf(bytes, from);
    return index < 0 ? this.addBytes(bytes, from) : index;
  }

  /** The bytes of an id. */
  bytes(index: number): Buffer {
    return this.#bytes.subarray(index * this.width, (index + 1) * this.width);
  }

  hex(index: number): string {
    return this.#bytes.toString('hex', index * this.width, (index + 1) * this.width);
  }

  *[Symbol.iterator](): Generator<string> {
    for (let index = 0; index < this.#count; index++) yield this.hex(index);
  }

  /** The first bytes of an id, for what keeps a part of it. */
  prefix(index: number, length: number): Buffer {
    return this.#bytes.subarray(index * this.width, index * this.width + length);
  }

  /** The number of an id given by its bytes, -1 where it is not here. */
  indexOf(bytes: Uint8Array, from: number): number {
    const table = this.#lookup();
    const mask = table.length - 1;
    for (let slot = hash(bytes, from) & mask; ; slot = (slot + 1) & mask) {
      const index = (table[slot] as number) - 1; // within the table
      if (index < 0 || this.#is(index, bytes, from)) return index;
    }
  }

  /** The same for an id in hex digits. */
  indexOfHex(text: Uint8Array, from: number): number {
    return readHex(text, from, this.#probe, 0, this.width) ? this.indexOf(this.#probe, 0) : -1;
  }

  #room(): number {
    const at = this.#count * this.width;
    if (at + this.width > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.width, this.#bytes.length * 2));
      this.#bytes.copy(larger);
      this.#bytes = larger;
    }
    return at;
  }

  #added(): number {
    const index = this.#count++;
    if (this.#table && this.#count * 3 > this.#table.length * 2) this.#table = null;
    else if (this.#table) this.#enter(this.#table, index);
    return index;
  }

  /** Made when an id is first looked for; from then on it holds what is added. */
  #lookup(): Int32Array {
    if (this.#table) return this.#table;
    let size = 16;
    while (size < this.#count * 2) size *= 2;
    this.#table = sharedInts(size);
    for (let index = 0; index < this.#count; index++) this.#enter(this.#table, index);
    return this.#table;
  }

  #enter(table: Int32Array, index: number): void {
    const mask = table.length - 1;
    let slot = hash(this.#bytes, index * this.width) & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = index + 1;
  }

  #is(index: number, bytes: Uint8Array, from: number): boolean {
    const at = index * this.width;
    for (let i = 0; i < this.width; i++) if (this.#bytes[at + i] !== bytes[from + i]) return false;
    return true;
  }
}

const digits = new Int8Array(256).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) digits[digit.charCodeAt(0)] = value;

/** Whether there are digits for an id; its bytes are then in `into`. */
function readHex(text: Uint8Array, from: number, into: Uint8Array, at: number, width: number): boolean {
  for (let i = 0; i < width; i++) {
    // Beyond the end of the text there is no digit either.
    const high = digits[text[from + 2 * i] as number] ?? -1;
    const low = digits[text[from + 2 * i + 1] as number] ?? -1;
    if (high < 0 || low < 0) return false;
    into[at + i] = (high << 4) | low;
  }
  return true;
}

/** An id is a hash: any four bytes of it are as good as another. They are there, so none is undefined. */
function hash(bytes: Uint8Array, from: number): number {
  const [a, b] = [bytes[from] as number, bytes[from + 1] as number];
  return ((a << 24) | (b << 16) | ((bytes[from + 2] as number) << 8) | (bytes[from + 3] as number)) >>> 0;
}
