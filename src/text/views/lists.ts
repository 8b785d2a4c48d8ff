import type { Edit } from './draft.ts';
import type { IsNew } from './escapes.ts';
import { blankAfter, blankBefore, isQuote, literalAfter } from './operators.ts';
import { endOf, isDrawn, isToken, longest, mostParts, type Stretch, startOf } from './tokens.ts';

/** What opens the arguments of a function that puts parts together; or a list with such a method, which has none. */
const joining =
  /\((?<=(?:[Jj]oin|joinToString|mkString|collect|[Cc]oncat|CONCAT|implode|paste0|Sprint)\()|[\])}]\s{0,20}\.\s{0,20}join\b(?!\()/g;
/** What stands between the parts of a key. */
const separator = /^[-_.+/=~|:]{0,2}$/;
/** What opens a list, in one language or another. */
const opening =
  /\s{0,80}(?:(?:\[\]string|new\s{1,4}[Ss]tring\s{0,2}\[\]|array|c|(?:List\.)?of|listOf|Arrays\.asList)?\s{0,4}[[({]{1,2}\s{0,80})?/y;

/** Lists of string literals that are put together: `["a", "b"].join("")`, `"-".join(["a", "b"])`, `concat('a', 'b')`. */
export function* lists(text: string, isNew: IsNew): Iterable<Edit> {
  for (const { index } of text.matchAll(joining)) {
    const list = text[index] === '(' ? listOf(text, index) : { parts: partsBefore(text, index), separator: '' };
    const [first, last] = [list?.parts[0], list?.parts.at(-1)];
    if (!list || !first || !last || !isNew(first.start - 1, last.end + 1)) continue;
    if (!isDrawn(list.parts.map(({ start, end }) => text.slice(start, end)).join(list.separator))) continue;
    for (const [at, { start }] of list.parts.entries()) {
      const before = list.parts[at - 1];
      if (before) yield { start: before.end, end: start, text: list.separator };
    }
  }
}

interface List {
  readonly parts: readonly Stretch[];
  readonly separator: string;
}

/** The list that a function or method puts together, whose arguments open at `open`. */
function listOf(text: string, open: number): List | null {
  const name = startOf(text, open, isLetter, Math.max(0, open - 16));
  const dot = blankBefore(text, name);
  const receiver = text[dot - 1] === '.' ? blankBefore(text, dot - 1) - 1 : -1;
  const last = text[receiver] ?? '';
  if (/[\])}]/.test(last)) {
    const argument = blankAfter(text, open + 1);
    const given = text[argument] === ')' ? '' : shortLiteral(text, argument)?.text;
    return given === undefined ? null : { parts: partsBefore(text, receiver), separator: given };
  }
  if (!isQuote(last.charCodeAt(0)) || /concat/i.test(text.slice(name, open))) return argumentsOf(text, open + 1);
  const between = text.slice(startOf(text, receiver, isNoQuote, Math.max(0, receiver - 3)), receiver);
  return separator.test(between) ? { parts: partsAfter(text, opened(text, open + 1)), separator: between } : null;
}

/** `("", "a", "b")`, `("", ["a", "b"])`, `([]string{"a", "b"}, "")`, `("a", "b")`. */
function argumentsOf(text: string, from: number): List | null {
  const first = shortLiteral(text, blankAfter(text, from));
  const comma = first ? blankAfter(text, first.end) : -1;
  if (first && text[comma] === ',') return { parts: partsAfter(text, opened(text, comma + 1)), separator: first.text };
  const parts = partsAfter(text, opened(text, from));
  const last = parts.at(-1);
  if (!last) return null;
  const end = blankAfter(text, last.end + 1);
  const close = text[end] === ',' ? blankAfter(text, end + 1) : end;
  const behind = /[\]})]/.test(text[close] ?? '') ? blankAfter(text, close + 1) : -1;
  const given = text[behind] === ',' ? shortLiteral(text, blankAfter(text, behind + 1))?.text : '';
  return given === undefined ? null : { parts, separator: given };
}

function opened(text: string, from: number): number {
  opening.lastIndex = from;
  return opening.test(text) ? opening.lastIndex : from;
}

/** A literal that may stand between the parts of a key, and where it ends. */
function shortLiteral(text: string, from: number): { text: string; end: number } | null {
  if (!isQuote(text.charCodeAt(from))) return null;
  const end = endOf(text, from + 1, isNoQuote, from + 3);
  const between = text.slice(from + 1, end);
  return text[end] === text[from] && separator.test(between) ? { text: between, end: end + 1 } : null;
}

function partsAfter(text: string, from: number): Stretch[] {
  const parts: Stretch[] = [];
  for (let i = from; parts.length < mostParts; ) {
    const start = literalAfter(text, i);
    if (start < 0) return /[\])}]/.test(text[i] ?? '') ? parts : [];
    const end = endOf(text, start, isToken, start + longest);
    if (!isQuote(text.charCodeAt(end))) return [];
    parts.push({ start, end });
    const behind = blankAfter(text, end + 1);
    if (text[behind] !== ',') return parts;
    i = blankAfter(text, behind + 1);
  }
  return [];
}

/** The parts of a list that is closed at `close`, from the last to the first. */
function partsBefore(text: string, close: number): Stretch[] {
  const parts: Stretch[] = [];
  let i = blankBefore(text, close);
  if (text[i - 1] === ',') i = blankBefore(text, i - 1);
  while (parts.length < mostParts) {
    const end = i - 1;
    if (!isQuote(text.charCodeAt(end))) return [];
    const start = startOf(text, end, isToken, Math.max(0, end - longest));
    if (text[start - 1] !== text[end]) return [];
    parts.push({ start, end });
    i = blankBefore(text, start - 1);
    if (/[[({]/.test(text[i - 1] ?? '')) return parts.reverse();
    if (text[i - 1] !== ',') return [];
    i = blankBefore(text, i - 1);
  }
  return [];
}

function isLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

function isNoQuote(code: number): boolean {
  return !isQuote(code);
}
