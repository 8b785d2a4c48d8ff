import { blankAfter, literalAfter, operatorAfter, quotesAt } from './operators.ts';
import { endOf, isToken, longest, startOf, table } from './tokens.ts';

/** Past the quote that opens the literal which goes on with the one that is closed at `close`; -1 where there is none. */
export function nextLiteral(text: string, close: number): number {
  const blank = blankAfter(text, close + quotesAt(text, close));
  const operated = operatorAfter(text, blank);
  if (operated >= 0) {
    const literal = literalAfter(text, operated);
    return text[blank] === '.' && literal >= 0 && isName(text, literal) ? -1 : literal;
  }
  const appended = appendedAfter(text, blank);
  if (appended >= 0) return literalAfter(text, appended);
  const beside = literalAfter(text, blank);
  return beside >= 0 && isBeside(text, close, beside) ? beside : -1;
}

/** Whether literals without an operator are one: neither in backticks, the name of something, a link, or a path; nor two words. */
function isBeside(text: string, close: number, start: number): boolean {
  if (text[close] === '`' || text[start - 1] === '`' || isName(text, start)) return false;
  const before = startOf(text, close, isToken, Math.max(0, close - longest));
  if (isAt(place, text, start) || isAt(place, text, before)) return false;
  return !isAt(plainWord, text, start) || !isAt(plainWord, text, before);
}

function isAt(pattern: RegExp, text: string, start: number): boolean {
  pattern.lastIndex = start;
  return pattern.test(text);
}

const plainWord = /[a-z]{3,16}["']/y;
const place = /https?:|[a-z\d._-]{1,64}(?:\/[a-z\d._-]{1,64}){1,16}["']/y;

const mayAppend = table(/[;)$@\w.]/);
const append = /[;)]{0,2}\s{0,80}([$@]?[\w.]{1,64})\s{0,8}(?:[+.~]=|<<)\s{0,80}(?=[\w$@]{0,3}["'`])/y;

/** Past `key += ` in the next statement, where the same name stands before the literal. */
function appendedAfter(text: string, from: number): number {
  if (mayAppend[text.charCodeAt(from)] !== 1) return -1;
  append.lastIndex = from;
  const name = append.exec(text)?.[1];
  return name && text.slice(Math.max(0, from - 400), from).includes(name) ? append.lastIndex : -1;
}

const nameEnd = /["'`]\s{0,8}[:={]/y;

/** Whether a literal is the key of a map, or the label of a block: it belongs to what follows. */
function isName(text: string, start: number): boolean {
  return isAt(nameEnd, text, endOf(text, start, isToken, start + longest));
}
