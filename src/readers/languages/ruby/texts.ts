import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Node } from '../../code/syntax.ts';

type Translate = (node: Syntax | null) => Node;

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', s: ' ', e: '', 0: '', '\n': '' };

/** A string, here-document or shell text: its content, with what is put in between. */
export function textOf(node: Syntax, at: number, translate: Translate): Node {
  const pieces: (string | Node)[] = [];
  for (const child of node.namedChildren) {
    if (child.type === 'string_content' || child.type === 'heredoc_content') pieces.push(child.text);
    else if (child.type === 'escape_sequence') pieces.push(unescaped(child.text));
    else if (child.type === 'interpolation') pieces.push(translate(child.namedChild(0)));
  }
  return joined(pieces, at);
}

/** Long sums lean to the left: they are walked in a loop, not by recursion. */
export function sum(node: Syntax, translate: Translate): Node {
  const operands: Node[] = [];
  let left: Syntax | null = node;
  while (left?.type === 'binary' && left.childForFieldName('operator')?.type === '+') {
    operands.push(translate(left.childForFieldName('right')));
    left = left.childForFieldName('left');
  }
  operands.push(translate(left));
  operands.reverse();
  const isText = operands.some(({ k }) => k === 'text' || k === 'parts');
  return isText ? joined(operands, node.startIndex) : { k: 'other', parts: operands };
}

/** The text of a symbol, however it is written; null where part of it is put in at run time. */
export function symbolText(node: Syntax): string | null {
  if (node.type === 'simple_symbol') return node.text.slice(1);
  if (node.type === 'hash_key_symbol') return node.text;
  if (node.type !== 'string' && node.type !== 'delimited_symbol') return null;
  const text = textOf(node, node.startIndex, () => ({ k: 'other', parts: [] }));
  return text.k === 'text' ? text.text : null;
}

function unescaped(text: string): string {
  const hex = /^\\u\{?([0-9a-fA-F]{1,6})/.exec(text)?.[1] ?? /^\\x([0-9a-fA-F]{1,2})/.exec(text)?.[1];
  if (hex === undefined) return escapes[text.slice(1)] ?? text.slice(1);
  const point = Number.parseInt(hex, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}
