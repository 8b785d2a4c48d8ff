import type { Node as Syntax } from 'web-tree-sitter';
import { unescaped } from '../../code/pieces.ts';
import type { Node } from '../../code/syntax.ts';
import { block } from '../jvm/text.ts';

/** A literal, its escapes undone. */
export function string(node: Syntax): Node {
  const isBlock = node.text.startsWith('"""');
  const pieces = node.namedChildren.map((part) => (part.type === 'escape_sequence' ? unescaped(part.text) : part.text));
  const whole = pieces.join('');
  return { k: 'text', text: isBlock ? block(whole) : whole, at: node.startIndex };
}
