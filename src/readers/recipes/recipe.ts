/** What a file tells a shell to do. */
export interface Recipe {
  /** The text with all but its commands blanked: offsets and lines are what they were. */
  readonly script: string;
  /** Variables of the environment that it sets. */
  readonly settings: readonly Setting[];
}

/** A variable, and where its name and its value stand. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly at: number;
  readonly start: number;
}

/** A line of a text without its end, and where it starts. */
export interface Line {
  readonly text: string;
  readonly at: number;
}

/** The lines of a text; `end` is how each of them ends. */
export function linesOf(text: string): readonly (Line & { readonly end: string })[] {
  const found: (Line & { end: string })[] = [];
  for (const { 1: line = '', 2: end = '', index } of text.matchAll(/([^\n\r]*)(\r\n|\n|\r|$)/g))
    if (line !== '' || end !== '') found.push({ text: line, at: index, end });
  return found;
}

/** Blanks, as many as there are characters. */
export function blank(text: string): string {
  return ' '.repeat(text.length);
}

/** `NAME=value` in the room of a line; blanks where it does not fit. */
export function assigned(name: string, value: string, room: string): string {
  const isPlain = /^(?:[\w./:@${}+-]*|"[^"'$\\]*")$/.test(value);
  const written = isPlain ? `${name}=${value}` : `${name}='${value}'`;
  return written.length > room.length || /'.*'.*'/.test(written) ? blank(room) : written.padEnd(room.length);
}
