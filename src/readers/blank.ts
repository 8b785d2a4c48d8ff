/** A stretch of a text: from `start` up to, not including, `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The text with all but these stretches blanked, so that every offset and every line stays what it was. In order, not overlapping. */
export function only(text: string, stretches: readonly Stretch[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end } of stretches) {
    pieces.push(blanked(text.slice(done, start)), text.slice(start, end));
    done = end;
  }
  pieces.push(blanked(text.slice(done)));
  return pieces.join('');
}

/** The text with these stretches blanked. */
export function without(text: string, stretches: readonly Stretch[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end } of stretches) {
    pieces.push(text.slice(done, start), blanked(text.slice(start, end)));
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

/** A text of blanks, with the line breaks of this one. */
export function blanked(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
