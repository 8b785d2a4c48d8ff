import type { Problem } from '../../model/problem.ts';
import { logChunks } from './chunks.ts';
import type { Where } from './faults.ts';
import { wholeLines } from './lines.ts';
import { beginningBytes, type OpenLog, type Piece } from './open-log.ts';
import { bears, marked, type Position, Stand } from './position.ts';

/** Which file, and what the report calls it. */
export interface PackedFile extends Where {
  readonly path: string;
  readonly name: string;
  readonly id: string;
  readonly modified: number;
}

/** A file that was put away and packed before it was read to its end. It grows no more. */
export class PackedLog implements OpenLog {
  readonly name: string;
  readonly id: string;
  readonly generation = 0;
  readonly isSpent = false;
  readonly problems: Problem[] = [];
  readonly #chunks: AsyncGenerator<Buffer | Problem>;
  readonly #stand = new Stand();
  readonly #modified: number;
  #beginning: Buffer = Buffer.alloc(0);
  /** What was read and not taken. */
  #rest: Buffer = Buffer.alloc(0);
  #isRead = false;

  constructor({ path, name, id, modified, place, file }: PackedFile) {
    this.name = name;
    this.id = id;
    this.#modified = modified;
    this.#chunks = logChunks({ from: path, place, file });
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

  get beginning(): Buffer {
    return this.#beginning.subarray(0, wholeLines(this.#beginning, true));
  }

  get isOver(): boolean {
    return this.#isRead && this.#rest.length === 0;
  }

  /** Reads up to a position; false where this is not the file that was read. Its head is looked at before all else. */
  async resume(position: Position): Promise<boolean> {
    const { offset, head, tail } = position;
    while (this.#rest.length < head.bytes && (await this.#more())) {}
    const first = Buffer.from(this.#rest.subarray(0, head.bytes));
    if (!bears(first, head)) return false;

    let last = Buffer.alloc(0);
    for (let at = 0; at < offset; ) {
      if (this.#rest.length === 0 && !(await this.#more())) return false;
      const passed = this.#rest.subarray(0, offset - at);
      if (at < beginningBytes) this.#beginning = Buffer.concat([this.#beginning, passed]).subarray(0, beginningBytes);
      last = Buffer.concat([last, passed.subarray(-marked.tail)]).subarray(-marked.tail);
      this.#rest = this.#rest.subarray(passed.length);
      at += passed.length;
    }
    const isSame = bears(last.subarray(last.length - tail.bytes), tail);
    if (isSame) this.#stand.moveTo(position, first, last);
    return isSame;
  }

  async next(room: Buffer): Promise<Piece | null> {
    for (;;) {
      const bytes = this.#rest.subarray(0, room.length);
      const whole = wholeLines(bytes, this.#isRead);
      if (whole > 0) return { bytes: bytes.subarray(0, whole), continues: false };
      if (bytes.length === room.length) return { bytes, continues: true };
      if (await this.#more()) continue;
      // The CR at the end is settled only now.
      const last = wholeLines(this.#rest, true) || this.#rest.length;
      return last === 0 ? null : { bytes: this.#rest.subarray(0, last), continues: false };
    }
  }

  take({ bytes, continues }: Piece): void {
    this.#stand.advance(bytes, continues);
    this.#rest = this.#rest.subarray(bytes.length);
  }

  restart(): void {}

  tick(): number {
    return 0;
  }

  position(path: string): Position {
    return this.#stand.at(path, this.id, this.#modified);
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined);
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done) this.#isRead = true;
    else if (Buffer.isBuffer(value)) this.#rest = Buffer.concat([this.#rest, value]);
    else this.problems.push(value);
    return !done;
  }
}
