import type { Node as Syntax } from 'web-tree-sitter';
import type { Entry, Func, Node, Param } from '../../code/syntax.ts';
import { command } from './commands.ts';
import { text } from './texts.ts';

const nothing: Node = { k: 'other', parts: [] };

/** The text of a script, and the functions that it declares. */
interface Place {
  readonly source: string;
  readonly functions: ReadonlySet<string>;
}

/** A PowerShell script in rollcall's own small syntax tree. Names are the same in any case, and read in lower case. */
export function translate(root: Syntax): readonly Node[] {
  const place: Place = { source: ' '.repeat(root.startIndex) + root.text, functions: functionsIn(root) };
  return root.namedChildren.map((one) => read(one, place));
}

function functionsIn(root: Syntax): ReadonlySet<string> {
  const names = new Set<string>();
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'function_name') names.add(node.text.toLowerCase());
    for (const child of node.namedChildren) open.push(child);
  }
  return names;
}

/** Wrappers around a single thing, of which the grammar has one for each rank of operators. */
function unwrapped(node: Syntax): Syntax {
  let inner = node;
  while (
    inner.namedChildCount === 1 &&
    /_expression$|^(?:pipeline|pipeline_chain|string_literal|integer_literal)$/.test(inner.type)
  ) {
    const child = inner.namedChild(0);
    if (!child || /^(?:array_expression|hash_literal_expression|sub_expression)$/.test(inner.type)) break;
    inner = child;
  }
  return inner;
}

function read(outer: Syntax, place: Place): Node {
  const node = unwrapped(outer);
  const at = node.startIndex;
  const inside = (one: Syntax): Node => read(one, place);
  switch (node.type) {
    case 'comment':
      return nothing;
    case 'variable':
      return variable(node.text, at);
    case 'expandable_string_literal':
    case 'verbatim_string_characters':
    case 'expandable_here_string_literal':
    case 'verbatim_here_string_characters':
    case 'generic_token':
      return text(node, place.source, inside);
    case 'decimal_integer_literal':
      return { k: 'number', number: Number(node.text) };
    case 'hash_literal_expression':
      return { k: 'map', entries: (node.namedChild(0)?.namedChildren ?? []).flatMap((one) => pair(one, place)) };
    case 'array_expression':
      return { k: 'list', items: listed(node, place) };
    case 'array_literal_expression':
      return { k: 'list', items: node.namedChildren.map(inside) };
    case 'additive_expression':
      return { k: 'parts', parts: node.namedChildren.map(inside), at };
    case 'member_access':
      return member(node, place);
    case 'assignment_expression':
      return assignment(node, place);
    case 'pipeline_chain':
      return chain(node, place);
    case 'command':
      return command(node, place.functions, inside);
    case 'function_statement':
      return func(node, place);
    case 'foreach_statement':
      return loop(node, place);
    default:
      return { k: 'other', parts: node.namedChildren.map(inside) };
  }
}

function variable(name: string, at: number): Node {
  const plain = name.replace(/^[$@]\{?|\}$/g, '');
  const [, set] = /^env:(\w+)$/i.exec(plain) ?? [];
  if (set !== undefined) return { k: 'member', of: { k: 'name', name: 'env', at }, name: set, at };
  return { k: 'name', name: plain.replace(/^(?:script|global|local|private):/i, '').toLowerCase(), at };
}

function pair(node: Syntax, place: Place): readonly Entry[] {
  if (node.type !== 'hash_entry') return [];
  const [key, value] = node.namedChildren;
  const name = (key?.text ?? '').replace(/^["']|["']$/g, '');
  return [{ name: name.toLowerCase(), value: value ? read(value, place) : nothing, at: node.startIndex }];
}

/** `@(a; b)` and `@("a", "b")` hold the same. */
function listed(node: Syntax, place: Place): readonly Node[] {
  const statements = (node.namedChild(0)?.namedChildren ?? []).map((one) => read(one, place));
  const [only] = statements;
  return statements.length === 1 && only?.k === 'list' ? only.items : statements;
}

function member(node: Syntax, place: Place): Node {
  const [of, name] = node.namedChildren;
  return {
    k: 'member',
    of: of ? read(of, place) : nothing,
    name: (name?.text ?? '').toLowerCase(),
    at: node.startIndex,
  };
}

function assignment(node: Syntax, place: Place): Node {
  const at = node.startIndex;
  const [left, right] = [node.namedChild(0), node.childForFieldName('value')];
  const value = right ? read(right, place) : null;
  const target = left ? unwrapped(left.namedChild(0) ?? left) : null;
  const base = { k: 'bind', value, type: null, declares: true, exported: false, at } as const;
  if (target?.type === 'variable') {
    const to = variable(target.text, at);
    return to.k === 'name'
      ? { ...base, target: { t: 'name', name: to.name } }
      : { k: 'other', parts: [to, ...(value ? [value] : [])] };
  }
  const to = target?.type === 'member_access' ? member(target, place) : null;
  return { ...base, target: to ? { t: 'member', node: to, adds: true } : { t: 'none' } };
}

/** `$x | ConvertTo-Json` says what `$x` does; of other chains each part is done. */
function chain(node: Syntax, place: Place): Node {
  const [first, ...rest] = node.namedChildren.map((one) => read(one, place));
  const names = node.namedChildren.slice(1).map((one) => one.childForFieldName('command_name')?.text ?? '');
  const isSame = names.length > 0 && names.every((name) => /^(?:ConvertTo-Json|Out-String|Select-Object)$/i.test(name));
  return isSame && first ? first : { k: 'other', parts: first ? [first, ...rest] : rest };
}

function func(node: Syntax, place: Place): Func {
  const name = node.namedChildren.find(({ type }) => type === 'function_name')?.text ?? '';
  const block = node.namedChildren.find(({ type }) => type === 'script_block');
  const declared = node.namedChildren.find(({ type }) => type === 'function_parameter_declaration');
  const within = block?.namedChildren.find(({ type }) => type === 'param_block');
  const list = (declared ?? within)?.namedChildren.find(({ type }) => type === 'parameter_list');
  const params = (list?.namedChildren ?? []).map((one): Param => parameter(one, place));
  const body = (block?.namedChildren ?? []).filter((one) => one.type !== 'param_block').map((one) => read(one, place));
  return { k: 'function', name: name.toLowerCase(), params, body, decorators: [], exported: true, at: node.startIndex };
}

function parameter(node: Syntax, place: Place): Param {
  const own = node.namedChildren.find(({ type }) => type === 'variable');
  const given = node.namedChildren.find(({ type }) => type === 'script_parameter_default')?.namedChild(0);
  const name = (own?.text ?? '').replace(/^\$/, '').toLowerCase();
  return { name, members: [], type: null, fallback: given ? read(given, place) : null, field: false };
}

/** `foreach ($x in $list)`: the variable is any item of the list. */
function loop(node: Syntax, place: Place): Node {
  const at = node.startIndex;
  const [own, list, ...rest] = node.namedChildren;
  const of = list ? read(list, place) : nothing;
  const value: Node = { k: 'item', of, key: nothing, at };
  const target = { t: 'name', name: (own?.text ?? '').replace(/^\$/, '').toLowerCase() } as const;
  const bind: Node = { k: 'bind', target, value, type: null, declares: true, exported: false, at };
  return { k: 'other', parts: [bind, ...rest.map((one) => read(one, place))] };
}
