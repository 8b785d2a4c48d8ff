import { blankAfter, blankBefore, operatorAfter, operatorBefore, quotesAt } from './operators.ts';
import { isToken, next, startOf, table } from './tokens.ts';

/** Where a text names a value that belongs into a string. */
export interface Site {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

const template =
  /[$#]\{\{?\s{0,4}[$@]?(?:\w{1,40}\.){0,3}([A-Za-z_]\w{0,63})\s{0,4}\}{1,2}|\$([A-Za-z_]\w{0,63})|\$\(([A-Za-z_]\w{0,63})\)|\{\$?(?:\w{1,40}\.){0,3}([A-Za-z_]\w{0,63})\}/g;

/** Names inside of strings: `${a}`, `$a`, `#{a}`, `{a}`, `$(a)`, `${{ env.a }}`. */
export function* templates(text: string): Iterable<Site> {
  for (const { 0: whole, 1: braced, 2: plain, 3: made, 4: formatted, index: start } of text.matchAll(template))
    yield { start, end: start + whole.length, name: braced ?? plain ?? made ?? formatted ?? '' };
}

const nameHere = /[$@]?(?:\w{1,64}(?:\.|::|->)){0,4}([A-Za-z_]\w{0,63})(?!\w|[([.]|->|::)/y;
const word = table(/\w/);
const upper = /^[A-Z_\d]+$/;
/** A literal, or a plus before a name. */
const beside = /["'`]|\+(?=\s{0,80}[$@A-Za-z_](?!["'`]))/g;
const plus = 0x2b;
const capital = table(/[A-Z_\d]/);

/** Names beside an operator that puts strings together: `A + "b"`, `"a" . $b`, `A + B`. A dot alone may be a member. */
export function* operands(text: string): Iterable<Site> {
  for (let behind = next(beside, text, 0); behind >= 0; behind = next(beside, text, behind)) {
    const at = behind - 1;
    if (text.charCodeAt(at) === plus) yield* besidePlus(text, at);
    else yield* besideQuote(text, at);
  }
}

function* besidePlus(text: string, at: number): Iterable<Site> {
  const before = blankBefore(text, at);
  if (!isWord(text.charCodeAt(before - 1))) return;
  const right = nameAt(text, operatorAfter(text, at));
  const left = right && siteBefore(text, before);
  if (left) yield left;
  if (right) yield right;
}

function* besideQuote(text: string, at: number): Iterable<Site> {
  const left = isToken(text.charCodeAt(at + 1)) ? siteBeforeLiteral(text, at) : null;
  if (left) yield left;
  if (!isToken(text.charCodeAt(at - 1))) return;
  const operator = blankAfter(text, at + quotesAt(text, at));
  const right = nameAt(text, operatorAfter(text, operator));
  if (right && (text[operator] !== '.' || isConstant(text, right))) yield right;
}

/** The name before an operator, or a constant before nothing but a blank, where a literal opens at `at`. */
function siteBeforeLiteral(text: string, at: number): Site | null {
  const opening = startOf(text, at, isPrefix, Math.max(0, at - 2));
  const before = blankBefore(text, opening);
  const end = operatorBefore(text, before);
  if (end < 0 && (before === opening || capital[text.charCodeAt(before - 1)] !== 1)) return null;
  const left = siteBefore(text, end < 0 ? before : end);
  return left && ((end >= 0 && text[before - 1] !== '.') || isConstant(text, left)) ? left : null;
}

/** The name that begins at `start`. */
export function nameAt(text: string, start: number): Site | null {
  if (start < 0) return null;
  nameHere.lastIndex = start;
  const match = nameHere.exec(text);
  return match ? { start, end: nameHere.lastIndex, name: match[1] ?? '' } : null;
}

/** The name that ends before `end`: `prefix` of `$this->prefix`. */
export function siteBefore(text: string, end: number): Site | null {
  const first = startOf(text, end, isWord, Math.max(0, end - 64));
  if (first === end || isDigit(text.charCodeAt(first))) return null;
  let start = first;
  for (let member = beforeMember(text, start); member < start; member = beforeMember(text, start)) start = member;
  if (start > 0 && '$@'.includes(text[start - 1] ?? '')) start--;
  return { start, end, name: text.slice(first, end) };
}

/** Where the name begins of which that at `start` is a member; `start` where it is none. */
function beforeMember(text: string, start: number): number {
  const sign =
    text[start - 1] === '.' ? 1 : text.startsWith('::', start - 2) || text.startsWith('->', start - 2) ? 2 : 0;
  const end = start - sign;
  const first = sign > 0 ? startOf(text, end, isWord, Math.max(0, end - 64)) : start;
  return first < end ? first : start;
}

function isConstant(text: string, { start, name }: Site): boolean {
  return text[start] === '$' || upper.test(name);
}

function isWord(code: number): boolean {
  return word[code] === 1;
}

function isPrefix(code: number): boolean {
  return isWord(code) || code === 0x24 || code === 0x40;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
