import type { Keywords } from '../model/ruleset.ts';

/**
 * Where a word counts. `free`: anywhere; `word`: with no letter, digit or `_` on either side; `letters`: as a word of a
 * name (`COHERE_API_KEY`, `cohereKey`, not `coherent`); `prefix`: at the head of what may be a key,
 * or of a piece of one: sixteen characters that a key may be made of follow, or the end of a string.
 */
export const edges = ['free', 'word', 'letters', 'prefix'] as const;
export type Edge = (typeof edges)[number];

/** A word to look for. */
export interface Word {
  readonly text: string;
  readonly edge: Edge;
  /** As it has to be spelled, of the same length; `null`: in any case. */
  readonly exact: string | null;
  /** True where it is of use to key patterns alone: a file with no other word need not be understood. */
  readonly keyOnly: boolean;
}

/** A node of the trie, while the automaton is built. */
interface State {
  readonly next: Map<number, State>;
  readonly words: number[];
  fail: State;
  id: number;
}

/**
 * Builds the automaton (Aho and Corasick, 1975) over the UTF-8 bytes of all words, case-folded for ASCII. A NUL keeps
 * the state, so that UTF-16 and UTF-32 texts of ASCII words are found without being decoded. Words must be unique.
 */
export function automaton(words: readonly Word[]): Keywords {
  const { classes, width } = alphabet(words);
  const root = trie(words, classes);
  const order = linked(root);
  const silent = order.filter(({ words: ends }) => ends.length === 0);
  const loud = order.filter(({ words: ends }) => ends.length > 0);
  [...silent, ...loud].forEach((state, index) => {
    state.id = index * width;
  });
  const next = new Int32Array(order.length * width);
  for (const state of order) row(state, root, next, width);
  const starts = new Int32Array(loud.length + 1);
  loud.forEach((state, index) => {
    starts[index + 1] = (starts[index] ?? 0) + state.words.length;
  });
  return {
    words: words.map(({ text }) => text.toLowerCase()),
    edges: Uint8Array.from(words, ({ edge }) => edges.indexOf(edge)),
    exact: words.map(({ exact }) => exact),
    keyOnly: Uint8Array.from(words, ({ keyOnly }) => (keyOnly ? 1 : 0)),
    classes,
    next,
    accepting: silent.length * width,
    starts,
    outputs: Int32Array.from(loud.flatMap((state) => state.words)),
    width,
  };
}

/** Column 0 is every byte of no word, column 1 is NUL. */
function alphabet(words: readonly Word[]): { classes: Uint8Array; width: number } {
  const classes = new Uint8Array(256);
  classes[0] = 1;
  let width = 2;
  for (const byte of words.flatMap(({ text }) => [...Buffer.from(text.toLowerCase())])) {
    if (classes[byte] === 0) classes[byte] = width++;
  }
  for (let byte = 0x41; byte <= 0x5a; byte++) classes[byte] = classes[byte + 32] ?? 0;
  return { classes, width };
}

function trie(words: readonly Word[], classes: Uint8Array): State {
  const root = state();
  root.fail = root;
  words.forEach(({ text }, index) => {
    let at = root;
    for (const byte of Buffer.from(text.toLowerCase())) {
      const column = classes[byte] ?? 0;
      const child = at.next.get(column) ?? state();
      at.next.set(column, child);
      at = child;
    }
    at.words.push(index);
  });
  return root;
}

function state(): State {
  const made: State = { next: new Map(), words: [], fail: null as unknown as State, id: 0 }; // linked before it is used
  return made;
}

/** Links every state to that of its longest suffix, and returns all states, short ones first. */
function linked(root: State): State[] {
  const order = [root];
  for (const at of order) {
    for (const [column, child] of at.next) {
      let fail = at.fail;
      while (fail !== root && !fail.next.has(column)) fail = fail.fail;
      child.fail = at === root ? root : (fail.next.get(column) ?? root);
      child.words.push(...child.fail.words);
      order.push(child);
    }
  }
  return order;
}

/** A row holds the row of the next state for every column; a shorter state's row is ready before it is copied. */
function row(at: State, root: State, next: Int32Array, width: number): void {
  if (at !== root) next.copyWithin(at.id, at.fail.id, at.fail.id + width);
  for (const [column, child] of at.next) next[at.id + column] = child.id;
  next[at.id + 1] = at.id;
}
