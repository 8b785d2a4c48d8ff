import type { Position } from './position.ts';

/** A run of lines of one file; its bytes are valid until the next is asked for. */
export interface Piece {
  readonly bytes: Buffer;
  /** True where the last line of it is longer than a piece, and goes on in the next. */
  readonly continues: boolean;
}

/** A file of a log that is open for following, plain or packed. */
export interface OpenLog {
  readonly name: string;
  readonly id: string;
  /** How often it was begun anew: it was truncated. */
  readonly generation: number;
  readonly offset: number;
  readonly line: number | null;
  readonly isInside: boolean;
  /** The first lines of it, for those who begin in its midst. */
  readonly beginning: Buffer;
  /** True once all is read of what can grow no more. */
  readonly isOver: boolean;
  /** True where it was read to its end and no name leads to it any more: no later run could find it. */
  readonly isSpent: boolean;
  /**
   * The lines behind those that were taken; `null` where there is no whole one, `changed` where the file does not hold
   * any more what was read of it. `isFinal`: a last line that lacks its end is a line too.
   */
  next(room: Buffer, isFinal: boolean): Promise<Piece | 'changed' | null>;
  /** Says that a piece has been dealt with. */
  take(piece: Piece): void;
  /** Begins at the start of the file, as of a new one. */
  restart(): void;
  /** Told at each poll, whether or not anything happened; gives for how many of them nothing came. */
  tick(): number;
  position(path: string): Position;
  close(): Promise<void>;
}

/** So much of the start of a file is shown to those who begin in its midst. */
export const beginningBytes = 64 * 1024;
