import type { Entry, Node } from '../../code/syntax.ts';

type Call = Node & { k: 'call' };

/** How many calls of one builder are read. */
const most = 200;

/**
 * What a call on a builder means. `X.builder().model("m").tools(a, b).build()` says the same as `X(model = "m", tools =
 * [a, b])`: it is read as one call of `X.builder` with arguments by name. Null where the receiver is no builder.
 */
export function chained(receiver: Node, method: string, args: readonly Entry[]): Node | null {
  if (/^build(?:Async|Client|AsyncClient)?$/.test(method) && args.length === 0 && isBuilder(receiver))
    // A choice of one is no open builder any more: what is called on it is called on the thing that was built.
    return { k: 'choice', options: [receiver] };
  if (receiver.k !== 'call' || !isBuilder(receiver) || receiver.args.length >= most) return null;
  return { ...receiver, args: added(receiver.args, method, args, receiver.at) };
}

/** A call that makes a builder, and by its name a variable that holds one. */
function isBuilder(node: Node): boolean {
  if (node.k === 'call') return makesBuilder(node);
  return (node.k === 'name' || node.k === 'member') && /builder$/i.test(node.name);
}

function makesBuilder({ callee }: Call): boolean {
  return (callee.k === 'name' || callee.k === 'member') && /^(?:builder|newBuilder|\w{0,80}Builder)$/.test(callee.name);
}

/** What is said more than once under a name (`addTool`) is a list of it. */
function added(entries: readonly Entry[], name: string, args: readonly Entry[], at: number): readonly Entry[] {
  const values = args.map(({ value }) => value);
  const before = entries.find((entry) => entry.name === name)?.value;
  if (!before) return [...entries, { name, value: said(values), at }];
  const items = [...(before.k === 'list' ? before.items : [before]), ...values].slice(0, most);
  return entries.map((entry) => (entry.name === name ? { ...entry, value: { k: 'list', items } } : entry));
}

/** `.strict()` says that it is so. */
function said(values: readonly Node[]): Node {
  const [only] = values;
  if (!only) return { k: 'boolean', boolean: true };
  return values.length === 1 ? only : { k: 'list', items: values };
}

/**
 * `r -> r.modelId("m").messages(list)` fills a request that the caller never names: its calls are entries. Null for a
 * function that does anything else.
 */
export function filling(param: string, body: Node): Node | null {
  const entries: Entry[] = [];
  let at = body;
  while (at.k === 'call' && at.callee.k === 'member' && at.args.length > 0) {
    entries.unshift({ name: at.callee.name, value: said(at.args.map(({ value }) => value)), at: at.at });
    at = at.callee.of;
  }
  return entries.length >= 2 && at.k === 'name' && at.name === param ? { k: 'map', entries } : null;
}
