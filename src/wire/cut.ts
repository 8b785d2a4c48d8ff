import type { RecordCondition, Shape } from '../model/network.ts';
import { at, folded, loosely, type Row } from './row.ts';

/** Cuts a line into a row; `null` where it is no record of the shape. A header line that is taken in gives no row either. */
export type Cutter = (line: string) => Row | null;

/** Patterns look at no more of a value. */
export const longestMatched = 8000;

/** Whether a row fulfils a condition; of a list one item is enough. */
export function holds({ from, is, match, not }: RecordCondition, row: Row): boolean {
  for (const name of from) {
    const value = row(name);
    if (Array.isArray(value)) {
      const items = value.slice(0, 100);
      if (items.some(isThere)) return items.some((item) => fits(item, is, match)) !== not;
    } else if (isThere(value)) return fits(value, is, match) !== not;
  }
  return not;
}

function isThere(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || textOf(value) !== null;
}

function fits(value: unknown, is: readonly string[], match: RegExp | null): boolean {
  if (is.length === 0 && match === null) return isThere(value);
  const text = textOf(value);
  return (
    text !== null &&
    (is.length === 0 || is.includes(text.toLowerCase())) &&
    (match === null || match.test(text.slice(0, longestMatched)))
  );
}

/** A value as text; `null` for none, and for the marks by which logs say that there is none. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return null;
  return value === '' || value === '-' || value === '(empty)' ? null : value;
}

/** A line's text shape, cut by named groups. */
export function textCutter(patterns: readonly RegExp[]): Cutter {
  return (line) => {
    for (const pattern of patterns) {
      const groups = pattern.exec(line)?.groups;
      if (groups) return (name) => groups[name];
    }
    return null;
  };
}

/** JSON objects, by the keys that they have. */
export function jsonCutter(shape: Shape & { kind: 'json' }): (value: unknown) => Row | null {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const row: Row = shape.loose ? loosely(value) : (name) => at(value, name);
    const isThere = (name: string): boolean => row(name) !== undefined;
    if (!shape.keys.every((names) => names.some(isThere))) return null;
    return shape.is.every((condition) => holds(condition, row)) ? row : null;
  };
}

/** What a table's lines say of it, as far as they were read. */
interface Head {
  readonly columns: ReadonlyMap<string, number>;
  readonly separator: string | null;
}

/**
 * Columns by the name that a header gives them. State: a header counts until the next one, a note until it is told anew.
 * `takes` takes in a line that is no record: a header, a note, or what is left of a quote that the line before opened.
 */
export function tableCutter(shape: Shape & { kind: 'table' }): Cutter & { takes(line: string): boolean } {
  let head: Head | null = null;
  let isOpen = false;
  const notes = new Map<string, string>();
  const named = shape.loose ? folded : (name: string): string => name;
  const takes = (line: string): boolean => {
    const note = shape.notes?.exec(line);
    if (note) notes.set(`#${note[1]}`, note[2]?.trim() ?? '');
    const next = headOf(line, shape, named);
    // A header of another layout ends this one, where it is marked as a header.
    if (next || (line.startsWith('#') && shape.header.test(line))) head = next;
    // Where a header counts, what is marked as one and is none is a comment.
    if (note || next || (head && line.startsWith('#'))) return true;
    const isRest = isOpen && head !== null && split(line, head.separator).length !== head.columns.size;
    isOpen = head?.separator === ',' && isUneven(line) !== isRest;
    return isRest;
  };
  const cut = (line: string): Row | null => {
    if (!head || line.startsWith('#')) return null;
    const { columns } = head;
    const cells = split(line, head.separator ?? (line.includes('\t') ? '\t' : null));
    // A line that was cut off has fewer; one with more was written by another layout.
    if (cells.length !== columns.size) return null;
    const unset = [notes.get('#unset_field'), notes.get('#empty_field')];
    return (name) => {
      if (name.startsWith('#')) return notes.get(name);
      const index = columns.get(named(name));
      const cell = index === undefined ? undefined : cells[index];
      return cell === undefined || unset.includes(cell) ? undefined : unescaped(cell);
    };
  };
  return Object.assign(cut, { takes });
}

function headOf(line: string, shape: Shape & { kind: 'table' }, named: (name: string) => string): Head | null {
  const found = shape.header.exec(line);
  if (!found) return null;
  const names = found.groups?.columns ?? found[1] ?? line;
  const separator = found.groups?.separator ?? shape.separator;
  const cells = split(names.trim(), separator ?? (names.includes('\t') ? '\t' : null));
  const columns = new Map(cells.map((name, index) => [named(name.trim()), index]));
  const isThere = (name: string): boolean => columns.has(named(name));
  return columns.size === cells.length && shape.columns.every((names) => names.some(isThere))
    ? { columns, separator }
    : null;
}

/** Whether a quote is open at a line's end. */
function isUneven(line: string): boolean {
  return line.includes('"') && (line.split('"').length - 1) % 2 === 1;
}

/** Values by their position. */
export function csvCutter(shape: Shape & { kind: 'csv' }): Cutter {
  const places = new Map(shape.columns.map((name, index) => [name, index]));
  return (line) => {
    if (!shape.line.test(line)) return null;
    const cells = split(line, shape.separator);
    return (name) => {
      const index = places.get(name);
      return index === undefined ? undefined : cells[index];
    };
  };
}

/** `key=value`, `key="a value"`. What the pattern of a line names itself counts where no key has that name. */
export function pairsCutter(shape: Shape & { kind: 'pairs' }): Cutter {
  const named = shape.loose ? folded : (name: string): string => name;
  return (line) => {
    const whole = shape.line.exec(line);
    if (!whole) return null;
    const found = new Map<string, string>();
    for (const [key, value] of pairsOf(line, told(whole.groups?.separator) ?? shape.separator))
      if (!found.has(named(key))) found.set(named(key), unquoted(value));
    return (name) => found.get(named(name)) ?? whole.groups?.[name];
  };
}

function pairsOf(line: string, separator: string | null): Iterable<readonly [string, string]> {
  if (separator === null) return openPairs(line);
  return separator === ' ' ? blankPairs(line) : cellPairs(line, separator);
}

function* blankPairs(line: string): Iterable<readonly [string, string]> {
  const pair = /(?<![^\s,;|>])([\w.@/-]{1,80})=("(?:[^"\\]|\\.)*"|(?:[^\s",]|,(?![\w.@/-]{1,80}=))*)/g;
  // Some write a comma between pairs, and a blank behind it.
  for (const [, key = '', value = ''] of line.matchAll(pair)) yield [key, value.replace(/[,;]$/, '')];
}

/** Syslog daemons write a tab as `#011`. */
function* cellPairs(line: string, separator: string): Iterable<readonly [string, string]> {
  const text = separator === '\t' && !line.includes('\t') ? line.replaceAll('#011', '\t') : line;
  for (const cell of text.split(separator)) {
    const at = cell.indexOf('=');
    const key = /[\w.@/-]{1,80}$/.exec(cell.slice(Math.max(0, at - 80), Math.max(0, at)))?.[0];
    if (key) yield [key, cell.slice(at + 1)];
  }
}

/** `msg=some words src=192.0.2.7`: a key stands behind a blank or a bar, and no backslash before its `=`. */
function* openPairs(line: string): Iterable<readonly [string, string]> {
  let last: { readonly key: string; readonly from: number } | null = null;
  for (const found of line.matchAll(/(?:^|[\s|])([A-Za-z_][\w.-]{0,79})=/g)) {
    if (last) yield [last.key, unbarred(line.slice(last.from, found.index))];
    last = { key: found[1] ?? '', from: found.index + found[0].length };
  }
  if (last) yield [last.key, unbarred(line.slice(last.from))];
}

/** CEF writes `\=`, `\|` and `\\` for signs that would end something. */
function unbarred(text: string): string {
  return text.trim().replace(/\\([=|\\])/g, '$1');
}

/** A separator as LEEF 2 names it: itself, or `x5E`. */
function told(text: string | undefined): string | null {
  if (!text) return null;
  const hex = /^0?x([0-9a-f]{2,4})$/i.exec(text)?.[1];
  return hex ? String.fromCharCode(Number.parseInt(hex, 16)) : text;
}

/** Cells of a line. With quotes, a doubled or escaped quote stands for itself; `null` separates by blanks. */
export function split(line: string, separator: string | null): readonly string[] {
  if (separator === '\t') return line.split('\t');
  const between = separator ?? ' ';
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    // Some write a blank behind the comma, and only then the quote.
    if (line.startsWith(' "', at)) at++;
    if (line[at] !== '"') {
      const end = line.indexOf(between, at);
      cells.push(line.slice(at, end < 0 ? undefined : end));
      at = end < 0 ? line.length + 1 : end + between.length;
    } else {
      const end = closing(line, at);
      cells.push(unquoted(line.slice(at, end + 1)));
      const next = line.indexOf(between, end);
      at = next < 0 ? line.length + 1 : next + between.length;
    }
    while (separator === null && line[at] === ' ') at++;
  }
  return cells;
}

/** Where a quote that opens at a place closes: at a quote that neither follows a backslash nor is doubled. */
function closing(line: string, open: number): number {
  for (let at = open + 1; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === '"' && line[at + 1] === '"') at++;
    else if (line[at] === '"') return at;
  }
  return line.length;
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  return text
    .slice(1, text.endsWith('"') && text.length > 1 ? -1 : undefined)
    .replace(/""|\\(["\\])/g, (_, one) => one ?? '"');
}

/** Zeek writes bytes that would break a line as `\x09`. */
function unescaped(text: string): string {
  return text.includes('\\x')
    ? text.replace(/\\x([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}
