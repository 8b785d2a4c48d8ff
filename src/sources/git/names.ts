import type { Wanted } from './contents.ts';
import { Ids } from './ids.ts';
import { wholeLines } from './lines.ts';
import type { Objects } from './listing.ts';
import { type Ending, start } from './program.ts';
import type { Store } from './store.ts';

/** What a walk over all commits is asked for. */
export interface Walk {
  readonly store: Store;
  readonly objects: Objects;
  /** Ids of commits, trees and blobs to start at. */
  readonly from: readonly string[];
  /** Ids of commits that are not gone into, nor what is before them. */
  readonly past: readonly string[];
  readonly signal: AbortSignal;
}

/** What a walk came to. */
export interface Walked {
  readonly paths: Paths;
  /** Objects that something names and that are not there. */
  readonly missing: Ids;
  readonly ending: Ending;
}

const nothing: Ending = { code: 0, said: [] };

/** Goes over all commits and what they hold, and notes a path for each blob that is come upon. */
export async function walk({ store, objects, from, past, signal }: Walk): Promise<Walked> {
  const paths = new Paths(objects.blobs);
  const missing = new Ids(store.width);
  if (from.length === 0) return { paths, missing, ending: nothing };

  const { git, directory } = store;
  const running = start(git, ['rev-list', '--objects', '--missing=print', '--stdin'], { directory });
  const stop = (): void => running.stop();
  signal.addEventListener('abort', stop, { once: true });
  running.stdin.end([...from, ...past.map((id) => `^${id}`)].map((id) => `${id}\n`).join(''));
  for await (const lines of wholeLines(running.stdout)) {
    for (let at = 0, end = 0; at < lines.length; at = end + 1) {
      end = lines.indexOf(0x0a, at);
      if (lines[at] === 0x3f) missing.addHex(lines, at + 1);
      else paths.meet(lines, at, end);
    }
  }
  signal.removeEventListener('abort', stop);
  return { paths, missing, ending: await running.ended };
}

/** A path for each blob, as far as a walk came upon it. Paths are byte strings; of one with a line end the beginning. */
export class Paths {
  readonly #blobs: Ids;
  /** By the number of a blob: the number of its path and one; 0: it has none. */
  readonly #pathOf: Int32Array;
  readonly #paths: string[] = [];
  readonly #known = new Map<string, number>();

  constructor(blobs: Ids) {
    this.#blobs = blobs;
    this.#pathOf = new Int32Array(blobs.length);
  }

  /** Takes in a line of the walk: an id, and for what stands in a tree a blank and its path. */
  meet(lines: Buffer, at: number, end: number): void {
    const blob = this.#blobs.indexOfHex(lines, at);
    if (blob < 0 || this.#pathOf[blob] !== 0) return;
    const path = lines.toString('latin1', at + 2 * this.#blobs.width + 1, end);
    const number = this.#known.get(path) ?? this.#paths.push(path);
    this.#known.set(path, number);
    this.#pathOf[blob] = number;
  }

  /** A path of a blob; `null` for one that no commit leads to. */
  of(blob: number): string | null {
    return this.#paths[this.numberOf(blob) - 1] ?? null;
  }

  /** The number of its path, the same for all versions of a file; 0 where it has none. */
  numberOf(blob: number): number {
    return this.#pathOf[blob] ?? 0;
  }

  /** Blobs in the order of their paths, so that versions of a file follow each other, without those that are skipped. */
  ordered(skips: (blob: number) => boolean): Ordered {
    const starts = new Int32Array(this.#paths.length + 2);
    const each = (take: (blob: number, number: number) => void): void => {
      for (let blob = 0; blob < this.#blobs.length; blob++) if (!skips(blob)) take(blob, this.numberOf(blob));
    };
    each((_, number) => {
      starts[number + 1] = (starts[number + 1] ?? 0) + 1;
    });
    for (let number = 1; number < starts.length; number++) {
      starts[number] = (starts[number] ?? 0) + (starts[number - 1] ?? 0);
    }
    const order = new Int32Array(starts.at(-1) ?? 0);
    each((blob, number) => {
      const at = starts[number] ?? 0;
      order[at] = blob;
      starts[number] = at + 1;
    });
    return new Ordered(this.#blobs, order);
  }
}

/** Blobs in an order. */
export class Ordered implements Wanted {
  readonly #blobs: Ids;
  readonly #order: Int32Array;

  constructor(blobs: Ids, order: Int32Array) {
    this.#blobs = blobs;
    this.#order = order;
  }

  get length(): number {
    return this.#order.length;
  }

  /** Number, in the listing, of the blob at a place of the order; -1 behind its end. */
  blob(index: number): number {
    return this.#order[index] ?? -1;
  }

  hex(index: number): string {
    return this.#blobs.hex(this.blob(index));
  }
}
