import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from './code/syntax.ts';

/** Reads a piece of a program as a node; a translation hands itself to its parts by this name. */
export type Read = (node: Syntax) => Node;

/** What means nothing by itself. */
export const empty: Node = { k: 'other', parts: [] };

/** The child of a field. */
export function field(node: Syntax, name: string): Syntax | null {
  return node.childForFieldName(name);
}

/** The text of the child of a field. */
export function textOf(node: Syntax, name: string): string {
  return field(node, name)?.text ?? '';
}

/** Named children that are code. */
export function codeIn(node: Syntax): readonly Syntax[] {
  return node.namedChildren.filter(({ type }) => type !== 'comment' && !type.startsWith('preproc_region'));
}

/** The named child that stands last, such as the value of `name: value`. */
export function lastOf(node: Syntax): Syntax | null {
  return codeIn(node).at(-1) ?? null;
}

/** The children of a node that say something. */
export function partsOf(node: Syntax, read: Read): readonly Node[] {
  return codeIn(node)
    .map(read)
    .filter((part) => part.k !== 'other' || part.parts.length > 0);
}
