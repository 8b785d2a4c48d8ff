import { usual } from './usual.ts';

/**
 * Looks for many literals in bytes at a time, whatever the case of their ASCII letters. It holds one copy of the bytes that it
 * was last given, so several readers can take turns with it.
 */
export interface Finder {
  /** Length of the longest literal, in bytes. */
  readonly longest: number;
  /** Copies the bytes that are looked at from now on. */
  take(bytes: Uint8Array): void;
  /** Where the next literal starts, at `from` or behind it; -1 where none does. Of several, the leftmost. */
  find(from: number): number;
}

/** The shortest literal that can be looked for, in bytes. */
export const shortest = 4;

/**
 * Sets the bit that tells upper case from lower, and the highest, in each byte of a word. Other bytes become alike by it too,
 * and 64 of 256 are left: what is found is compared byte by byte.
 */
const fold = 0xa0a0a0a0 | 0;
const folded = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (byte & 0xa0) === 0xa0);

/** Spreads a word over 32 bits. The upper 20 say which bit of the filter is its own, the upper 14 where its chain starts. */
const spread = 0x9e3779b1 | 0;
const [filterShift, chainShift] = [12, 18];

/** Adds what is asked of a piece of a literal for each byte that it leaves open, in literals. */
const openness = [0, 2, 1000];

/** How many literals each occurrence in what is usual stands for. */
const usualWeight = 10;

/** Words of a text at each of which a literal may lie, as lists of equal length; `next` leads to one with the same start of a chain. */
interface Table {
  /** One bit for each hash of a word: most words of a log end here. */
  readonly filter: Int32Array;
  readonly heads: Int32Array;
  readonly next: Int32Array;
  readonly words: Int32Array;
  readonly literals: Int32Array;
  /** Where the word stands, seen from the start of the literal, in bytes. */
  readonly offsets: Int32Array;
}

/** A word that a literal shows to one who reads four bytes at a time. */
interface Entry {
  readonly word: number;
  readonly literal: number;
  readonly offset: number;
}

/**
 * Makes a finder of literals of at least four bytes each, none with an end of line in it (`RangeError`).
 *
 * A text is read as 32-bit words, one after the other and none twice. Whichever of the four ways a literal lies across the
 * words, one of them is filled by it; that word is looked up. So there are four entries for a literal, each the word that
 * the fewest other literals share: what many hosts share (`.com`) is common in a log too. A literal of less than
 * seven bytes may fill no word; then there is an entry for each way to fill the word up.
 */
export function finder(given: readonly string[]): Finder {
  const literals = [...new Set(given)].map((text) => Uint8Array.from(Buffer.from(text), lower));
  const bad = literals.findIndex((bytes) => bytes.length < shortest || bytes.includes(10) || bytes.includes(13));
  if (bad >= 0) throw new RangeError(`cannot look for ${JSON.stringify(given[bad])}`);

  const longest = literals.reduce((most, { length }) => Math.max(most, length), shortest);
  const table = tableOf(literals);
  let words = new Int32Array(0);
  let bytes = new Uint8Array(0);
  let size = 0;

  function take(text: Uint8Array): void {
    if (text.length > bytes.length) {
      words = new Int32Array(2 ** Math.ceil(Math.log2(text.length + 4)) / 4);
      bytes = new Uint8Array(words.buffer);
    }
    bytes.set(text);
    size = text.length;
  }

  function find(from: number): number {
    let best = -1;
    let end = (size + 3) >> 2;
    for (let at = from >> 2; ; at++) {
      at = suspect(table.filter, words, at, end);
      if (at === end) return best;
      const start = literalAt(at, from);
      if (start < 0 || (best >= 0 && start >= best)) continue;
      // One that starts further left may show itself later, but not later than where it ends.
      best = start;
      end = Math.min(end, (best + longest + 3) >> 2);
    }
  }

  /** Where the leftmost literal starts that a word belongs to; -1 where it belongs to none. */
  function literalAt(at: number, from: number): number {
    const word = (words[at] ?? 0) | fold;
    let best = -1;
    let entry = table.heads[Math.imul(word, spread) >>> chainShift] ?? -1;
    for (; entry >= 0; entry = table.next[entry] ?? -1) {
      if (table.words[entry] !== word) continue;
      const start = 4 * at - (table.offsets[entry] ?? 0);
      const literal = literals[table.literals[entry] ?? 0];
      if (start < from || !literal || start + literal.length > size || !same(literal, start)) continue;
      best = best < 0 ? start : Math.min(best, start);
    }
    return best;
  }

  function same(literal: Uint8Array, start: number): boolean {
    for (let index = 0; index < literal.length; index++)
      if (lower(bytes[start + index] ?? 0) !== literal[index]) return false;
    return true;
  }

  return { longest, take, find };
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

/** The next word whose bit is set in the filter, or `end`. This loop is all that most bytes of a log ever meet. */
function suspect(filter: Int32Array, words: Int32Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const hash = Math.imul((words[at] ?? 0) | fold, spread);
    // A shift goes by its lowest five bits only.
    if ((((filter[hash >>> (filterShift + 5)] ?? 0) >>> (hash >>> filterShift)) & 1) !== 0) return at;
  }
  return end;
}

function tableOf(literals: readonly Uint8Array[]): Table {
  const entries = entriesOf(literals);
  const filter = new Int32Array(2 ** (32 - filterShift) / 32);
  const heads = new Int32Array(2 ** (32 - chainShift)).fill(-1);
  const next = new Int32Array(entries.length);
  for (const [index, { word }] of entries.entries()) {
    const hash = Math.imul(word, spread);
    const place = hash >>> (filterShift + 5);
    filter[place] = (filter[place] ?? 0) | (1 << (hash >>> filterShift));
    next[index] = heads[hash >>> chainShift] ?? -1;
    heads[hash >>> chainShift] = index;
  }
  return {
    filter,
    heads,
    next,
    words: Int32Array.from(entries, ({ word }) => word),
    literals: Int32Array.from(entries, ({ literal }) => literal),
    offsets: Int32Array.from(entries, ({ offset }) => offset),
  };
}

function entriesOf(literals: readonly Uint8Array[]): Entry[] {
  const costs = costsOf(literals);
  return literals.flatMap((bytes, literal) =>
    [0, 1, 2, 3].flatMap((phase) => {
      const offset = telling(bytes, phase, costs);
      return fillings(bytes, offset).map((word) => ({ word, literal, offset }));
    }),
  );
}

/** How common a piece of up to four bytes is taken to be: by the literals that share it, and by what is usual in logs. */
function costsOf(literals: readonly Uint8Array[]): ReadonlyMap<string, number> {
  const costs = new Map(usualPieces);
  for (const bytes of literals) addPieces(costs, Buffer.from(bytes).toString('latin1'), 1);
  return costs;
}

const usualPieces = addPieces(new Map(), usual, usualWeight);

function addPieces(costs: Map<string, number>, text: string, weight: number): Map<string, number> {
  for (let at = 0; at < text.length; at++)
    for (let length = 2; length <= 4; length++) {
      const piece = text.slice(at, at + length);
      costs.set(piece, (costs.get(piece) ?? 0) + weight);
    }
  return costs;
}

/** Which of the words that a literal touches is best looked up, where the literal starts `phase` bytes behind the start of a word. */
function telling(bytes: Uint8Array, phase: number, costs: ReadonlyMap<string, number>): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  const text = Buffer.from(bytes).toString('latin1');
  for (let offset = -phase; offset < bytes.length; offset += 4) {
    const piece = text.slice(Math.max(0, offset), offset + 4);
    const cost = (costs.get(piece) ?? 0) + (openness[4 - piece.length] ?? Number.POSITIVE_INFINITY);
    if (cost < least) [best, least] = [offset, cost];
  }
  return best;
}

/** All folded words that a literal is part of; `offset` says where the word stands in the literal, and may stick out of it. */
function fillings(bytes: Uint8Array, offset: number): number[] {
  let words = [[]] as readonly (readonly number[])[];
  for (let at = offset; at < offset + 4; at++) {
    const byte = bytes[at];
    const choices = byte === undefined ? folded : [byte | (fold & 0xff)];
    words = words.flatMap((word) => choices.map((choice) => [...word, choice]));
  }
  // As the machine that runs this orders the bytes of a word.
  return words.map((word) => new Int32Array(Uint8Array.from(word).buffer)[0] ?? 0);
}
