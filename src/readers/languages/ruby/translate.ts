import type { Node as Syntax } from 'web-tree-sitter';
import type { Bind, Class, Import, Node, Target } from '../../code/syntax.ts';
import { valued } from './branches.ts';
import { calls } from './calls.ts';
import { type Declared, declaredIn, onlyHolds } from './declared.ts';
import { entry, memberOf, pair } from './entries.ts';
import { func, lambda } from './functions.ts';
import { type Place, variables } from './place.ts';
import { sum, symbolText, textOf } from './texts.ts';

/** A Ruby file in rollcall's own small syntax tree. */
export function translate(root: Syntax): readonly Node[] {
  const declared = declaredIn(root);
  const abroad = new Map<string, number>();
  const place: Place = { declared, abroad, locals: variables(root), owned: false, based: false, read: translated };
  const nodes = statements(root, place);
  const imports = [...abroad].map(
    ([module, at]): Import => ({
      k: 'import',
      module,
      names: [{ symbol: '', local: `::${module}`, typeOnly: false }],
      typeOnly: false,
      at,
    }),
  );
  return [...imports, ...nodes];
}

/** The statements of a body, without comments and marks. */
function statements(node: Syntax, place: Place): readonly Node[] {
  const found: Node[] = [];
  for (const child of node.namedChildren) {
    if (child.type === 'comment' || child.type === 'heredoc_body') continue;
    const one = translated(child, place);
    if (one.k !== 'other' || one.parts.length > 0) found.push(one);
  }
  return found;
}

const nothing: Node = { k: 'other', parts: [] };

/** One expression or statement. `inner`: something is asked of it, so a method without arguments is read like a field. */
function translated(node: Syntax | null, place: Place, inner = false): Node {
  if (!node) return nothing;
  const at = node.startIndex;
  const inside = (one: Syntax | null): Node => translated(one, place);
  switch (node.type) {
    case 'identifier':
    case 'call':
      return calls(node, place, inner);
    case 'constant':
    case 'scope_resolution':
      return constant(node, place);
    case 'instance_variable':
    case 'class_variable':
      return { k: 'member', of: { k: 'name', name: 'self', at }, name: node.text, at };
    case 'global_variable':
      return { k: 'name', name: node.text, at };
    case 'self':
      return { k: 'name', name: 'self', at };
    case 'string':
      return textOf(node, at, inside);
    case 'heredoc_beginning': {
      const body = place.declared.documents.get(at);
      return body ? textOf(body, at, inside) : nothing;
    }
    case 'subshell':
      return { k: 'call', callee: { k: 'name', name: '`', at }, args: [entry(null, textOf(node, at, inside), at)], at };
    case 'simple_symbol':
    case 'delimited_symbol':
    case 'hash_key_symbol':
      return { k: 'text', text: symbolText(node) ?? '', at };
    case 'bare_string':
    case 'bare_symbol':
      return { k: 'text', text: node.text, at };
    case 'chained_string':
      return { k: 'parts', parts: node.namedChildren.map(inside), at };
    case 'integer':
    case 'float':
      return { k: 'number', number: Number(node.text.replaceAll('_', '')) };
    case 'true':
    case 'false':
      return { k: 'boolean', boolean: node.type === 'true' };
    case 'nil':
      return { k: 'name', name: 'nil', at };
    case 'array':
    case 'string_array':
    case 'symbol_array':
      return { k: 'list', items: node.namedChildren.filter(({ type }) => type !== 'comment').map(inside) };
    case 'hash':
      return { k: 'map', entries: node.namedChildren.flatMap((one) => pair(one, place)) };
    case 'binary':
      return binary(node, place);
    case 'conditional':
      return {
        k: 'choice',
        options: [inside(node.childForFieldName('consequence')), inside(node.childForFieldName('alternative'))],
      };
    case 'parenthesized_statements':
      return node.namedChildCount === 1 ? inside(node.namedChild(0)) : { k: 'other', parts: statements(node, place) };
    case 'element_reference':
      return item(node, place);
    default:
      return statement(node, place);
  }
}

function statement(node: Syntax, place: Place): Node {
  switch (node.type) {
    case 'assignment':
    case 'operator_assignment':
      return assignment(node, place);
    case 'method':
    case 'singleton_method':
      return func(node, place);
    case 'lambda':
      return lambda(node, place, null);
    case 'class':
    case 'module':
      return onlyHolds(node) ? { k: 'other', parts: body(node, place) } : classOf(node, place);
    case 'singleton_class':
      return { k: 'other', parts: body(node, place) };
    case 'return': {
      const value = node.namedChild(0)?.namedChild(0) ?? null;
      return value ? valued(value, place, (one) => ({ k: 'return', value: one })) : { k: 'return', value: null };
    }
    default:
      return { k: 'other', parts: statements(node, place) };
  }
}

/** `A::B` is a constant of this file, or else of the module `A` wherever that is. */
function constant(node: Syntax, { declared, abroad }: Place): Node {
  const at = node.startIndex;
  const path = node.text.replace(/\s+/g, '').split('::');
  const rooted = path[0] === '';
  const [head = '', ...rest] = rooted ? path.slice(1) : path;
  if (!/^[A-Z]\w*$/.test(head)) return { k: 'other', parts: node.namedChildren.map((one) => constantPart(one, at)) };
  const full = [head, ...rest].join('::');
  if (head === 'ENV' || head === 'ARGV') return { k: 'name', name: head, at };
  const isHere = !rooted && declared.constants.has(full);
  if (!isHere && !abroad.has(head)) abroad.set(head, at);
  const [start = head, ...members] = isHere ? own([head, ...rest], declared) : [`::${head}`, ...rest];
  return members.reduce<Node>((of, name) => ({ k: 'member', of, name, at }), { k: 'name', name: start, at });
}

/** A constant of this file without the modules around it that only hold it. */
function own(path: readonly string[], { namespaces, compact }: Declared): readonly string[] {
  if (compact.has(path.join('::'))) return path.slice(-1);
  const from = path.findIndex((_name, index) => !namespaces.has(path.slice(0, index + 1).join('::')));
  return from < 0 ? path : path.slice(from);
}

/** `factory.klass::CONSTANT`: only its parts matter. */
function constantPart(node: Syntax, at: number): Node {
  return { k: 'name', name: node.text.slice(0, 100), at };
}

function binary(node: Syntax, place: Place): Node {
  const operator = node.childForFieldName('operator')?.type ?? '';
  const operands = (): Node[] => ['left', 'right'].map((side) => translated(node.childForFieldName(side), place));
  if (operator === '||' || operator === 'or') return { k: 'choice', options: operands() };
  if (operator === '&&' || operator === 'and') {
    // The condition is looked at; the value is what stands behind it.
    return { k: 'choice', options: operands().slice(1) };
  }
  if (operator === '+') return sum(node, (one) => translated(one, place));
  const [left = nothing, right = nothing] = operands();
  return operator === '%' && (left.k === 'text' || left.k === 'parts') ? left : { k: 'other', parts: [left, right] };
}

/** `of['key']` and `of[:key]` by name; anything else is any item. */
function item(node: Syntax, place: Place): Node {
  const at = node.startIndex;
  const [object, key] = [node.childForFieldName('object'), node.namedChild(1)];
  const of = translated(object, place, true);
  const name = key && node.namedChildCount === 2 ? symbolText(key) : null;
  if (name !== null) return memberOf(of, name, at);
  return { k: 'item', of, key: translated(key, place), at };
}

function assignment(node: Syntax, place: Place): Node {
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  const operator = node.type === 'operator_assignment' ? (node.childForFieldName('operator')?.text ?? '') : '';
  // A list that is added to holds that too; of a text it is only a part.
  if (/^(?:\+|<<|-|\*)/.test(operator) && right?.type !== 'array') return translated(right, place);
  const values = right?.type === 'right_assignment_list' ? right.namedChildren : null;
  if (left?.type === 'left_assignment_list' || values) {
    const targets = left?.type === 'left_assignment_list' ? left.namedChildren : left ? [left] : [];
    const parts = targets.map((one, index) =>
      bind(target(one, place), values ? value(values[index], place) : null, node),
    );
    return { k: 'other', parts: [...parts, ...(values ? [] : [translated(right, place)])] };
  }
  const to = target(left, place);
  return right ? valued(right, place, (one) => bind(to, one, node)) : bind(to, null, node);
}

function value(node: Syntax | undefined, place: Place): Node | null {
  return node ? translated(node, place) : null;
}

function bind(to: Target, value: Node | null, { startIndex }: Syntax): Bind {
  return { k: 'bind', target: to, value, type: null, declares: true, exported: true, at: startIndex };
}

function target(node: Syntax | null, place: Place): Target {
  switch (node?.type) {
    case 'identifier':
    case 'constant':
    case 'global_variable':
      return { t: 'name', name: node.text };
    case 'instance_variable':
    case 'class_variable':
      return { t: 'field', name: node.text };
    case 'element_reference': {
      const one = item(node, place);
      return one.k === 'member' ? { t: 'member', node: one, adds: true } : { t: 'none' };
    }
    case 'call': {
      const receiver = node.childForFieldName('receiver');
      const name = node.childForFieldName('method')?.text ?? '';
      if (receiver?.type === 'self') return { t: 'field', name: `@${name}` };
      const of = translated(receiver, place, true);
      return { t: 'member', node: { k: 'member', of, name, at: node.startIndex }, adds: true };
    }
    default:
      return { t: 'none' };
  }
}

function classOf(node: Syntax, place: Place): Node {
  const name = node.childForFieldName('name')?.text ?? '';
  const at = node.startIndex;
  const bases = [...(node.childForFieldName('superclass')?.namedChildren ?? []), ...included(node)].map((one) =>
    translated(one, place),
  );
  const inside: Place = { ...place, locals: variables(node), owned: true, based: bases.length > 0 };
  const behind = bases.map(
    (type): Bind => ({
      k: 'bind',
      target: { t: 'field', name: '__base' },
      value: null,
      type,
      declares: true,
      exported: false,
      at,
    }),
  );
  const made: Class = {
    k: 'class',
    name: name.slice(name.lastIndexOf(':') + 1),
    bases,
    body: [...behind, ...body(node, inside).flatMap(member)],
    decorators: [],
    exported: true,
    at,
  };
  return made;
}

/** What a class includes or is extended by, as statements of its body say. */
function included(node: Syntax): readonly Syntax[] {
  return (node.childForFieldName('body')?.namedChildren ?? []).flatMap((one) => {
    const method =
      one.type === 'call' && !one.childForFieldName('receiver') ? one.childForFieldName('method')?.text : '';
    if (!/^(?:include|extend|prepend)$/.test(method ?? '')) return [];
    return (one.childForFieldName('arguments')?.namedChildren ?? []).filter(({ type }) =>
      /^(?:constant|scope_resolution)$/.test(type),
    );
  });
}

function body(node: Syntax, place: Place): readonly Node[] {
  const inner = node.childForFieldName('body');
  return inner ? statements(inner, place) : [];
}

/** What stands in the body of a class, found through the class as well: methods behind `private`, constants, classes inside. */
function member(node: Node): readonly Node[] {
  if (node.k === 'other') return node.parts.flatMap(member);
  if (
    node.k === 'call' &&
    /^(?:private|public|protected|private_class_method|module_function|memoize)$/.test(calledName(node))
  )
    return node.args.flatMap(({ value }) => member(value));
  const name = node.k === 'class' ? node.name : node.k === 'bind' && node.target.t === 'name' ? node.target.name : null;
  if (name === null || !/^[A-Z]/.test(name)) return [node];
  const at = 'at' in node ? node.at : 0;
  return [{ k: 'bind', target: { t: 'field', name }, value: node, type: null, declares: true, exported: false, at }];
}

function calledName({ callee }: Node & { k: 'call' }): string {
  return callee.k === 'name' || callee.k === 'member' ? callee.name : '';
}
