import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Entry, Node, Target } from '../../code/syntax.ts';
import { field } from '../../nodes.ts';
import { attributesOf, fieldDefault, isTest } from './attributes.ts';
import { meaning } from './calls.ts';
import { classOf } from './classes.ts';
import { type File, fileOf, implemented, within } from './file.ts';
import { block, branches } from './flow.ts';
import { closure, func } from './functions.ts';
import { macro, textOf } from './macros.ts';
import { named, pathOf } from './paths.ts';
import { bindsOf } from './patterns.ts';
import { typeOf } from './types.ts';
import { usesOf } from './uses.ts';

/** A Rust file in rollcall's own small syntax tree. */
export function translate(root: Syntax): readonly Node[] {
  return children(root, fileOf(root, { one: translated, all: children }));
}

/** What stands in a node, each with the attributes before it. Tests that stand among the code are left out: nothing of them is shipped. */
function children(node: Syntax, file: File, but?: Syntax): readonly Node[] {
  const parts: Node[] = [];
  let attributes: Syntax[] = [];
  for (const child of node.namedChildren) {
    if (/^(?:line|block)_comment$/.test(child.type) || child.id === but?.id) continue;
    if (child.type === 'attribute_item') {
      attributes.push(child);
      continue;
    }
    const part = isTest(attributes) ? null : item(child, attributes, file);
    if (part && (part.k !== 'other' || part.parts.length > 0)) parts.push(part);
    attributes = [];
  }
  return parts;
}

function required(node: Syntax | null, file: File): Node {
  return node ? translated(node, file) : { k: 'other', parts: [] };
}

function item(node: Syntax, attributes: readonly Syntax[], file: File): Node {
  const decorators = attributesOf(attributes, file);
  switch (node.type) {
    case 'function_item':
    case 'function_signature_item':
      return { ...func(node, file), decorators };
    case 'struct_item':
    case 'enum_item':
    case 'union_item':
    case 'trait_item':
      return { ...classOf(node, within(file, field(node, 'name')?.text ?? '')), decorators };
    case 'impl_item': {
      const type = implemented(node);
      // What belongs to a type of the file is told with it.
      return file.types.has(type) ? { k: 'other', parts: [] } : { ...classOf(node, within(file, type)), decorators };
    }
    case 'field_declaration': {
      const value = fieldDefault(decorators, node.startIndex);
      const type = typeOf(field(node, 'type'), file) ?? { k: 'other', parts: [] };
      const target = { t: 'field', name: field(node, 'name')?.text ?? '' } as const;
      return { k: 'bind', target, value, type, declares: true, exported: false, at: node.startIndex };
    }
    default:
      return translated(node, file);
  }
}

function translated(node: Syntax, file: File): Node {
  const at = node.startIndex;
  switch (node.type) {
    case 'identifier':
    case 'self':
    case 'type_identifier':
      return named([node.text], file, at);
    case 'scoped_identifier':
    case 'scoped_type_identifier':
    case 'generic_type':
      return pathOf(node, file);
    case 'field_expression':
      return { k: 'member', of: required(field(node, 'value'), file), name: field(node, 'field')?.text ?? '', at };
    case 'index_expression':
      return index(node, file);
    case 'call_expression':
      return call(node, file);
    case 'macro_invocation':
      return macro(required(field(node, 'macro'), file), tokensOf(node), file, at);
    case 'struct_expression':
      return construction(node, file);
    case 'string_literal':
    case 'raw_string_literal':
      return { k: 'text', text: textOf(node), at };
    case 'integer_literal':
    case 'float_literal':
      return { k: 'number', number: Number.parseFloat(node.text.replaceAll('_', '')) };
    case 'boolean_literal':
      return { k: 'boolean', boolean: node.text === 'true' };
    case 'array_expression':
    case 'tuple_expression':
      return { k: 'list', items: children(node, file) };
    case 'binary_expression':
      return binary(node, file);
    case 'generic_function':
      return required(field(node, 'function'), file);
    case 'type_cast_expression':
    case 'reference_expression':
      return required(field(node, 'value'), file);
    case 'try_expression':
    case 'await_expression':
    case 'unary_expression':
    case 'parenthesized_expression':
      return required(node.namedChildren.at(-1) ?? null, file);
    case 'if_expression':
    case 'match_expression':
      return branches(node, file);
    case 'block':
    case 'unsafe_block':
    case 'async_block':
      return block(node, file);
    case 'closure_expression':
      return closure(node, file);
    default:
      return statement(node, file);
  }
}

function statement(node: Syntax, file: File): Node {
  const at = node.startIndex;
  switch (node.type) {
    case 'expression_statement': {
      const inner = node.namedChild(0);
      return inner && /^(?:if|match)_expression$|^block$/.test(inner.type)
        ? { k: 'block', body: children(inner, file) }
        : required(inner, file);
    }
    case 'else_clause':
    case 'match_block':
    case 'match_arm':
    case 'loop_expression':
    case 'while_expression':
      return { k: 'block', body: children(node, file) };
    case 'match_pattern':
      return { k: 'other', parts: field(node, 'condition') ? [required(field(node, 'condition'), file)] : [] };
    case 'use_declaration':
      return { k: 'other', parts: uses(node, file) };
    case 'mod_item':
      return moduleOf(node, file);
    case 'let_declaration':
    case 'let_condition':
      return letting(node, file);
    case 'const_item':
    case 'static_item': {
      const target = { t: 'name', name: field(node, 'name')?.text ?? '' } as const;
      const value = field(node, 'value') ? required(field(node, 'value'), file) : null;
      return { k: 'bind', target, value, type: typeOf(field(node, 'type'), file), declares: true, exported: true, at };
    }
    case 'assignment_expression':
      return assignment(node, file);
    case 'for_expression': {
      const any: Node = { k: 'item', of: required(field(node, 'value'), file), key: { k: 'other', parts: [] }, at };
      return {
        k: 'block',
        body: [...bindsOf(field(node, 'pattern'), any, null, at), required(field(node, 'body'), file)],
      };
    }
    case 'return_expression':
      return { k: 'return', value: node.namedChild(0) ? required(node.namedChild(0), file) : null };
    case 'macro_definition':
    case 'type_item':
      return { k: 'other', parts: [] };
    default:
      return { k: 'other', parts: children(node, file) };
  }
}

/** Names that are brought in; with `pub` they are handed on too. */
function uses(node: Syntax, file: File): readonly Node[] {
  const imports = usesOf(node, file.modules);
  if (!node.namedChildren.some(({ type }) => type === 'visibility_modifier')) return imports;
  return imports.flatMap((one): Node[] => [
    { ...one, implied: true },
    ...one.names.map(({ symbol, local }): Node => {
      return { k: 'export', name: local, local: symbol || 'default', module: one.module, value: null, at: one.at };
    }),
  ]);
}

function moduleOf(node: Syntax, file: File): Node {
  const body = field(node, 'body');
  if (body) return { k: 'block', body: children(body, file) };
  const name = field(node, 'name')?.text ?? '';
  const names = [{ symbol: '', local: name, typeOnly: false }];
  return { k: 'import', module: `self.${name}`, names, typeOnly: false, at: node.startIndex };
}

function index(node: Syntax, file: File): Node {
  const [of, key] = node.namedChildren.map((child) => translated(child, file));
  if (!of || !key) return { k: 'other', parts: [] };
  return key.k === 'text'
    ? { k: 'member', of, name: key.text, at: node.startIndex }
    : { k: 'item', of, key, at: node.startIndex };
}

function tokensOf(node: Syntax): Syntax | null {
  return node.namedChildren.find(({ type }) => type === 'token_tree') ?? null;
}

function call(node: Syntax, file: File): Node {
  const at = node.startIndex;
  const callee = field(node, 'function');
  const args = (field(node, 'arguments')?.namedChildren ?? []).flatMap((one): Entry[] =>
    /comment$|^attribute_item$/.test(one.type)
      ? []
      : [{ name: null, value: translated(one, file), at: one.startIndex }],
  );
  const inner = callee?.type === 'generic_function' ? field(callee, 'function') : callee;
  const made = required(callee, file);
  return meaning(made, args, at, inner?.type === 'field_expression') ?? { k: 'call', callee: made, args, at };
}

function construction(node: Syntax, file: File): Node {
  const entries = (field(node, 'body')?.namedChildren ?? []).flatMap((one): Entry[] => {
    const at = one.startIndex;
    const [first] = one.namedChildren;
    if (one.type === 'base_field_initializer') return [{ name: '...', value: required(first ?? null, file), at }];
    if (one.type === 'shorthand_field_initializer') {
      const name = one.namedChildren.at(-1)?.text ?? '';
      return [{ name, value: { k: 'name', name, at }, at }];
    }
    if (one.type !== 'field_initializer') return [];
    return [{ name: field(one, 'field')?.text ?? '', value: required(field(one, 'value'), file), at }];
  });
  return { k: 'call', callee: required(field(node, 'name'), file), args: entries, at: node.startIndex };
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

/** `let x: T = value`, and `if let Some(x) = value`. */
function letting(node: Syntax, file: File): Node {
  const value = field(node, 'value');
  const other = field(node, 'alternative');
  const type = typeOf(field(node, 'type'), file);
  const pattern = field(node, 'pattern');
  const at = node.startIndex;
  const rest = other ? [required(other, file)] : [];
  if (pattern?.type === 'tuple_pattern' && value?.type === 'tuple_expression') {
    const values = value.namedChildren.map((one) => translated(one, file));
    const binds = pattern.namedChildren.flatMap((one, position) => bindsOf(one, values[position] ?? null, null, at));
    return { k: 'other', parts: [...binds, ...rest] };
  }
  const read = value ? translated(value, file) : null;
  const binds = bindsOf(pattern, read, type, at);
  const isTaken = read === null || binds.some((one) => one.value === read);
  const parts = [...binds, ...(isTaken || !read ? [] : [read]), ...rest];
  const [only] = parts;
  return parts.length === 1 && only ? only : { k: 'other', parts };
}

function assignment(node: Syntax, file: File): Node {
  const left = required(field(node, 'left'), file);
  const value = required(field(node, 'right'), file);
  const base = { k: 'bind', value, type: null, declares: false, exported: false, at: node.startIndex } as const;
  return { ...base, target: targetOf(left) };
}

function targetOf(left: Node): Target {
  if (left.k === 'name') return { t: 'name', name: left.name };
  if (left.k !== 'member') return { t: 'none' };
  const isField = left.of.k === 'name' && left.of.name === 'self';
  return isField ? { t: 'field', name: left.name } : { t: 'member', node: left, adds: true };
}
