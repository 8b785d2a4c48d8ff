import type { Keywords } from '../model/ruleset.ts';

/** A stretch of bytes, from one place up to another. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Adds the ids of all keywords in a stretch of `bytes` to `hits`; true where there is one. Every step waits for the one
 * before it, so four quarters are gone through at once; a word that begins in one of them is then followed to its end.
 */
export function search(
  keywords: Keywords,
  bytes: Uint8Array,
  hits: Set<number>,
  { start, end }: Stretch = { start: 0, end: bytes.length },
): boolean {
  const { classes, next, accepting } = keywords;
  const before = hits.size;
  const quarter = (end - start) >>> 2;
  const [second, third, fourth] = [quarter, 2 * quarter, 3 * quarter];
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = start; i < start + quarter; i++) {
    // Typed arrays are read within their bounds here: an unsound index would be `undefined`, never a wrong state.
    a = next[a + (classes[bytes[i] as number] as number)] as number;
    b = next[b + (classes[bytes[second + i] as number] as number)] as number;
    c = next[c + (classes[bytes[third + i] as number] as number)] as number;
    d = next[d + (classes[bytes[fourth + i] as number] as number)] as number;
    if (a >= accepting) note(keywords, bytes, a, i, hits);
    if (b >= accepting) note(keywords, bytes, b, second + i, hits);
    if (c >= accepting) note(keywords, bytes, c, third + i, hits);
    if (d >= accepting) note(keywords, bytes, d, fourth + i, hits);
  }
  finish(keywords, bytes, a, start + second, hits);
  finish(keywords, bytes, b, start + third, hits);
  finish(keywords, bytes, c, start + fourth, hits);
  for (let i = start + 4 * quarter; i < end; i++) {
    d = next[d + (classes[bytes[i] as number] as number)] as number;
    if (d >= accepting) note(keywords, bytes, d, i, hits);
  }
  return hits.size > before;
}

/** Goes on from a state until it is that of no begun word: what begins further on, another quarter has found. */
function finish(keywords: Keywords, bytes: Uint8Array, state: number, from: number, hits: Set<number>): void {
  const { classes, next, accepting } = keywords;
  for (let i = from, at = state; at !== 0 && i < bytes.length; i++) {
    at = next[at + (classes[bytes[i] as number] as number)] as number;
    if (at >= accepting) note(keywords, bytes, at, i, hits);
  }
}

/** Adds the words that end at `last`, where the automaton is in an accepting state. */
function note(keywords: Keywords, bytes: Uint8Array, state: number, last: number, hits: Set<number>): void {
  const { accepting, width, starts, outputs, edges: edge, exact, words } = keywords;
  const index = (state - accepting) / width;
  const end = starts[index + 1] as number;
  for (let output = starts[index] as number; output < end; output++) {
    const id = outputs[output] as number;
    if (hits.has(id)) continue;
    const spelled = exact[id] as string | null;
    if (spelled !== null && !isSpelled(bytes, last, spelled)) continue;
    if (edge[id] !== 0 && !stands(bytes, last, (words[id] as string).length, edge[id] as number)) continue;
    hits.add(id);
  }
}

/** Whether a word ends at `last` as it is spelled here. Between NULs (UTF-16) that is not looked at. */
function isSpelled(bytes: Uint8Array, last: number, word: string): boolean {
  if (last > 0 && bytes[last - 1] === 0) return true;
  const first = last - word.length + 1;
  for (let i = 0; i < word.length; i++) if (bytes[first + i] !== word.charCodeAt(i)) return false;
  return true;
}

/** Whether the word that ends at `last` stands where its edge asks for. Between NULs (UTF-16) that cannot be told: it does. */
function stands(bytes: Uint8Array, last: number, length: number, edge: number): boolean {
  if (last > 0 && bytes[last - 1] === 0) return true;
  const first = last - length + 1;
  if (edge === 1) return !isWord(bytes[last + 1]) && !isWord(bytes[first - 1]);
  if (edge === 2) return !isSmall(bytes[last + 1]) && beginsName(bytes, first);
  if (isLetter(bytes[first - 1]) && isWord(bytes[first]) && !isEscaped(bytes, first)) return false;
  return isCut(bytes[last + 1]) || followsKey(bytes, last);
}

/** Behind no letter, or with a capital behind a small one (`myCohere`) or before one (`AWSCohere`): `MODIFY` is not Dify. */
function beginsName(bytes: Uint8Array, first: number): boolean {
  if (!isLetter(bytes[first - 1])) return true;
  return !isSmall(bytes[first]) && (isSmall(bytes[first - 1]) || isSmall(bytes[first + 1]));
}

const ofKeys = new Set([...'-./+=|:;~'].map((character) => character.charCodeAt(0)));
const cuts = new Set([...'"\'`$%&\\{'].map((character) => character.charCodeAt(0)));

/** The end of a string, a variable or an escape: what follows may stand elsewhere, or be spelled otherwise. */
function isCut(byte: number | undefined): boolean {
  return byte !== undefined && cuts.has(byte);
}

/**
 * Sixteen characters, or a shorter piece of a string that is cut there: one with a digit, one that is longer than a word,
 * of capitals behind a head of capitals (AWS), or one that goes on in another string.
 */
function followsKey(bytes: Uint8Array, last: number): boolean {
  let [digit, capitals] = [false, isCapital(bytes[last])];
  for (let i = last + 1; i <= last + 16; i++) {
    const byte = bytes[i];
    const fits = byte !== undefined && (isWord(byte) || ofKeys.has(byte));
    if (!fits) return isCut(byte) && (i > last + (digit ? 2 : capitals ? 7 : 12) || goesOn(bytes, i));
    digit ||= byte >= 0x30 && byte <= 0x39;
    capitals &&= isCapital(byte);
  }
  return true;
}

/** Whether a quote closes a string that another is added to: `"sk-pr" + "oj-…"`, `'sk-pr' . 'oj-…'`, `"sk-pr" "oj-…"`. */
function goesOn(bytes: Uint8Array, quote: number): boolean {
  if (bytes[quote] !== 0x22 && bytes[quote] !== 0x27) return false;
  let i = quote + 1;
  while (i < quote + 80 && isBlank(bytes[i])) i++;
  return joins.has(bytes[i] ?? 0);
}

const joins = new Set([...'+.&~"\'\\'].map((character) => character.charCodeAt(0)));

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** `\nsk-…`, `%3Dsk-…`, `\x3dsk-…`, `\u003dsk-…`, and the end of a terminal colour: what ends there is no letter. */
function isEscaped(bytes: Uint8Array, first: number): boolean {
  const backslash = 0x5c;
  if (bytes[first - 2] === backslash || bytes[first - 3] === 0x25) return true;
  return bytes[first - 4] === backslash || bytes[first - 6] === backslash || bytes[first - 1] === 0x6d;
}

function isSmall(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x61 && byte <= 0x7a;
}

function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a;
}

function isLetter(byte: number | undefined): boolean {
  return isSmall(byte) || isCapital(byte);
}

function isWord(byte: number | undefined): boolean {
  return isLetter(byte) || byte === 0x5f || (byte !== undefined && byte >= 0x30 && byte <= 0x39);
}
