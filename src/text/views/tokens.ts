/** A stretch of a text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Tells a class of characters by their codes. */
type Kind = (code: number) => boolean;

/** No key is shorter, longer, or made of more parts. */
export const shortest = 16;
export const longest = 4096;
export const mostParts = 512;

const [other, small, capital, digit] = [0, 1, 2, 3];
const kinds = Uint8Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)));
const tokens = table(/[\w+/=.~|:-]/);

/** Whether keys are made of such characters. */
export function isToken(code: number): boolean {
  return tokens[code] === 1;
}

/** A table of the ASCII characters that a pattern takes. */
export function table(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (pattern.test(String.fromCharCode(code)) ? 1 : 0));
}

/** The stretches of at least `minimum` characters of a kind. Where they are rare, most characters are never looked at. */
export function* stretches(text: string, minimum: number, is: Kind): Iterable<Stretch> {
  let start = 0;
  let known = 0; // from `start` up to here all are of the kind
  while (start + minimum <= text.length) {
    const next = start + minimum;
    let at = next - 1;
    while (at >= known && is(text.charCodeAt(at))) at--;
    if (at >= known) {
      [start, known] = [at + 1, next];
      continue;
    }
    const end = endOf(text, next, is);
    yield { start, end };
    [start, known] = [end + 1, end + 1];
  }
}

/** Where what a global pattern takes next ends, from an offset on; -1 where it takes nothing more. */
export function next(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Where the run of a kind ends that `from` stands in. */
export function endOf(text: string, from: number, is: Kind = isToken, most = text.length): number {
  let end = from;
  while (end < most && is(text.charCodeAt(end))) end++;
  return end;
}

/** Where the run begins that ends before `end`. */
export function startOf(text: string, end: number, is: Kind = isToken, least = 0): number {
  let start = end;
  while (start > least && is(text.charCodeAt(start - 1))) start--;
  return start;
}

/** So many letters of one case no word has. */
const longestWord = 20;

/**
 * Whether a run is long enough for a key and not made of words alone: it has a digit, twice small letters that stand
 * alone or in pairs between capitals, or more letters of one case in a row than a word has.
 */
export function isDrawn(text: string, start = 0, end = text.length): boolean {
  if (end - start < shortest) return false;
  let [row, short, before] = [0, 0, other];
  for (let i = start; i < end; i++) {
    const kind = kinds[text.charCodeAt(i)] ?? other;
    if (kind === digit) return true;
    if (kind === before) row++;
    else {
      if (kind === capital && before === small && row < 3 && isCapital(text, i - row - 1, start)) short++;
      [row, before] = [1, kind];
    }
    if (short === 2 || (row === longestWord && kind !== other)) return true;
  }
  return false;
}

/** Whether a text has a run that could be a key. */
export function mayHoldKey(text: string): boolean {
  for (const { start, end } of stretches(text, shortest, isToken)) if (isDrawn(text, start, end)) return true;
  return false;
}

function kindOf(letter: string): number {
  if (/[a-z]/.test(letter)) return small;
  if (/[A-Z]/.test(letter)) return capital;
  return /\d/.test(letter) ? digit : other;
}

function isCapital(text: string, at: number, start: number): boolean {
  return at >= start && kinds[text.charCodeAt(at)] === capital;
}
