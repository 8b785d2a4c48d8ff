import { table } from './tokens.ts';

const backslash = 0x5c;
const underscore = 0x5f;
/** So far apart two parts of a sum may stand. */
const widest = 200;
/** What puts two strings together, in one language or another. */
const operator = /\+\+?|\.\s{0,8}concat\s{0,2}\(|\.\.?|&(?!&)|<>|<<|\|\||[~^]/y;
const signs = table(/[+.&<>|~^]/);
const signBefore = /(?:\+\+?|\.\.?|&|<>|<<|\|\||[~^])$/;
/** What may stand before a string literal: `f`, `$@`, `Br` … */
const prefix = /[$@]{0,2}[BFLNRSUbflnrsu]{0,2}(?=["'`])/y;

export function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x60;
}

/** Where a string literal begins, past its opening quote, behind an optional prefix; -1 where there is none. */
export function literalAfter(text: string, from: number): number {
  if (isQuote(text.charCodeAt(from))) return from + quotesAt(text, from);
  prefix.lastIndex = from;
  if (!prefix.test(text)) return -1;
  const start = prefix.lastIndex;
  return start + quotesAt(text, start);
}

/** How many quotes stand here as one: three in Python and its like. */
export function quotesAt(text: string, start: number): number {
  const quote = text[start] ?? '';
  return text[start + 1] === quote && text[start + 2] === quote ? 3 : 1;
}

/** Past an operator that puts strings together, and past what is blank behind it; -1 where there is none. */
export function operatorAfter(text: string, from: number): number {
  if (signs[text.charCodeAt(from)] !== 1) return -1;
  operator.lastIndex = from;
  return operator.test(text) ? blankAfter(text, operator.lastIndex) : -1;
}

/** Where what is blank begins that stands before such an operator, which ends before `end`; -1 where there is none. */
export function operatorBefore(text: string, end: number): number {
  if (signs[text.charCodeAt(end - 1)] !== 1) return -1;
  const sign = signBefore.exec(text.slice(Math.max(0, end - 2), end))?.[0];
  return sign ? blankBefore(text, end - sign.length) : -1;
}

/** Past blanks, comments and the signs that a line goes on. */
export function blankAfter(text: string, from: number): number {
  const most = Math.min(text.length, from + widest);
  let i = from;
  while (i < most) {
    const code = text.charCodeAt(i);
    if (isBlank(code)) i++;
    else if ((code === backslash || code === underscore) && isLineEnd(text, i + 1)) i++;
    else {
      const end = commentEnd(text, i, most);
      if (end < 0) return i;
      i = end;
    }
  }
  return i;
}

export function blankBefore(text: string, end: number): number {
  const least = Math.max(0, end - widest);
  let i = end;
  while (i > least && isBlank(text.charCodeAt(i - 1))) i--;
  return i;
}

function commentEnd(text: string, start: number, most: number): number {
  if (text.startsWith('/*', start)) {
    for (let i = start + 2; i < most; i++) if (text[i] === '*' && text[i + 1] === '/') return i + 2;
    return -1;
  }
  if (!text.startsWith('//', start) && !text.startsWith('# ', start)) return -1;
  let i = start;
  while (i < most && !isLineEnd(text, i)) i++;
  return i < most ? i : -1;
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x0a || code === 0x0d;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}
