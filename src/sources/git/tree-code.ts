/** In the place of a child: what follows is copied. */
const copied = -1;
/** Behind the last entry of a tree. */
const stop = -2;
const none = -1;

/** Some trees as numbers. */
export interface CodePart {
  /** Entries: a child and the number of its name, or {@link copied}, where to begin in the base and how many. */
  readonly code: Int32Array;
  /** By tree: where in the code it begins; -1 where it is not among these trees. */
  readonly start: Int32Array;
  /** By tree: the tree that it is a change of, -1 where it is of none. */
  readonly base: Int32Array;
}

/** A child of a tree is 0 where it is of no interest, even for a blob and odd for a folder. */
export const child = {
  none: 0,
  blob: (number: number): number => 2 * number + 2,
  folder: (number: number): number => 2 * number + 3,
};

/** Writes trees down as numbers. A tree that is a change of another is ranges of that one's entries, and its own. */
export class TreeWriter {
  #code = new Int32Array(1 << 16);
  #length = 0;
  #isOpen = false;
  readonly #start: Int32Array;
  readonly #base: Int32Array;

  constructor(count: number) {
    this.#start = new Int32Array(count).fill(none);
    this.#base = new Int32Array(count).fill(none);
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
  }

  add(one: number, name: number): void {
    const code = this.#room();
    code[this.#length++] = one;
    code[this.#length++] = name;
  }

  /** Entries of the base, from one on. */
  copy(first: number, count: number): void {
    const code = this.#room();
    code[this.#length++] = copied;
    code[this.#length++] = first;
    code[this.#length++] = count;
  }

  /** All that was written. Nothing more is. */
  part(): CodePart {
    this.#end();
    const code = this.#code.slice(0, this.#length);
    this.#code = nothing;
    return { code, start: this.#start, base: this.#base };
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#room()[this.#length++] = stop;
  }

  /** With room for what is written at once. */
  #room(): Int32Array {
    if (this.#length + 3 <= this.#code.length) return this.#code;
    const larger = new Int32Array(Math.ceil(1.5 * this.#code.length));
    larger.set(this.#code);
    this.#code = larger;
    return larger;
  }
}

/** Trees by what they are a change of: the first one, and behind each the next. */
interface Links {
  readonly first: Int32Array;
  readonly sibling: Int32Array;
}

/** Trees by child: from `from[child]` up to that of the next one. */
interface Brought {
  readonly from: Int32Array;
  readonly trees: Int32Array;
  readonly places: Int32Array;
}

/** Trees that were written down as numbers, by one or several. */
export class TreeCode {
  readonly #parts: readonly CodePart[];
  /** By tree: the number of its part, plus one. */
  readonly #partOf: Uint8Array;
  readonly #codes: number;
  #links: Links | null = null;
  #children: Brought | null = null;

  /** Of so many trees, with numbers of children below `codes`. */
  constructor(parts: readonly CodePart[], count: number, codes: number) {
    this.#parts = parts;
    this.#partOf = new Uint8Array(count);
    for (const [number, { start }] of parts.entries()) {
      for (let tree = 0; tree < count; tree++) if (start[tree] !== none) this.#partOf[tree] = number + 1;
    }
    this.#codes = codes;
  }

  /** Goes through all trees in which a child stands, and under which name; where it stands twice, twice. */
  eachHolder(one: number, visit: (tree: number, part: number, name: number) => void): void {
    this.#children ??= this.#brought();
    const { from, trees, places } = this.#children;
    for (let at = from[one] ?? 0; at < (from[one + 1] ?? 0); at++) {
      const start = trees[at] as number; // as many as there are children
      const part = (this.#partOf[start] ?? 0) - 1;
      const name = this.#nameAt(start, places[at] as number);
      const waiting = [start, places[at] as number];
      for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
        const tree = waiting.pop() as number; // pushed before the place
        visit(tree, part, name);
        this.#follow(tree, place, waiting);
      }
    }
  }

  /** Where the entry at a place of a tree stands in the trees that are changes of it. */
  #follow(tree: number, place: number, found: number[]): void {
    this.#links ??= this.#linked();
    const { first, sibling } = this.#links;
    for (let change = first[tree] ?? none; change !== none; change = sibling[change] ?? none) {
      const code = this.#codeOf(change);
      let now = 0;
      for (let at = this.#startOf(change); code[at] !== stop; ) {
        if (code[at] !== copied) {
          now++;
          at += 2;
          continue;
        }
        const [from, count] = [code[at + 1] as number, code[at + 2] as number]; // behind what says that they follow
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
  #eachOwn(tree: number, visit: (one: number, name: number, place: number) => void): void {
    const code = this.#codeOf(tree);
    let place = 0;
    for (let at = this.#startOf(tree); code[at] !== stop; ) {
      if (code[at] === copied) {
        place += code[at + 2] as number;
        at += 3;
        continue;
      }
      visit(code[at] as number, code[at + 1] as number, place++);
      at += 2;
    }
  }

  #linked(): Links {
    const count = this.#partOf.length;
    const first = new Int32Array(count).fill(none);
    const sibling = new Int32Array(count).fill(none);
    this.#eachTree((tree) => {
      const base = this.#parts[(this.#partOf[tree] ?? 0) - 1]?.base[tree] ?? none;
      if (base === none) return;
      sibling[tree] = first[base] as number;
      first[base] = tree;
    });
    return { first, sibling };
  }

  /** By child, the trees that have it and do not copy it, and its place in there. */
  #brought(): Brought {
    const codes = this.#codes;
    const from = new Int32Array(codes + 1);
    this.#eachBrought((one) => {
      from[one + 1] = (from[one + 1] as number) + 1; // a child is below the number of codes
    });
    for (let one = 0; one < codes; one++) from[one + 1] = (from[one + 1] as number) + (from[one] as number);
    const next = from.slice();
    const [trees, places] = [new Int32Array(from[codes] as number), new Int32Array(from[codes] as number)];
    this.#eachBrought((one, tree, place) => {
      const at = next[one] as number;
      next[one] = at + 1;
      trees[at] = tree;
      places[at] = place;
    });
    return { from, trees, places };
  }

  #eachBrought(visit: (one: number, tree: number, place: number) => void): void {
    this.#eachTree((tree) =>
      this.#eachOwn(tree, (one, _, place) => {
        if (one !== child.none) visit(one, tree, place);
      }),
    );
  }

  #eachTree(visit: (tree: number) => void): void {
    for (let tree = 0; tree < this.#partOf.length; tree++) if (this.#partOf[tree] !== 0) visit(tree);
  }

  /** A tree that nobody could read is empty. */
  #codeOf(tree: number): Int32Array {
    return this.#parts[(this.#partOf[tree] ?? 0) - 1]?.code ?? nothing;
  }

  #startOf(tree: number): number {
    return this.#parts[(this.#partOf[tree] ?? 0) - 1]?.start[tree] ?? 0;
  }
}

const nothing = Int32Array.of(stop);
