import type { Dated } from '../../model/history.ts';
import { type Commit, isoOf } from './commit.ts';
import { Ids } from './ids.ts';

const unread = -1;

/** Commits and whose parent is whose, by number: the numbers of the ids that it is made with. */
export class Graph {
  readonly ids: Ids;
  /** Trees of the commits, each once. */
  readonly trees: Ids;
  readonly #treeOf: Int32Array;
  readonly #seconds: Float64Array;
  readonly #parents: Lists;
  /** Commits of which a parent is not here, and those parents. */
  readonly #cut = new Set<number>();
  readonly missing = new Set<string>();
  #sorted: Int32Array | null = null;

  constructor(ids: Ids) {
    this.ids = ids;
    this.trees = new Ids(ids.width);
    this.#treeOf = new Int32Array(ids.length).fill(unread);
    this.#seconds = new Float64Array(ids.length).fill(Number.NaN);
    this.#parents = new Lists(ids.length);
  }

  get length(): number {
    return this.ids.length;
  }

  /** Takes in what a commit says. */
  add(index: number, { tree, parents, seconds }: Commit): void {
    this.#treeOf[index] = this.trees.ofHex(Buffer.from(tree, 'latin1'), 0);
    if (seconds !== null) this.#seconds[index] = seconds;
    const known: number[] = [];
    for (const parent of parents) {
      const at = this.indexOf(parent);
      if (at >= 0) known.push(at);
      else {
        this.#cut.add(index);
        this.missing.add(parent);
      }
    }
    this.#parents.set(index, known);
  }

  /** The number of a commit, -1 where it is not here. */
  indexOf(commit: string): number {
    return this.ids.indexOfHex(Buffer.from(commit, 'latin1'), 0);
  }

  isRead(index: number): boolean {
    return this.#treeOf[index] !== unread;
  }

  parentsOf(index: number): Int32Array {
    return this.#parents.of(index);
  }

  /** Number of a commit's tree among {@link Graph.trees}, -1 where the commit could not be read. */
  treeOf(index: number): number {
    return this.#treeOf[index] ?? unread;
  }

  dated(index: number): Dated {
    const seconds = this.#seconds[index] ?? Number.NaN;
    return { commit: this.ids.hex(index), date: isoOf(Number.isNaN(seconds) ? null : seconds) };
  }

  /** By author date, then by id: an order that does not depend on how the commits are stored. */
  compare(a: number, b: number): number {
    const [left, right] = [this.#seconds[a] || 0, this.#seconds[b] || 0];
    if (left !== right) return left - right;
    return a === b ? 0 : this.ids.hex(a) < this.ids.hex(b) ? -1 : 1;
  }

  /** Commits that nothing goes on from. */
  tips(): number[] {
    const isParent = new Uint8Array(this.length);
    for (let index = 0; index < this.length; index++) for (const parent of this.parentsOf(index)) isParent[parent] = 1;
    return this.#those((index) => isParent[index] === 0 && this.isRead(index));
  }

  /** Commits behind which something is not here, or cannot be read. */
  ends(): number[] {
    return this.#those((index) => this.#cut.has(index) || this.parentsOf(index).some((parent) => !this.isRead(parent)));
  }

  /** Numbers of all commits, parents before children. */
  sorted(): Int32Array {
    this.#sorted ??= this.#sort();
    return this.#sorted;
  }

  /** 1 for each commit that these lead to, themselves among them. */
  reached(from: Iterable<number>): Uint8Array {
    const found = new Uint8Array(this.length);
    const waiting = [...from].filter((index) => index >= 0);
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      if (found[index] === 1) continue;
      found[index] = 1;
      waiting.push(...this.parentsOf(index));
    }
    return found;
  }

  /** Counts for each commit the parents that are not placed yet; who has none left is placed (Kahn, 1962). */
  #sort(): Int32Array {
    const open = new Int32Array(this.length);
    const firstChild = new Int32Array(this.length).fill(-1);
    const nextChild: number[] = [];
    const childAt: number[] = [];
    const order = new Int32Array(this.length);
    let count = 0;
    for (let index = 0; index < this.length; index++) {
      const parents = this.parentsOf(index);
      open[index] = parents.length;
      if (parents.length === 0) order[count++] = index;
      for (const parent of parents) {
        nextChild.push(firstChild[parent] ?? -1);
        firstChild[parent] = childAt.push(index) - 1;
      }
    }
    for (let next = 0; next < count; next++) {
      for (let link = firstChild[order[next] ?? -1] ?? -1; link >= 0; link = nextChild[link] ?? -1) {
        const child = childAt[link] ?? -1;
        open[child] = (open[child] ?? 0) - 1;
        if (open[child] === 0) order[count++] = child;
      }
    }
    // A file that is not what its name says can make a commit its own ancestor. Those come last.
    for (let index = 0; count < this.length; index++) if ((open[index] ?? 0) > 0) order[count++] = index;
    return order;
  }

  #those(holds: (index: number) => boolean): number[] {
    const found: number[] = [];
    for (let index = 0; index < this.length; index++) if (holds(index)) found.push(index);
    return found;
  }
}

/** A list of numbers for each number, packed: there are millions of commits, and most have one parent. */
class Lists {
  readonly #start: Int32Array;
  readonly #length: Int32Array;
  #items = new Int32Array(1024);
  #count = 0;

  constructor(length: number) {
    this.#start = new Int32Array(length);
    this.#length = new Int32Array(length);
  }

  set(index: number, items: readonly number[]): void {
    if (this.#count + items.length > this.#items.length) {
      const larger = new Int32Array(2 * (this.#items.length + items.length));
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items.set(items, this.#count);
    this.#start[index] = this.#count;
    this.#length[index] = items.length;
    this.#count += items.length;
  }

  of(index: number): Int32Array {
    const start = this.#start[index] ?? 0;
    return this.#items.subarray(start, start + (this.#length[index] ?? 0));
  }
}
