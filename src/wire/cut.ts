import type { RecordCondition, Shape } from '../model/network.ts';
import { at, folded, loosely, type Row } from './row.ts';

/** Cuts a line into a row; `null` where it is no record of the shape. A header line that is taken in gives no row either. */
export type Cutter = (line: string) => Row | null;

/** Whether a row fulfils a condition. */
export function holds({ from, is, match, not }: RecordCondition, row: Row): boolean {
  const text = textOf(row(from));
  const fits =
    text !== null && (is.length === 0 || is.includes(text.toLowerCase())) && (match === null || match.test(text));
  return fits !== not;
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

/** Columns by the name that a header gives them. State: a header counts until the next one. */
export function tableCutter(shape: Shape & { kind: 'table' }): Cutter & { hasHeader(): boolean } {
  let columns: ReadonlyMap<string, number> | null = null;
  const named = shape.loose ? folded : (name: string): string => name;
  const cut = (line: string): Row | null => {
    const header = shape.header.exec(line);
    if (header) {
      const names = split(header[1] ?? line, shape.separator).map((name) => named(name.trim()));
      const found = new Map(names.map((name, index) => [name, index]));
      columns = shape.columns.every((name) => found.has(named(name))) ? found : null;
      return null;
    }
    if (!columns || line.startsWith('#')) return null;
    const cells = split(line, shape.separator);
    // A line that was cut off has fewer; one with more was written by another layout.
    if (cells.length !== columns.size) return null;
    const known = columns;
    return (name) => {
      const index = known.get(named(name));
      return index === undefined ? undefined : unescaped(cells[index] ?? '');
    };
  };
  return Object.assign(cut, { hasHeader: () => columns !== null });
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

/** `key=value`, `key="a value"`. */
export function pairsCutter(shape: Shape & { kind: 'pairs' }): Cutter {
  const pair =
    shape.separator === '\t'
      ? /([\w.@/-]{1,80})=("(?:[^"\\]|\\.)*"|[^\t]*)/g
      : /([\w.@/-]{1,80})=("(?:[^"\\]|\\.)*"|[^\s"]*)/g;
  const named = shape.loose ? folded : (name: string): string => name;
  return (line) => {
    if (!shape.line.test(line)) return null;
    const found = new Map<string, string>();
    for (const [, name = '', value = ''] of line.matchAll(pair))
      if (!found.has(named(name))) found.set(named(name), unquoted(value));
    return (name) => found.get(named(name));
  };
}

/** Cells of a line. With quotes, a doubled or escaped quote stands for itself; `null` separates by blanks. */
export function split(line: string, separator: string | null): readonly string[] {
  if (separator === '\t') return line.split('\t');
  const between = separator ?? ' ';
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] !== '"') {
      const end = line.indexOf(between, at);
      cells.push(line.slice(at, end < 0 ? undefined : end));
      at = end < 0 ? line.length + 1 : end + 1;
    } else {
      const end = closing(line, at);
      cells.push(unquoted(line.slice(at, end + 1)));
      at = line.indexOf(between, end) < 0 ? line.length + 1 : line.indexOf(between, end) + 1;
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
