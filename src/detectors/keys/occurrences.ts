import type { KeyRule } from '../../model/key.ts';

/** Where a text has the shape of a kind of key. */
export interface Occurrence {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Letters, digits and signs that a key may be made of: where one stands beside it, it is a piece of something longer. */
const part = /[A-Za-z0-9_-]/;

const partOfBase64 = /[A-Za-z0-9_+/-]/;

/** A letter that stands before a key may end an escape, or a terminal's colour: `\nsk-…`, `%3Dsk-…`, `\u003dsk-…`. */
const escaped = /(?:\\[nrtbf]|%[0-9A-Fa-f]{2}|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\p{Cc}\[[0-9;]{0,16}m)$/u;

/** Every place of a text that has the shape of a kind of key and stands by itself. */
export function* occurrences(text: string, { pattern, head }: Pick<KeyRule, 'pattern' | 'head'>): Iterable<Occurrence> {
  // Where no literal leads the search, it goes from the beginning of one run of letters to that of the next.
  const shape = new RegExp(head === '' ? `(?<![A-Za-z0-9])(?:${pattern.source})` : pattern.source, 'dg');
  const beside = /\+\/|\/\+/.test(pattern.source) ? partOfBase64 : part;
  for (let match = shape.exec(text); match; match = shape.exec(text)) {
    const [start, end] = match.indices?.[1] ?? [match.index, match.index + match[0].length];
    if (stands(text, match.index, match.index + match[0].length, beside)) {
      yield { value: text.slice(start, end), start, end };
      shape.lastIndex = Math.max(end, match.index + 1);
    } else {
      shape.lastIndex = next(text, match.index);
    }
  }
}

function stands(text: string, start: number, end: number, beside: RegExp): boolean {
  if (beside.test(text[end] ?? '')) return false;
  return !beside.test(text[start - 1] ?? '') || escaped.test(text.slice(Math.max(0, start - 20), start));
}

/** What begins within a run of letters and digits is no key either, unless an escape stands in between. */
function next(text: string, from: number): number {
  const run = /[A-Za-z0-9]{1,4096}/y;
  run.lastIndex = from;
  return run.test(text) ? Math.max(run.lastIndex, from + 1) : from + 1;
}
