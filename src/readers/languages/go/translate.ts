import type { Node as Syntax } from 'web-tree-sitter';
import { joined, unescaped } from '../../code/pieces.ts';
import type { Entry, Func, Node, Param, Target } from '../../code/syntax.ts';
import { field } from '../../nodes.ts';
import type { Translation } from '../../tree-sitter.ts';
import { meaning } from './calls.ts';
import { classOf, type File, fileOf, inside, methodsElsewhere } from './file.ts';
import { elementOf, typeOf } from './types.ts';

/** A Go file in rollcall's own small syntax tree. */
export function translate(root: Syntax): Translation {
  const file = fileOf(root);
  const nodes = children(root, file);
  const methods = methodsElsewhere(file, (method) => func(method, file));
  return { nodes: [...file.imports, ...nodes, ...methods], package: file.package };
}

function children(node: Syntax, file: File): readonly Node[] {
  const parts: Node[] = [];
  for (const child of node.namedChildren) {
    if (child.type === 'comment') continue;
    if (child.type === 'statement_list') {
      parts.push(...children(child, file));
      continue;
    }
    const part = translated(child, file);
    if (part.k !== 'other' || part.parts.length > 0) parts.push(part);
  }
  return parts;
}

function required(node: Syntax | null, file: File): Node {
  return node ? translated(node, file) : { k: 'other', parts: [] };
}

/** Expressions of a list, or the expression that stands for one. */
function listed(node: Syntax | null): readonly Syntax[] {
  if (!node) return [];
  return node.type === 'expression_list' ? node.namedChildren.filter(({ type }) => type !== 'comment') : [node];
}

function translated(node: Syntax, file: File): Node {
  const at = node.startIndex;
  switch (node.type) {
    case 'identifier':
    case 'type_identifier':
      return { k: 'name', name: node.text, at };
    case 'nil':
      return { k: 'name', name: 'nil', at };
    case 'qualified_type':
    case 'generic_type':
      return typeOf(node) ?? { k: 'other', parts: [] };
    case 'selector_expression':
      return { k: 'member', of: required(field(node, 'operand'), file), name: field(node, 'field')?.text ?? '', at };
    case 'index_expression':
      return index(node, file);
    case 'call_expression':
      return call(node, file);
    case 'type_conversion_expression':
      return conversion(node, file);
    case 'composite_literal':
      return literal(field(node, 'body'), field(node, 'type'), file, at);
    case 'interpreted_string_literal':
    case 'raw_string_literal':
      return { k: 'text', text: textOf(node), at };
    case 'int_literal':
    case 'float_literal':
      return { k: 'number', number: Number(node.text.replaceAll('_', '')) };
    case 'true':
    case 'false':
      return { k: 'boolean', boolean: node.type === 'true' };
    case 'binary_expression':
      return binary(node, file);
    case 'unary_expression':
    case 'type_assertion_expression':
      return required(field(node, 'operand'), file);
    case 'parenthesized_expression':
    case 'expression_statement':
    case 'variadic_argument':
    case 'go_statement':
    case 'defer_statement':
      return node.namedChildCount === 1
        ? required(node.namedChild(0), file)
        : { k: 'other', parts: children(node, file) };
    case 'func_literal':
      return func(node, file);
    default:
      return statement(node, file);
  }
}

function statement(node: Syntax, file: File): Node {
  switch (node.type) {
    case 'package_clause':
    case 'import_declaration':
    case 'method_declaration':
      return { k: 'other', parts: [] }; // told by the file as a whole
    case 'function_declaration':
      return field(node, 'name')?.text === 'init' ? loading(node, file) : func(node, file);
    case 'type_spec':
    case 'type_alias':
      return classOf(node, file, (method) => func(method, file));
    case 'const_spec':
    case 'var_spec': {
      const names = node.childrenForFieldName('name').filter((name) => name.isNamed);
      return bindings(names, listed(field(node, 'value')), file, { type: typeOf(field(node, 'type')), declares: true });
    }
    case 'short_var_declaration':
      return bindings(listed(field(node, 'left')), listed(field(node, 'right')), file, { type: null, declares: true });
    case 'assignment_statement':
      if (field(node, 'operator')?.text !== '=') return { k: 'other', parts: children(node, file) };
      return bindings(listed(field(node, 'left')), listed(field(node, 'right')), file, { type: null, declares: false });
    case 'range_clause':
      return range(node, file);
    case 'return_statement':
      return returned(node, file);
    case 'block':
    case 'if_statement':
    case 'for_statement':
    case 'expression_case':
    case 'type_case':
    case 'default_case':
    case 'communication_case':
    case 'expression_switch_statement':
      return { k: 'block', body: children(node, file) };
    case 'type_switch_statement': {
      const alias = listed(field(node, 'alias'));
      const value = field(node, 'value');
      const bound = value ? bindings(alias, [value], file, { type: null, declares: true }) : null;
      return { k: 'block', body: [...(bound ? [bound] : []), ...children(node, file)] };
    }
    default:
      return { k: 'other', parts: children(node, file) };
  }
}

function index(node: Syntax, file: File): Node {
  const of = required(field(node, 'operand'), file);
  const key = required(field(node, 'index'), file);
  return key.k === 'text'
    ? { k: 'member', of, name: key.text, at: node.startIndex }
    : { k: 'item', of, key, at: node.startIndex };
}

function call(node: Syntax, file: File): Node {
  const at = node.startIndex;
  const given = (field(node, 'arguments')?.namedChildren ?? []).filter(({ type }) => type !== 'comment');
  const callee = calleeOf(required(field(node, 'function'), file));
  if (callee.k === 'name' && callee.name === 'make')
    return given[0]?.type === 'map_type' ? { k: 'map', entries: [] } : { k: 'list', items: [] };
  const args = given.map((one): Entry => ({ name: null, value: translated(one, file), at: one.startIndex }));
  return meaning(callee, args, file, at) ?? { k: 'call', callee, args, at };
}

/** `New[T](x)` calls a function of a type as well as it calls an item of a table. */
function calleeOf(node: Node): Node {
  return node.k === 'item' ? { k: 'choice', options: [node.of, node] } : node;
}

/** `[]byte(x)` is `x`; with type arguments it may as well be a call: `Ask[Answer](prompt)`. */
function conversion(node: Syntax, file: File): Node {
  const operand = required(field(node, 'operand'), file);
  const type = field(node, 'type');
  const callee = type?.type === 'generic_type' ? typeOf(type) : null;
  const at = node.startIndex;
  return callee ? { k: 'call', callee, args: [{ name: null, value: operand, at }], at } : operand;
}

/** `T{A: x}` makes a `T`; slices are lists, maps with texts for keys are maps. Inner literals may leave their type out. */
function literal(body: Syntax | null, type: Syntax | null, file: File, at: number): Node {
  const element = elementOf(type);
  const entries = (body?.namedChildren ?? []).flatMap((one) => entry(one, element, file));
  if (type?.type === 'map_type' || type?.type === 'struct_type') return { k: 'map', entries };
  if (element) return { k: 'list', items: entries.map(({ value }) => value) };
  const callee = typeOf(type);
  const isTable = entries.length > 0 && entries.every(({ name, literal: quoted }) => name !== null && quoted);
  return callee && !isTable ? { k: 'call', callee, args: entries, at } : { k: 'map', entries };
}

/** An entry of a literal, and whether its key is a text. */
interface Keyed extends Entry {
  readonly literal: boolean;
}

function entry(node: Syntax, element: Syntax | null, file: File): readonly Keyed[] {
  const at = node.startIndex;
  if (node.type === 'literal_element') return [{ name: null, value: held(node, element, file), at, literal: false }];
  if (node.type !== 'keyed_element') return [];
  const key = field(node, 'key')?.namedChild(0) ?? null;
  const literal = /string_literal$/.test(key?.type ?? '');
  const name = key && (literal ? textOf(key) : key.type === 'identifier' && !element ? key.text : '');
  return [{ name: name ?? '', value: held(field(node, 'value'), element, file), at, literal }];
}

function held(node: Syntax | null, element: Syntax | null, file: File): Node {
  const inner = node?.type === 'literal_element' ? node.namedChild(0) : node;
  return inner?.type === 'literal_value' ? literal(inner, element, file, inner.startIndex) : required(inner, file);
}

function textOf(node: Syntax): string {
  const text = node.text.slice(1, -1);
  return node.type === 'raw_string_literal' ? text : unescaped(text);
}

/** Long sums lean to the left: they are walked in a loop, not by recursion. */
function binary(node: Syntax, file: File): Node {
  const operands: Node[] = [];
  let left: Syntax | null = node;
  for (; left?.type === 'binary_expression'; left = field(left, 'left'))
    operands.push(required(field(left, 'right'), file));
  operands.push(required(left, file));
  operands.reverse();
  const isText = field(node, 'operator')?.text === '+' && operands.some(({ k }) => k === 'text' || k === 'parts');
  return isText ? joined(operands, node.startIndex) : { k: 'other', parts: operands };
}

function bindings(
  names: readonly Syntax[],
  values: readonly Syntax[],
  file: File,
  { type, declares }: { readonly type: Node | null; readonly declares: boolean },
): Node {
  const [only] = values;
  const results = names.length > 1 && values.length === 1 && only ? tuple(only, names.length, file) : null;
  const given = results?.values ?? values.map((value) => translated(value, file));
  const binds = names.map((name, position): Node => {
    // A name without a value is declared all the same, and not to be sought elsewhere.
    const value = given[position] ?? (type ? null : ({ k: 'other', parts: [] } as const));
    const target = targetOf(name, file);
    return { k: 'bind', target, value, type, declares, exported: true, at: name.startIndex };
  });
  const parts = results ? [...results.first, ...binds] : binds;
  const [single] = parts;
  return parts.length === 1 && single ? single : { k: 'other', parts };
}

/** What the names are bound to that a call with several results is given; of others than this file's the first counts. */
function tuple(value: Syntax, count: number, file: File): { first: readonly Node[]; values: readonly Node[] } {
  const node = translated(value, file);
  const callee = node.k === 'call' ? node.callee : null;
  const name = callee?.k === 'name' || callee?.k === 'member' ? callee.name : '';
  if (!file.tuples.has(name)) return { first: [], values: [node] };
  const at = value.startIndex;
  const hidden = ` ${at}`;
  const target: Target = { t: 'name', name: hidden };
  const values = Array.from({ length: count }, (_, number): Node => {
    return { k: 'item', of: { k: 'name', name: hidden, at }, key: { k: 'number', number }, at };
  });
  return { first: [{ k: 'bind', target, value: node, type: null, declares: true, exported: false, at }], values };
}

function targetOf(node: Syntax, file: File): Target {
  if (node.type === 'identifier') return node.text === '_' ? { t: 'none' } : { t: 'name', name: node.text };
  if (node.type === 'unary_expression' || node.type === 'parenthesized_expression') {
    const inner = field(node, 'operand') ?? node.namedChild(0);
    return inner ? targetOf(inner, file) : { t: 'none' };
  }
  const of = field(node, 'operand');
  if (node.type === 'selector_expression' && of?.type === 'identifier' && of.text === file.receiver)
    return { t: 'field', name: field(node, 'field')?.text ?? '' };
  const place = translated(node, file);
  return place.k === 'member' ? { t: 'member', node: place, adds: true } : { t: 'none' };
}

/** `for i, x := range xs`: the second name is any item of it. */
function range(node: Syntax, file: File): Node {
  const of = required(field(node, 'right'), file);
  const [, value] = listed(field(node, 'left'));
  if (!value) return of;
  const at = node.startIndex;
  const any: Node = { k: 'item', of, key: { k: 'other', parts: [] }, at };
  return { k: 'bind', target: targetOf(value, file), value: any, type: null, declares: true, exported: false, at };
}

/** Of several results the first counts, but where others matter too; errors and `nil` never do. */
function returned(node: Syntax, file: File): Node {
  const given = node.namedChildren.flatMap((child) => (child.type === 'comment' ? [] : listed(child)));
  const [first, ...rest] = given.map((one) => translated(one, file));
  if (!first) return { k: 'return', value: file.result ? { k: 'name', name: file.result, at: node.startIndex } : null };
  if (file.isTuple) return { k: 'return', value: { k: 'list', items: [first, ...rest] } };
  const value = first.k === 'name' && first.name === 'nil' ? null : first;
  return rest.length === 0 ? { k: 'return', value } : { k: 'other', parts: [{ k: 'return', value }, ...rest] };
}

function func(node: Syntax, file: File): Func {
  const name = field(node, 'name')?.text ?? '';
  const inner = inside(node, file);
  const receiver = field(node, 'receiver')?.namedChildren.flatMap(param) ?? [];
  const params = [...(field(node, 'parameters')?.namedChildren ?? []).flatMap(param), ...receiver];
  const body = field(node, 'body');
  return {
    k: 'function',
    name,
    params,
    body: [...inner.results, ...(body ? children(body, inner.file) : []), ...inner.promise],
    decorators: [],
    exported: true,
    at: node.startIndex,
  };
}

/** `func init()` has no name that anybody calls: it runs when its package is loaded. */
function loading(node: Syntax, file: File): Node {
  const value: Func = { ...func(node, file), name: '', exported: false };
  const at = node.startIndex;
  return { k: 'bind', target: { t: 'none' }, value, type: null, declares: false, exported: false, at };
}

function param(node: Syntax): readonly Param[] {
  const type = node.type === 'parameter_declaration' ? typeOf(field(node, 'type')) : null;
  return node
    .childrenForFieldName('name')
    .filter((name) => name.isNamed)
    .map((name) => {
      return { name: name.text, members: [], type, fallback: null, field: false };
    });
}
