import type { Node as Syntax } from 'web-tree-sitter';
import type { Entry } from '../../code/syntax.ts';
import { codeIn, empty, field, type Read, textOf } from '../../nodes.ts';

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
