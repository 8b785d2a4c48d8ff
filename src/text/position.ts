import type { Position } from '../model/origin.ts';

/**
 * Line and column of an offset. LF, CRLF and CR end a line, U+2028 does not; 1-based; a BOM at the start is no column.
 * The index is built on first need, in one pass.
 */
export class Lines {
  readonly #text: string;
  #starts: number[] | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): Position {
    const starts = this.#index();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] ?? 0;
    const bom = low === 0 && this.#text.charCodeAt(0) === 0xfeff && offset > 0 ? 1 : 0;
    return { line: low + 1, column: offset - start - bom + 1 };
  }

  #index(): readonly number[] {
    this.#starts ??= lineStarts(this.#text);
    return this.#starts;
  }

  /** Offset of a line's first character; lines are 1-based. */
  start(line: number): number {
    const starts = this.#index();
    return starts[line - 1] ?? this.#text.length;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  const end = /\r\n?|\n/g;
  while (end.exec(text)) starts.push(end.lastIndex);
  return starts;
}
