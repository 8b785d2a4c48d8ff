import type { Node as Syntax } from 'web-tree-sitter';
import { asField } from '../../code/pieces.ts';
import type { Bind, Class, Entry, Func, Node, Param, Target } from '../../code/syntax.ts';
import { injected } from '../jvm/injected.ts';
import { dotted } from '../jvm/names.ts';
import { statements } from './statements.ts';
import { firstArgument, typeIn, typeName } from './types.ts';

/** Translates what stands inside a declaration. */
type Inner = (node: Syntax) => Node;

function child(node: Syntax, type: string): Syntax | null {
  return node.namedChildren.find((one) => one.type === type) ?? null;
}

/** A class, interface, object or enumeration. */
export function classOf(node: Syntax, inner: Inner): Class {
  const primary = child(node, 'primary_constructor');
  const body = child(node, 'class_body') ?? child(node, 'enum_class_body');
  const name = node.childForFieldName('name')?.text ?? child(node, 'identifier')?.text ?? '';
  const specifiers = (child(node, 'delegation_specifiers')?.namedChildren ?? []).flatMap(
    (one) => one.namedChild(0) ?? [],
  );
  const parents = specifiers.filter(({ type }) => type === 'constructor_invocation');
  return {
    k: 'class',
    name,
    bases: specifiers.flatMap((one) => typeName(one.type === 'user_type' ? one : typeIn(one)) ?? []),
    body: [
      ...(primary ? [maker(primary, inner)] : []),
      ...parents.map((one) => invocation(one, inner)),
      ...(body ? members(body, name, inner) : []),
    ],
    decorators: annotations(node, inner),
    exported: true,
    at: node.startIndex,
  };
}

/** The members of a class. Those of its companion are called on the class itself. */
function members(body: Syntax, owner: string, inner: Inner): readonly Node[] {
  return body.namedChildren.flatMap((node): readonly Node[] => {
    switch (node.type) {
      case 'property_declaration':
        return [asField(property(node, inner))];
      case 'companion_object': {
        const companion = child(node, 'class_body');
        return companion ? members(companion, owner, inner) : [];
      }
      case 'enum_entry':
        return [constant(node, owner, inner)];
      case 'anonymous_initializer':
        return statements(
          node.namedChildren.flatMap((block) => block.namedChildren),
          inner,
        );
      case 'secondary_constructor':
        return [{ ...func(node, inner), name: 'constructor' }];
      default:
        return statements([node], inner);
    }
  });
}

function constant(node: Syntax, owner: string, inner: Inner): Bind {
  const at = node.startIndex;
  const value: Node = {
    k: 'call',
    callee: { k: 'name', name: owner, at },
    args: args(child(node, 'value_arguments'), inner),
    at,
  };
  const name = child(node, 'identifier')?.text ?? '';
  return { k: 'bind', target: { t: 'field', name }, value, type: null, declares: true, exported: false, at };
}

/** What makes an object. Its parameters are in reach of what initialises the properties, whether or not they are some themselves. */
function maker(node: Syntax, inner: Inner): Func {
  const list = child(node, 'class_parameters')?.namedChildren ?? [];
  const made = list
    .filter(({ type }) => type === 'class_parameter')
    .map((one): Param => {
      const name = child(one, 'identifier')?.text ?? '';
      const given = injected(annotations(one, inner)) ?? fallback(one, inner);
      return { name, members: [], type: typeName(typeIn(one)), fallback: given, field: true };
    });
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

/** What stands behind `=` in a parameter of a class. */
function fallback(node: Syntax, inner: Inner): Node | null {
  const sign = node.children.findIndex(({ type }) => type === '=');
  const value = sign < 0 ? null : node.children.slice(sign + 1).find(({ isNamed }) => isNamed);
  return value ? inner(value) : null;
}

/** A function, with a block or an expression for its body. */
export function func(node: Syntax, inner: Inner): Func {
  const body = child(node, 'function_body') ?? child(node, 'block');
  return {
    k: 'function',
    name: node.childForFieldName('name')?.text ?? '',
    params: params(child(node, 'function_value_parameters'), inner),
    body: [
      ...(child(node, 'constructor_delegation_call') ? delegation(node, inner) : []),
      ...(body ? bodyOf(body, inner) : []),
    ],
    decorators: annotations(node, inner),
    exported: true,
    at: node.startIndex,
  };
}

function delegation(node: Syntax, inner: Inner): readonly Node[] {
  const given = child(child(node, 'constructor_delegation_call') ?? node, 'value_arguments');
  return [{ k: 'other', parts: args(given, inner).map(({ value }) => value) }];
}

function bodyOf(node: Syntax, inner: Inner): readonly Node[] {
  const [only] = node.namedChildren.filter(({ type }) => !type.endsWith('comment'));
  if (node.type === 'block') return statements(node.namedChildren, inner);
  if (!only) return [];
  return only.type === 'block' ? statements(only.namedChildren, inner) : [{ k: 'return', value: inner(only) }];
}

function params(list: Syntax | null, inner: Inner): readonly Param[] {
  const children = list?.namedChildren ?? [];
  return children.flatMap((node, index): readonly Param[] => {
    if (node.type !== 'parameter') return [];
    // Its modifiers stand before a parameter, and its default behind it.
    const before = children[index - 1];
    const after = children[index + 1];
    const annotated = before?.type === 'parameter_modifiers' ? injected(annotationsIn(before, inner)) : null;
    const given = after && !/^(?:parameter|parameter_modifiers|.*comment)$/.test(after.type) ? inner(after) : null;
    const name = child(node, 'identifier')?.text ?? '';
    return [{ name, members: [], type: typeName(typeIn(node)), fallback: annotated ?? given, field: false }];
  });
}

/** `val x: T = value`, `by lazy { value }`, `get() = value`. */
export function property(node: Syntax, inner: Inner): Node {
  const at = node.startIndex;
  const declared = child(node, 'variable_declaration');
  const getter = child(node, 'getter');
  const type = typeName(typeIn(declared));
  const given = initial(node, inner) ?? delegate(node, type, inner) ?? injected(annotations(node, inner));
  const name = declared ? (declared.namedChildren.find(({ type: kind }) => kind === 'identifier')?.text ?? '') : '';
  const body = getter ? child(getter, 'function_body') : null;
  if (body && !given)
    return {
      k: 'function',
      name,
      params: [],
      body: bodyOf(body, inner),
      decorators: [],
      exported: true,
      getter: true,
      at,
    };
  const target: Target = name === '' ? { t: 'none' } : { t: 'name', name };
  return { k: 'bind', target, value: given, type, declares: true, exported: false, at };
}

function initial(node: Syntax, inner: Inner): Node | null {
  const sign = node.children.findIndex(({ type }) => type === '=');
  const value =
    sign < 0 ? null : node.children.slice(sign + 1).find(({ isNamed, type }) => isNamed && !type.endsWith('comment'));
  return value ? inner(value) : null;
}

/** `by lazy { x }` is `x`; `by inject<T>()` an object of T. */
function delegate(node: Syntax, type: Node | null, inner: Inner): Node | null {
  const call = child(node, 'property_delegate')?.namedChild(0);
  if (!call) return null;
  const value = inner(call);
  if (value.k !== 'call' || value.callee.k !== 'name') return value;
  const made = value.args.find((arg) => arg.value.k === 'function')?.value;
  if (value.callee.name === 'lazy' && made) return { k: 'call', callee: made, args: [], at: value.at };
  const asked = typeName(firstArgument(call)) ?? type;
  return asked && /^(?:inject|koinInject|injected|di)$/.test(value.callee.name) ? { ...value, callee: asked } : value;
}

/** Arguments in parentheses; `name = value` is one by name. */
export function args(list: Syntax | null, inner: Inner): readonly Entry[] {
  return (list?.namedChildren ?? [])
    .filter(({ type }) => type === 'value_argument')
    .flatMap((node): readonly Entry[] => {
      const parts = node.namedChildren.filter(({ type }) => !type.endsWith('comment') && !type.endsWith('annotation'));
      const isNamed = parts.length > 1 && node.children.some(({ type }) => type === '=');
      const value = parts.at(-1);
      return value
        ? [{ name: isNamed ? (parts[0]?.text ?? null) : null, value: inner(value), at: node.startIndex }]
        : [];
    });
}

/** `Base(x)` behind a colon makes the object that is extended. */
function invocation(node: Syntax, inner: Inner): Node {
  const callee = typeName(typeIn(node)) ?? { k: 'other', parts: [] };
  return { k: 'call', callee, args: args(child(node, 'value_arguments'), inner), at: node.startIndex };
}

function annotations(node: Syntax, inner: Inner): readonly Node[] {
  const modifiers = child(node, 'modifiers');
  return modifiers ? annotationsIn(modifiers, inner) : [];
}

/** `@Tool("x")` is a call, `@Tool` a name. */
function annotationsIn(modifiers: Syntax, inner: Inner): readonly Node[] {
  return modifiers.namedChildren.flatMap((node): readonly Node[] => {
    if (node.type !== 'annotation') return [];
    return node.namedChildren.flatMap((one): readonly Node[] => {
      if (one.type === 'constructor_invocation') return [invocation(one, inner)];
      const name = one.type === 'user_type' ? typeName(one) : null;
      return name ? [name] : one.type === 'identifier' ? [dotted([one.text], one.startIndex)] : [];
    });
  });
}
