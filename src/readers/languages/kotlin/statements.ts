import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';

/** Translated statements, without comments and without those that say nothing. */
export function statements(nodes: readonly Syntax[], inner: (node: Syntax) => Node): readonly Node[] {
  return nodes.flatMap((child) => {
    if (child.type.endsWith('comment')) return [];
    const node = inner(child);
    return node.k === 'other' && node.parts.length === 0 ? [] : [node];
  });
}
