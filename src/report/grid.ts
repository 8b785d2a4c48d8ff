import { stripVTControlCharacters } from 'node:util';
import { columns } from './width.ts';

type Row = readonly string[];

/** A line of a cell, and how many columns it takes. */
interface Line {
  readonly text: string;
  readonly width: number;
}

const gap = '  ';

/** Rows without borders, two spaces apart and two from the edge. Cells may hold colours, and lines apart by `\n`. */
export function grid(rows: readonly Row[]): string[] {
  const all = rows.map((row) => row.map(linesOf));
  const widths: number[] = [];
  for (const row of all)
    for (const [column, lines] of row.entries())
      for (const { width } of lines) widths[column] = Math.max(widths[column] ?? 0, width);
  return all.flatMap((row) => draw(row, widths));
}

function linesOf(cell: string): readonly Line[] {
  return cell.split('\n').map((text) => ({ text, width: columns(stripVTControlCharacters(text)) }));
}

/** The lines of a row: as many as its tallest cell has. */
function draw(row: readonly (readonly Line[])[], widths: readonly number[]): string[] {
  const height = Math.max(...row.map(({ length }) => length));
  return Array.from({ length: height }, (_, index) => {
    const cells = row.map((lines, column) => {
      const { text, width } = lines[index] ?? { text: '', width: 0 };
      return `${gap}${text}${' '.repeat((widths[column] ?? 0) - width)}`;
    });
    return cells.join('').trimEnd();
  });
}
