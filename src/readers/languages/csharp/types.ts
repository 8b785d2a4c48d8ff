import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import { codeIn, field } from '../../nodes.ts';

/** Types that stand for what they hold: a value of theirs is used as if it were that. */
const wrappers =
  /^(?:Task|ValueTask|Lazy|IOptions|IOptionsMonitor|IOptionsSnapshot|Nullable|IEnumerable|IReadOnlyList|IList|List|ICollection|IAsyncEnumerable|IDbContextFactory|Func)$/;

/** A type as the name of its class: `Task<ChatClient?>` and `ChatClient[]` are `ChatClient`; null for `var` and built-in types. */
export function typeOf(node: Syntax | null): Node | null {
  if (!node) return null;
  switch (node.type) {
    case 'identifier':
      return { k: 'name', name: node.text, at: node.startIndex };
    case 'qualified_name':
      return qualified(node);
    case 'alias_qualified_name':
      return typeOf(field(node, 'name'));
    case 'generic_name':
      return generic(node);
    case 'nullable_type':
    case 'array_type':
    case 'ref_type':
    case 'scoped_type':
      return typeOf(field(node, 'type') ?? node.namedChild(0));
    default:
      return null;
  }
}

function qualified(node: Syntax): Node | null {
  const name = typeOf(field(node, 'name'));
  const of = typeOf(field(node, 'qualifier'));
  return name?.k === 'name' && of ? { k: 'member', of, name: name.name, at: node.startIndex } : name;
}

function generic(node: Syntax): Node | null {
  const name = node.namedChild(0);
  const given = typeArguments(node);
  return name && wrappers.test(name.text) ? (given.at(-1) ?? null) : typeOf(name);
}

/** The types in angle brackets. */
export function typeArguments(node: Syntax): readonly Node[] {
  const list = codeIn(node).find(({ type }) => type === 'type_argument_list');
  return list ? codeIn(list).flatMap((one) => typeOf(one) ?? []) : [];
}
