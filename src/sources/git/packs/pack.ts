import { closeSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { openRegular, rawPath, readRegular } from '../../open.ts';
import { sharedBytes, sharedInts } from '../shared.ts';
import { type PackIndex, readIndex } from './index-file.ts';
import { inflate } from './inflate.ts';

/** Kinds of objects, by the number that packs have for them. */
export const kinds = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;
/** A kind of objects. */
export type Kind = keyof typeof kinds;

const offsetDelta = 6;
const refDelta = 7;
/** A type, a size, and an offset or an id. */
const longestHead = 64;
const windowBytes = 1 << 20;
/** Pages that are held, and their size: twice this, for an object may begin at the end of one. */
const pageCount = 24;
const pageBytes = 64 << 10;
const mostNumbers = 2 ** 22;
/** An index larger than this is not held in memory. */
const maxIndexBytes = 2 ** 30;

interface Head {
  readonly type: number;
  readonly size: number;
  /** Where what is compressed begins. */
  readonly end: number;
  /** Position of the object that this one is a change of; -1: of none, or of one that is not in the pack. */
  readonly base: number;
}

interface Page {
  readonly number: number;
  readonly buffer: Buffer;
  readonly bytes: Buffer;
}

/** A pack as all threads have it: the memory and the open file are the same for all of them. */
export interface PackData {
  readonly file: number;
  readonly width: number;
  readonly index: Uint8Array;
  /** Where objects begin, by position, and where the last one ends. */
  readonly offsets: Float64Array;
  /** Number in the index, by position. */
  readonly numbers: Int32Array;
  /** Kind of each object, by the number that packs have for it; 0 where it cannot be told. */
  readonly kindOf: Uint8Array;
  /** Position of what each object is a change of; -1: it stands for itself. */
  readonly baseOf: Int32Array;
}

/** A pack of objects, by position: their order in the file. */
export class Pack {
  readonly data: PackData;
  readonly length: number;
  readonly #index: PackIndex;
  #room = Buffer.alloc(0);
  readonly #pages: Page[] = [];

  constructor(data: PackData) {
    const index = indexOf(data);
    if (!index) throw new Error('a pack has no index'); // opening it has read the same bytes
    this.data = data;
    this.#index = index;
    this.length = index.count;
  }

  /** Opens a pack by the paths of its two files, byte strings; `null` where one of them is not as it should be. */
  static open(path: string, indexPath: string, width: number): Pack | null {
    const bytes = readRegular(rawPath(indexPath), maxIndexBytes, sharedBytes)?.bytes;
    const count = bytes && readIndex(bytes, width)?.count;
    if (!bytes || count === undefined) return null;

    const open = openRegular(rawPath(path));
    if (!open) return null;
    try {
      const pack = new Pack(layOut(open.file, bytes, width, count));
      pack.#place(open.stats.size);
      pack.#sort();
      return pack;
    } catch {
      // It is shorter than its index says, or cannot be read: it is left to git, which says what is wrong.
      closeSync(open.file);
      return null;
    }
  }

  /** The bytes of the id of the object at a position begin here in {@link Pack.ids}. */
  idAt(position: number): number {
    return this.data.width * (this.data.numbers[position] ?? 0);
  }

  get ids(): Buffer {
    return this.#index.ids;
  }

  /**
   * What stands at a position, inflated: an object, or the change that makes one of its base. `null` where it is damaged,
   * longer than `most`, or where there is no room of its size.
   */
  read(position: number, most: number, roomOf: (size: number) => Buffer | null): Buffer | null {
    const from = this.data.offsets[position] ?? 0;
    const length = (this.data.offsets[position + 1] ?? 0) - from;
    if (length > most + longestHead + (most >> 8)) return null;

    const bytes = this.#raw(from, length);
    const head = bytes && this.#head(bytes, 0, position);
    if (!bytes || !head || head.size > most) return null;
    if (crc32(bytes) !== this.#index.crc(this.data.numbers[position] ?? 0)) return null;
    const room = roomOf(head.size);
    return room && inflate(bytes.subarray(head.end), room) ? room : null;
  }

  close(): void {
    closeSync(this.data.file);
  }

  /** Bytes of the file. What is read one after another stands close together, so a page of it is read at once. */
  #raw(from: number, length: number): Buffer | null {
    if (length > pageBytes) {
      if (length > this.#room.length) this.#room = Buffer.allocUnsafeSlow(2 * length);
      const bytes = this.#room.subarray(0, length);
      return readSync(this.data.file, bytes, 0, length, from) === length ? bytes : null;
    }
    const number = Math.floor(from / pageBytes);
    const page = this.#pages[number % pageCount] ?? this.#load(number);
    const at = from - number * pageBytes;
    const bytes = page.number === number ? page.bytes : this.#load(number).bytes;
    // What begins in a page may end in the next one: half of what is read is that.
    return at + length <= bytes.length ? bytes.subarray(at, at + length) : null;
  }

  #load(number: number): Page {
    const slot = number % pageCount;
    const buffer = this.#pages[slot]?.buffer ?? Buffer.allocUnsafeSlow(2 * pageBytes);
    const count = readSync(this.data.file, buffer, 0, buffer.length, number * pageBytes);
    const page = { number, buffer, bytes: buffer.subarray(0, count) };
    this.#pages[slot] = page;
    return page;
  }

  /** Brings the objects into the order in which they stand in the file. */
  #place(size: number): void {
    const { offsets, numbers, width } = this.data;
    // An offset and a number are put into one, which is sorted as fast as numbers are; of a giant pack they do not fit.
    const isShort = size < 2 ** 31 && this.length < mostNumbers;
    for (let number = 0; number < this.length; number++) {
      const offset = this.#index.offset(number);
      if (offset < 0) throw new Error('an offset is beyond its table'); // caught where the pack is opened
      offsets[number] = isShort ? offset * mostNumbers + number : offset;
    }
    offsets[this.length] = Number.MAX_SAFE_INTEGER;
    offsets.sort();
    for (let at = 0; at < this.length; at++) {
      const both = offsets[at] ?? 0;
      if (isShort) numbers[at] = both % mostNumbers;
      if (isShort) offsets[at] = Math.floor(both / mostNumbers);
    }
    offsets[this.length] = size - width;
    if (isShort) return;
    for (let number = 0; number < this.length; number++) numbers[this.#at(this.#index.offset(number))] = number;
  }

  /** Reads the head of every object, to learn what is a change of what. */
  #sort(): void {
    const window = Buffer.allocUnsafeSlow(windowBytes);
    let [start, end] = [0, 0];
    for (let position = 0; position < this.length; position++) {
      const from = this.data.offsets[position] ?? 0;
      if (from + longestHead > end || from < start) {
        start = from;
        end = start + readSync(this.data.file, window, 0, windowBytes, from);
      }
      const head = this.#head(window.subarray(0, end - start), from - start, position);
      if (!head) continue;
      if (head.type < offsetDelta) this.data.kindOf[position] = head.type;
      this.data.baseOf[position] = head.base;
    }
    this.#spread();
  }

  /** A change is of the kind of what it is a change of. */
  #spread(): void {
    const chain: number[] = [];
    for (let position = 0; position < this.length; position++) {
      let at = position;
      while (at >= 0 && this.data.kindOf[at] === 0 && chain.length <= this.length) {
        chain.push(at);
        at = this.data.baseOf[at] ?? -1;
      }
      const kind = this.data.kindOf[at] ?? 0;
      for (const one of chain) this.data.kindOf[one] = kind;
      // One whose kind is not told is looked at once: the chain behind it leads nowhere.
      if (kind === 0) for (const one of chain) this.data.baseOf[one] = -1;
      chain.length = 0;
    }
  }

  #head(bytes: Buffer, from: number, position: number): Head | null {
    let at = from;
    let byte = bytes[at++] ?? 0;
    const type = (byte >> 4) & 7;
    let size = byte & 15;
    for (let unit = 16; byte & 0x80; unit *= 128) {
      if (at >= bytes.length) return null;
      byte = bytes[at++] ?? 0;
      size += (byte & 0x7f) * unit;
    }
    if (type === refDelta) {
      if (at + this.data.width > bytes.length) return null;
      const number = this.#index.find(bytes, at);
      const base = number < 0 ? -1 : this.#at(this.#index.offset(number));
      return { type, size, end: at + this.data.width, base };
    }
    if (type !== offsetDelta) return { type, size, end: at, base: -1 };

    byte = bytes[at++] ?? 0;
    let back = byte & 0x7f;
    while (byte & 0x80) {
      if (at >= bytes.length) return null;
      byte = bytes[at++] ?? 0;
      back = (back + 1) * 128 + (byte & 0x7f);
    }
    const base = this.#at((this.data.offsets[position] ?? 0) - back);
    return { type, size, end: at, base };
  }

  /** The position of the object that begins at an offset, -1 where none does. */
  #at(offset: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const here = this.data.offsets[middle] as number; // within the array
      if (here === offset) return middle;
      if (here < offset) low = middle + 1;
      else high = middle;
    }
    return -1;
  }
}

function indexOf({ index, width }: Pick<PackData, 'index' | 'width'>): PackIndex | null {
  return readIndex(Buffer.from(index.buffer, index.byteOffset, index.length), width);
}

/** Room for what is to be known of a pack. */
function layOut(file: number, index: Buffer, width: number, count: number): PackData {
  return {
    file,
    width,
    index,
    offsets: new Float64Array(new SharedArrayBuffer(8 * (count + 1))),
    numbers: sharedInts(count),
    kindOf: sharedBytes(count),
    baseOf: sharedInts(count).fill(-1),
  };
}
