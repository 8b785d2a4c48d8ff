/** A part of a text that another stands in for. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with all splices made. Two that overlap are `null`: then nobody knows what is meant. */
export function spliced(text: string, splices: readonly Splice[]): string | null {
  let result = '';
  let end = 0;
  for (const splice of splices.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (splice.from < end) return null;
    result += text.slice(end, splice.from) + splice.text;
    end = splice.to;
  }
  return result + text.slice(end);
}

/** How the text ends its lines. */
export function lineBreak(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** Where the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line after an offset starts; at the end of the text, its end. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** How many characters stand before an offset on its line; a BOM is none. */
export function columnOf(text: string, offset: number): number {
  return leading(text, offset).replace(/^\ufeff/, '').length;
}

/** What stands before an offset on its line. */
export function leading(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), offset);
}

/**
 * Where a block that ends with the value at `end` is over: behind its line and behind the comments that are set deeper
 * than its own column, which belong to it.
 */
export function blockEnd(text: string, end: number, column: number): number {
  const over = text[end - 1] === '\n' ? end : nextLine(text, end);
  const comments = /(?:[ \t]*(?:#[^\n]*)?\r?(?:\n|$))*/y;
  comments.lastIndex = over;
  const lines = comments.exec(text)?.[0].split(/(?<=\n)/) ?? [];
  const last = lines.findLastIndex((line) => line.indexOf('#') > column);
  return over + lines.slice(0, last + 1).join('').length;
}
