import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import { go } from './language.ts';

/** A type as the name it goes by, pointers and type arguments left out; null for one without a name, such as a slice. */
export function typeOf(node: Syntax | null): Node | null {
  const at = node?.startIndex ?? 0;
  switch (node?.type) {
    case 'type_identifier':
    case 'identifier':
      return go.wildcard(node.text) ? { k: 'name', name: node.text, at } : null;
    case 'qualified_type': {
      const of: Node = { k: 'name', name: node.childForFieldName('package')?.text ?? '', at };
      return { k: 'member', of, name: node.childForFieldName('name')?.text ?? '', at };
    }
    case 'generic_type':
      return typeOf(node.childForFieldName('type'));
    case 'pointer_type':
    case 'parenthesized_type':
      return typeOf(node.namedChild(0));
    default:
      return null;
  }
}

/** What a slice, an array or a map holds; null for another type. */
export function elementOf(node: Syntax | null): Syntax | null {
  if (!node || !/^(?:slice|array|implicit_length_array|map)_type$/.test(node.type)) return null;
  return node.childForFieldName('element') ?? node.childForFieldName('value');
}
