import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Entry, Node } from '../../code/syntax.ts';
import { codeIn, empty, field, lastOf, type Read } from '../../nodes.ts';
import { argumentsOf } from './arguments.ts';
import { typeOf } from './types.ts';

/** Classes whose objects are lists, and those that are tables by name. */
const lists = /^(?:List|HashSet|Collection|ObservableCollection|Queue|Stack|LinkedList|JsonArray|JArray)$/;
const maps =
  /^(?:Dictionary|SortedDictionary|ConcurrentDictionary|JsonObject|JObject|JProperty|ExpandoObject|Hashtable)$/;

/** Classes that only hold what they are made of: content of a request, an address. */
const holders = /^(?:StringContent|JsonContent|ByteArrayContent|ReadOnlyMemory|ApiKeyCredential|AzureKeyCredential)$/;

/** `new T(a) { B = c }`; `type` is the declared one where `new()` leaves it out. */
export function creation(node: Syntax, type: Node | null, read: Read): Node {
  const at = node.startIndex;
  const given = field(node, 'type');
  const name = given ? simpleName(given) : '';
  const list = field(node, 'arguments') ?? codeIn(node).find(({ type: kind }) => kind === 'argument_list') ?? null;
  const args = argumentsOf(list, read);
  const initializer = field(node, 'initializer') ?? codeIn(node).find(isInitializer) ?? null;
  if (name === 'Uri') return address(args, at);
  if (holders.test(name) && args[0]) return held(args);
  if (maps.test(name)) return { k: 'map', entries: initializer ? entriesOf(initializer, read) : [] };
  if (lists.test(name)) return initializer ? initialized(initializer, read) : { k: 'list', items: [] };
  const callee = typeOf(given) ?? type;
  const entries = [...args, ...(initializer ? entriesOf(initializer, read) : [])];
  return callee ? { k: 'call', callee, args: entries, at } : { k: 'other', parts: entries.map(({ value }) => value) };
}

function isInitializer({ type }: Syntax): boolean {
  return type === 'initializer_expression';
}

function simpleName(type: Syntax): string {
  const name = type.type === 'generic_name' ? type.namedChild(0) : (field(type, 'name') ?? type);
  return name?.text ?? '';
}

/** `new Uri(text)` is the text, and `new Uri(base, path)` both together. */
function address(args: readonly Entry[], at: number): Node {
  const [first = empty, second] = args.map(({ value }) => value);
  const isPath = second?.k === 'text' || second?.k === 'parts' || second?.k === 'name';
  if (!second || !isPath) return first;
  return joined([first, second.k === 'text' && second.text.startsWith('/') ? '' : '/', second], at);
}

/** The content is the value; encoding and type of it are only looked at. */
function held([first, ...rest]: readonly Entry[]): Node {
  const others: Node = { k: 'other', parts: rest.map(({ value }) => value) };
  return rest.length === 0 ? (first?.value ?? empty) : { k: 'choice', options: [first?.value ?? empty, others] };
}

/** `{ A = b }` as an object, `{ a, b }` as a list. */
export function initialized(node: Syntax, read: Read): Node {
  const children = codeIn(node);
  if (children.some(({ type }) => type === 'assignment_expression') || children.some(isPair))
    return { k: 'map', entries: entriesOf(node, read) };
  return { k: 'list', items: children.map((child) => (isInitializer(child) ? initialized(child, read) : read(child))) };
}

/** `{ "key", value }` in the initializer of a dictionary. */
function isPair(node: Syntax): boolean {
  return isInitializer(node) && node.namedChildCount === 2 && node.namedChild(0)?.type === 'string_literal';
}

function entriesOf(node: Syntax, read: Read): readonly Entry[] {
  const value = (one: Syntax | null): Node => {
    if (!one) return empty;
    return isInitializer(one) ? initialized(one, read) : read(one);
  };
  return codeIn(node).map((child): Entry => {
    const at = child.startIndex;
    if (isPair(child)) {
      const key = read(child.namedChild(0) ?? child);
      return { name: key.k === 'text' ? key.text : '', value: value(child.namedChild(1)), at };
    }
    if (child.type !== 'assignment_expression') return { name: null, value: value(child), at };
    return { name: keyOf(field(child, 'left'), read), value: value(field(child, 'right')), at };
  });
}

/** `A = …` and `["a"] = …`. */
function keyOf(left: Syntax | null, read: Read): string {
  if (left?.type === 'identifier') return left.text;
  const key = left && lastOf(left);
  const inner = key && (lastOf(key) ?? key);
  const text = inner ? read(inner) : empty;
  return text.k === 'text' ? text.text : '';
}

/** `new { model = "x", messages }`: a name by itself is entry and value. */
export function anonymous(node: Syntax, read: Read): Node {
  const entries: Entry[] = [];
  const children = node.children.filter((child) => child.type !== 'comment');
  children.forEach((child, index) => {
    if (!child.isNamed || children[index + 1]?.type === '=') return;
    const before = children[index - 1]?.type === '=' ? children[index - 2] : undefined;
    const name = before?.text ?? (field(child, 'name') ?? child).text;
    entries.push({ name, value: read(child), at: (before ?? child).startIndex });
  });
  return { k: 'map', entries };
}
