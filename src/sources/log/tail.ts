import { closeSync, readSync } from 'node:fs';
import type { Problem } from '../../model/problem.ts';
import { codeOf } from '../open.ts';
import { openLog } from './disk.ts';
import { type Fault, problemOf, type Where } from './faults.ts';
import type { Followed, LogOpened, LogTruncated } from './following.ts';
import type { OpenLog, Piece } from './open-log.ts';
import { PackedLog } from './packed.ts';
import { PlainLog } from './plain.ts';
import type { Position } from './position.ts';
import { idAt, type Sibling, siblings } from './siblings.ts';
import { isPacked } from './unpack.ts';

/** So many pieces of one log, then the others have their turn. */
const turn = 16;
/** A program may write to a file for a while after it was renamed, until it is told to open the new one. Milliseconds. */
const lingering = 60_000;
/** Files of one log that are held open at most. */
const mostOpen = 16;
/** Files may be renamed while they are looked at: then they are looked at again. */
const mostLooks = 5;

export interface TailOptions {
  readonly where: Where;
  /** Where pieces are read into. */
  readonly room: Buffer;
  /** Milliseconds between ticks. */
  readonly poll: number;
  readonly signal: AbortSignal;
}

/** What follows one log through its files. The oldest that is not read to its end comes first. */
export class Tail {
  readonly path: string;
  readonly #where: Where;
  readonly #room: Buffer;
  readonly #poll: number;
  readonly #signal: AbortSignal;
  #files: OpenLog[] = [];
  readonly #announced = new Set<string>();
  /** What the files of the log were when they were last looked at. */
  #listed = '';
  /** The files that were there at the start, and are not read. */
  #known: ReadonlySet<string> = new Set();
  readonly #faults = new Map<string, Problem | null>();
  #truncated = 0;

  constructor(path: string, { where, room, poll, signal }: TailOptions) {
    this.path = path;
    this.#where = where;
    this.#room = room;
    this.#poll = poll;
    this.#signal = signal;
  }

  /** Begins at the end of what is there, or at its start. */
  async begin(fromStart: boolean): Promise<void> {
    const all = this.#found();
    const last = all.at(-1);
    const file = last && this.#open(last);
    if (file instanceof PackedLog && last?.path === this.path) this.#complain(file.name, 'packed');
    if (file instanceof PlainLog && !fromStart) file.skip();
    if (file instanceof PlainLog) this.#files = [file];
    else await file?.close();
  }

  /** Goes on where an earlier run stopped, in whatever files the log is by now. */
  async *resume(positions: readonly Position[]): AsyncGenerator<Followed> {
    let [lost, all] = [0, this.#found()];
    for (let looks = 1; ; looks++, all = this.#found()) {
      lost = await this.#restore(positions, all);
      if (looks === mostLooks || isSame(all, siblings(this.path))) break;
      await this.close();
    }
    for (const { id, modified, offset } of positions) {
      const isThere = all.some((file) => file.id === id && file.born <= modified);
      if (offset > 0 && isThere && !this.#files.some((file) => file.id === id && file.offset > 0))
        yield this.#cut(id, lost === 0);
    }
    if (lost > 0) yield this.#note('A file that was read before is gone: what was written to it since is missing.');
  }

  /** All that there is to give now. True where there is more than one turn gives. */
  async *round(): AsyncGenerator<Followed, boolean> {
    for (const file of [...this.#files]) {
      if (yield* this.#drain(file)) return true;
      if (file.isOver) yield* this.#close(file);
    }
    const isBusy = yield* this.#look();
    yield* this.#complaints();
    return isBusy;
  }

  /** Told at each poll: files that were put away, and that nobody writes to any more, are closed. */
  async *tick(): AsyncGenerator<Followed> {
    for (const file of [...this.#files]) {
      const isOld = file !== this.#files.at(-1);
      const isQuiet = file.tick() * this.#poll > lingering || (isOld && this.#files.length > mostOpen);
      if (isOld && isQuiet) yield* this.#drain(file, true);
      if (isOld && isQuiet) yield* this.#close(file);
    }
  }

  positions(): Position[] {
    const kept = this.#files.filter((file, at) => at === this.#files.length - 1 || !file.isSpent);
    return kept.map((file) => file.position(this.path));
  }

  async close(): Promise<void> {
    for (const file of this.#files) await file.close();
    this.#files = [];
  }

  #found(): Sibling[] {
    const all = siblings(this.path);
    this.#known = new Set(all.map(({ id }) => id));
    return all;
  }

  /** Opens what positions are of, and what is newer. The number of those whose file is not there any more. */
  async #restore(positions: readonly Position[], all: readonly Sibling[]): Promise<number> {
    let [newest, lost] = [-1, 0];
    for (const position of positions) {
      const at = await this.#adopt(position, all);
      newest = Math.max(newest, at);
      // Of a file that was not begun, nothing was read that could be missed.
      if (at < 0 && position.offset > 0) lost++;
    }
    const since = Math.max(0, ...positions.map(({ modified }) => modified));
    const isNewer = ({ modified }: Sibling, at: number) => modified >= since || at === all.length - 1;
    const rest = newest < 0 ? all.filter(isNewer) : all.slice(newest + 1);
    this.#files.push(...rest.flatMap((file) => this.#open(file) ?? []));
    return lost;
  }

  async *#drain(file: OpenLog, isFinal = false): AsyncGenerator<Followed, boolean> {
    for (let count = 0; (count < turn || isFinal) && !this.#signal.aborted; count++) {
      const piece = await this.#next(file, isFinal);
      if (piece === null) return false;
      if (piece === 'changed') {
        yield* this.#cutBack(file);
        return true;
      }
      yield* this.#announce(file);
      const { offset, line, isInside: isContinued } = file;
      const { bytes: chunk, continues } = piece;
      yield { kind: 'lines', path: this.path, identity: identity(file), chunk, offset, line, isContinued, continues };
      file.take(piece);
    }
    return true;
  }

  async #next(file: OpenLog, isFinal: boolean): Promise<Piece | 'changed' | null> {
    try {
      return await file.next(this.#room, isFinal);
    } catch (error) {
      this.#complain(file.name, `system:${codeOf(error)}`);
      return null;
    }
  }

  *#announce(file: OpenLog): Generator<LogOpened> {
    const id = identity(file);
    if (this.#announced.has(id)) return;
    this.#announced.add(id);
    const { name, offset, beginning } = file;
    yield { kind: 'opened', path: this.path, identity: id, name, offset, beginning };
  }

  /** A file does not hold any more what was read of it. Where it was copied before, the copy is read on. */
  async *#cutBack(file: OpenLog): AsyncGenerator<Followed> {
    const before = file.position(this.path);
    const others = siblings(this.path).filter(
      ({ id }) => id !== file.id && !this.#files.some((open) => open.id === id),
    );
    const at = before.offset > 0 ? await this.#adopt(before, others, file) : -1;
    yield this.#cut(identity(file), at >= 0);
    file.restart();
  }

  #cut(identity: string, isCopied: boolean): LogTruncated {
    return { kind: 'truncated', path: this.path, identity, count: ++this.#truncated, isCopied };
  }

  /** Looks for another file in the log's place, and for those that came and went meanwhile. True where there are any. */
  async *#look(): AsyncGenerator<Followed, boolean> {
    const current = this.#files.at(-1);
    if (current && idAt(this.path) === current.id) return false;
    const all = siblings(this.path);
    if (all.length === 0) this.#askWhy();
    const listed = all.map(({ id, name }) => `${name} ${id}`).join('\n');
    if (listed === this.#listed || all.at(-1)?.id === current?.id) return false;

    const newer = await this.#newer(all, current);
    // What could not be opened is tried again.
    if (newer.length > 0 || current) this.#listed = listed;
    this.#files.push(...newer.filter(({ id }) => !this.#files.some((file) => file.id === id)));
    return newer.length > 0;
  }

  /** Opens the files that are newer than one, and looks again where they were renamed in the midst of that. */
  async #newer(all: readonly Sibling[], current: OpenLog | undefined): Promise<OpenLog[]> {
    for (let looks = 1, listed = all; ; looks++) {
      const opened = (await this.#after(listed, current)).flatMap((file) => this.#open(file) ?? []);
      const again = siblings(this.path);
      if (isSame(listed, again) || looks === mostLooks) return opened;
      for (const file of opened) await file.close();
      listed = again;
    }
  }

  /** What is newer than the current file: behind it in the list or, where it is gone, written to after it. */
  async #after(all: readonly Sibling[], current: OpenLog | undefined): Promise<readonly Sibling[]> {
    if (!current) return all.filter(({ id }) => !this.#known.has(id));
    const at = all.findIndex(({ id }) => id === current.id);
    if (at >= 0) return all.slice(at + 1);
    const position = current.position(this.path);
    for (const [index, file] of all.entries()) if (await this.#holds(file, position)) return all.slice(index + 1);
    return all.filter(({ modified, path }) => modified > position.modified || path === this.path);
  }

  async #holds(file: Sibling, position: Position): Promise<boolean> {
    const open = position.offset > 0 ? this.#open(file) : null;
    const holds = (await open?.resume(position)) === true;
    await open?.close();
    return holds;
  }

  /** Opens the file that a position is of, and moves it there; its place in the list, -1 where it is not in it. */
  async #adopt(position: Position, all: readonly Sibling[], before?: OpenLog): Promise<number> {
    const byId = all.filter(({ id }) => id === position.id);
    // At the start of a file nothing was read that would tell it.
    const byContent = position.offset > 0 ? all.filter(({ id }) => id !== position.id).toReversed() : [];
    for (const sibling of [...byId, ...byContent]) {
      const file = this.#open(sibling);
      if ((await file?.resume(position)) !== true || !file) {
        await file?.close();
        continue;
      }
      this.#files.splice(before ? this.#files.indexOf(before) : this.#files.length, 0, file);
      return all.indexOf(sibling);
    }
    return -1;
  }

  #open({ path, name, id, modified }: Sibling): PlainLog | PackedLog | null {
    const file = openLog(path);
    if (typeof file === 'string') return this.#complain(name, file);
    const head = Buffer.alloc(512);
    const isPlain = !isPacked(head.subarray(0, readSync(file, head, 0, head.length, 0)));
    if (isPlain) return new PlainLog(file, name);
    closeSync(file);
    return new PackedLog({ path, name, id, modified, place: this.#where.place, file: name });
  }

  async *#close(file: OpenLog): AsyncGenerator<Followed> {
    if (file instanceof PackedLog) yield* file.problems;
    this.#files = this.#files.filter((other) => other !== file);
    this.#announced.delete(identity(file));
    await file.close();
  }

  /** A fault is told once, however often it is met. */
  #complain(name: string, fault: Fault): null {
    const isGone = fault === 'system:ENOENT';
    const key = `${name} ${fault}`;
    if (!isGone && !this.#faults.has(key)) this.#faults.set(key, problemOf(fault, { ...this.#where, file: name }));
    return null;
  }

  /** Where there is no file: one that is merely not there yet is waited for. */
  #askWhy(): void {
    const file = openLog(this.path);
    if (typeof file === 'string') this.#complain(this.#where.file, file);
    else closeSync(file);
  }

  *#complaints(): Generator<Problem> {
    for (const [key, problem] of this.#faults) {
      if (problem) yield problem;
      this.#faults.set(key, null);
    }
  }

  #note(message: string): Problem {
    return { ...problemOf('changed', this.#where), message };
  }
}

function identity({ id, generation }: OpenLog): string {
  return generation === 0 ? id : `${id}/${generation}`;
}

function isSame(one: readonly Sibling[], other: readonly Sibling[]): boolean {
  return one.length === other.length && one.every(({ id }, at) => id === other[at]?.id);
}
