import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import type { Place } from './place.ts';

/** `x = if …` and `return case …`: what is done with the value is done at the end of each branch. */
export function valued(node: Syntax, place: Place, wrap: (value: Node) => Node): Node {
  if (
    !/^(?:if|unless|elsif|else|then|case|when|in_clause|begin|rescue|ensure|body_statement|block_body)$/.test(node.type)
  )
    return wrap(place.read(node, place));
  const parts: Node[] = [];
  const children = node.namedChildren.filter(({ type }) => type !== 'comment' && type !== 'heredoc_body');
  const isBranching = /^(?:if|unless|elsif|case|when|in_clause|rescue)$/.test(node.type);
  const last = children.findLast(({ type }) => !/^(?:rescue|ensure|else)$/.test(type));
  for (const child of children) {
    const isBranch = /^(?:then|else|elsif|when|in_clause|rescue)$/.test(child.type);
    const isLast = isBranching ? isBranch : isBranch || child.id === last?.id;
    parts.push(isLast && child.type !== 'ensure' ? valued(child, place, wrap) : place.read(child, place));
  }
  return { k: 'other', parts };
}
