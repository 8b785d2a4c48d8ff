import type { Node as Syntax } from 'web-tree-sitter';
import type { Entry, Node } from '../../code/syntax.ts';
import { codeIn, empty, field, type Read } from '../../nodes.ts';
import { argumentsOf } from './arrays.ts';
import { classNamed } from './names.ts';
import { filledIn } from './strings.ts';

/** Functions that only write down, cut or pass on what they are handed. */
const silent =
  /^(?:json_encode|wp_json_encode|trim|rtrim|ltrim|strval|esc_url_raw|esc_url|untrailingslashit|trailingslashit|http_build_query|stripslashes|sanitize_text_field|collect|value|tap)$/;

/** `f(…)`; functions that spell something simpler are that. */
export function functionCall(node: Syntax, read: Read): Node {
  const at = node.startIndex;
  const callee = field(node, 'function');
  const args = argumentsOf(field(node, 'arguments'), read);
  const name = callee && callee.endIndex - callee.startIndex < 40 ? callee.text.replace(/^\\/, '') : '';
  const call: Node = { k: 'call', callee: callee ? read(callee) : empty, args, at };
  return simpler(name, args, at) ?? call;
}

function simpler(name: string, args: readonly Entry[], at: number): Node | null {
  const [first, ...rest] = args.map(({ value }) => value);
  if (!first) return null;
  if (silent.test(name)) return first;
  if (/^v?sprintf$/.test(name)) return filledIn(first, rest, at);
  if (/^array_(?:merge|replace)(?:_recursive)?$/.test(name)) return merged([first, ...rest], at);
  if (name === 'wp_parse_args') return merged([...rest, first], at);
  if (name === 'compact') return { k: 'map', entries: [first, ...rest].flatMap(shorthand) };
  if (name !== 'define' || first.k !== 'text' || !rest[0]) return null;
  const target = { t: 'name', name: first.text } as const;
  return { k: 'bind', target, value: rest[0], type: null, declares: true, exported: true, at };
}

/** What is written later goes before what was there. */
function merged(tables: readonly Node[], at: number): Node {
  return { k: 'map', entries: tables.map((value) => ({ name: '...', value, at })) };
}

/** `compact('model')` is `['model' => $model]`. */
function shorthand(node: Node): readonly Entry[] {
  if (node.k !== 'text') return [];
  return [{ name: node.text, value: { k: 'name', name: `$${node.text}`, at: node.at }, at: node.at }];
}

/** `$a->b(…)`, `$a?->b(…)` and `A::b(…)`. */
export function methodCall(node: Syntax, read: Read): Node {
  const args = argumentsOf(field(node, 'arguments'), read);
  return { k: 'call', callee: memberOf(node, read), args, at: node.startIndex };
}

/** `$a->b`, `$a->{$b}`, `A::$b` and `A::b`. */
export function memberOf(node: Syntax, read: Read): Node {
  const at = node.startIndex;
  const object = field(node, 'object');
  const scope = field(node, 'scope');
  const of = object ? read(object) : scope ? classOr(scope, read) : empty;
  const name = field(node, 'name');
  if (name?.type === 'name') return { k: 'member', of, name: name.text, at };
  if (scope && name?.type === 'variable_name') return { k: 'member', of, name: name.text.slice(1), at };
  return { k: 'item', of, key: name ? read(name) : empty, at };
}

/** `A::B`, and `A::class`, which stands for the class. */
export function constantOf(node: Syntax, read: Read): Node {
  const [scope, name] = codeIn(node);
  const of = scope ? classOr(scope, read) : empty;
  return !name || name.text === 'class' ? of : { k: 'member', of, name: name.text, at: node.startIndex };
}

function classOr(node: Syntax, read: Read): Node {
  return /^(?:name|qualified_name|relative_scope)$/.test(node.type) ? classNamed(node) : read(node);
}

/** `new A(…)`; of a class without a name, that class. */
export function creation(node: Syntax, read: Read): Node {
  const at = node.startIndex;
  const [made] = codeIn(node);
  const list = codeIn(node).find(({ type }) => type === 'arguments');
  if (made?.type === 'anonymous_class') {
    const given = codeIn(made).find(({ type }) => type === 'arguments');
    return { k: 'call', callee: read(made), args: argumentsOf(given, read), at };
  }
  return { k: 'call', callee: made ? classOr(made, read) : empty, args: argumentsOf(list, read), at };
}
