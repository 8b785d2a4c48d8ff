import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Bind, Entry, Func, Node } from '../../code/syntax.ts';
import { accessors } from './declared.ts';
import { memberOf, pair } from './entries.ts';
import { lambda } from './functions.ts';
import type { Place } from './place.ts';
import { relative } from './words.ts';

/** Methods of Ruby itself, and those of any class: no base class has to be looked into for them. */
const kernel: ReadonlySet<string> = new Set(
  (
    'system exec spawn puts print p pp require raise loop lambda proc format sprintf sleep catch throw binding open ' +
    'private public protected module_function private_class_method block_given? abort exit warn rand srand gets super'
  ).split(' '),
);

/** Methods whose result says the same as what they are asked of. */
const same =
  /^(?:freeze|dup|clone|to_s|to_str|to_json|to_sym|to_h|to_a|strip|chomp|squish|presence|compact|html_safe|with_indifferent_access|symbolize_keys|deep_symbolize_keys|stringify_keys|deep_stringify_keys|deep_dup|itself|then|await|value!)$/;

/** Functions that only spell something else: `URI(x)`, `JSON.generate(x)`. */
const spelling =
  /^(?:URI|String|URI\.parse|URI\.join|Addressable::URI\.parse|JSON\.(?:generate|dump|pretty_generate)|Oj\.dump|MultiJson\.dump)$/;

/** A call in any of its forms, with or without parentheses, receiver and block; a bare name that is no variable is one too. */
export function calls(node: Syntax, place: Place, inner: boolean): Node {
  const at = node.startIndex;
  if (node.type === 'identifier') {
    if (place.locals.has(node.text)) return { k: 'name', name: node.text, at };
    return named(node.text, [], { at, place, bare: true, inner });
  }
  const receiver = node.childForFieldName('receiver');
  const method = node.childForFieldName('method')?.text ?? 'call';
  const list = node.childForFieldName('arguments');
  const args = (list?.namedChildren ?? []).flatMap((one) => argument(one, place));
  const block = node.childForFieldName('block');
  if (!receiver) {
    const own = declaration(node, method, args, block, place);
    if (own) return own;
  }
  const plainName = receiver && receiver.type !== 'call' ? `${receiver.text.slice(0, 30)}.${method}` : method;
  const [first] = args;
  if (first && spelling.test(plainName))
    return args.length === 1
      ? first.value
      : joined(
          args.map(({ value }) => value),
          at,
        );
  const bare = !list && !block;
  if (!receiver) return closed(node, named(method, args, { at, place, bare, inner }), block, place);
  if (same.test(method) && args.length === 0) return place.read(receiver, place, inner);

  const of = place.read(receiver, place, true);
  if (method === 'class' && of.k === 'name' && of.name === 'self') return of;
  const asked = looked(of, method, args, block, at, place);
  if (asked) return asked;
  const isSelf = of.k === 'name' && of.name === 'self';
  if (isSelf && place.based && !place.declared.methods.has(method))
    return closed(node, named(method, args, { at, place, bare, inner }), block, place);
  const callee = memberOf(of, method, at);
  if (reads(method, receiver, place) && args.length === 0 && !block) return callee;
  const isField = inner && bare && !isConstant(receiver) && method !== 'new' && !place.declared.taking.has(method);
  return isField ? callee : closed(node, { k: 'call', callee, args, at }, block, place);
}

/** A method of this file without parameters is read like a field. */
function reads(method: string, receiver: Syntax, { declared }: Place): boolean {
  const own = declared.methods.has(method) || declared.functions.has(method);
  return (
    own &&
    !declared.taking.has(method) &&
    (receiver.type === 'self' || !isConstant(receiver) || declared.constants.has(receiver.text))
  );
}

function isConstant({ type }: Syntax): boolean {
  return type === 'constant' || type === 'scope_resolution';
}

interface Named {
  readonly at: number;
  readonly place: Place;
  readonly bare: boolean;
  readonly inner: boolean;
}

/** A call without a receiver: of a method of this class or file, of a class it is made of, or of Ruby's own. */
function named(name: string, args: readonly Entry[], { at, place, bare, inner }: Named): Node {
  const { declared, owned, based } = place;
  const self: Node = { k: 'name', name: 'self', at };
  const own: Node = { k: 'member', of: self, name, at };
  if (owned && declared.methods.has(name))
    return declared.taking.has(name) || args.length > 0 ? { k: 'call', callee: own, args, at } : own;
  const callee: Node = { k: 'name', name, at };
  if (declared.functions.has(name)) return { k: 'call', callee, args, at };
  if (kernel.has(name) || !based) return bare && args.length === 0 ? callee : { k: 'call', callee, args, at };
  const behind: Node = { k: 'member', of: { k: 'member', of: self, name: '__base', at }, name, at };
  return bare && inner ? behind : { k: 'call', callee: behind, args, at };
}

/** Calls that declare something: `require`, `attr_reader`, `include`; `lambda { … }` is the function itself. */
function declaration(
  node: Syntax,
  method: string,
  args: readonly Entry[],
  block: Syntax | null,
  place: Place,
): Node | null {
  const at = node.startIndex;
  const [first] = args;
  if (/^(?:require|require_relative|load)$/.test(method) && first?.value.k === 'text') {
    const module = method === 'require_relative' ? relative(first.value.text) : first.value.text;
    return { k: 'import', module, names: [], typeOnly: false, at };
  }
  if ((method === 'lambda' || method === 'proc') && block) return lambda(block, place, null);
  if (/^(?:include|extend|prepend)$/.test(method) && place.owned) return { k: 'other', parts: [] };
  const names = accessors(node);
  if (names.length === 0) return null;
  return { k: 'other', parts: names.map((name) => accessor(name, at)) };
}

function accessor(name: string, at: number): Func {
  const value: Node = { k: 'member', of: { k: 'name', name: 'self', at }, name: `@${name}`, at };
  const body: Node[] = [{ k: 'return', value }];
  return { k: 'function', name, params: [], body, decorators: [], exported: true, getter: true, at };
}

/** What is looked up, put together or passed on: `h.fetch(:a)`, `h.dig(:a, :b)`, `h.merge(b: 1)`, `x.tap { … }`. */
function looked(
  of: Node,
  method: string,
  args: readonly Entry[],
  block: Syntax | null,
  at: number,
  place: Place,
): Node | null {
  const [first, second] = args.map(({ value }) => value);
  const isEnvironment = of.k === 'name' && of.name === 'ENV';
  if (method === 'fetch' && isEnvironment) {
    const fallback = block ? [{ name: null, value: blockValue(block, place), at }] : [];
    return { k: 'call', callee: { k: 'member', of, name: method, at }, args: [...args, ...fallback], at };
  }
  if (method === 'fetch' && first?.k === 'text' && of.k !== 'call') {
    const member = memberOf(of, first.text, at);
    return second ? { k: 'choice', options: [member, second] } : member;
  }
  if (method === 'dig' && args.length > 0) {
    const isKnown = args.every(({ value }) => value.k === 'text');
    if (!isKnown) return { k: 'item', of, key: { k: 'other', parts: [] }, at };
    return args.reduce((holder, { value }) => memberOf(holder, value.k === 'text' ? value.text : '', at), of);
  }
  if (/^(?:deep_|reverse_)?merge!?$/.test(method) && args.length > 0) {
    const spread = args.map((arg) => (arg.name === null ? { ...arg, name: '...' } : arg));
    return { k: 'map', entries: [{ name: '...', value: of, at }, ...spread] };
  }
  if (/^(?:public_)?send$/.test(method) && first) {
    const callee: Node = first.k === 'text' ? memberOf(of, first.text, at) : { k: 'item', of, key: first, at };
    return { k: 'call', callee, args: args.slice(1), at };
  }
  // What is set in the block is handed to what made the thing.
  if (method === 'tap' && block)
    return of.k === 'call' ? closed(block, of, block, place) : { k: 'choice', options: [of, lambda(block, place, of)] };
  return null;
}

/** The last statement of a block, as a value. */
function blockValue(block: Syntax, place: Place): Node {
  const body = block.childForFieldName('body');
  return place.read(body?.namedChildren.at(-1) ?? null, place);
}

function argument(node: Syntax, place: Place): readonly Entry[] {
  const at = node.startIndex;
  if (node.type === 'comment' || node.type === 'heredoc_body') return [];
  if (node.type === 'pair' || node.type === 'hash_splat_argument') return pair(node, place);
  if (node.type === 'splat_argument') return [{ name: '...', value: place.read(node.namedChild(0), place), at }];
  if (node.type === 'block_argument') return [{ name: '&', value: place.read(node.namedChild(0), place), at }];
  return [{ name: null, value: place.read(node, place), at }];
}

/**
 * A call with its block. What the block sets on its parameter (`request.body = …`) is what is handed over; what it sends
 * through it (`request.url '/x'`) is asked of the result.
 */
function closed(node: Syntax, call: Node, block: Syntax | null, place: Place): Node {
  if (!block || call.k !== 'call') return call;
  const made = lambda(block, place, call.callee);
  const [param] = made.params;
  const given = param ? settings(made.body, param.name) : [];
  const body = param ? made.body.map((one) => withoutSettings(one, param.name)) : made.body;
  const visit: Entry = { name: '&', value: { ...made, body }, at: node.startIndex };
  return { ...call, args: [...call.args, ...given, visit] };
}

/** `param.name = value` and `param.name value` in the statements of a block. */
function settings(body: readonly Node[], param: string): readonly Entry[] {
  return body.flatMap((node): readonly Entry[] => {
    if (node.k === 'other') return settings(node.parts, param);
    if (node.k === 'return') return node.value ? settings([node.value], param) : [];
    const name = setName(node, param);
    return name !== null && node.k === 'bind' && node.value ? [{ name, value: node.value, at: node.at }] : [];
  });
}

function setName(node: Node, param: string): string | null {
  if (node.k !== 'bind' || node.target.t !== 'member') return null;
  const { node: to } = (node as Bind & { target: { t: 'member'; node: Node } }).target;
  return to.k === 'member' && to.of.k === 'name' && to.of.name === param ? to.name : null;
}

/** The same statement without what has become an argument: it is looked at there. */
function withoutSettings(node: Node, param: string): Node {
  if (node.k === 'other') return { k: 'other', parts: node.parts.map((one) => withoutSettings(one, param)) };
  if (node.k === 'return' && node.value) return { k: 'return', value: withoutSettings(node.value, param) };
  return setName(node, param) === null ? node : { k: 'other', parts: [] };
}
