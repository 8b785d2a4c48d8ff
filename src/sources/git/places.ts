import type { Ids } from './ids.ts';
import { child } from './tree-code.ts';
import type { Trees } from './trees.ts';

/** What is looked for in trees. */
export interface Sought {
  readonly trees: Trees;
  /** Trees of commits, and all trees of the store. */
  readonly roots: Ids;
  readonly all: Ids;
  /** Numbers of the blobs that matter, by listing. */
  readonly blobs: readonly number[];
}

/** A blob, by its place among those that matter, at a path, a byte string. */
export interface Spot {
  readonly path: string;
  readonly blob: number;
}

/** Where the blobs stand in each tree. */
export interface Places {
  readonly spots: readonly Spot[];
  /** Sets of spots, by number; 0 is the empty one. Most trees have the same few. */
  readonly sets: readonly (readonly number[])[];
  /** Set of each root. */
  readonly setOf: Int32Array;
}

/** Looks for blobs in the trees of all commits. Trees that hold the same of them are told apart no more. */
export function placesIn({ trees, roots, all, blobs }: Sought): Places {
  const ground = new Ground(trees, blobs);
  ground.settle();
  return ground.placesOf(roots, all);
}

/** A name in a tree, a byte string, and the number of what stands there. */
interface Named {
  readonly name: string;
  readonly number: number;
}

/** What a tree holds: blobs that matter, and folders that do. */
interface Held {
  readonly blobs: readonly Named[];
  readonly folders: readonly Named[];
}

/** A tree of few objects can spell paths without number: more places than this are not told apart. */
const mostSpots = 5000;
/** Of a tree that holds something: until it is known what. */
const pending = -1;
const none = -1;

class Ground {
  readonly #trees: Trees;
  readonly #held = new Lists();
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** By the number of a tree that holds something: the number of what it holds. */
  readonly #holds = new Map<number, number>();
  /** What trees hold, by number; folders in it by such numbers too. */
  readonly #folders: Held[] = [{ blobs: [], folders: [] }];
  readonly #known = new Map<string, number>();

  constructor(trees: Trees, blobs: readonly number[]) {
    this.#trees = trees;
    const waiting: number[] = [];
    const climb = (one: number, number: number): void =>
      trees.code.eachHolder(one, (tree, part, name) => {
        this.#held.add(tree, number, this.#nameOf(part, name));
        if (this.#holds.has(tree)) return;
        this.#holds.set(tree, pending);
        waiting.push(tree);
      });
    // What is held is a blob, by its place in the list, or below zero a tree.
    for (const [place, blob] of blobs.entries()) climb(child.blob(blob), place);
    for (let tree = waiting.pop(); tree !== undefined; tree = waiting.pop()) climb(child.folder(tree), ~tree);
  }

  /** Works out what all of them hold, folders before what they are in. */
  settle(): void {
    const begun = new Set<number>();
    for (const start of this.#holds.keys()) {
      const waiting = [start];
      for (let tree = waiting.at(-1); tree !== undefined; tree = waiting.at(-1)) {
        const unsettled = begun.has(tree) ? [] : this.#unsettled(tree);
        begun.add(tree);
        // A forged tree may be in itself: what is met a second time has to do without.
        if (unsettled.length > 0) {
          waiting.push(...unsettled);
          continue;
        }
        waiting.pop();
        if (this.#holds.get(tree) === pending) this.#holds.set(tree, this.#numberOf(this.#heldBy(tree)));
      }
    }
  }

  placesOf(roots: Ids, all: Ids): Places {
    const spots: Spot[] = [];
    const numbers = new Map<string, number>();
    const flat = new Map<number, readonly Spot[]>();
    const sets: (readonly number[])[] = [[]];
    const setOf = new Map<number, number>([[0, 0]]);
    const enter = (spot: Spot): number => {
      const key = JSON.stringify([spot.path, spot.blob]);
      const number = numbers.get(key) ?? spots.push(spot) - 1;
      numbers.set(key, number);
      return number;
    };
    const enterAll = (holds: number): number =>
      sets.push(
        this.#spotsOf(holds, flat)
          .map(enter)
          .sort((a, b) => a - b),
      ) - 1;
    const ofRoots = Int32Array.from({ length: roots.length }, (_, root) => {
      const holds = Math.max(0, this.#holds.get(all.indexOf(roots.bytes(root), 0)) ?? 0);
      const set = setOf.get(holds) ?? enterAll(holds);
      setOf.set(holds, set);
      return set;
    });
    return { spots, sets, setOf: ofRoots };
  }

  /** Few names lead to what matters: they have numbers of their own. */
  #nameOf(part: number, called: number): number {
    const name = this.#trees.nameOf(part, called);
    const number = this.#numbers.get(name) ?? this.#names.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }

  #unsettled(tree: number): number[] {
    const found: number[] = [];
    this.#held.each(tree, (number) => {
      if (number < 0 && this.#holds.get(~number) === pending) found.push(~number);
    });
    return found;
  }

  #heldBy(tree: number): Held {
    const blobs: Named[] = [];
    const folders: Named[] = [];
    this.#held.each(tree, (number, called) => {
      const name = this.#names[called] ?? '';
      if (number >= 0) blobs.push({ name, number });
      else folders.push({ name, number: Math.max(0, this.#holds.get(~number) ?? 0) });
    });
    const byName = (a: Named, b: Named): number => (a.name < b.name ? -1 : 1);
    return { blobs: blobs.sort(byName), folders: folders.sort(byName) };
  }

  /** The number of what a tree holds. Two trees that hold the same have the same number. */
  #numberOf(held: Held): number {
    const key = JSON.stringify([held.blobs, held.folders]);
    const number = this.#known.get(key) ?? this.#folders.push(held) - 1;
    this.#known.set(key, number);
    return number;
  }

  /** All spots in a folder, those of the folders in it worked out before. */
  #spotsOf(top: number, flat: Map<number, readonly Spot[]>): readonly Spot[] {
    const waiting = [top];
    for (let number = waiting.at(-1); number !== undefined; number = waiting.at(-1)) {
      const { blobs, folders } = this.#folders[number] ?? { blobs: [], folders: [] };
      const missing = folders.flatMap((one) => (flat.has(one.number) ? [] : one.number));
      if (missing.length > 0) {
        waiting.push(...missing);
        continue;
      }
      waiting.pop();
      const own = blobs.map(({ name, number: blob }): Spot => ({ path: name, blob }));
      const below = folders.flatMap(({ name, number: folder }) =>
        (flat.get(folder) ?? []).map(({ path, blob }): Spot => ({ path: `${name}/${path}`, blob })),
      );
      flat.set(number, [...own, ...below].slice(0, mostSpots));
    }
    return flat.get(top) ?? [];
  }
}

/** Two numbers for a third, as often as they come, packed: there are as many as there are commits. */
class Lists {
  readonly #heads = new Map<number, number>();
  /** Of three numbers each: the two, and where the ones before are. */
  #items = new Int32Array(3 * 1024);
  #length = 0;

  add(key: number, one: number, other: number): void {
    if (this.#length === this.#items.length) {
      const larger = new Int32Array(2 * this.#length);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items.set([one, other, this.#heads.get(key) ?? none], this.#length);
    this.#heads.set(key, this.#length);
    this.#length += 3;
  }

  each(key: number, visit: (one: number, other: number) => void): void {
    for (let at = this.#heads.get(key) ?? none; at !== none; at = this.#items[at + 2] ?? none)
      visit(this.#items[at] ?? none, this.#items[at + 1] ?? none);
  }
}
