import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import { columns } from './width.ts';

type Row = readonly string[];

// The library compares every row with all before it, so that a long table is cheaper in parts.
const most = 200;

/** Rows without borders, two spaces apart and two from the edge. Cells may hold colours, and lines apart by `\n`. */
export function grid(rows: readonly Row[]): string[] {
  // As the first row of each part it keeps the columns of all parts alike.
  const ruler = widths(rows).map((width) => ' '.repeat(width));
  const lines: string[] = [];
  for (let from = 0; from < rows.length; from += most) {
    const [, ...part] = draw([ruler, ...rows.slice(from, from + most)]);
    for (const line of part) lines.push(line.trimEnd());
  }
  return lines;
}

function widths(rows: readonly Row[]): number[] {
  const widest: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widest[index] = Math.max(widest[index] ?? 0, width(cell));
  }
  return widest;
}

function width(cell: string): number {
  return Math.max(...stripVTControlCharacters(cell).split('\n').map(columns));
}

function draw(rows: readonly Row[]): string[] {
  const table = new Table({
    chars: bare,
    style: { head: [], border: [], compact: true, 'padding-left': 2, 'padding-right': 0 },
  });
  for (const row of rows) table.push([...row]);
  return table.toString().split('\n');
}

const bare = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
