import type { Node as Syntax } from 'web-tree-sitter';
import { joined, unescaped } from '../../code/pieces.ts';
import type { Node } from '../../code/syntax.ts';
import { block } from '../jvm/text.ts';

/** A literal, with what stands in it behind `$`. */
export function string(node: Syntax, inner: (node: Syntax) => Node): Node {
  const pieces: (string | Node)[] = [];
  let run = '';
  const end = (): void => {
    pieces.push(...named(run, node.startIndex));
    run = '';
  };
  for (const part of node.namedChildren) {
    if (part.type === 'string_content') {
      run += part.text;
      continue;
    }
    end();
    const value = part.namedChildren.at(-1);
    if (part.type === 'escape_sequence') pieces.push(unescaped(part.text));
    else if (value) pieces.push(inner(value));
  }
  end();
  const whole = joined(pieces, node.startIndex);
  const isBlock = node.type === 'multiline_string_literal';
  return isBlock && whole.k === 'text' ? { ...whole, text: block(whole.text) } : whole;
}

/** The grammar reads the `$` of `$name` as text of its own. */
function named(text: string, at: number): readonly (string | Node)[] {
  return text.split(/(\$[\p{L}_][\p{L}\p{N}_]*)/u).flatMap((piece): readonly (string | Node)[] => {
    if (piece === '') return [];
    return piece.length > 1 && piece.startsWith('$') ? [{ k: 'name', name: piece.slice(1), at }] : [piece];
  });
}
