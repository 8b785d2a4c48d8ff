const wide =
  /[\u{1100}-\u{115f}\u{2e80}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

const ascii = /^[\x20-\x7e]*$/;

/** Columns of a terminal that a text without escape codes takes. */
export function columns(text: string): number {
  if (ascii.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += step(character);
  return width;
}

function step(character: string): number {
  if (character < '\u0300') return 1;
  if (/\p{M}/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** The text itself where it fits in `width` columns, else its beginning and `more`. */
export function clip(text: string, width: number, more: string): string {
  if (columns(text) <= width) return text;
  return `${head(text, width - more.length)}${more}`;
}

/** The text itself where it fits in `width` columns, else without its middle: of a path, both ends tell something. */
export function squeeze(text: string, width: number, more: string): string {
  if (columns(text) <= width) return text;

  const room = width - more.length;
  const tail = Math.ceil(room * 0.6);
  return `${head(text, room - tail)}${more}${end(text, tail)}`;
}

function head(text: string, width: number): string {
  let taken = '';
  let left = width;
  for (const character of text) {
    left -= step(character);
    if (left < 0) break;
    taken += character;
  }
  return taken;
}

function end(text: string, width: number): string {
  const characters = [...text];
  let left = width;
  let from = characters.length;
  while (from > 0) {
    left -= step(characters[from - 1] ?? '');
    if (left < 0) break;
    from -= 1;
  }
  return characters.slice(from).join('');
}

/** Lines of at most `width` columns, broken between words; a longer word keeps a line to itself. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
