import type { Edit } from './draft.ts';
import { endOf, longest, startOf, table } from './tokens.ts';

/** A line break between two parts of lines that keys are made of. */
export interface Break {
  /** The end of the line: from `start` to `edit.start` it is made of such characters. */
  readonly start: number;
  /** Nothing else stands in the line. */
  readonly alone: boolean;
  readonly indent: number;
  /** The line break, and the indent of the next line. */
  readonly edit: Edit;
  /** Where the characters of the next line end, its padding with them. */
  readonly end: number;
  /** Nothing else stands in the next line. */
  readonly endsLine: boolean;
}

/** No indent is deeper. */
export const deepest = 64;
const body = table(/[\w+/.~|-]/);

/** The line breaks of a text at which a value could go on. */
export function* breaks(text: string): Iterable<Break> {
  let line = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    const found = breakAt(text, line, at);
    if (found) yield found;
    line = at + 1;
  }
}

function breakAt(text: string, line: number, at: number): Break | null {
  const stop = text[at - 1] === '\r' ? at - 1 : at;
  const start = startOf(text, stop, isBody, Math.max(line, stop - longest));
  if (start >= stop) return null;
  const next = endOf(text, at + 1, isIndent, at + 1 + deepest);
  const run = endOf(text, next, isBody, next + longest);
  if (run === next || text.startsWith('--', next)) return null; // a boundary of a mail
  const end = endOf(text, run, isPadding, run + 2);
  const behind = text.charCodeAt(end);
  const indent = endOf(text, line, isIndent, start);
  return {
    start,
    alone: indent === start,
    indent: indent - line,
    edit: { start: stop, end: next, text: '' },
    end,
    endsLine: end === text.length || behind === 0x0a || behind === 0x0d,
  };
}

function isBody(code: number): boolean {
  return body[code] === 1;
}

function isPadding(code: number): boolean {
  return code === 0x3d;
}

export function isIndent(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
