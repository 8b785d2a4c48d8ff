/** In the place of a child: what follows is copied. */
const copied = -1;
/** Behind the last entry of a tree. */
const stop = -2;
const none = -1;

/** Trees by child: from `from[child]` up to that of the next one. */
interface Brought {
  readonly from: Int32Array;
  readonly trees: Int32Array;
  readonly places: Int32Array;
}

/**
 * Trees as numbers. A child is 0 where it is of no interest, even for a blob and odd for a folder. A tree that is a change
 * of another is a list of ranges of that one's entries and of entries of its own.
 */
export class TreeCode {
  #code = new Int32Array(1 << 16);
  #length = 0;
  #isOpen = false;
  readonly #start: Int32Array;
  readonly #base: Int32Array;
  /** Trees in the order in which they were taken in: each after the one that it is a change of. */
  readonly #order: number[] = [];
  #links: { readonly first: Int32Array; readonly sibling: Int32Array } | null = null;
  #children: Brought | null = null;
  readonly #codes: number;

  /** For so many trees, with numbers of children below `codes`. */
  constructor(count: number, codes: number) {
    this.#codes = codes;
    this.#start = new Int32Array(count).fill(none);
    this.#base = new Int32Array(count).fill(none);
  }

  static blob(number: number): number {
    return 2 * number + 2;
  }

  static folder(number: number): number {
    return 2 * number + 3;
  }

  /** The tree that a child is, where it is a folder. */
  static treeOf(child: number): number {
    return (child - 3) >> 1;
  }

  has(tree: number): boolean {
    return this.#start[tree] !== none;
  }

  /** From now on entries are those of this tree. */
  begin(tree: number, base: number): void {
    this.#end();
    this.#isOpen = true;
    this.#start[tree] = this.#length;
    this.#base[tree] = base;
    this.#order.push(tree);
    this.#links = null;
    this.#children = null;
  }

  add(child: number, name: number): void {
    const code = this.#room();
    code[this.#length++] = child;
    code[this.#length++] = name;
  }

  /** Entries of the base, from one on. */
  copy(first: number, count: number): void {
    const code = this.#room();
    code[this.#length++] = copied;
    code[this.#length++] = first;
    code[this.#length++] = count;
  }

  /** Goes through all trees in which a child stands, and under which name; where it stands twice, twice. */
  eachHolder(child: number, visit: (tree: number, name: number) => void): void {
    const { from, trees, places } = this.#brought();
    for (let at = from[child] ?? 0; at < (from[child + 1] ?? 0); at++) {
      const name = this.#nameAt(trees[at] as number, places[at] as number); // as many as there are children
      const waiting = [trees[at] as number, places[at] as number];
      for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
        const tree = waiting.pop() as number; // pushed before the place
        visit(tree, name);
        this.#follow(tree, place, waiting);
      }
    }
  }

  /** Where the entry at a place of a tree stands in the trees that are changes of it. */
  #follow(tree: number, place: number, found: number[]): void {
    const { first, sibling } = this.#linked();
    for (let change = first[tree] ?? none; change !== none; change = sibling[change] ?? none) {
      let now = 0;
      for (let at = this.#start[change] as number; this.#code[at] !== stop; ) {
        if (this.#code[at] !== copied) {
          now++;
          at += 2;
          continue;
        }
        const [from, count] = [this.#code[at + 1] as number, this.#code[at + 2] as number];
        if (from <= place && place < from + count) found.push(change, now + place - from);
        now += count;
        at += 3;
      }
    }
  }

  #nameAt(tree: number, place: number): number {
    let name = none;
    this.#eachOwn(tree, (_, called, here) => {
      if (here === place) name = called;
    });
    return name;
  }

  /** Goes through what a tree does not copy. */
  #eachOwn(tree: number, visit: (child: number, name: number, place: number) => void): void {
    let place = 0;
    for (let at = this.#start[tree] as number; this.#code[at] !== stop; ) {
      if (this.#code[at] === copied) {
        place += this.#code[at + 2] as number;
        at += 3;
        continue;
      }
      visit(this.#code[at] as number, this.#code[at + 1] as number, place++);
      at += 2;
    }
  }

  /** By child, the trees that have it and do not copy it, and its place in there. */
  #brought(): Brought {
    if (this.#children) return this.#children;
    this.#end();
    const from = new Int32Array(this.#codes + 1);
    this.#eachBrought((child) => {
      from[child + 1] = (from[child + 1] as number) + 1; // a child is below the number of codes
    });
    for (let child = 0; child < this.#codes; child++)
      from[child + 1] = (from[child + 1] as number) + (from[child] as number);
    const next = from.slice();
    const [trees, places] = [new Int32Array(from[this.#codes] as number), new Int32Array(from[this.#codes] as number)];
    this.#eachBrought((child, tree, place) => {
      const at = next[child] as number;
      next[child] = at + 1;
      trees[at] = tree;
      places[at] = place;
    });
    this.#children = { from, trees, places };
    return this.#children;
  }

  #eachBrought(visit: (child: number, tree: number, place: number) => void): void {
    for (const tree of this.#order) {
      this.#eachOwn(tree, (child, _, place) => {
        if (child !== 0) visit(child, tree, place);
      });
    }
  }

  #linked(): { readonly first: Int32Array; readonly sibling: Int32Array } {
    if (this.#links) return this.#links;
    const first = new Int32Array(this.#base.length).fill(none);
    const sibling = new Int32Array(this.#base.length).fill(none);
    for (const tree of this.#order) {
      const base = this.#base[tree] as number; // of every tree
      if (base === none) continue;
      sibling[tree] = first[base] as number;
      first[base] = tree;
    }
    this.#links = { first, sibling };
    return this.#links;
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#room()[this.#length++] = stop;
  }

  /** With room for what is written at once. */
  #room(): Int32Array {
    if (this.#length + 3 <= this.#code.length) return this.#code;
    const larger = new Int32Array(2 * this.#code.length);
    larger.set(this.#code);
    this.#code = larger;
    return larger;
  }
}
