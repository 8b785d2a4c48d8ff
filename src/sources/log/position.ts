import { sha256 } from '../../text/fingerprint.ts';
import { countLines } from './lines.ts';

/** Bytes that stood at a place of a file, told by their digest: a checkpoint holds nothing of a log. */
export interface Mark {
  readonly bytes: number;
  readonly sha256: string;
}

/** How far a log was read: plain data, for a checkpoint. */
export interface Position {
  /** The log, whatever its file is called by now. */
  readonly path: string;
  /** Device and inode, `2049:131074`. It may be given to another file after this one. */
  readonly id: string;
  /** The first bytes of the file, and the last before the offset: a file that has both there is the one that was read. */
  readonly head: Mark;
  readonly tail: Mark;
  /** In bytes, of the content where the file is packed. */
  readonly offset: number;
  /** The line that begins at the offset, from 1; `null` where the file was not read from its start. */
  readonly line: number | null;
  /** True where the offset is in the midst of a line that was too long to be given at once. */
  readonly isInside: boolean;
  /** When the file was last written to, in milliseconds since 1970 by its file system. */
  readonly modified: number;
}

/** Stored of the head and of the tail. A head alone does not tell: logs with the names of columns all begin alike. */
export const marked = { head: 256, tail: 64 };
const empty = Buffer.alloc(0);

/** Where the reading of one file stands. */
export class Stand {
  offset = 0;
  line: number | null = 1;
  isInside = false;
  head: Buffer = empty;
  tail: Buffer = empty;

  /** Goes on behind bytes that were given. */
  advance(bytes: Buffer, isInside: boolean): void {
    if (this.head.length < marked.head && this.head.length === this.offset) {
      this.head = Buffer.concat([this.head, bytes.subarray(0, marked.head - this.head.length)]);
    }
    this.tail = Buffer.from(Buffer.concat([this.tail, bytes.subarray(-marked.tail)]).subarray(-marked.tail));
    this.offset += bytes.length;
    this.isInside = isInside;
    if (this.line !== null) this.line += countLines(bytes);
  }

  /** Goes to a position whose bytes were found to be there. */
  moveTo({ offset, line, isInside }: Pick<Position, 'offset' | 'line' | 'isInside'>, head: Buffer, tail: Buffer): void {
    Object.assign(this, { offset, line, isInside, head: Buffer.from(head), tail: Buffer.from(tail) });
  }

  at(path: string, id: string, modified: number): Position {
    const { offset, line, isInside } = this;
    return { path, id, head: markOf(this.head), tail: markOf(this.tail), offset, line, isInside, modified };
  }
}

export function markOf(bytes: Buffer): Mark {
  return { bytes: bytes.length, sha256: sha256(bytes) };
}

export function bears(bytes: Buffer, mark: Mark): boolean {
  return bytes.length === mark.bytes && sha256(bytes) === mark.sha256;
}
