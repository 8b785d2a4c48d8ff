import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Bind, Entry, Import, Node, Target } from '../../code/syntax.ts';
import { call } from './calls.ts';
import { entries } from './entries.ts';
import { closure } from './functions.ts';
import { declaredIn, type Place } from './place.ts';
import { textOf } from './texts.ts';

const nothing: Node = { k: 'other', parts: [] };

/** An Elixir file in rollcall's own small syntax tree. */
export function translate(root: Syntax): readonly Node[] {
  const abroad = new Map<string, number>();
  const place: Place = { ...declaredIn(root), abroad, read };
  const nodes = root.namedChildren.map((one) => read(one, place));
  const imports = [...abroad].map(
    ([module, at]): Import => ({
      k: 'import',
      module,
      names: [{ symbol: '', local: module, typeOnly: false }],
      typeOnly: false,
      at,
    }),
  );
  return [...imports, ...nodes];
}

function read(node: Syntax | null, place: Place): Node {
  if (!node) return nothing;
  const at = node.startIndex;
  const inside = (one: Syntax | null): Node => read(one, place);
  switch (node.type) {
    case 'comment':
      return nothing;
    case 'identifier':
      return { k: 'name', name: node.text, at };
    case 'alias':
      return moduleName(node.text, place, at);
    case 'atom':
    case 'quoted_atom':
      return { k: 'text', text: node.text.replace(/^:"?|"$/g, ''), at };
    case 'string':
    case 'charlist':
    case 'sigil':
      return textOf(node, inside);
    case 'integer':
    case 'float':
      return { k: 'number', number: Number(node.text.replaceAll('_', '')) };
    case 'boolean':
      return { k: 'boolean', boolean: node.text === 'true' };
    case 'list':
      return isKeywords(node)
        ? { k: 'map', entries: entries(node, place) }
        : { k: 'list', items: node.namedChildren.map(inside) };
    case 'keywords':
      return { k: 'map', entries: entries(node, place) };
    case 'map':
      return mapOf(node, place);
    case 'tuple':
      return tuple(node, place);
    case 'dot':
      return dot(node, place);
    case 'access_call':
      return access(node, place);
    case 'call':
      return call(node, place);
    case 'binary_operator':
      return binary(node, place);
    case 'unary_operator':
      return unary(node, place);
    case 'anonymous_function':
      return closure(node, place);
    case 'stab_clause':
      return { k: 'block', body: (node.childForFieldName('right')?.namedChildren ?? []).map(inside) };
    case 'do_block':
    case 'block':
      return { k: 'block', body: node.namedChildren.map(inside) };
    default:
      return { k: 'other', parts: node.namedChildren.map(inside) };
  }
}

/** `A.B.C`: of this file, introduced by `alias`, or else a module of another file or package. */
function moduleName(name: string, { modules, aliases, abroad }: Place, at: number): Node {
  const [head = '', ...rest] = name.split('.');
  if (name === '__MODULE__') return { k: 'name', name, at };
  if (modules.has(name)) return { k: 'name', name: rest.at(-1) ?? head, at };
  if (!aliases.has(head) && !abroad.has(head)) abroad.set(head, at);
  return rest.reduce<Node>((of, one) => ({ k: 'member', of, name: one, at }), { k: 'name', name: head, at });
}

function isKeywords({ namedChildren }: Syntax): boolean {
  return namedChildren.length === 1 && namedChildren[0]?.type === 'keywords';
}

/** `%{a: 1}` is a map, `%Name{a: 1}` a thing made by that name, `%{m | a: 1}` a map and what it spreads. */
function mapOf(node: Syntax, place: Place): Node {
  const at = node.startIndex;
  const struct = node.namedChildren.find(({ type }) => type === 'struct');
  const content = node.namedChildren.find(({ type }) => type === 'map_content');
  const found = content ? entries(content, place) : [];
  if (!struct) return { k: 'map', entries: found };
  return { k: 'call', callee: read(struct.namedChild(0), place), args: found, at };
}

/** `{:ok, value}` hands the value on. */
function tuple(node: Syntax, place: Place): Node {
  const items = node.namedChildren;
  if (items.length === 2 && items[0]?.text === ':ok') return read(items[1] ?? null, place);
  return { k: 'list', items: items.map((one) => read(one, place)) };
}

/** `of.name` without arguments: a field of a map. */
function dot(node: Syntax, place: Place): Node {
  const right = node.childForFieldName('right');
  const of = read(node.childForFieldName('left'), place);
  return { k: 'member', of, name: right?.text ?? '', at: node.startIndex };
}

/** `of[:key]` */
function access(node: Syntax, place: Place): Node {
  const of = read(node.childForFieldName('target'), place);
  const key = read(node.childForFieldName('key'), place);
  return key.k === 'text'
    ? { k: 'member', of, name: key.text, at: node.startIndex }
    : { k: 'item', of, key, at: node.startIndex };
}

function binary(node: Syntax, place: Place): Node {
  const at = node.startIndex;
  const operator = node.childForFieldName('operator')?.text ?? '';
  if (operator === '|>') return pipeline(node, place);
  if (operator === '<>') return sum(node, place);
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  if (operator === '=' || operator === '<-') return match(left, read(right, place), at);
  if (operator === '||' || operator === 'or') return { k: 'choice', options: [read(left, place), read(right, place)] };
  if (operator === '&&' || operator === 'and') return { k: 'choice', options: [read(right, place)] };
  if (operator === '++') return { k: 'list', items: [left, right].flatMap((one) => itemsOf(read(one, place))) };
  return { k: 'other', parts: [read(left, place), read(right, place)] };
}

function itemsOf(node: Node): readonly Node[] {
  return node.k === 'list' ? node.items : [node];
}

/** `a |> b() |> c()`: what stands before is the first argument. Walked in a loop: pipelines lean to the left. */
function pipeline(node: Syntax, place: Place): Node {
  const steps: Syntax[] = [];
  let left: Syntax | null = node;
  while (left?.type === 'binary_operator' && left.childForFieldName('operator')?.text === '|>') {
    const step = left.childForFieldName('right');
    if (step) steps.push(step);
    left = left.childForFieldName('left');
  }
  let value = read(left, place);
  for (const step of steps.reverse()) {
    const entry: Entry = { name: null, value, at: step.startIndex };
    value = step.type === 'call' ? call(step, place, entry) : { k: 'other', parts: [value, read(step, place)] };
  }
  return value;
}

function sum(node: Syntax, place: Place): Node {
  const operands: Node[] = [];
  let right: Syntax | null = node;
  while (right?.type === 'binary_operator' && right.childForFieldName('operator')?.text === '<>') {
    operands.push(read(right.childForFieldName('left'), place));
    right = right.childForFieldName('right');
  }
  return joined([...operands, read(right, place)], node.startIndex);
}

/** A pattern: each name in it may be (a part of) the value. `{:ok, x}` is the value itself. */
function match(pattern: Syntax | null, value: Node, at: number): Node {
  const names = patternTargets(pattern);
  const [first, ...rest] = names;
  if (!first) return { k: 'other', parts: [value] };
  const binds = rest.map((target): Bind => bind(target, null, at));
  return { k: 'other', parts: [bind(first, value, at), ...binds] };
}

function bind(target: Target, value: Node | null, at: number): Bind {
  return { k: 'bind', target, value, type: null, declares: true, exported: false, at };
}

function patternTargets(pattern: Syntax | null): readonly Target[] {
  switch (pattern?.type) {
    case 'identifier':
      return [{ t: 'name', name: pattern.text }];
    case 'tuple': {
      const items = pattern.namedChildren.filter(({ type }) => type !== 'atom');
      return items.length === 1 ? patternTargets(items[0] ?? null) : [];
    }
    case 'map': {
      const keywords = pattern.namedChildren.find(({ type }) => type === 'map_content');
      const members = (keywords?.namedChildren ?? []).flatMap((one) =>
        one.type !== 'keywords' ? [] : one.namedChildren.flatMap(memberOf),
      );
      return members.length > 0 ? [{ t: 'members', members }] : [];
    }
    default:
      return [];
  }
}

function memberOf(pair: Syntax): readonly { key: string; name: string }[] {
  const value = pair.childForFieldName('value');
  const key = (pair.childForFieldName('key')?.text ?? '').trim().replace(/:$/, '');
  return value?.type === 'identifier' ? [{ key, name: value.text }] : [];
}

/** `@name value` declares an attribute of the module, `@name` reads it. */
function unary(node: Syntax, place: Place): Node {
  const at = node.startIndex;
  const operand = node.childForFieldName('operand');
  if (!node.text.startsWith('@')) return { k: 'other', parts: [read(operand, place)] };
  const self: Node = { k: 'name', name: '__MODULE__', at };
  if (operand?.type === 'identifier') return { k: 'member', of: self, name: `@${operand.text}`, at };
  const target = operand?.childForFieldName('target')?.text ?? '';
  // Documentation and types run nothing.
  if (/^(?:moduledoc|doc|typedoc|spec|type|typep|opaque|callback|impl)$/.test(target)) return nothing;
  const value = operand?.namedChildren.find(({ type }) => type === 'arguments')?.namedChild(0) ?? null;
  return bind({ t: 'field', name: `@${target}` }, read(value, place), at);
}
