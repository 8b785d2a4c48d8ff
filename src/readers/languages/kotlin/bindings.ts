import type { Node as Syntax } from 'web-tree-sitter';
import type { Node, Target } from '../../code/syntax.ts';
import { statements } from './statements.ts';
import { typeIn, typeName } from './types.ts';

/** Translates what stands inside: a statement or an expression. */
type Inner = (node: Syntax) => Node;

const nothing: Node = { k: 'other', parts: [] };

/** Statements that give a name a value; null for any other. */
export function binding(node: Syntax, inner: Inner): Node | null {
  switch (node.type) {
    case 'assignment':
      return assignment(node, inner);
    case 'for_statement':
      return loop(node, inner);
    case 'type_alias':
      return alias(node);
    default:
      return null;
  }
}

function bind(target: Target, value: Node | null, at: number): Node & { k: 'bind' } {
  return { k: 'bind', target, value, type: null, declares: true, exported: false, at };
}

function assignment(node: Syntax, inner: Inner): Node {
  const right = node.childForFieldName('right');
  const value = right ? inner(right) : nothing;
  const sets = node.children.some(({ type }) => type === '=');
  if (!sets) return { k: 'other', parts: [value] };
  return { ...bind(target(node.childForFieldName('left'), inner), value, node.startIndex), declares: false };
}

function target(node: Syntax | null, inner: Inner): Target {
  if (node?.type === 'identifier') return { t: 'name', name: node.text };
  if (node?.type === 'navigation_expression') {
    const name = node.namedChildren.at(-1)?.text ?? '';
    const isOwn = node.namedChild(0)?.type === 'this_expression';
    return isOwn ? { t: 'field', name } : { t: 'member', node: inner(node), adds: true };
  }
  const entry = node?.type === 'index_expression' ? inner(node) : nothing;
  return entry.k === 'member' ? { t: 'member', node: entry, adds: true } : { t: 'none' };
}

/** `for (x in xs)`: the name is any item of the list. */
function loop(node: Syntax, inner: Inner): Node {
  const at = node.startIndex;
  const declared = node.namedChildren.find(({ type }) => type === 'variable_declaration') ?? null;
  const rest = node.namedChildren.filter(({ type }) => !/(?:^label|variable_declaration|comment)$/.test(type));
  const [list, ...body] = rest;
  const any: Node = { k: 'item', of: list ? inner(list) : nothing, key: nothing, at };
  const name = nameIn(declared);
  const item = bind(name === '' ? { t: 'none' } : { t: 'name', name }, any, at);
  return { k: 'block', body: [{ ...item, type: typeName(typeIn(declared)) }, ...statements(body, inner)] };
}

/** `typealias A = B`: `A` is another name of `B`. */
function alias(node: Syntax): Node {
  const made = bind({ t: 'name', name: nameIn(node) }, typeName(typeIn(node)), node.startIndex);
  return { ...made, exported: true };
}

function nameIn(node: Syntax | null): string {
  return node?.namedChildren.find(({ type }) => type === 'identifier')?.text ?? '';
}
