import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Node } from '../../code/syntax.ts';

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', s: ' ', 0: '' };

/** A string or sigil: its content, with what is put in between. */
export function textOf(node: Syntax, read: (node: Syntax | null) => Node): Node {
  const at = node.startIndex;
  const name = node.namedChildren.find(({ type }) => type === 'sigil_name')?.text ?? '';
  const pieces: (string | Node)[] = [];
  for (const child of node.namedChildren) {
    if (child.type === 'quoted_content') pieces.push(child.text);
    else if (child.type === 'escape_sequence') pieces.push(escapes[child.text.slice(1)] ?? child.text.slice(1));
    else if (child.type === 'interpolation') pieces.push(read(child.namedChild(0)));
  }
  const text = joined(pieces, at);
  if (!/^[wW]$/.test(name) || text.k !== 'text') return text;
  const words = text.text.split(/\s+/).filter((word) => word !== '');
  return { k: 'list', items: words.map((word) => ({ k: 'text', text: word, at })) };
}
