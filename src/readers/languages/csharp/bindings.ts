import type { Node as Syntax } from 'web-tree-sitter';
import type { Node, Target } from '../../code/syntax.ts';
import { codeIn, empty, field, type Read, textOf } from '../../nodes.ts';
import { bind, declaredAs } from './members.ts';
import { typeOf } from './types.ts';

/** `a = b` and `a ??= b`; what is added to a value by other operators does not tell what it is. */
export function assignment(node: Syntax, read: Read): Node {
  const operator = field(node, 'operator')?.text ?? node.child(1)?.text ?? '=';
  if (operator !== '=' && operator !== '??=') return { k: 'other', parts: codeIn(node).map(read) };
  const right = field(node, 'right');
  const value = right ? declaredAs(right, null, read) : null;
  return bind(target(field(node, 'left'), read), value, null, false, node.startIndex);
}

function target(node: Syntax | null, read: Read): Target {
  if (node?.type === 'identifier') return { t: 'name', name: node.text };
  if (node && field(node, 'expression')?.type === 'this') return { t: 'field', name: textOf(node, 'name') };
  const to = node ? read(node) : empty;
  return to.k === 'member' ? { t: 'member', node: to, adds: true } : { t: 'none' };
}

/** `out var x`, `is T x`: a name that is known by its type. */
export function pattern(node: Syntax, read: Read): Node {
  const name = field(node, 'name');
  if (!name) return { k: 'other', parts: codeIn(node).map(read) };
  const rest = codeIn(node).filter((one) => one.startIndex !== name.startIndex && !typeOf(one));
  const bound = bind({ t: 'name', name: name.text }, null, typeOf(field(node, 'type')), true, node.startIndex);
  return { k: 'other', parts: [bound, ...rest.map(read)] };
}

/** `foreach (var x in xs)`: the name is any item of the list. */
export function loop(node: Syntax, read: Read): Node {
  const part = (name: string): Node => {
    const found = field(node, name);
    return found ? read(found) : empty;
  };
  const left = field(node, 'left');
  const any: Node = { k: 'item', of: part('right'), key: empty, at: node.startIndex };
  const to: Target = left?.type === 'identifier' ? { t: 'name', name: left.text } : { t: 'none' };
  return { k: 'other', parts: [bind(to, any, typeOf(field(node, 'type')), true, node.startIndex), part('body')] };
}
