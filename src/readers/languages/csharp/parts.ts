import type { Node as Syntax } from 'web-tree-sitter';
import type { Entry, Node } from '../../code/syntax.ts';

/** Reads a piece of C# as a node; the translation hands itself to its parts by this name. */
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

/** Arguments in parentheses or brackets. `ref x` and `out x` are `x`. */
export function argumentsOf(list: Syntax | null, read: Read): readonly Entry[] {
  if (!list) return [];
  return codeIn(list)
    .filter(({ type }) => type === 'argument' || type === 'attribute_argument')
    .map((node) => argument(node, read));
}

/** `x`, `name: x`, and of an attribute `Name = x`. */
function argument(node: Syntax, read: Read): Entry {
  const at = node.startIndex;
  const children = codeIn(node);
  const [first] = children;
  const value = children.at(-1);
  if (node.type === 'attribute_argument' && first?.type === 'assignment_expression') {
    const right = field(first, 'right');
    return { name: textOf(first, 'left'), value: right ? read(right) : empty, at };
  }
  const isNamed = children.length > 1 && first?.type === 'identifier' && node.children.some(({ type }) => type === ':');
  return { name: isNamed ? first.text : null, value: value ? read(value) : empty, at };
}
