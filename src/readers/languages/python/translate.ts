import type { Node as Syntax } from 'web-tree-sitter';
import { asField, joined } from '../../code/pieces.ts';
import type { Bind, Class, Entry, Func, Node, Param, Target } from '../../code/syntax.ts';
import { field } from '../../nodes.ts';
import { importFrom, importName } from './modules.ts';

/** A Python module in rollcall's own small syntax tree. */
export function translate(root: Syntax): readonly Node[] {
  return children(root);
}

function children(node: Syntax): readonly Node[] {
  const parts: Node[] = [];
  for (const child of node.namedChildren) {
    if (child.type === 'comment') continue;
    const part = translated(child);
    if (part.k !== 'other' || part.parts.length > 0) parts.push(part);
  }
  return parts;
}

function optional(node: Syntax | null): Node | null {
  return node ? translated(node) : null;
}

function required(node: Syntax | null): Node {
  return optional(node) ?? { k: 'other', parts: [] };
}

function translated(node: Syntax): Node {
  const at = node.startIndex;
  switch (node.type) {
    case 'identifier':
      return { k: 'name', name: node.text, at };
    case 'attribute':
      return { k: 'member', of: required(field(node, 'object')), name: field(node, 'attribute')?.text ?? '', at };
    case 'subscript':
      return subscript(node);
    case 'call':
      return call(node);
    case 'string':
      return string(node);
    case 'concatenated_string':
      return joined(node.namedChildren.map(translated), at);
    case 'integer':
    case 'float':
      return { k: 'number', number: Number(node.text) };
    case 'true':
    case 'false':
      return { k: 'boolean', boolean: node.type === 'true' };
    case 'list':
    case 'tuple':
    case 'set':
      return { k: 'list', items: node.namedChildren.map(translated) };
    case 'dictionary':
      return { k: 'map', entries: node.namedChildren.flatMap(pair) };
    case 'conditional_expression': {
      const [yes, , no] = node.namedChildren;
      return { k: 'choice', options: [required(yes ?? null), required(no ?? null)] };
    }
    case 'boolean_operator':
      return { k: 'choice', options: [required(field(node, 'left')), required(field(node, 'right'))] };
    case 'binary_operator':
      return binary(node);
    case 'await':
    case 'parenthesized_expression':
    case 'expression_statement':
    case 'list_splat':
      return node.namedChildCount === 1 ? required(node.namedChild(0)) : { k: 'other', parts: children(node) };
    default:
      return statement(node);
  }
}

function statement(node: Syntax): Node {
  const at = node.startIndex;
  switch (node.type) {
    case 'assignment':
      return assignment(node);
    case 'augmented_assignment':
      // A list that is added to holds that too; of a text it is only a part.
      return field(node, 'right')?.type === 'list' ? assignment(node) : { k: 'other', parts: children(node) };
    case 'for_statement':
    case 'for_in_clause':
      return loop(node);
    case 'named_expression':
      return bind(target(field(node, 'name')), required(field(node, 'value')), null, at);
    case 'as_pattern':
      return alias(node);
    case 'import_statement':
      return { k: 'other', parts: node.namedChildren.map((name) => importName(name, at)) };
    case 'import_from_statement':
      return importFrom(node);
    case 'function_definition':
      return func(node, []);
    case 'lambda':
      return { ...func(node, []), name: '', body: [{ k: 'return', value: required(field(node, 'body')) }] };
    case 'class_definition':
      return classOf(node, []);
    case 'decorated_definition':
      return decorated(node);
    case 'return_statement':
      return { k: 'return', value: optional(node.namedChild(0)) };
    case 'block':
      return { k: 'block', body: children(node) };
    default:
      return { k: 'other', parts: children(node) };
  }
}

function subscript(node: Syntax): Node {
  const of = required(field(node, 'value'));
  const key = field(node, 'subscript');
  const text = key?.type === 'string' ? string(key) : null;
  if (text?.k === 'text') return { k: 'member', of, name: text.text, at: node.startIndex };
  return { k: 'item', of, key: required(key), at: node.startIndex };
}

function call(node: Syntax): Node {
  const list = field(node, 'arguments');
  const args =
    list?.type === 'argument_list' ? list.namedChildren.filter(({ type }) => type !== 'comment').map(argument) : [];
  const at = node.startIndex;
  const callee = field(node, 'function');
  const name = callee && callee.endIndex - callee.startIndex < 40 ? callee.text : '';
  return builtin(name, args, at) ?? { k: 'call', callee: required(callee), args, at };
}

/** Calls that only spell something else: `dict(a=1)`, `getattr(of, 'name')`, `import_module('name')`. */
function builtin(callee: string, args: readonly Entry[], at: number): Node | null {
  const [first, second] = args.map(({ value }) => value);
  if (callee === 'dict' && args.length > 0 && args.every(({ name }) => name !== null))
    return { k: 'map', entries: args };
  if (/^(?:importlib\.import_module|import_module|__import__)$/.test(callee) && first?.k === 'text')
    return { k: 'module', module: first.text, at };
  if (callee !== 'getattr' || !first || !second) return null;
  return second.k === 'text'
    ? { k: 'member', of: first, name: second.text, at }
    : { k: 'item', of: first, key: second, at };
}

function argument(node: Syntax): Entry {
  const at = node.startIndex;
  if (node.type === 'keyword_argument')
    return { name: field(node, 'name')?.text ?? '', value: required(field(node, 'value')), at };
  if (node.type === 'dictionary_splat') return { name: '...', value: required(node.namedChild(0)), at };
  return { name: null, value: translated(node), at };
}

function pair(node: Syntax): readonly Entry[] {
  const at = node.startIndex;
  if (node.type === 'dictionary_splat') return [{ name: '...', value: required(node.namedChild(0)), at }];
  if (node.type !== 'pair') return [];
  const key = field(node, 'key');
  const name = key?.type === 'string' ? string(key) : null;
  return [{ name: name?.k === 'text' ? name.text : '', value: required(field(node, 'value')), at }];
}

function string(node: Syntax): Node {
  const at = node.startIndex;
  const parts: (string | Node)[] = [];
  const raw = /^[a-z]*r/i.test(node.namedChild(0)?.text ?? '');
  for (const child of node.namedChildren) {
    if (child.type === 'string_content') parts.push(raw ? child.text : unescaped(child.text));
    else if (child.type === 'interpolation') parts.push(required(child.namedChild(0)));
  }
  return joined(parts, at);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\n': '' };

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi, (_all, four, two, one) => {
    const hex: string | undefined = four ?? two;
    return hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : (escapes[one as string] ?? one);
  });
}

/** Long sums lean to the left: they are walked in a loop, not by recursion. */
function binary(node: Syntax): Node {
  const operator = field(node, 'operator')?.type;
  const operands: Node[] = [];
  let left: Syntax | null = node;
  while (left?.type === 'binary_operator' && field(left, 'operator')?.type === operator) {
    operands.push(required(field(left, 'right')));
    left = field(left, 'left');
  }
  operands.push(required(left));
  operands.reverse();
  const isText = operands.some(({ k }) => k === 'text' || k === 'parts');
  if (operator === '%' && operands[0]?.k === 'text') return operands[0];
  // `prompt | model | parser` composes; each part matters by itself.
  return operator === '+' && isText ? joined(operands, node.startIndex) : { k: 'other', parts: operands };
}

function bind(to: Target, value: Node | null, type: Node | null, at: number): Bind {
  return { k: 'bind', target: to, value, type, declares: true, exported: false, at };
}

function assignment(node: Syntax): Node {
  const right = field(node, 'right');
  const left = field(node, 'left');
  const type = field(node, 'type');
  const annotation = type ? typeOf(type) : null;
  return bind(target(left), optional(right), annotation, node.startIndex);
}

function target(node: Syntax | null): Target {
  if (node?.type === 'identifier') return { t: 'name', name: node.text };
  if (node?.type === 'subscript') {
    const item = subscript(node);
    return item.k === 'member' ? { t: 'member', node: item, adds: true } : { t: 'none' };
  }
  if (node?.type !== 'attribute') return { t: 'none' };
  const name = field(node, 'attribute')?.text ?? '';
  return /^(?:self|cls)$/.test(field(node, 'object')?.text ?? '')
    ? { t: 'field', name }
    : { t: 'member', node: translated(node), adds: false };
}

/** `for x in xs`: the name is any item of the list. */
function loop(node: Syntax): Node {
  const list = required(field(node, 'right'));
  const any: Node = { k: 'item', of: list, key: { k: 'other', parts: [] }, at: node.startIndex };
  const rest = ['body', 'alternative'].flatMap((name) => optional(field(node, name)) ?? []);
  return { k: 'other', parts: [bind(target(field(node, 'left')), any, null, node.startIndex), ...rest] };
}

/** `with open() as f`, `except E as e`: the value is bound to the name. */
function alias(node: Syntax): Node {
  const name = field(node, 'alias')?.namedChild(0) ?? null;
  return bind(target(name), required(node.namedChild(0)), null, node.startIndex);
}

function func(node: Syntax, decorators: readonly Node[]): Func {
  const name = field(node, 'name')?.text ?? '';
  const params = (field(node, 'parameters')?.namedChildren ?? []).flatMap(param);
  const body = field(node, 'body');
  return {
    k: 'function',
    name,
    params,
    body: body ? children(body) : [],
    decorators,
    exported: true,
    at: node.startIndex,
  };
}

function param(node: Syntax): readonly Param[] {
  const base = { members: [], type: null, fallback: null, field: false };
  switch (node.type) {
    case 'identifier':
      return [{ ...base, name: node.text }];
    case 'typed_parameter':
      return [{ ...base, name: node.namedChild(0)?.text ?? '', type: typeOf(field(node, 'type')) }];
    case 'default_parameter':
    case 'typed_default_parameter':
      return [
        {
          ...base,
          name: field(node, 'name')?.text ?? '',
          type: typeOf(field(node, 'type')),
          fallback: optional(field(node, 'value')),
        },
      ];
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
      return [{ ...base, name: node.namedChild(0)?.text ?? '' }];
    default:
      return [];
  }
}

function classOf(node: Syntax, decorators: readonly Node[]): Class {
  const bases = (field(node, 'superclasses')?.namedChildren ?? [])
    .filter(({ type }) => type !== 'keyword_argument')
    .map(translated);
  const body = children(node.childForFieldName('body') ?? node).map(asField);
  return {
    k: 'class',
    name: field(node, 'name')?.text ?? '',
    bases,
    body,
    decorators,
    exported: true,
    at: node.startIndex,
  };
}

function decorated(node: Syntax): Node {
  const decorators = node.namedChildren
    .filter(({ type }) => type === 'decorator')
    .map((one) => required(one.namedChild(0)));
  const definition = field(node, 'definition');
  if (!definition) return { k: 'other', parts: children(node) };
  if (definition.type === 'class_definition') return classOf(definition, decorators);
  return { ...func(definition, decorators), getter: decorators.some(isProperty) };
}

function isProperty(decorator: Node): boolean {
  return (decorator.k === 'name' || decorator.k === 'member') && /^(?:cached_)?property$/.test(decorator.name);
}

/** A type as the names it is made of: `Optional[OpenAI]`, `OpenAI | None` and `"OpenAI"` are `OpenAI`. */
function typeOf(node: Syntax | null): Node | null {
  if (!node) return null;
  const names: Node[] = [];
  const open: Syntax[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.type === 'identifier' || next.type === 'attribute') names.push(translated(next));
    else if (next.type === 'string') {
      const name = string(next);
      if (name.k === 'text' && /^\w+$/.test(name.text)) names.push({ k: 'name', name: name.text, at: next.startIndex });
    } else open.push(...next.namedChildren);
  }
  const [only] = names;
  return names.length === 1 && only ? only : names.length > 1 ? { k: 'choice', options: names } : null;
}
