import type { Word } from './shell.ts';

/**
 * The pieces of a text between separators, as those read them who are handed a command line or a list as one text:
 * `Bash(git diff:*), Read`. What stands in quotes, brackets or `${{ … }}` is of one piece, quotes around it go, a line
 * that is not carried on ends its brackets, and `#` before a piece makes the rest of the line a comment.
 */
export function pieces(text: string, separator: RegExp): Word[] {
  const found: Word[] = [];
  let piece: { text: string; offset: number } | null = null;
  let [quote, depth] = ['', 0];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (quote === '' && letter === '\n') depth = 0;
    if (quote === '' && depth === 0 && (separator.test(letter) || (letter === '\\' && text[at + 1] === '\n'))) {
      if (piece) found.push(piece);
      piece = null;
      continue;
    }
    if (letter === '#' && piece === null) {
      const end = text.indexOf('\n', at);
      at = (end < 0 ? text.length : end) - 1;
      continue;
    }
    piece ??= { text: '', offset: at };
    const isQuote = quote === '' ? depth === 0 && (letter === '"' || letter === "'") : letter === quote;
    if (isQuote) quote = quote === '' ? letter : '';
    else {
      piece.text += letter;
      if (quote === '') depth = Math.max(0, depth + (opening.test(letter) ? 1 : closing.test(letter) ? -1 : 0));
    }
  }
  if (piece) found.push(piece);
  return found;
}

const opening = /[({]/;
const closing = /[)}]/;
