import { field, fields, kernel, type Spread } from './kernel.ts';
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
  /** How often a byte stands in them from `from` up to, not including, `to`. */
  count(byte: number, from: number, to: number): number;
}

/** The shortest literal that can be looked for, in bytes. */
export const shortest = 4;

/**
 * Sets the bit that tells upper case from lower, and the highest, in each byte of a word. Other bytes become alike by it too,
 * and 64 of 256 are left: what is found is compared byte by byte.
 */
const fold = 0xa0a0a0a0 | 0;
const folded = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (byte & 0xa0) === 0xa0);

const filterBits = 20;
const chainBits = 14;
/** What a kernel reads words by: its memory starts with the filter, then come the heads of the chains, their entries, and the text. */
const spread: Spread = { fold, factor: 0x9e3779b1 | 0, filterBits, chainBits, heads: 2 ** filterBits / 8 };
const firstEntry = spread.heads + 4 * 2 ** chainBits;
const page = 1 << 16;

/** Adds what is asked of a piece of a literal for each byte that it leaves open, in literals. */
const openness = [0, 2, 1000];

/** How many literals each occurrence in what is usual stands for. */
const usualWeight = 10;

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
  const entries = entriesOf(literals);
  const start = firstEntry + 4 * fields * entries.length;
  /** What may be read behind the end of the text. */
  const slack = 16 + longest;
  const { memory, suspect, count: countIn } = kernel(spread, Math.ceil((start + slack) / page));
  fill(memory.buffer, entries, literals);
  let known = new DataView(memory.buffer);
  let bytes = new Uint8Array(memory.buffer, start);
  let size = 0;

  function take(text: Uint8Array): void {
    const missing = text.length + slack - bytes.length;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / page));
      known = new DataView(memory.buffer);
      bytes = new Uint8Array(memory.buffer, start);
    }
    bytes.set(text);
    size = text.length;
  }

  function count(byte: number, from: number, to: number): number {
    return countIn(start + from, start + to, byte);
  }

  function find(from: number): number {
    let best = -1;
    let end = size;
    for (let at = from & ~3; ; at += 4) {
      at = suspect(start + at, start + end) - start;
      if (at >= end) return best;
      const found = literalAt(at, from);
      if (found < 0 || (best >= 0 && found >= best)) continue;
      // One that starts further left may show itself later, but not later than where it ends.
      best = found;
      end = Math.min(end, best + longest);
    }
  }

  /** Where the leftmost literal starts that a word belongs to; -1 where it belongs to none. */
  function literalAt(at: number, from: number): number {
    const word = known.getInt32(start + at, true) | fold;
    let best = -1;
    let entry = known.getInt32(headOf(word), true);
    for (; entry > 0; entry = known.getInt32(entry + 4 * field.next, true)) {
      if (known.getInt32(entry + 4 * field.word, true) !== word) continue;
      const found = at - known.getInt32(entry + 4 * field.offset, true);
      const literal = literals[known.getInt32(entry + 4 * field.literal, true)];
      if (found < from || !literal || found + literal.length > size || !same(literal, found)) continue;
      best = best < 0 ? found : Math.min(best, found);
    }
    return best;
  }

  function same(literal: Uint8Array, at: number): boolean {
    for (let index = 0; index < literal.length; index++)
      if (lower(bytes[at + index] ?? 0) !== literal[index]) return false;
    return true;
  }

  return { longest, take, find, count };
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

/** Where the address stands of the first entry of a word's chain. */
function headOf(word: number): number {
  return spread.heads + 4 * (Math.imul(word, spread.factor) >>> (32 - chainBits));
}

/** Writes what is known of words. WebAssembly has the lowest byte of a number first, on every machine. */
function fill(buffer: ArrayBuffer, entries: readonly Entry[], literals: readonly Uint8Array[]): void {
  const filter = new Uint8Array(buffer);
  const memory = new DataView(buffer);
  const starts = literals.map((bytes) => wordAt(bytes, 0));
  const ends = literals.map((bytes) => wordAt(bytes, bytes.length - 4));
  for (const [index, { word, literal, offset }] of entries.entries()) {
    const bit = Math.imul(word, spread.factor) >>> (32 - filterBits);
    filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (1 << (bit & 7));
    const entry = firstEntry + 4 * fields * index;
    const put = (name: keyof typeof field, value = 0): void => memory.setInt32(entry + 4 * field[name], value, true);
    put('next', memory.getInt32(headOf(word), true));
    put('word', word);
    put('offset', offset);
    put('first', starts[literal]);
    put('behind', (literals[literal]?.length ?? 0) - 4 - offset);
    put('last', ends[literal]);
    put('literal', literal);
    memory.setInt32(headOf(word), entry, true);
  }
}

/** Four bytes as a folded word. */
function wordAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(at, true) | fold;
}

function entriesOf(literals: readonly Uint8Array[]): Entry[] {
  const costs = costsOf(literals);
  const entries: Entry[] = [];
  for (const [literal, bytes] of literals.entries()) {
    const text = Buffer.from(bytes).toString('latin1');
    for (const phase of [0, 1, 2, 3]) {
      const offset = telling(text, phase, costs);
      for (const word of fillings(bytes, offset)) entries.push({ word, literal, offset });
    }
  }
  return entries;
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

/** Which of the words that a literal touches is best looked up, where it starts `phase` bytes behind the start of a word. */
function telling(text: string, phase: number, costs: ReadonlyMap<string, number>): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let offset = -phase; offset < text.length; offset += 4) {
    const piece = text.slice(Math.max(0, offset), offset + 4);
    const cost = (costs.get(piece) ?? 0) + (openness[4 - piece.length] ?? Number.POSITIVE_INFINITY);
    if (cost < least) [best, least] = [offset, cost];
  }
  return best;
}

/** All folded words that a literal is part of; `offset` says where the word stands in the literal, and may stick out of it. */
function fillings(bytes: Uint8Array, offset: number): readonly number[] {
  let words: readonly number[] = [0];
  for (const place of [0, 1, 2, 3]) {
    const byte = bytes[offset + place];
    const choices = byte === undefined ? folded : [byte | (fold & 0xff)];
    words = words.flatMap((word) => choices.map((choice) => word | (choice << (8 * place))));
  }
  return words;
}
