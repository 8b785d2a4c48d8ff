import type { Edit } from './draft.ts';
import { entities } from './entities.ts';
import { next, table } from './tokens.ts';

/** Whether something between two offsets is not as it was in the text that this one was made of. */
export type IsNew = (start: number, end: number) => boolean;

const backslash = 0x5c;
const mark = /\\|%(?=[\da-fu])|&(?=[#a-z])/gi;
/** Four strings in each other double the backslashes of an escape as often. */
const mostBackslashes = 15;
const hex = table(/[\da-f]/i);
const punctuation = table(/[!-/:-@[\]^_`{-~]/);
const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const coded = /u{1,4}([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]{2})|[ux]\{0{0,4}([\da-fA-F]{1,6})\}/y;
const octal = /(01[125])|0?([0-3][0-7]{2})|([4-7][0-7])(?![0-7])/y;
const numbered = /#(?:x0{0,4}([\da-f]{1,6})|0{0,4}(\d{1,7}));?/iy;
const word = /([A-Za-z]{2,16});/y;

/**
 * What is written as an escape: of string literals (`\u002d`, `\x2d`, `\055`, `\"`, a backslash at the end of a line),
 * of URLs (`%2d`) and of HTML (`&#45;`, `&lowbar;`). An escape of an escape is taken at once.
 */
export function* escapes(text: string, isNew: IsNew): Iterable<Edit> {
  for (let behind = next(mark, text, 0); behind >= 0; ) {
    const start = behind - 1;
    const end = text[start] === '\\' ? endOfBackslashes(text, start) : behind;
    const edit = escapeAt(text, start, end);
    if (edit && isNew(edit.start - 1, edit.end + 1)) yield edit;
    behind = next(mark, text, edit?.end ?? end);
  }
}

function escapeAt(text: string, start: number, end: number): Edit | null {
  if (text[start] === '\\') return slashed(text, start, end);
  return text[start] === '%' ? hundredth(text, start) : entity(text, start);
}

function endOfBackslashes(text: string, start: number): number {
  let end = start + 1;
  while (text.charCodeAt(end) === backslash) end++;
  return end;
}

/** The escape of a run of backslashes and what follows them. */
function slashed(text: string, first: number, end: number): Edit | null {
  const start = Math.max(first, end - mostBackslashes);
  const count = end - start;
  const letter = text[end] ?? '';
  if (letter === '\n' || letter === '\r') return count === 1 ? continued(text, start, end) : null;
  // In a string of a string, a backslash at the end of a line is `\\\n`: three, six or twelve.
  if (letter === 'n' && count % 3 === 0 && count < mostBackslashes) return continued(text, start, end + 1);
  const plain = named[letter] ?? (punctuation[letter.charCodeAt(0)] === 1 ? letter : null);
  if (plain !== null) return { start, end: end + 1, text: plain };
  const pattern = letter >= '0' && letter <= '7' ? octal : coded;
  const match = at(pattern, text, end);
  if (!match) return null;
  const digits = match.slice(1).find((group) => group !== undefined) ?? '';
  return character(start, end + match[0].length, Number.parseInt(digits, pattern === octal ? 8 : 16));
}

/** A line that goes on in the next, whose indent is no part of it. */
function continued(text: string, start: number, from: number): Edit {
  let end = text.startsWith('\r\n', from) ? from + 2 : text[from] === '\n' || text[from] === '\r' ? from + 1 : from;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return { start, end, text: '' };
}

/** `%2d`, `%252d`, `%u002d`. */
function hundredth(text: string, start: number): Edit | null {
  let digits = start + 1;
  if (text[digits] === 'u' && isHex(text, digits + 1, 4))
    return character(start, digits + 5, Number.parseInt(text.slice(digits + 1, digits + 5), 16));
  for (let round = 0; round < 3 && text.startsWith('25', digits) && isHex(text, digits + 2, 2); round++) digits += 2;
  if (!isHex(text, digits, 2)) return null;
  const code = Number.parseInt(text.slice(digits, digits + 2), 16);
  return isPlain(code) ? character(start, digits + 2, code) : null;
}

/** `&#45;`, `&#x2d;`, `&lowbar;`, `&amp;#45;`. */
function entity(text: string, start: number): Edit | null {
  let from = start + 1;
  for (let round = 0; round < 3 && text.startsWith('amp;', from); round++) from += 4;
  const number = at(numbered, text, from);
  if (number) {
    const code = number[1] ? Number.parseInt(number[1], 16) : Number.parseInt(number[2] ?? '', 10);
    return character(start, from + number[0].length, code);
  }
  const name = at(word, text, from)?.[1] ?? '';
  const known = entities.get(name);
  if (known !== undefined) return { start, end: from + name.length + 1, text: known };
  return from > start + 1 ? { start, end: from, text: '&' } : null;
}

function at(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}

function character(start: number, end: number, code: number): Edit | null {
  return code <= 0x10ffff ? { start, end, text: String.fromCodePoint(code) } : null;
}

function isHex(text: string, start: number, length: number): boolean {
  for (let i = start; i < start + length; i++) if (hex[text.charCodeAt(i)] !== 1) return false;
  return true;
}

/** Printable ASCII, and what ends a line: all that URLs escape of a key and of what stands around it. */
function isPlain(code: number): boolean {
  return (code >= 0x20 && code < 0x7f) || code === 0x09 || code === 0x0a || code === 0x0d;
}
