import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Problem } from '../../model/problem.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Followed } from './following.ts';
import { rotatedSets } from './rotated.ts';
import { Tail } from './tail.ts';
import { Wake } from './wake.ts';

/** Paths of logs, there or not yet; or what lists them, asked at each poll: those that come later are read from their start. */
export type Logs = readonly string[] | (() => readonly string[]);

export interface FollowOptions {
  /** What the report calls the place of the logs. */
  readonly place: string;
  /** Ends the following: all that was taken until then is in the checkpoint, and nothing else. */
  readonly signal: AbortSignal;
  readonly checkpoint?: Checkpoint;
  /** Milliseconds between two looks. */
  readonly poll?: number;
  /**
   * True: the live file of each log is read from its start; what was put away before is `rotatedSet`'s matter. False:
   * only what comes. A log that the checkpoint knows goes on where it was left.
   */
  readonly fromStart?: boolean;
  /** Called before a checkpoint is written, for what has to be kept with it. */
  readonly beforeSave?: () => void | Promise<void>;
}

/** A checkpoint is written after so many milliseconds, or so many bytes. */
const often = { milliseconds: 5000, bytes: 64 << 20 };
const roomBytes = 1 << 20;

/**
 * What is written to logs, as it is written: through rotation by rename, `copytruncate`, removal and return. An event
 * has been taken when the next is asked for. After a stop by the signal, the next run with the same checkpoint gives
 * nothing twice and leaves nothing out; where the loop was left in another way, the last lines come again.
 */
export async function* follow(logs: Logs, options: FollowOptions): AsyncGenerator<Followed> {
  const follower = new Follower(logs, options);
  try {
    yield* follower.events();
  } finally {
    await follower.close();
  }
}

/** The live logs among paths: a file that was put away is read with the log that it belongs to. */
export function liveLogs(paths: readonly string[]): string[] {
  const byFolder = new Map<string, string[]>();
  for (const path of paths) byFolder.set(dirname(path), [...(byFolder.get(dirname(path)) ?? []), basename(path)]);
  return [...byFolder].flatMap(([folder, names]) => [...rotatedSets(names).keys()].map((name) => join(folder, name)));
}

/** Of paths that were named one by one, those that are not followed with another of them anyway. */
function withoutRotated(paths: readonly string[]): string[] {
  const all = new Set(paths);
  return [...all].filter((path) => liveLogs([path]).every((log) => log === path || !all.has(log)));
}

class Follower {
  readonly #logs: Logs;
  readonly #options: FollowOptions;
  readonly #poll: number;
  readonly #tails = new Map<string, Tail>();
  readonly #room = Buffer.allocUnsafeSlow(roomBytes);
  readonly #wake: Wake;
  /** From when all logs are taken up to when the last checkpoint is written. */
  #isRunning = false;
  #given = 0;
  #saved = { given: 0, ticks: 0, fault: '' };

  constructor(logs: Logs, options: FollowOptions) {
    this.#logs = logs;
    this.#options = options;
    this.#poll = options.poll ?? 200;
    this.#wake = new Wake(this.#poll);
  }

  async *events(): AsyncGenerator<Followed> {
    const { signal, fromStart = false } = this.#options;
    yield* this.#greet();
    yield* this.#join(fromStart);
    this.#isRunning = true;
    for (let idleAt = -1; !signal.aborted; ) {
      const isBusy = yield* this.#round();
      if (this.#isDue()) yield* this.#save();
      if (isBusy) {
        await setImmediate(); // signals and timers have their turn too
        continue;
      }
      if (idleAt !== this.#given) yield { kind: 'idle' };
      idleAt = this.#given;
      if (await this.#wake.sleep(signal)) yield* this.#tick();
    }
    yield* this.#save();
    this.#isRunning = false;
  }

  /** Where the loop was left in another way than by the signal, what was taken is still kept. */
  async close(): Promise<void> {
    this.#wake.close();
    if (this.#isRunning) for await (const _ of this.#save());
    for (const tail of this.#tails.values()) await tail.close();
  }

  *#greet(): Generator<Problem> {
    const { checkpoint } = this.#options;
    if (checkpoint?.fault) yield this.#note(checkpoint.fault);
    const known = new Set(checkpoint?.positions.map(({ path }) => path));
    if (known.size > 0 && !this.#paths().some((path) => known.has(path)))
      yield this.#note('The checkpoint is of other logs, and was not used.');
  }

  /** Takes up the logs that are not followed yet. */
  async *#join(fromStart: boolean): AsyncGenerator<Followed> {
    const { checkpoint, place, signal } = this.#options;
    const known = checkpoint?.positions ?? [];
    const paths = this.#paths().filter((path) => !this.#tails.has(path));
    const isKnown = paths.some((one) => known.some(({ path }) => path === one));
    this.#wake.watch(paths.map(dirname));
    for (const path of paths) {
      const where = { place, file: basename(path) };
      const tail = new Tail(path, { where, room: this.#room, poll: this.#poll, signal });
      const positions = known.filter((position) => position.path === path);
      this.#tails.set(path, tail);
      // A log that an earlier run did not see has come since.
      if (positions.length > 0) yield* tail.resume(positions);
      else await tail.begin(fromStart || isKnown);
    }
  }

  /** One turn for each log; true where there is more. */
  async *#round(): AsyncGenerator<Followed, boolean> {
    let isBusy = false;
    for (const tail of this.#tails.values()) {
      if (this.#options.signal.aborted) return false;
      if (yield* this.#counted(tail.round())) isBusy = true;
    }
    return isBusy;
  }

  async *#tick(): AsyncGenerator<Followed> {
    this.#saved.ticks++;
    for (const tail of this.#tails.values()) yield* this.#counted(tail.tick());
    if (typeof this.#logs === 'function') yield* this.#join(true);
  }

  async *#counted<R>(events: AsyncGenerator<Followed, R>): AsyncGenerator<Followed, R> {
    for (;;) {
      const { done, value } = await events.next();
      if (done) return value;
      yield value;
      this.#given += value.kind === 'lines' ? value.chunk.length : 0;
    }
  }

  #isDue(): boolean {
    const { given, ticks } = this.#saved;
    return this.#given - given >= often.bytes || (this.#given > given && ticks * this.#poll >= often.milliseconds);
  }

  /** A fault is told once, not each time. */
  async *#save(): AsyncGenerator<Problem> {
    const { checkpoint, beforeSave } = this.#options;
    if (!checkpoint) return;
    await beforeSave?.();
    const fault = checkpoint.save({ positions: [...this.#tails.values()].flatMap((tail) => tail.positions()) });
    const isNew = fault !== '' && fault !== this.#saved.fault;
    this.#saved = { given: this.#given, ticks: 0, fault };
    if (isNew) yield this.#note(`The checkpoint was not written: ${fault}.`);
  }

  #paths(): readonly string[] {
    return typeof this.#logs === 'function' ? liveLogs(this.#logs()) : withoutRotated(this.#logs);
  }

  #note(message: string): Problem {
    return { kind: 'problem', place: this.#options.place, file: '.', reason: 'unreadable', message, incomplete: false };
  }
}
