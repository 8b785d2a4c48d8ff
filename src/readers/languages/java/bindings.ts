import type { Node as Syntax } from 'web-tree-sitter';
import type { Bind, Node, Target } from '../../code/syntax.ts';
import { statements } from './declarations.ts';
import { string } from './strings.ts';
import { typeName } from './types.ts';

/** Translates what stands inside: a statement or an expression. */
type Inner = (node: Syntax) => Node;

const nothing: Node = { k: 'other', parts: [] };

/** Statements that give a name a value; null for any other. */
export function binding(node: Syntax, inner: Inner): Node | null {
  switch (node.type) {
    case 'local_variable_declaration':
      return { k: 'other', parts: locals(node, inner) };
    case 'assignment_expression':
      return assignment(node, inner);
    case 'enhanced_for_statement':
      return loop(node, inner);
    case 'resource':
      return bind({ t: 'name', name: text(node, 'name') }, part(node, 'value', inner), typeOf(node), node.startIndex);
    case 'instanceof_expression':
      return pattern(node, inner);
    case 'expression_statement':
      return setter(node, inner);
    default:
      return null;
  }
}

function bind(to: Target, value: Node | null, type: Node | null, at: number): Bind {
  return { k: 'bind', target: to, value, type, declares: true, exported: false, at };
}

function part(node: Syntax, field: string, inner: Inner): Node {
  const child = node.childForFieldName(field);
  return child ? inner(child) : nothing;
}

function text(node: Syntax, field: string): string {
  return node.childForFieldName(field)?.text ?? '';
}

function typeOf(node: Syntax): Node | null {
  return typeName(node.childForFieldName('type'));
}

function locals(node: Syntax, inner: Inner): readonly Node[] {
  const type = typeOf(node);
  return node.namedChildren
    .filter((child) => child.type === 'variable_declarator')
    .map((one) => {
      const value = one.childForFieldName('value');
      return bind({ t: 'name', name: text(one, 'name') }, value ? inner(value) : null, type, one.startIndex);
    });
}

function assignment(node: Syntax, inner: Inner): Node {
  if (node.childForFieldName('operator')?.type !== '=') return { k: 'other', parts: statements(node, inner) };
  const to = target(node.childForFieldName('left'), inner);
  return { ...bind(to, part(node, 'right', inner), null, node.startIndex), declares: false };
}

function target(node: Syntax | null, inner: Inner): Target {
  if (node?.type === 'identifier') return { t: 'name', name: node.text };
  if (node?.type !== 'field_access') return { t: 'none' };
  const name = text(node, 'field');
  if (node.childForFieldName('object')?.type === 'this') return { t: 'field', name };
  return { t: 'member', node: inner(node), adds: true };
}

/** `for (T x : xs)`: the name is any item of the list, or else what its type says. */
function loop(node: Syntax, inner: Inner): Node {
  const at = node.startIndex;
  const any: Node = { k: 'item', of: part(node, 'value', inner), key: nothing, at };
  const item = bind({ t: 'name', name: text(node, 'name') }, any, typeOf(node), at);
  return { k: 'block', body: [item, part(node, 'body', inner)] };
}

/** `x instanceof T t` declares `t`. */
function pattern(node: Syntax, inner: Inner): Node {
  const name = text(node, 'name');
  const type = typeName(node.childForFieldName('right'));
  const left = part(node, 'left', inner);
  if (name === '' || !type) return { k: 'other', parts: [left] };
  return { k: 'other', parts: [left, bind({ t: 'name', name }, null, type, node.startIndex)] };
}

/** `options.setModel(m);` and `body.put("model", m);` complete an object that was made before: they set its entry `model`. */
function setter(node: Syntax, inner: Inner): Node | null {
  const call = node.namedChild(0);
  const object = call?.type === 'method_invocation' ? call.childForFieldName('object') : null;
  const given = call?.childForFieldName('arguments')?.namedChildren ?? [];
  const value = given.at(-1);
  const name = call && value ? entryName(text(call, 'name'), given) : null;
  if (object?.type !== 'identifier' || name === null || !value) return null;
  const at = node.startIndex;
  const entry: Node = { k: 'member', of: inner(object), name, at };
  return { ...bind({ t: 'member', node: entry, adds: true }, inner(value), null, at), declares: false };
}

function entryName(method: string, given: readonly Syntax[]): string | null {
  const [, first = '', rest = ''] = /^set([A-Z])(\w*)$/.exec(method) ?? [];
  if (first !== '' && given.length === 1) return first.toLowerCase() + rest;
  const key = /^(?:put|set|add|addProperty|append|accumulate)$/.test(method) && given.length === 2 ? given[0] : null;
  const name = key?.type === 'string_literal' ? string(key) : null;
  return name?.k === 'text' ? name.text : null;
}
