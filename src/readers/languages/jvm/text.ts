import type { Node } from '../../code/syntax.ts';

/** Adjacent pieces as one text, or as parts where some are decided at run time. */
export function joined(pieces: readonly (string | Node)[], at: number): Node {
  const parts = pieces.flatMap((piece): readonly (string | Node)[] => {
    if (typeof piece === 'string') return [piece];
    if (piece.k === 'text') return [piece.text];
    return piece.k === 'parts' ? piece.parts : [piece];
  });
  if (parts.every((part) => typeof part === 'string')) return { k: 'text', text: parts.join(''), at };
  return { k: 'parts', parts, at };
}

/** `String.format("https://%s/v1", host)`: the text with its holes filled, in the order of the arguments. */
export function formatted(format: Node, given: readonly Node[], at: number): Node {
  if (format.k !== 'text') return format;
  const rest = [...given];
  const pieces = format.text.split(/(%(?:\d{1,2}\$)?[-#+ 0,(.\d]{0,8}[a-zA-Z%])/).map((piece): string | Node => {
    if (!piece.startsWith('%') || piece.length < 2) return piece;
    if (piece.endsWith('%')) return '%';
    const numbered = /^%(\d{1,2})\$/.exec(piece)?.[1];
    const value = numbered === undefined ? rest.shift() : given[Number(numbered) - 1];
    return piece.endsWith('n') ? '\n' : (value ?? nothing);
  });
  return joined(pieces, at);
}

const nothing: Node = { k: 'other', parts: [] };

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', s: ' ', 0: '\0' };

/** What an escape sequence of a literal stands for. */
export function unescaped(sequence: string): string {
  const hex = /^\\u+([0-9a-fA-F]{4})$/.exec(sequence)?.[1];
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  const letter = sequence.slice(1);
  return escapes[letter] ?? (/^[\r\n]/.test(letter) ? '' : letter);
}

/** A text block without the line break behind its opening and the indentation that all of its lines share. */
export function block(text: string): string {
  const lines = text.replace(/^[ \t]*\r?\n/, '').split('\n');
  const depth = Math.min(...lines.flatMap((line) => (/\S/.test(line) ? line.search(/\S/) : [])));
  return Number.isFinite(depth) ? lines.map((line) => line.slice(depth)).join('\n') : '';
}
