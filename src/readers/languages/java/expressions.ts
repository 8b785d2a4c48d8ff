import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Node } from '../../code/syntax.ts';
import { chained, filling } from '../jvm/builder.ts';
import { idiom, isWrapper } from '../jvm/idioms.ts';
import { dotted } from '../jvm/names.ts';
import { binding } from './bindings.ts';
import { args, members, params, statements, typeDeclaration } from './declarations.ts';
import { string } from './strings.ts';
import { segments, typeName } from './types.ts';

const nothing: Node = { k: 'other', parts: [] };

/** A statement or an expression. */
export function expression(node: Syntax): Node {
  const at = node.startIndex;
  switch (node.type) {
    case 'identifier':
    case 'this':
    case 'super':
      return { k: 'name', name: node.text, at };
    case 'null_literal':
      return { k: 'name', name: 'null', at };
    case 'field_access':
      return member(node);
    case 'method_invocation':
      return invocation(node);
    case 'object_creation_expression':
      return creation(node);
    case 'method_reference':
      return reference(node);
    case 'string_literal':
      return string(node);
    case 'decimal_integer_literal':
    case 'decimal_floating_point_literal':
      return { k: 'number', number: Number.parseFloat(node.text.replaceAll('_', '')) };
    case 'true':
    case 'false':
      return { k: 'boolean', boolean: node.type === 'true' };
    case 'array_initializer':
    case 'element_value_array_initializer':
      return { k: 'list', items: node.namedChildren.map(expression) };
    case 'array_creation_expression':
      return optional(node, 'value');
    case 'array_access':
      return { k: 'item', of: optional(node, 'array'), key: optional(node, 'index'), at };
    case 'class_literal':
      return typeName(node.namedChild(0)) ?? nothing;
    case 'ternary_expression':
      return choice(node);
    case 'binary_expression':
      return binary(node);
    case 'cast_expression':
      return optional(node, 'value');
    case 'lambda_expression':
      return lambda(node, null);
    case 'switch_expression':
      return { k: 'choice', options: results(node) };
    case 'expression_statement':
      return binding(node, handed) ?? only(node);
    case 'parenthesized_expression':
      return node.namedChildCount === 1 ? only(node) : { k: 'other', parts: statements(node, expression) };
    default:
      return statement(node);
  }
}

function statement(node: Syntax): Node {
  switch (node.type) {
    case 'return_statement':
      return { k: 'return', value: node.namedChildCount > 0 ? only(node) : null };
    case 'explicit_constructor_invocation':
      return baseCall(node);
    case 'block':
    case 'constructor_body':
    case 'switch_block':
      return { k: 'block', body: statements(node, expression) };
    default:
      return (
        binding(node, expression) ??
        typeDeclaration(node, expression) ?? { k: 'other', parts: statements(node, expression) }
      );
  }
}

function only(node: Syntax): Node {
  const child = node.namedChild(0);
  return child ? expression(child) : nothing;
}

function optional(node: Syntax, field: string): Node {
  const child = node.childForFieldName(field);
  return child ? expression(child) : nothing;
}

function text(node: Syntax, field: string): string {
  return node.childForFieldName(field)?.text ?? '';
}

function typeOf(node: Syntax): Node | null {
  return typeName(node.childForFieldName('type'));
}

/** `a.b.C` may be a type that is written out with its package. */
function member(node: Syntax): Node {
  let at: Syntax | null = node;
  while (at?.type === 'field_access') at = at.childForFieldName('object');
  if (at?.type === 'identifier') return dotted(segments(node), node.startIndex);
  return { k: 'member', of: optional(node, 'object'), name: text(node, 'field'), at: node.startIndex };
}

function invocation(node: Syntax): Node {
  const at = node.startIndex;
  const method = text(node, 'name');
  const object = node.childForFieldName('object');
  const given = args(node.childForFieldName('arguments'), handed);
  const receiver = object ? expression(object) : null;
  const meant = idiom({ receiver, method, args: given, at }) ?? (receiver && chained(receiver, method, given));
  if (meant) return meant;
  const callee: Node = receiver ? { k: 'member', of: receiver, name: method, at } : { k: 'name', name: method, at };
  return { k: 'call', callee, args: given, at };
}

/** An argument: a lambda may stand for the request that it fills. */
function handed(node: Syntax): Node {
  return filled(node) ?? expression(node);
}

/** A lambda that fills what it is given. Its body is translated once: a lambda may hold many others. */
function filled(node: Syntax): Node | null {
  const param = node.type === 'lambda_expression' ? node.childForFieldName('parameters') : null;
  const body = param && /^(?:identifier|inferred_parameters)$/.test(param.type) ? node.childForFieldName('body') : null;
  if (body?.type !== 'method_invocation' || !param) return null;
  const value = expression(body);
  return filling(param.text.replace(/[()\s]/g, ''), value) ?? lambda(node, [{ k: 'return', value }]);
}

function creation(node: Syntax): Node {
  const at = node.startIndex;
  const list = node.childForFieldName('arguments');
  const callee = typeOf(node) ?? nothing;
  const given = args(list, handed);
  const [first] = given;
  if (first && callee.k === 'name' && isWrapper(callee.name)) return first.value;
  // The grammar puts the body of an anonymous class with the creation or with its arguments.
  const body = [...node.namedChildren, ...(list?.namedChildren ?? [])].find(({ type }) => type === 'class_body');
  const inside = body ? [{ name: '', value: { k: 'other', parts: [anonymous(body, callee)] }, at } as const] : [];
  return { k: 'call', callee, args: [...given, ...inside], at };
}

function anonymous(body: Syntax, base: Node): Node {
  const at = body.startIndex;
  return {
    k: 'class',
    name: '',
    bases: [base],
    body: members(body, '', expression),
    decorators: [],
    exported: false,
    at,
  };
}

/** `this::go` is a method, `Chat::new` what makes a Chat. */
function reference(node: Syntax): Node {
  const [of, name] = node.namedChildren;
  const holder = of ? (typeName(of) ?? expression(of)) : nothing;
  return name ? { k: 'member', of: holder, name: name.text, at: node.startIndex } : holder;
}

function choice(node: Syntax): Node {
  return { k: 'choice', options: [optional(node, 'consequence'), optional(node, 'alternative')] };
}

/** Long sums lean to the left: they are walked in a loop, not by recursion. */
function binary(node: Syntax): Node {
  const operator = node.childForFieldName('operator')?.type;
  const operands: Node[] = [];
  let left: Syntax | null = node;
  while (left?.type === 'binary_expression' && left.childForFieldName('operator')?.type === operator) {
    operands.push(optional(left, 'right'));
    left = left.childForFieldName('left');
  }
  operands.push(left ? expression(left) : nothing);
  operands.reverse();
  const isText = operands.some(({ k }) => k === 'text' || k === 'parts');
  return operator === '+' && isText ? joined(operands, node.startIndex) : { k: 'other', parts: operands };
}

function lambda(node: Syntax, translated: readonly Node[] | null): Node {
  return {
    k: 'function',
    name: '',
    params: params(node.childForFieldName('parameters'), { field: false }, expression),
    body: translated ?? bodyOf(node.childForFieldName('body')),
    decorators: [],
    exported: false,
    at: node.startIndex,
  };
}

function bodyOf(body: Syntax | null): readonly Node[] {
  if (!body) return [];
  return body.type === 'block' ? statements(body, expression) : [{ k: 'return', value: expression(body) }];
}

/** What the branches of a switch come to, with what else stands in them. */
function results(node: Syntax): readonly Node[] {
  const rules = node.childForFieldName('body')?.namedChildren ?? [];
  return [optional(node, 'condition'), ...rules.flatMap((rule) => statements(rule, expression))].map((part, index) =>
    index === 0 ? { k: 'other', parts: [part] } : part,
  );
}

/** `super(model)` makes an object of the class that is extended. */
function baseCall(node: Syntax): Node {
  const at = node.startIndex;
  const given = args(node.childForFieldName('arguments'), handed);
  let owner = node.parent;
  while (owner && owner.type !== 'class_declaration') owner = owner.parent;
  const isSuper = node.childForFieldName('constructor')?.type === 'super';
  const base = isSuper ? (typeName(owner?.childForFieldName('superclass')?.namedChild(0) ?? null) ?? nothing) : nothing;
  return { k: 'call', callee: base, args: given, at };
}
