import { Ids } from './ids.ts';
import type { Packed } from './packs/forest.ts';
import { entryAt } from './tree.ts';
import { TreeCode } from './tree-code.ts';

/** Objects that may stand in trees. */
export interface Known {
  readonly trees: Ids;
  readonly blobs: Ids;
  /** Those that are there and damaged; `null` where what is not known is of no interest, and no fault. */
  readonly damaged: Ids | null;
}

/** Whoever forges trees can put a folder into itself; nobody else has folders this deep. */
const deepest = 4096;

/**
 * All trees of a store in little room: of a tree that is a change of another only what is new is noted, and which entries
 * it takes from there. A change is read without going through what it copies.
 */
export class Trees {
  /** What stands in each tree, by number. */
  readonly code: TreeCode;
  /** Ids of what trees name and that is not there. */
  readonly missing: Ids;
  readonly #objects: Known;
  /** By blob and by tree: the tree that it was first met in, plus one, and its name in there. */
  readonly #blobs: { readonly parent: Int32Array; readonly name: Int32Array };
  readonly #folders: { readonly parent: Int32Array; readonly name: Int32Array };
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** Where entries begin in the trees on the way to the current one, by depth; behind the last one the end. */
  readonly #bounds: Int32Array[] = [];
  readonly #counts: number[] = [];

  constructor(objects: Known) {
    this.#objects = objects;
    const { trees, blobs } = objects;
    this.code = new TreeCode(trees.length, 2 * Math.max(trees.length, blobs.length) + 4);
    this.missing = new Ids(trees.width);
    this.#blobs = { parent: new Int32Array(blobs.length), name: new Int32Array(blobs.length) };
    this.#folders = { parent: new Int32Array(trees.length), name: new Int32Array(trees.length) };
  }

  /** Takes in a tree as it is in a pack. */
  take({ number, bytes, depth, copies, base }: Packed): void {
    const before = this.#bounds[depth - 1];
    const count = this.#counts[depth - 1] ?? 0;
    const isNew = !this.code.has(number);
    if (isNew) this.code.begin(number, copies ? base : -1);
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
          if (isNew) this.code.copy(first, last - first);
          at = (before[last] as number) + shift;
          continue;
        }
      }
      const entry = entryAt(bytes, at, this.#objects.trees.width);
      if (!entry) break;
      bounds = this.#room(depth, filled + 2);
      bounds[filled++] = at;
      if (isNew) this.#enter(number, bytes, entry);
      at = entry.end;
    }
    bounds[filled] = at;
    this.#counts[depth] = filled;
  }

  /** A path of a blob, a byte string; `null` for one that is in no tree. */
  pathOf(blob: number): string | null {
    let tree = (this.#blobs.parent[blob] ?? 0) - 1;
    if (tree < 0) return null;
    let path = this.#names[this.#blobs.name[blob] ?? 0] ?? '';
    for (let depth = 0; depth < deepest; depth++) {
      const parent = (this.#folders.parent[tree] ?? 0) - 1;
      if (parent < 0) break;
      path = `${this.#names[this.#folders.name[tree] ?? 0]}/${path}`;
      tree = parent;
    }
    return path;
  }

  /** The name that a number stands for in {@link Trees.code}. */
  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }

  #enter(tree: number, bytes: Buffer, { name: [from, to], id, mode }: NonNullable<ReturnType<typeof entryAt>>): void {
    const text = bytes.toString('latin1', from, to);
    let name = this.#numbers.get(text);
    if (name === undefined) {
      name = this.#names.push(text) - 1;
      this.#numbers.set(text, name);
    }
    const isFolder = mode === 'folder';
    const child = mode === 'module' ? -1 : this.#objects[isFolder ? 'trees' : 'blobs'].indexOf(bytes, id);
    if (child < 0) {
      const { damaged } = this.#objects;
      if (mode !== 'module' && damaged && damaged.indexOf(bytes, id) < 0) this.missing.ofBytes(bytes, id);
      this.code.add(0, name);
      return;
    }
    this.code.add(isFolder ? TreeCode.folder(child) : TreeCode.blob(child), name);
    const { parent, name: names } = isFolder ? this.#folders : this.#blobs;
    if (parent[child] !== 0) return;
    parent[child] = tree + 1;
    names[child] = name;
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
