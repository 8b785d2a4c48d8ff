import type { Node as Syntax } from 'web-tree-sitter';
import type { Bind, Class, Entry, Func, Node, Param } from '../../code/syntax.ts';
import { injected } from '../jvm/injected.ts';
import { dotted } from '../jvm/names.ts';
import { segments, typeName } from './types.ts';

/** Translates what stands inside a declaration: a statement or an expression. */
type Inner = (node: Syntax) => Node;

/** A class, interface, enumeration, record or annotation; null for any other node. */
export function typeDeclaration(node: Syntax, inner: Inner): Class | null {
  if (!/^(?:class|interface|enum|record|annotation_type)_declaration$/.test(node.type)) return null;
  const name = node.childForFieldName('name')?.text ?? '';
  const body = node.childForFieldName('body');
  const record = node.type === 'record_declaration' ? [recordMaker(node, inner)] : [];
  return {
    k: 'class',
    name,
    bases: basesOf(node),
    body: [...record, ...(body ? members(body, name, inner) : [])],
    decorators: annotations(node, inner),
    exported: true,
    at: node.startIndex,
  };
}

/** The members of a class body, of an anonymous class as well. */
export function members(body: Syntax, owner: string, inner: Inner): readonly Node[] {
  return body.namedChildren.flatMap((node) => member(node, owner, inner));
}

function member(node: Syntax, owner: string, inner: Inner): readonly Node[] {
  switch (node.type) {
    case 'field_declaration':
    case 'constant_declaration':
      return fields(node, inner);
    case 'enum_constant':
      return [constant(node, owner, inner)];
    case 'enum_body_declarations':
      return members(node, owner, inner);
    case 'method_declaration':
    case 'annotation_type_element_declaration':
      return [method(node, node.childForFieldName('name')?.text ?? '', inner)];
    case 'constructor_declaration':
    case 'compact_constructor_declaration':
      return [method(node, 'constructor', inner)];
    case 'line_comment':
    case 'block_comment':
      return [];
    default:
      return [typeDeclaration(node, inner) ?? inner(node)];
  }
}

function basesOf(node: Syntax): readonly Node[] {
  const clauses = node.namedChildren.filter(({ type }) =>
    /^(?:superclass|super_interfaces|extends_interfaces)$/.test(type),
  );
  const types = clauses.flatMap((clause) =>
    clause.namedChildren.flatMap((type) => (type.type === 'type_list' ? type.namedChildren : [type])),
  );
  return types.flatMap((type) => typeName(type) ?? []);
}

/** `@Tool(name = "x")` is a call, `@Tool` a name. */
function annotations(node: Syntax, inner: Inner): readonly Node[] {
  const modifiers = node.namedChildren.find(({ type }) => type === 'modifiers');
  return (modifiers?.namedChildren ?? []).flatMap((one): readonly Node[] => {
    const name = one.childForFieldName('name');
    if (!name) return [];
    const callee = dotted(segments(name), one.startIndex);
    if (one.type === 'marker_annotation') return [callee];
    const given = (one.childForFieldName('arguments')?.namedChildren ?? []).map((one) => element(one, inner));
    return [{ k: 'call', callee, args: given, at: one.startIndex }];
  });
}

function element(node: Syntax, inner: Inner): Entry {
  const key = node.type === 'element_value_pair' ? node.childForFieldName('key') : null;
  const value = key ? node.childForFieldName('value') : node;
  return { name: key?.text ?? null, value: value ? inner(value) : { k: 'other', parts: [] }, at: node.startIndex };
}

function fields(node: Syntax, inner: Inner): readonly Bind[] {
  const type = typeName(node.childForFieldName('type'));
  const given = injected(annotations(node, inner));
  return node.namedChildren
    .filter((child) => child.type === 'variable_declarator')
    .map((declarator) => {
      const value = declarator.childForFieldName('value');
      const name = declarator.childForFieldName('name')?.text ?? '';
      const base = { k: 'bind', type, declares: true, exported: false, at: declarator.startIndex } as const;
      return { ...base, target: { t: 'field', name }, value: value ? inner(value) : given };
    });
}

/** A constant of an enumeration is an object of it. */
function constant(node: Syntax, owner: string, inner: Inner): Bind {
  const at = node.startIndex;
  const body = node.childForFieldName('body');
  const callee: Node = { k: 'name', name: owner, at };
  const extra = body ? [{ name: '', value: { k: 'other', parts: members(body, owner, inner) }, at } as const] : [];
  const value: Node = { k: 'call', callee, args: [...args(node.childForFieldName('arguments'), inner), ...extra], at };
  const name = node.childForFieldName('name')?.text ?? '';
  return { k: 'bind', target: { t: 'field', name }, value, type: null, declares: true, exported: false, at };
}

function method(node: Syntax, name: string, inner: Inner): Func {
  const body = node.childForFieldName('body');
  const value = node.childForFieldName('value');
  return {
    k: 'function',
    name,
    params: params(node.childForFieldName('parameters'), { field: false }, inner),
    body: body ? statements(body, inner) : value ? [{ k: 'return', value: inner(value) }] : [],
    decorators: annotations(node, inner),
    exported: true,
    at: node.startIndex,
  };
}

/** A record is made of its parameters, and holds them. */
function recordMaker(node: Syntax, inner: Inner): Func {
  const list = node.childForFieldName('parameters');
  const made = params(list, { field: true }, inner);
  return {
    k: 'function',
    name: 'constructor',
    params: made,
    body: [],
    decorators: [],
    exported: true,
    at: node.startIndex,
  };
}

/** The parameters of a method, a constructor or a lambda. */
export function params(list: Syntax | null, { field }: { field: boolean }, inner: Inner): readonly Param[] {
  if (list?.type === 'identifier') return [parameter(list.text, null, null, field)];
  return (list?.namedChildren ?? []).flatMap((node) => {
    if (node.type === 'identifier') return [parameter(node.text, null, null, field)];
    if (node.type === 'spread_parameter') {
      const name = node.namedChildren.find(({ type }) => type === 'variable_declarator')?.text ?? '';
      return [parameter(name, null, null, field)];
    }
    if (node.type !== 'formal_parameter') return [];
    const name = node.childForFieldName('name')?.text ?? '';
    return [parameter(name, typeName(node.childForFieldName('type')), injected(annotations(node, inner)), field)];
  });
}

function parameter(name: string, type: Node | null, fallback: Node | null, field: boolean): Param {
  return { name, members: [], type, fallback, field };
}

/** Arguments in parentheses. */
export function args(list: Syntax | null, inner: Inner): readonly Entry[] {
  return (list?.namedChildren ?? [])
    .filter(({ type }) => !type.endsWith('comment') && type !== 'class_body')
    .map((node) => ({ name: null, value: inner(node), at: node.startIndex }));
}

/** The statements of a body. */
export function statements(body: Syntax, inner: Inner): readonly Node[] {
  return body.namedChildren.flatMap((child) => {
    if (child.type === 'line_comment' || child.type === 'block_comment') return [];
    const node = inner(child);
    return node.k === 'other' && node.parts.length === 0 ? [] : [node];
  });
}
