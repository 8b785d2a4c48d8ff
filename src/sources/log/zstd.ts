import type { Decoder, Step } from './decoder.ts';

/** What decompresses one frame: `fzstd`, which calls back with what came out. */
export interface Frame {
  push(chunk: Uint8Array, final?: boolean): void;
}

/** The largest window that the program zstd makes unless it is asked for more by `--long` or `--ultra`. */
const mostWindow = 8 << 20;
/** No block of the format yields more. */
const mostBlock = 128 << 10;
/** `fzstd` moves its whole window for each block: a file of many tiny ones is made to take for ever. */
const mostMoved = { always: 4 * 1024 ** 3, perByte: 16_384 };

interface Header {
  readonly length: number;
  readonly window: number;
  readonly hasChecksum: boolean;
}

/**
 * The frames of a zstd file, handed on block by block (RFC 8878, section 3.1). `fzstd` alone would collect all that one
 * piece of input expands to, take any window that a frame asks for, and go one call deeper with each frame.
 * Checksums are not held.
 */
export class ZstdFrames implements Decoder {
  readonly #make: (take: (chunk: Uint8Array) => void) => Frame;
  #waiting = Buffer.alloc(0);
  #out: Buffer[] = [];
  #frame: Frame | null = null;
  #header: Header | null = null;
  #skip = 0;
  #taken = 0;
  #moved = 0;

  constructor(make: (take: (chunk: Uint8Array) => void) => Frame) {
    this.#make = make;
  }

  async push(piece: Buffer): Promise<Step> {
    this.#waiting = Buffer.concat([this.#waiting, piece]);
    this.#taken += piece.length;
    this.#out = [];
    const fault = this.#all();
    return { out: this.#out, fault };
  }

  #all(): Step['fault'] {
    try {
      while (this.#next()) if (this.#isTooSlow()) return 'output';
      return null;
    } catch (error) {
      return error instanceof TooLarge ? 'window' : 'broken';
    }
  }

  async end(): Promise<Step> {
    const isWhole = this.#waiting.length === 0 && this.#frame === null && this.#skip === 0;
    return { out: [], fault: isWhole ? null : 'cut' };
  }

  #isTooSlow(): boolean {
    return this.#moved > mostMoved.always + mostMoved.perByte * this.#taken;
  }

  /** Takes the next thing from what waits; false where it is not there in whole. */
  #next(): boolean {
    if (this.#skip > 0) return this.#skipped();
    if (this.#header === null) return this.#begin();
    return this.#block(this.#header);
  }

  #skipped(): boolean {
    const count = Math.min(this.#skip, this.#waiting.length);
    this.#take(count);
    this.#skip -= count;
    return count > 0;
  }

  #begin(): boolean {
    const bytes = this.#waiting;
    if (bytes.length < 8) return false;
    if (isSkippable(bytes)) {
      this.#skip = 8 + bytes.readUInt32LE(4);
      return true;
    }
    const header = headerOf(bytes);
    if (header === null) return false;
    if (header.window > mostWindow) throw new TooLarge();
    this.#header = header;
    this.#frame = this.#make((chunk) => {
      if (chunk.length > 0) this.#out.push(Buffer.from(chunk));
    });
    this.#frame.push(this.#take(header.length));
    return true;
  }

  #block({ window, hasChecksum }: Header): boolean {
    const bytes = this.#waiting;
    if (bytes.length < 3) return false;
    const head = bytes.readUIntLE(0, 3);
    const isLast = (head & 1) === 1;
    const [type, size] = [(head >> 1) & 3, head >> 3];
    if (type === 3 || size > mostBlock) throw new RangeError('no block of zstd');

    const length = 3 + (type === 1 ? 1 : size) + (isLast && hasChecksum ? 4 : 0);
    if (bytes.length < length) return false;
    this.#moved += window;
    this.#frame?.push(this.#take(length), isLast);
    if (isLast) this.#frame = this.#header = null;
    return true;
  }

  #take(count: number): Buffer {
    const taken = this.#waiting.subarray(0, count);
    this.#waiting = this.#waiting.subarray(count);
    return taken;
  }
}

class TooLarge extends Error {}

/** A frame that holds something for other programs. */
function isSkippable(bytes: Buffer): boolean {
  return (bytes.readUInt32LE(0) & 0xfffffff0) >>> 0 === 0x184d2a50;
}

/** The header of a frame, `null` where it is not there in whole. */
function headerOf(bytes: Buffer): Header | null {
  if (bytes.readUInt32LE(0) !== 0xfd2fb528) throw new RangeError('no frame of zstd');
  const flags = bytes.readUInt8(4);
  const isSingle = (flags & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
  const said = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const at = isSingle ? 5 : 6;
  const length = at + dictionary + said;
  if (bytes.length < length) return null;
  const hasChecksum = (flags & 4) !== 0;
  if (isSingle) return { length, window: sizeAt(bytes, at + dictionary, said), hasChecksum };
  const code = bytes.readUInt8(5);
  const base = 2 ** (10 + (code >> 3));
  return { length, window: base + (base / 8) * (code & 7), hasChecksum };
}

function sizeAt(bytes: Buffer, at: number, length: number): number {
  if (length === 8) return Number(bytes.readBigUInt64LE(at));
  return bytes.readUIntLE(at, length) + (length === 2 ? 256 : 0);
}
