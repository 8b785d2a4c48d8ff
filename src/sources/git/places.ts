import { readObjects } from './contents.ts';
import type { Ids } from './ids.ts';
import type { Ending } from './program.ts';
import type { Store } from './store.ts';
import { entriesOf, entryOf, treeName } from './tree.ts';

/** What is looked for in trees. */
export interface Sought {
  readonly store: Store;
  /** Trees of commits. */
  readonly trees: Ids;
  /** Byte strings of paths. */
  readonly paths: readonly string[];
  /** Blobs that matter. */
  readonly blobs: Ids;
  readonly signal: AbortSignal;
}

/** A blob at a path, both by number. */
export interface Spot {
  readonly path: number;
  readonly blob: number;
}

/** Which of the blobs stand at which of the paths in each tree. */
export interface Places {
  readonly spots: readonly Spot[];
  /** Sets of spots, by number; 0 is the empty one. Most trees have the same few. */
  readonly sets: readonly (readonly number[])[];
  /** Set of each tree. */
  readonly setOf: Int32Array;
  readonly endings: readonly Ending[];
  /** Trees that could not be read. */
  readonly unread: number;
}

/** A step on the way to some paths. */
interface Step {
  readonly number: number;
  readonly below: Map<string, Step>;
  /** Number of the path that ends here, -1: none. */
  path: number;
  /** It is looked for as bytes. */
  readonly name: Buffer;
}

/** What a tree holds, as seen from a step: spots in it, and trees further down. */
interface Held {
  readonly spots: number[];
  readonly below: string[];
}

/** Where more names than this are looked for in one tree, its entries are gone through instead. */
const few = 8;
const maxTreeBytes = 64 << 20;

/**
 * Looks up paths in the trees of all commits, level by level: a folder that commits have in common is read once, and one
 * that no path leads into never.
 */
export async function placesIn(sought: Sought): Promise<Places> {
  const { trees } = sought;
  const ground = new Ground(sought);
  const levels: Map<string, Held>[] = [];
  const endings: Ending[] = [];
  let unread = 0;
  let level: Level = new Map(Array.from(trees, (hex) => [hex, [ground.top]]));
  while (level.size > 0 && !sought.signal.aborted) {
    const found = new Map<string, Held>();
    const next: Level = new Map();
    const ids = [...level.keys()];
    const wanted = { length: ids.length, hex: (index: number) => ids[index] ?? '' };
    const outcome = await readObjects({ ...sought, wanted, maxBytes: maxTreeBytes }, ({ index, type, bytes }) => {
      if (type !== 'tree') return;
      const hex = ids[index] ?? '';
      for (const step of level.get(hex) ?? []) ground.look(bytes, step, { hex, found, next });
    });
    unread += outcome.failed.length;
    endings.push(...outcome.endings);
    levels.push(found);
    level = next;
  }
  return { ...ground.settled(levels), endings, unread };
}

/** Trees of a level, and the steps that they are seen from. */
type Level = Map<string, Step[]>;

class Ground {
  readonly top: Step;
  readonly #trees: Ids;
  readonly #blobs: Ids;
  readonly #spots: Spot[] = [];
  readonly #numbers = new Map<string, number>();
  #steps = 0;

  constructor({ trees, paths, blobs }: Sought) {
    this.#trees = trees;
    this.#blobs = blobs;
    this.top = this.#step('');
    for (const [number, path] of paths.entries()) this.#enter(path, number);
  }

  /** Notes what a tree holds of the names below a step. */
  look(tree: Buffer, step: Step, { hex, found, next }: { hex: string; found: Map<string, Held>; next: Level }): void {
    const held: Held = { spots: [], below: [] };
    for (const [to, isTree, at] of this.#entries(tree, step)) {
      if (isTree && to.below.size > 0) {
        const child = tree.toString('hex', at, at + this.#blobs.width);
        const steps = next.get(child);
        if (!steps) next.set(child, [to]);
        else if (!steps.includes(to)) steps.push(to);
        held.below.push(keyOf(to, child));
      }
      const blob = isTree || to.path < 0 ? -1 : this.#blobs.indexOf(tree, at);
      if (blob >= 0) held.spots.push(this.#spot(to.path, blob));
    }
    if (held.spots.length + held.below.length > 0) found.set(keyOf(step, hex), held);
  }

  /** From the lowest level up, what each tree holds in all. */
  settled(levels: readonly Map<string, Held>[]): Pick<Places, 'spots' | 'sets' | 'setOf'> {
    const sets: (readonly number[])[] = [[]];
    const known = new Map<string, number>([['', 0]]);
    const setOf = new Map<string, number>();
    for (const level of [...levels].reverse()) {
      for (const [key, { spots, below }] of level) {
        const all = [...spots, ...below.flatMap((one) => sets[setOf.get(one) ?? 0] ?? [])].sort((a, b) => a - b);
        const name = all.join();
        const number = known.get(name) ?? sets.push(all) - 1;
        known.set(name, number);
        if (number > 0) setOf.set(key, number);
      }
    }
    const numbers = Array.from(this.#trees, (hex) => setOf.get(keyOf(this.top, hex)) ?? 0);
    return { spots: this.#spots, sets, setOf: Int32Array.from(numbers) };
  }

  *#entries(tree: Buffer, { below }: Step): Generator<[Step, boolean, number]> {
    if (below.size > few) {
      for (const { name, isTree, at } of entriesOf(tree, this.#blobs.width)) {
        const step = below.get(name);
        if (step) yield [step, isTree, at];
      }
      return;
    }
    for (const step of below.values()) {
      const entry = entryOf(tree, step.name);
      if (entry) yield [step, entry.isTree, entry.at];
    }
  }

  #spot(path: number, blob: number): number {
    const key = `${path} ${blob}`;
    const known = this.#numbers.get(key) ?? this.#spots.push({ path, blob }) - 1;
    this.#numbers.set(key, known);
    return known;
  }

  #enter(path: string, number: number): void {
    let step = this.top;
    for (const name of path.split('/')) {
      const next = step.below.get(name) ?? this.#step(name);
      step.below.set(name, next);
      step = next;
    }
    step.path = number;
  }

  #step(name: string): Step {
    return { number: this.#steps++, below: new Map(), path: -1, name: treeName(name) };
  }
}

function keyOf({ number }: Step, hex: string): string {
  return `${number} ${hex}`;
}
