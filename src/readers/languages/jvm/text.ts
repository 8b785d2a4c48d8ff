import { formatted } from '../../code/pieces.ts';
import type { Node } from '../../code/syntax.ts';

const placeholder = /%(?:(\d{1,2})\$)?[-#+ 0,(.\d]{0,8}([a-zA-Z%])/g;

/** `String.format("https://%s/v1", host)`: the text with its holes filled, in the order of the arguments. */
export function format(text: Node, given: readonly Node[], at: number): Node {
  if (text.k !== 'text') return text;
  let next = 0;
  const filling = ([, number, kind]: RegExpExecArray): Node | string => {
    if (kind === '%') return '%';
    if (kind === 'n') return '\n';
    return given[number === undefined ? next++ : Number(number) - 1] ?? { k: 'other', parts: [] };
  };
  return formatted(text.text, placeholder, filling, at);
}

/** A text block without the line break behind its opening and the indentation that all of its lines share. */
export function block(text: string): string {
  const lines = text.replace(/^[ \t]*\r?\n/, '').split('\n');
  const depth = lines.reduce(
    (least, line) => (/\S/.test(line) ? Math.min(least, line.search(/\S/)) : least),
    text.length,
  );
  return lines.map((line) => line.slice(depth)).join('\n');
}
