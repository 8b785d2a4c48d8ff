import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import { dotted, holders } from '../jvm/names.ts';

const kinds = /^(?:user_type|nullable_type|function_type|non_nullable_type|parenthesized_type|type)$/;

/** The type among the children of a declaration. */
export function typeIn(node: Syntax | null): Syntax | null {
  return node?.namedChildren.find(({ type }) => kinds.test(type)) ?? null;
}

/** A type as the name it is known by: `Lazy<a.b.C>?` is `a.b.C`. Null for one that says nothing, such as that of a function. */
export function typeName(node: Syntax | null): Node | null {
  let at = node;
  for (let depth = 0; at && depth < 10; depth++) {
    if (at.type === 'identifier') return dotted([at.text], at.startIndex);
    if (at.type !== 'user_type') {
      at = at.type === 'function_type' ? null : at.namedChild(0);
      continue;
    }
    const words = at.namedChildren.filter(({ type }) => type === 'identifier').map(({ text }) => text);
    const inner = holders.test(words.join('.')) ? firstArgument(at) : null;
    if (!inner) return words.length > 0 ? dotted(words, at.startIndex) : null;
    at = inner;
  }
  return null;
}

/** What stands first in the angle brackets of a type or a call. */
export function firstArgument(node: Syntax): Syntax | null {
  const list = node.namedChildren.find(({ type }) => type === 'type_arguments');
  return typeIn(list?.namedChild(0) ?? null);
}
