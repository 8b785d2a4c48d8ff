import { Ids } from './ids.ts';
import type { Packed } from './packs/forest.ts';
import { type Met, Paths, type PathsData } from './paths.ts';
import { sharedInts } from './shared.ts';
import { entryAt } from './tree.ts';
import { type CodePart, child, TreeCode, TreeWriter } from './tree-code.ts';

/** Objects that may stand in trees. */
export interface Known {
  readonly trees: Ids;
  readonly blobs: Ids;
  /** Those that are there and damaged; `null` where what is not known is of no interest, and no fault. */
  readonly damaged: Ids | null;
}

/** Some of the trees of a store, for another thread. */
export interface TreesPart {
  readonly code: CodePart;
  readonly blobs: Met;
  readonly folders: Met;
  readonly names: readonly string[];
  /** Ids, in hex digits, of what is named and not there. */
  readonly missing: readonly string[];
}

/**
 * Takes in trees: of one that is a change of another only what is new is noted, and which entries it takes from there. A
 * change is read without going through what it copies.
 */
export class TreeReader {
  readonly #code: TreeWriter;
  readonly #missing: Ids;
  readonly #objects: Known;
  readonly #blobs: Met;
  readonly #folders: Met;
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** Where entries begin in the trees on the way to the current one, by depth; behind the last one the end. */
  readonly #bounds: Int32Array[] = [];
  readonly #counts: number[] = [];

  constructor(objects: Known) {
    this.#objects = objects;
    const { trees, blobs } = objects;
    this.#code = new TreeWriter(trees.length);
    this.#missing = new Ids(trees.width);
    this.#blobs = { parent: sharedInts(blobs.length), name: sharedInts(blobs.length) };
    this.#folders = { parent: sharedInts(trees.length), name: sharedInts(trees.length) };
  }

  has(tree: number): boolean {
    return this.#code.has(tree);
  }

  part(): TreesPart {
    const [blobs, folders] = [this.#blobs, this.#folders];
    return { code: this.#code.part(), blobs, folders, names: this.#names, missing: [...this.#missing] };
  }

  /** Takes in a tree as it is in a pack. */
  take({ number, bytes, depth, copies, base, wanted }: Packed): void {
    const before = this.#bounds[depth - 1];
    const count = this.#counts[depth - 1] ?? 0;
    if (wanted) this.#code.begin(number, copies ? base : -1);
    let bounds = this.#room(depth, 64);
    let [filled, at, copy] = [0, 0, 0];
    while (at < bytes.length) {
      while (copies && copy < copies.count && copies.now(copy) + copies.length(copy) <= at) copy++;
      if (copies && before && copy < copies.count && copies.now(copy) <= at) {
        const shift = copies.now(copy) - copies.source(copy);
        const first = place(before, count, at - shift);
        const last = first < 0 ? first : whole(before, count, first, copies.now(copy) + copies.length(copy) - shift);
        if (last > first) {
          bounds = this.#room(depth, filled + last - first + 1);
          for (let from = first; from < last; from++) bounds[filled++] = (before[from] as number) + shift; // in the array
          if (wanted) this.#code.copy(first, last - first);
          at = (before[last] as number) + shift;
          continue;
        }
      }
      const entry = entryAt(bytes, at, this.#objects.trees.width);
      if (!entry) break;
      bounds = this.#room(depth, filled + 2);
      bounds[filled++] = at;
      if (wanted) this.#enter(number, bytes, entry);
      at = entry.end;
    }
    bounds[filled] = at;
    this.#counts[depth] = filled;
  }

  #enter(tree: number, bytes: Buffer, { name: [from, to], id, mode }: NonNullable<ReturnType<typeof entryAt>>): void {
    const text = bytes.toString('latin1', from, to);
    let name = this.#numbers.get(text);
    if (name === undefined) {
      name = this.#names.push(text) - 1;
      this.#numbers.set(text, name);
    }
    const isFolder = mode === 'folder';
    const number = mode === 'module' ? -1 : this.#objects[isFolder ? 'trees' : 'blobs'].indexOf(bytes, id);
    if (number < 0) {
      const { damaged } = this.#objects;
      if (mode !== 'module' && damaged && damaged.indexOf(bytes, id) < 0) this.#missing.ofBytes(bytes, id);
      this.#code.add(child.none, name);
      return;
    }
    this.#code.add(isFolder ? child.folder(number) : child.blob(number), name);
    meet(isFolder ? this.#folders : this.#blobs, number, tree + 1, name);
  }

  /** Room for as many bounds; what is in it stays. */
  #room(depth: number, count: number): Int32Array {
    const here = this.#bounds[depth];
    if (here && here.length > count) return here;
    const larger = new Int32Array(Math.max(64, 2 * count));
    if (here) larger.set(here);
    this.#bounds[depth] = larger;
    return larger;
  }
}

/** All trees of a store in little room. */
export class Trees {
  /** What stands in each tree, by number. */
  readonly code: TreeCode;
  readonly paths: Paths;
  /** Ids of what trees name and that is not there, in hex digits. */
  readonly missing: ReadonlySet<string>;
  readonly #parts: readonly TreesPart[];

  /** Puts together what one or several have read. */
  constructor({ trees, blobs }: Known, parts: readonly TreesPart[]) {
    this.#parts = parts;
    const codes = 2 * Math.max(trees.length, blobs.length) + 4;
    this.code = new TreeCode(
      parts.map(({ code }) => code),
      trees.length,
      codes,
    );
    this.missing = new Set(parts.flatMap(({ missing }) => missing));
    this.paths = new Paths(joined(parts));
  }

  /** The name that a number stands for in {@link Trees.code}. */
  nameOf(part: number, name: number): string {
    return this.#parts[part]?.names[name] ?? '';
  }
}

/** Of several trees that a blob stands in, the one with the lowest number counts, whoever came upon it first. */
function meet({ parent, name }: Met, number: number, tree: number, called: number): void {
  const known = parent[number] as number; // of every blob and tree
  if (known !== 0 && known <= tree) return;
  parent[number] = tree;
  name[number] = called;
}

function joined(parts: readonly TreesPart[]): PathsData {
  const [first, ...others] = parts;
  if (!first) throw new Error('there are no trees'); // who reads none has a part with none
  const names = [...first.names];
  for (const part of others) {
    for (const list of ['blobs', 'folders'] as const) {
      const { parent, name } = part[list];
      for (let number = 0; number < parent.length; number++) {
        const tree = parent[number] as number; // of every blob and tree
        if (tree !== 0) meet(first[list], number, tree, names.length + (name[number] as number));
      }
    }
    names.push(...part.names);
  }
  return { blobs: first.blobs, folders: first.folders, names };
}

/** Which entry begins at a byte, -1 where none does. */
function place(bounds: Int32Array, count: number, byte: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const here = bounds[middle] as number; // within the array
    if (here === byte) return middle;
    if (here < byte) low = middle + 1;
    else high = middle;
  }
  return -1;
}

/** The entry behind the last one from `first` on that ends at a byte or before it. */
function whole(bounds: Int32Array, count: number, first: number, byte: number): number {
  let [low, high] = [first, count];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((bounds[middle] as number) <= byte)
      low = middle; // the bound behind the last entry is its end
    else high = middle - 1;
  }
  return low;
}
