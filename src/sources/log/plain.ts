import { type BigIntStats, closeSync, fstatSync, readSync } from 'node:fs';
import { wholeLines } from './lines.ts';
import { beginningBytes, type OpenLog, type Piece } from './open-log.ts';
import { bears, marked, type Position, Stand } from './position.ts';

/** As far back from the end the start of the last line is looked for. */
const lookBack = 1 << 20;

/** A file that is being written to. Its descriptor is held, so it is the same file whatever it is called. */
export class PlainLog implements OpenLog {
  readonly name: string;
  readonly id: string;
  readonly isOver = false;
  generation = 0;
  readonly #file: number;
  readonly #stand = new Stand();
  #size = 0;
  #quiet = 0;
  #modified = 0;
  #isNameless = false;

  /** Takes over an open descriptor. */
  constructor(file: number, name: string) {
    const stats = fstatSync(file, { bigint: true });
    this.#file = file;
    this.name = name;
    this.id = idOf(stats);
    this.#modified = Number(stats.mtimeMs);
  }

  get offset(): number {
    return this.#stand.offset;
  }

  get line(): number | null {
    return this.#stand.line;
  }

  get isInside(): boolean {
    return this.#stand.isInside;
  }

  get isSpent(): boolean {
    return this.#isNameless && this.offset === this.#size;
  }

  get beginning(): Buffer {
    const bytes = this.#bytes(0, Math.min(beginningBytes, this.offset));
    return bytes.subarray(0, wholeLines(bytes, true));
  }

  /** Goes to where an earlier run stopped; false where this is not the file that was read. */
  resume(position: Position): boolean {
    const { offset, head, tail } = position;
    const [first, last] = [this.#bytes(0, head.bytes), this.#bytes(offset - tail.bytes, tail.bytes)];
    if (!bears(first, head) || !bears(last, tail)) return false;
    this.#stand.moveTo(position, first, last);
    return true;
  }

  /** Leaves out all that is there, but for a line that is not whole yet. */
  skip(): void {
    const size = Number(fstatSync(this.#file, { bigint: true }).size);
    const last = this.#bytes(Math.max(0, size - lookBack), lookBack);
    const whole = wholeLines(last, true);
    const offset = size - last.length + (whole > 0 || last.length === size ? whole : last.length);
    const isInside = whole === 0 && offset > 0;
    const tail = this.#bytes(Math.max(0, offset - marked.tail), Math.min(offset, marked.tail));
    const head = this.#bytes(0, Math.min(offset, marked.head));
    this.#stand.moveTo({ offset, line: offset === 0 ? 1 : null, isInside }, head, tail);
  }

  async next(room: Buffer, isFinal: boolean): Promise<Piece | 'changed' | null> {
    const { size, mtimeMs, nlink } = fstatSync(this.#file, { bigint: true });
    const isSettled = isFinal || (this.#quiet > 0 && this.#size === Number(size));
    if (Number(size) !== this.#size) this.#quiet = 0;
    this.#size = Number(size);
    this.#modified = Number(mtimeMs);
    this.#isNameless = nlink === 0n;
    if (this.#size < this.offset) return 'changed';
    return this.#size === this.offset ? null : this.#piece(room, isSettled, isFinal);
  }

  take({ bytes, continues }: Piece): void {
    this.#stand.advance(bytes, continues);
  }

  restart(): void {
    this.generation++;
    this.#stand.moveTo({ offset: 0, line: 1, isInside: false }, Buffer.alloc(0), Buffer.alloc(0));
  }

  tick(): number {
    return this.#quiet++;
  }

  position(path: string): Position {
    return this.#stand.at(path, this.id, this.#modified);
  }

  async close(): Promise<void> {
    closeSync(this.#file);
  }

  /** Reads what comes behind the tail together with the tail: where that is another, the file was written anew. */
  #piece(room: Buffer, isSettled: boolean, isFinal: boolean): Piece | 'changed' | null {
    const { tail, offset } = this.#stand;
    const count = readSync(this.#file, room, 0, room.length, offset - tail.length);
    if (!room.subarray(0, tail.length).equals(tail)) return 'changed';

    const bytes = this.#behindCr(room.subarray(tail.length, count), tail);
    const whole = wholeLines(bytes, isSettled);
    if (whole > 0) return { bytes: bytes.subarray(0, whole), continues: false };
    const isFull = count === room.length;
    return bytes.length > 0 && (isFull || isFinal) ? { bytes, continues: isFull } : null;
  }

  /** A CR that was taken for the end of a line, and whose LF came later: it belongs to that line. */
  #behindCr(bytes: Buffer, tail: Buffer): Buffer {
    if (tail.at(-1) !== 0x0d || bytes[0] !== 0x0a) return bytes;
    const { line, isInside } = this.#stand;
    this.#stand.advance(bytes.subarray(0, 1), isInside);
    this.#stand.line = line;
    return bytes.subarray(1);
  }

  #bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(Math.max(0, length));
    return bytes.subarray(0, at < 0 ? 0 : readSync(this.#file, bytes, 0, bytes.length, at));
  }
}

/** Device and inode: what a file is, whatever it is called. */
export function idOf({ dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): string {
  return `${dev}:${ino}`;
}
