import type { Node as Syntax } from 'web-tree-sitter';
import type { Bind, Class, Func, Node, Param, Target } from '../../code/syntax.ts';
import { codeIn, empty, field, lastOf, type Read, textOf } from '../../nodes.ts';
import { argumentsOf } from './arguments.ts';
import { creation, initialized } from './creations.ts';
import { typeOf } from './types.ts';

/** The name under which constructors go, whatever their class is called. */
export const constructorName = 'constructor';

/** A class, struct, record or interface. */
export function typeDeclaration(node: Syntax, read: Read): Class {
  const bases = codeIn(node).find(({ type }) => type === 'base_list');
  const primary = field(node, 'parameters') ?? codeIn(node).find(({ type }) => type === 'parameter_list');
  const body = field(node, 'body');
  const made = primary ? [constructor_(node, primary, [], { isField: true }, read)] : [];
  return {
    k: 'class',
    name: textOf(node, 'name'),
    bases: bases ? codeIn(bases).flatMap((base) => typeOf(field(base, 'type') ?? base) ?? []) : [],
    body: [...made, ...(bases ? baseArguments(bases, read) : []), ...(body ? codeIn(body).map(read) : [])],
    decorators: attributes(node, read),
    exported: true,
    partial: codeIn(node).some(({ type, text }) => type === 'modifier' && text === 'partial'),
    at: node.startIndex,
  };
}

/** `class A(x) : B(x)` hands arguments to its base. */
function baseArguments(bases: Syntax, read: Read): readonly Node[] {
  const lists = codeIn(bases).flatMap((base) => codeIn(base).filter(({ type }) => type === 'argument_list'));
  return lists.flatMap((list) => argumentsOf(list, read).map(({ value }) => value));
}

/** The methods of a type that extend others: their first parameter is `this`. */
export function extensionsOf(node: Syntax): readonly string[] {
  const body = field(node, 'body');
  return (body ? codeIn(body) : []).flatMap((member) => {
    const list = member.type === 'method_declaration' ? field(member, 'parameters') : null;
    const first = list && codeIn(list).find(({ type }) => type === 'parameter');
    const extends_ = first && codeIn(first).some(({ type, text }) => type === 'modifier' && text === 'this');
    return extends_ ? [textOf(member, 'name')] : [];
  });
}

/** A method, local function or constructor. */
export function method(node: Syntax, read: Read): Func {
  const body = bodyOf(node, read);
  const params = field(node, 'parameters');
  if (node.type === 'constructor_declaration') {
    const handed = codeIn(node).find(({ type }) => type === 'constructor_initializer');
    const list = handed ? codeIn(handed).find(({ type }) => type === 'argument_list') : undefined;
    const given: Node = { k: 'other', parts: argumentsOf(list ?? null, read).map(({ value }) => value) };
    return constructor_(node, params, [given, ...body], { isField: false }, read);
  }
  return {
    k: 'function',
    name: textOf(node, 'name'),
    params: paramsOf(params, { isField: false }, read),
    body,
    decorators: attributes(node, read),
    exported: false,
    at: node.startIndex,
  };
}

function constructor_(
  node: Syntax,
  params: Syntax | null,
  body: readonly Node[],
  { isField }: { isField: boolean },
  read: Read,
): Func {
  return {
    k: 'function',
    name: constructorName,
    params: paramsOf(params, { isField }, read),
    body,
    decorators: [],
    exported: false,
    at: node.startIndex,
  };
}

/** A lambda or an anonymous method. */
export function lambda(node: Syntax, read: Read): Func {
  const params = field(node, 'parameters');
  const single = params?.type === 'implicit_parameter' ? [param(params.text, null, null, false)] : null;
  return {
    k: 'function',
    name: '',
    params: single ?? paramsOf(params, { isField: false }, read),
    body: bodyOf(node, read),
    decorators: [],
    exported: false,
    at: node.startIndex,
  };
}

/** Statements of a body; of `=> value` its return. */
function bodyOf(node: Syntax, read: Read): readonly Node[] {
  const body =
    field(node, 'body') ?? codeIn(node).find(({ type }) => type === 'block' || type === 'arrow_expression_clause');
  if (!body) return [];
  if (body.type === 'block') return codeIn(body).map(read);
  const value = body.type === 'arrow_expression_clause' ? lastOf(body) : body;
  return [{ k: 'return', value: value ? read(value) : null }];
}

function paramsOf(list: Syntax | null, { isField }: { isField: boolean }, read: Read): readonly Param[] {
  if (!list) return [];
  const found = codeIn(list).flatMap((node) => {
    if (node.type === 'implicit_parameter') return [param(node.text, null, null, isField)];
    if (node.type !== 'parameter') return [];
    const name = field(node, 'name');
    const last = lastOf(node);
    const fallback = last && name && last.startIndex > name.startIndex ? read(last) : null;
    return [param(name?.text ?? '', typeOf(field(node, 'type')), fallback, isField)];
  });
  // `params T[] names` stands in the list without a node of its own.
  const rest = field(list, 'name');
  return rest ? [...found, param(rest.text, null, null, isField)] : found;
}

function param(name: string, type: Node | null, fallback: Node | null, isField: boolean): Param {
  return { name, members: [], type, fallback, field: isField };
}

/** `[KernelFunction("name"), Description("…")]`: each is a call of its class. */
export function attributes(node: Syntax, read: Read): readonly Node[] {
  const lists = codeIn(node).filter(({ type }) => type === 'attribute_list');
  return lists.flatMap(codeIn).flatMap((one): readonly Node[] => {
    const callee = one.type === 'attribute' ? typeOf(field(one, 'name')) : null;
    const args = codeIn(one).find(({ type }) => type === 'attribute_argument_list');
    return callee ? [{ k: 'call', callee, args: argumentsOf(args ?? null, read), at: one.startIndex }] : [];
  });
}

/** A property: a field where it keeps its value, a method that is read like one where it works it out. */
export function property(node: Syntax, read: Read): Node {
  const name = textOf(node, 'name');
  const type = typeOf(field(node, 'type'));
  const value = field(node, 'value');
  const accessors = codeIn(field(node, 'accessors') ?? node).filter((one) => one.type === 'accessor_declaration');
  const getter = accessors.find((one) => one.child(0)?.text === 'get' || codeIn(one).length === 0) ?? accessors[0];
  const body = getter && bodyOf(getter, read);
  const others = accessors.filter((one) => one !== getter).flatMap((one) => bodyOf(one, read));
  if (value && value.type !== 'arrow_expression_clause')
    return bind({ t: 'field', name }, declaredAs(value, type, read), type, true, node.startIndex);
  const returned: readonly Node[] = value
    ? [{ k: 'return', value: declaredAs(lastOf(value) ?? value, type, read) }]
    : [];
  const inside = [...returned, ...(body ?? [])];
  if (inside.length === 0) return bind({ t: 'field', name }, null, type, true, node.startIndex);
  const made: Func = {
    k: 'function',
    name,
    params: [],
    body: inside,
    decorators: [],
    exported: false,
    getter: true,
    at: node.startIndex,
  };
  return others.length > 0 ? { k: 'other', parts: [made, ...others] } : made;
}

/** `T a = x, b = y;` as fields of a class, or as names of a block. */
export function variables(node: Syntax, { isField }: { isField: boolean }, read: Read): Node {
  const declaration = node.type === 'variable_declaration' ? node : codeIn(node).find(isDeclaration);
  if (!declaration) return { k: 'other', parts: codeIn(node).map(read) };
  const type = typeOf(field(declaration, 'type'));
  const binds = codeIn(declaration).flatMap((one): readonly Node[] => {
    if (one.type !== 'variable_declarator') return [];
    const name = field(one, 'name');
    const last = lastOf(one);
    const given = last && last.startIndex !== (name ?? one).startIndex ? last : null;
    const value = given ? declaredAs(given, type, read) : null;
    const target: Target = name ? { t: isField ? 'field' : 'name', name: name.text } : { t: 'none' };
    return [bind(target, value, type, true, one.startIndex)];
  });
  return binds.length === 1 ? (binds[0] ?? empty) : { k: 'other', parts: binds };
}

function isDeclaration({ type }: Syntax): boolean {
  return type === 'variable_declaration';
}

/** A value where its type is declared: `new()` makes that, `{ a, b }` is a list. */
export function declaredAs(node: Syntax, type: Node | null, read: Read): Node {
  if (node.type === 'implicit_object_creation_expression') return creation(node, type, read);
  return node.type === 'initializer_expression' ? initialized(node, read) : read(node);
}

/** A value bound to a target. */
export function bind(target: Target, value: Node | null, type: Node | null, declares: boolean, at: number): Bind {
  return { k: 'bind', target, value, type, declares, exported: false, at };
}
