import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Bind, Class, Entry, Import, Node } from '../../code/syntax.ts';
import { entries } from './entries.ts';
import { func } from './functions.ts';
import { aliased } from './modules.ts';
import { argumentsOf, type Place, targetName } from './place.ts';

/** Functions whose result says the same as their first argument. */
const same =
  /^(?:to_string|Jason\.encode!?|Poison\.encode!?|JSON\.encode!?|Jason\.encode_to_iodata!|String\.trim|String\.trim_trailing|URI\.parse|URI\.new!|URI\.to_string|IO\.iodata_to_binary|to_charlist|String\.to_charlist|Macro\.escape|Map\.new|Enum\.into)$/;

/** Functions that put texts together. */
const joining = /^(?:URI\.merge|Path\.join)$/;

/** A call. `piped` is its first argument where it stands in a pipeline. */
export function call(node: Syntax, place: Place, piped?: Entry): Node {
  const at = node.startIndex;
  const name = targetName(node);
  const own = piped ? null : definition(node, name, place);
  if (own) return own;
  const target = node.childForFieldName('target');
  const list = node.namedChildren.find(({ type }) => type === 'arguments');
  const blocks = node.namedChildren.filter(({ type }) => type === 'do_block');
  const args = [...(piped ? [piped] : []), ...argumentsOf(node).flatMap((one) => argument(one, place))];
  const written = target && target.endIndex - target.startIndex < 60 ? target.text : '';
  const [first, second] = args;
  if (first && same.test(written)) return first.value;
  if (joining.test(written) && args.length > 1) return joined(slashed(args), at);
  const picked = looked(written, args, at);
  if (picked) return picked;
  if (first && /^(?:tap|then|dbg|IO\.inspect)$/.test(written))
    return second ? either(first, args.slice(1)) : first.value;
  const body: Entry[] = blocks.map((one) => ({ name: 'do', value: place.read(one, place), at: one.startIndex }));
  // `map.field` is a call in the syntax; so is `Module.function` without parentheses.
  const isField = !list && !piped && target?.type === 'dot' && target.childForFieldName('left')?.type !== 'alias';
  const callee = calleeOf(target, name, place, at);
  if (isField && body.length === 0) return callee;
  return { k: 'call', callee, args: [...args, ...body, ...based(name, place, at)], at };
}

function calleeOf(target: Syntax | null, name: string, place: Place, at: number): Node {
  if (name === '') return place.read(target, place);
  const self: Node = { k: 'name', name: '__MODULE__', at };
  return place.functions.has(name) ? { k: 'member', of: self, name, at } : { k: 'name', name, at };
}

function argument(node: Syntax, place: Place): readonly Entry[] {
  if (node.type === 'keywords') return entries(node, place);
  return [{ name: null, value: place.read(node, place), at: node.startIndex }];
}

function either(first: Entry, rest: readonly Entry[]): Node {
  return { k: 'choice', options: [first.value, ...rest.map(({ value }) => value)] };
}

function slashed(args: readonly Entry[]): readonly (string | Node)[] {
  return args.flatMap(({ value }, index) => (index > 0 && !startsPath(value) ? ['/', value] : [value]));
}

function startsPath(value: Node): boolean {
  return value.k === 'text' && value.text.startsWith('/');
}

/** `Keyword.get(opts, :model, "x")` and its like: what is there, or else the default; `Map.put(m, :a, 1)` holds both. */
function looked(name: string, args: readonly Entry[], at: number): Node | null {
  const [first, second, third] = args.map(({ value }) => value);
  if (!first || second?.k !== 'text') {
    const isMerge = /^(?:Map|Keyword)\.merge$/.test(name) && first && second;
    return isMerge ? { k: 'map', entries: [first, second].map((value) => ({ name: '...', value, at })) } : null;
  }
  if (/^(?:Map|Keyword)\.(?:get|fetch!?|pop!?)$/.test(name)) {
    const member: Node = { k: 'member', of: first, name: second.text, at };
    return third ? { k: 'choice', options: [member, third] } : member;
  }
  if (!/^(?:Map|Keyword)\.(?:put|put_new)$/.test(name) || !third) return null;
  return {
    k: 'map',
    entries: [
      { name: '...', value: first, at },
      { name: second.text, value: third, at },
    ],
  };
}

/** What a client made by plugs is asked goes to its base URL. */
function based(name: string, { base, ...place }: Place, at: number): readonly Entry[] {
  if (!base || !/^(?:get|post|put|request)!?$/.test(name)) return [];
  return [{ name: 'base', value: place.read(base, { ...place, base: null }), at }];
}

/** Calls that define or introduce something; null for any other. */
function definition(node: Syntax, name: string, place: Place): Node | null {
  const at = node.startIndex;
  const [first, ...rest] = argumentsOf(node);
  switch (name) {
    case 'defmodule':
      return first ? moduleOf(node, first, place) : null;
    case 'def':
    case 'defp':
    case 'defmacro':
      return func(node, place);
    case 'alias':
      return first ? { k: 'other', parts: aliases(first, rest, at) } : null;
    case 'import':
      return first?.type === 'alias' ? whole(first.text, at) : null;
    case 'require':
      return { k: 'other', parts: [] };
    case 'case': {
      const block = node.namedChildren.find(({ type }) => type === 'do_block');
      return block && first ? branches(block, place.read(first, place), place, at) : null;
    }
    default:
      return control.test(name) ? { k: 'other', parts: inside(node, place) } : null;
  }
}

/** Words of the language itself that are written like calls. */
const control =
  /^(?:if|unless|with|cond|for|try|receive|quote|unquote|defstruct|defexception|defimpl|defprotocol|defdelegate|defguardp?|defoverridable|raise|reraise|throw)$/;

function inside(node: Syntax, place: Place): readonly Node[] {
  const blocks = node.namedChildren.filter(({ type }) => type === 'do_block');
  const args = argumentsOf(node).flatMap((one) => argument(one, place).map(({ value }) => value));
  return [...args, ...blocks.map((one) => place.read(one, place))];
}

/** `case x do {:ok, y} -> … end`: the names in its patterns may be (a part of) what it is about. */
function branches(block: Syntax, subject: Node, place: Place, at: number): Node {
  const value: Bind = {
    k: 'bind',
    target: { t: 'name', name: 'case' },
    value: subject,
    type: null,
    declares: true,
    exported: false,
    at,
  };
  const known: Node = { k: 'name', name: 'case', at };
  const clauses = block.namedChildren.map((one) => place.read(one, place));
  const bound = block.namedChildren.map((one, index) => withSubject(one, clauses[index], known));
  return { k: 'block', body: [value, ...bound] };
}

function withSubject(node: Syntax, clause: Node | undefined, subject: Node): Node {
  const [pattern] = node.childForFieldName('left')?.namedChildren ?? [];
  const items = pattern?.type === 'tuple' ? pattern.namedChildren.filter(({ type }) => type !== 'atom') : [pattern];
  const [only] = items;
  if (clause?.k !== 'block' || items.length !== 1 || only?.type !== 'identifier') return clause ?? subject;
  const target = { t: 'name', name: only.text } as const;
  const bind: Bind = {
    k: 'bind',
    target,
    value: subject,
    type: null,
    declares: true,
    exported: false,
    at: node.startIndex,
  };
  return { k: 'block', body: [bind, ...clause.body] };
}

function whole(module: string, at: number): Import {
  return { k: 'import', module, names: [{ symbol: '*', local: '*', typeOnly: false }], typeOnly: false, at };
}

function aliases(first: Syntax, rest: readonly Syntax[], at: number): readonly Import[] {
  const pairs = rest.flatMap((one) => (one.type === 'keywords' ? one.namedChildren : []));
  const as = pairs.find((pair) => pair.childForFieldName('key')?.text.trim() === 'as:');
  if (first.type !== 'dot') return [aliased(first.text, as?.childForFieldName('value')?.text ?? null, at)];
  const left = first.childForFieldName('left')?.text ?? '';
  const names = first.childForFieldName('right')?.namedChildren ?? [];
  return names.map(({ text }) => aliased(`${left}.${text}`, null, at));
}

/** A module as a class. `use A, b: 1` is what makes it one of A's: said of the whole, as a decorator says it. */
function moduleOf(node: Syntax, name: Syntax, place: Place): Class {
  const block = node.namedChildren.find(({ type }) => type === 'do_block');
  const statements = (block?.namedChildren ?? []).filter(({ type }) => type !== 'comment');
  const uses = statements.filter((one) => one.type === 'call' && targetName(one) === 'use');
  const decorators = uses.map((one) => used(one, place));
  const stars = uses.flatMap((one) => argumentsOf(one).flatMap((arg) => (arg.type === 'alias' ? arg.text : [])));
  const implied = stars.map((module): Node => ({ ...whole(module, node.startIndex), implied: true }));
  const body = statements.filter((one) => !uses.includes(one)).map((one) => place.read(one, place));
  return {
    k: 'class',
    name: name.text.slice(name.text.lastIndexOf('.') + 1),
    bases: [],
    body: [...implied, ...body.flatMap(flat)],
    decorators,
    exported: true,
    at: node.startIndex,
  };
}

function used(node: Syntax, place: Place): Node {
  const [first, ...rest] = argumentsOf(node);
  const args = rest.flatMap((one) => argument(one, place));
  return { k: 'call', callee: place.read(first ?? null, place), args, at: node.startIndex };
}

function flat(node: Node): readonly Node[] {
  return node.k === 'other' ? node.parts.flatMap(flat) : [node];
}
