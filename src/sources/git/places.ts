import { readObjects } from './contents.ts';
import { Ids } from './ids.ts';
import type { Ending } from './program.ts';
import type { Store } from './store.ts';
import { blobsIn, foldersIn, type Named } from './tree.ts';

/** What is looked for in trees. */
export interface Sought {
  readonly store: Store;
  /** Trees of commits; those of neighbours have most in common. */
  readonly trees: Ids;
  /** Blobs that matter. */
  readonly blobs: Ids;
  readonly signal: AbortSignal;
}

/** A blob, by number, at a path, a byte string. */
export interface Spot {
  readonly path: string;
  readonly blob: number;
}

/** Where the blobs stand in each tree. */
export interface Places {
  readonly spots: readonly Spot[];
  /** Sets of spots, by number; 0 is the empty one. Most trees have the same few. */
  readonly sets: readonly (readonly number[])[];
  /** Set of each tree. */
  readonly setOf: Int32Array;
  readonly endings: readonly Ending[];
}

/** Trees that are gone through together. */
const chunk = 8192;
const maxTreeBytes = 64 << 20;

/**
 * Looks for blobs in the trees of all commits. A folder that commits have in common is read once, for whichever comes
 * first, and of one that holds nothing no more is kept than that.
 */
export async function placesIn(sought: Sought): Promise<Places> {
  const { trees, signal } = sought;
  const ground = new Ground(sought.blobs);
  const endings: Ending[] = [];
  for (let from = 0; from < trees.length && !signal.aborted; from += chunk) {
    const roots = Array.from({ length: Math.min(chunk, trees.length - from) }, (_, at) => trees.bytes(from + at));
    for (let level = ground.unseen(roots); level.length > 0 && !signal.aborted; ) {
      const below: number[] = [];
      const wanted = { length: level.length, hex: (index: number) => ground.seen.hex(level[index] ?? 0) };
      const outcome = await readObjects({ ...sought, wanted, maxBytes: maxTreeBytes }, ({ index, type, bytes }) => {
        if (type === 'tree') below.push(...ground.take(level[index] ?? 0, bytes));
      });
      endings.push(...outcome.endings);
      level = below;
    }
    ground.settle();
  }
  return { ...ground.placesOf(trees), endings };
}

/** What a tree holds: blobs that matter, and folders that may. */
interface Held {
  readonly blobs: readonly Named[];
  readonly folders: readonly Named[];
}

/** Until it is known what a tree holds. */
const pending = -1;
/** A tree of few objects can spell paths without number: more places than this are not told apart. */
const mostSpots = 5000;

class Ground {
  readonly seen: Ids;
  readonly #blobs: Ids;
  /** By the number of a tree that was seen: the number of what it holds; 0: nothing that matters. */
  readonly #holds: number[] = [];
  readonly #open = new Map<number, Held>();
  /** What trees hold, by number; folders in it by such numbers too. */
  readonly #folders: Held[] = [{ blobs: [], folders: [] }];
  readonly #known = new Map<string, number>([[JSON.stringify([[], []]), 0]]);

  constructor(blobs: Ids) {
    this.#blobs = blobs;
    this.seen = new Ids(blobs.width);
  }

  /** Numbers of the trees that were not seen before; from now on they are. */
  unseen(trees: readonly Uint8Array[]): number[] {
    return trees.flatMap((bytes) => {
      const before = this.seen.length;
      const number = this.seen.ofBytes(bytes, 0);
      if (number < before) return [];
      this.#holds[number] = pending;
      return [number];
    });
  }

  /** Takes in a tree, and gives the numbers of the folders in it that were not seen before. */
  take(number: number, tree: Buffer): number[] {
    const fresh: number[] = [];
    const folders: Named[] = [];
    for (const { name, at } of foldersIn(tree, this.seen.width)) {
      const [unseen] = this.unseen([tree.subarray(at, at + this.seen.width)]);
      const folder = unseen ?? this.seen.indexOf(tree, at);
      if (unseen !== undefined) fresh.push(unseen);
      if (this.#holds[folder] !== 0) folders.push({ name, number: folder });
    }
    const blobs = [...blobsIn(tree, this.#blobs)];
    if (blobs.length + folders.length > 0) this.#open.set(number, { blobs, folders });
    else this.#holds[number] = 0;
    return fresh;
  }

  /** Works out what all trees hold that were taken in, folders before what they are in. */
  settle(): void {
    const waiting = [...this.#open.keys()];
    const begun = new Set<number>();
    for (let number = waiting.at(-1); number !== undefined; number = waiting.at(-1)) {
      const held = this.#open.get(number);
      const unsettled = held?.folders.flatMap((one) => (this.#open.has(one.number) ? one.number : [])) ?? [];
      // A forged tree may be in itself: what is met a second time has to do without.
      if (unsettled.length > 0 && !begun.has(number)) {
        begun.add(number);
        waiting.push(...unsettled);
        continue;
      }
      waiting.pop();
      if (held) this.#holds[number] = this.#numberOf(held);
      this.#open.delete(number);
    }
  }

  placesOf(trees: Ids): Omit<Places, 'endings'> {
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
    const all = Int32Array.from({ length: trees.length }, (_, at) => {
      const holds = Math.max(0, this.#holds[this.seen.indexOf(trees.bytes(at), 0)] ?? 0);
      const set =
        setOf.get(holds) ??
        sets.push(
          this.#spotsOf(holds, flat)
            .map(enter)
            .sort((a, b) => a - b),
        ) - 1;
      setOf.set(holds, set);
      return set;
    });
    return { spots, sets, setOf: all };
  }

  /** The number of what a tree holds. Two trees that hold the same have the same number. */
  #numberOf({ blobs, folders }: Held): number {
    const below = folders.flatMap(({ name, number }): Named[] => {
      const holds = Math.max(0, this.#holds[number] ?? 0);
      return holds > 0 ? [{ name, number: holds }] : [];
    });
    const key = JSON.stringify([blobs, below]);
    const number = this.#known.get(key) ?? this.#folders.push({ blobs, folders: below }) - 1;
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
