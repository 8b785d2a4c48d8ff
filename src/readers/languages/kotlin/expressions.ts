import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Entry, Node } from '../../code/syntax.ts';
import { chained } from '../jvm/builder.ts';
import { idiom, isWrapper } from '../jvm/idioms.ts';
import { dotted } from '../jvm/names.ts';
import { binding } from './bindings.ts';
import { branching } from './branches.ts';
import { args, classOf, func, property } from './declarations.ts';
import { lambda, scoped, trailing } from './lambdas.ts';
import { statements } from './statements.ts';
import { string } from './strings.ts';
import { firstArgument, typeName } from './types.ts';

const nothing: Node = { k: 'other', parts: [] };

/** A statement or an expression. */
export function expression(node: Syntax): Node {
  const at = node.startIndex;
  switch (node.type) {
    case 'identifier':
    case 'this_expression':
    case 'super_expression':
      return word(node);
    case 'navigation_expression':
      return member(node);
    case 'call_expression':
      return call(node);
    case 'infix_expression':
      return infix(node);
    case 'string_literal':
    case 'multiline_string_literal':
      return string(node, expression);
    case 'number_literal':
    case 'float_literal':
      return { k: 'number', number: Number.parseFloat(node.text.replaceAll('_', '')) };
    case 'index_expression':
      return item(node);
    case 'callable_reference':
      return { k: 'name', name: node.namedChildren.at(-1)?.text ?? '', at };
    case 'binary_expression':
      return binary(node);
    case 'as_expression':
    case 'parenthesized_expression':
    case 'unary_expression':
    case 'spread_expression':
    case 'annotated_expression':
    case 'labeled_expression':
      return unwrapped(node);
    case 'lambda_literal':
      return lambda(node, expression);
    case 'annotated_lambda':
      return node.namedChildCount > 0 ? last(node) : nothing;
    case 'object_literal':
      return anonymous(node);
    default:
      return statement(node);
  }
}

function statement(node: Syntax): Node {
  switch (node.type) {
    case 'property_declaration':
      return property(node, expression);
    case 'function_declaration':
    case 'anonymous_function':
      return func(node, expression);
    case 'class_declaration':
    case 'object_declaration':
      return classOf(node, expression);
    case 'return_expression': {
      const value = node.namedChildren.filter((_, index) => node.fieldNameForNamedChild(index) !== 'label').at(-1);
      return { k: 'return', value: value ? expression(value) : null };
    }
    case 'block':
      return { k: 'block', body: statements(node.namedChildren, expression) };
    case 'user_type':
    case 'type_test':
    case 'modifiers':
      return nothing;
    default:
      return (
        branching(node, expression) ??
        binding(node, expression) ?? { k: 'other', parts: statements(node.namedChildren, expression) }
      );
  }
}

function word(node: Syntax): Node {
  const name = node.type === 'this_expression' ? 'this' : node.text;
  if (name === 'true' || name === 'false') return { k: 'boolean', boolean: name === 'true' };
  return { k: 'name', name: name.replaceAll('`', ''), at: node.startIndex };
}

function last(node: Syntax): Node {
  const child = node.namedChildren.at(-1);
  return child ? expression(child) : nothing;
}

/** `(x)`, `x!!`, `x as T` and `*x` are `x`. */
function unwrapped(node: Syntax): Node {
  const inner = node.childForFieldName('left') ?? node.childForFieldName('argument') ?? node.namedChildren.at(-1);
  return inner ? expression(inner) : nothing;
}

/** `a.b.C` may be a type that is written out with its package; `A::class.java` is `A`. */
function member(node: Syntax): Node {
  const words: string[] = [];
  let at: Syntax | null = node;
  while (at?.type === 'navigation_expression') {
    words.unshift(at.namedChildren.at(-1)?.text ?? '');
    at = at.namedChild(0);
  }
  if (words.includes('class')) words.splice(words.indexOf('class'));
  if (at?.type === 'identifier') return dotted([at.text, ...words], node.startIndex);
  const start = at ? expression(at) : nothing;
  return words.reduce<Node>((of, name) => ({ k: 'member', of, name, at: node.startIndex }), start);
}

/** A call, with the lambda behind it. */
function call(node: Syntax): Node {
  const at = node.startIndex;
  const behind = node.namedChildren.find(({ type }) => type === 'annotated_lambda');
  const literal = behind?.namedChildren.find(({ type }) => type === 'lambda_literal') ?? null;
  const list = node.namedChildren.find(({ type }) => type === 'value_arguments') ?? null;
  const target = node.namedChild(0);
  if (!target) return nothing;
  // `f(x) { … }` is one call: the grammar has the call of a call.
  if (!list && literal && target.type === 'call_expression') {
    const made = call(target);
    const name = made.k === 'call' ? nameOf(made.callee) : '';
    return made.k === 'call' ? { ...made, args: [...made.args, ...trailing(literal, name, expression)] } : made;
  }
  return called(target, node, args(list, expression), literal, at);
}

function called(target: Syntax, node: Syntax, given: readonly Entry[], literal: Syntax | null, at: number): Node {
  const isMember = target.type === 'navigation_expression';
  const object = isMember ? target.namedChild(0) : null;
  const receiver = object ? expression(object) : null;
  const method = isMember ? (target.namedChildren.at(-1)?.text ?? '') : target.type === 'identifier' ? target.text : '';
  const asked =
    given.length === 0 && /^(?:getBean|ref|get|inject|instance)$/.test(method) ? typeName(firstArgument(node)) : null;
  if (asked) return { k: 'call', callee: asked, args: [], at };
  if (receiver && literal) {
    const made = scoped(receiver, method, literal, expression);
    if (made) return made;
  }
  const entries = literal ? [...given, ...trailing(literal, method, expression)] : given;
  if (method === '') return { k: 'call', callee: expression(target), args: entries, at };
  const [first] = given;
  if (!receiver && first && given.length === 1 && isWrapper(method)) return first.value;
  const meant = idiom({ receiver, method, args: entries, at }) ?? (receiver && chained(receiver, method, entries));
  if (meant) return meant;
  // A type that is written out with its package is told by the whole chain.
  const callee: Node =
    receiver && receiver.k !== 'name' ? { k: 'member', of: receiver, name: method, at } : expression(target);
  return { k: 'call', callee, args: entries, at };
}

function nameOf(callee: Node): string {
  return callee.k === 'name' || callee.k === 'member' ? callee.name : '';
}

/** `"a" to b` is an entry of a map; any other word between two values is a method of the first. */
function infix(node: Syntax): Node {
  const at = node.startIndex;
  const [left, name, right] = node.namedChildren;
  if (!left || !name || !right) return { k: 'other', parts: statements(node.namedChildren, expression) };
  const [key, value] = [expression(left), expression(right)];
  if (name.text === 'to') return { k: 'map', entries: [{ name: key.k === 'text' ? key.text : '', value, at }] };
  const callee: Node = { k: 'member', of: key, name: name.text, at };
  return { k: 'call', callee, args: [{ name: null, value, at }], at };
}

/** `table["key"]` is the entry of that name. */
function item(node: Syntax): Node {
  const [table, index] = node.namedChildren;
  const of = table ? expression(table) : nothing;
  const key = index ? expression(index) : nothing;
  return key.k === 'text'
    ? { k: 'member', of, name: key.text, at: node.startIndex }
    : { k: 'item', of, key, at: node.startIndex };
}

/** Long sums lean to the left: they are walked in a loop, not by recursion. */
function binary(node: Syntax): Node {
  const operator = signOf(node);
  const operands: Node[] = [];
  let left: Syntax | null = node;
  while (left?.type === 'binary_expression' && signOf(left) === operator) {
    const right: Syntax | null = left.childForFieldName('right');
    operands.push(right ? expression(right) : nothing);
    left = left.childForFieldName('left');
  }
  operands.push(left ? expression(left) : nothing);
  operands.reverse();
  if (operator === '?:') return { k: 'choice', options: operands };
  const isText = operands.some(({ k }) => k === 'text' || k === 'parts');
  return operator === '+' && isText ? joined(operands, node.startIndex) : { k: 'other', parts: operands };
}

function signOf(node: Syntax): string {
  return node.children.find(({ isNamed }) => !isNamed)?.type ?? '';
}

/** An object of a class without a name: what makes its base, with the class beside. */
function anonymous(node: Syntax): Node {
  const at = node.startIndex;
  const made = classOf(node, expression);
  const [base] = made.bases;
  const call = made.body.find((part): part is Node & { k: 'call' } => part.k === 'call');
  const inside: Node = { ...made, name: '', body: made.body.filter((part) => part !== call), exported: false };
  const entry = { name: '', value: { k: 'other', parts: [inside] }, at } as const;
  if (call) return { ...call, args: [...call.args, entry] };
  return { k: 'call', callee: base ?? nothing, args: [entry], at };
}
