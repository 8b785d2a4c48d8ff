import type { Fact, Reading } from '../model/fact.ts';
import { Lines } from '../text/position.ts';
import { program } from './code/facts.ts';
import type { Language, Lexis } from './code/language.ts';
import { Sieve } from './code/sieve.ts';
import type { Entry, Node } from './code/syntax.ts';
import { is, type Token, tokens } from './code/tokens.ts';
import { Window } from './code/window.ts';

/** A dotted chain and an argument list longer than this are cut: nobody writes them, only generators do. */
const limits = { chain: 24, arguments: 400 };

/** Of a text over this size only what can matter is kept. UTF-16 units. */
const large = 2 << 20;

/**
 * Reads a program word by word, where it cannot be parsed: too large, nested too deeply, or in a file that is not
 * wholly code. It knows imports, assignments of calls, and calls; scopes it does not know. Linear, without recursion.
 */
export function lexical(text: string, language: Language, trouble: string): Reading {
  const lines = new Lines(text);
  const sieve = text.length > large ? new Sieve() : null;
  const nodes: Node[] = [];
  for (const node of statements(new Window(tokens(text, language.lexis)), language, text, sieve))
    if (!sieve || sieve.keeps(node)) nodes.push(node);
  const { facts, exports, entry } = program(nodes, language, (offset) => lines.at(offset));
  return {
    facts: facts.filter(firstOfItsKind()),
    exports,
    manifest: null,
    language: language.id,
    entry: entry || text.startsWith('#!'),
    trouble: sieve?.full ? `${trouble}; it has more calls than are kept of one file` : trouble,
  };
}

/** A literal is met as an argument of each call that it stands in, and once more by itself. */
function firstOfItsKind(): (fact: Fact) => boolean {
  const seen = new Set<string>();
  return ({ kind, at }) => {
    if (kind !== 'string') return true;
    const place = `${at.line}:${at.column}`;
    const isNew = !seen.has(place);
    seen.add(place);
    return isNew;
  };
}

function* statements(list: Window, { lexis }: Language, text: string, sieve: Sieve | null): Iterable<Node> {
  let depth = 0;
  for (let i = 0; ; i++) {
    list.forget(i - 1);
    const token = list.at(i);
    if (!token) return;
    if (is(token, '(')) depth++;
    if (is(token, ')')) depth = Math.max(0, depth - 1);
    if (token.kind === 'text' && token.value !== '') yield { k: 'text', text: token.value, at: token.at };
    if (token.kind !== 'word') continue;

    const read = lexis.imports(list, i);
    if (read) {
      yield read.node;
      i = read.next - 1;
      continue;
    }
    const at = i;
    const chain = reference(list, i);
    i = chain.next - 1;
    const isFree = depth === 0 || (lexis.lines && startsLine(text, token.at)) || isDeclared(list.at(at - 1), lexis);
    const assigned = isFree && is(list.at(chain.next), '=') ? chain.next + 1 : defined(list, chain.next);
    const value = assigned === null ? null : expression(list, assigned);
    if (value) {
      yield bind(chain.node, value.node);
      i = value.next - 1;
    } else if (is(list.at(chain.next), '(') && (!sieve || sieve.mayCall(chain.node, list.at(chain.next + 1)))) {
      yield { k: 'call', callee: chain.node, args: args(list, chain.next), at: token.at };
    }
  }
}

/** Where the value begins behind `:=`, or behind the other names of `client, err :=`: wherever it stands, it binds. */
function defined(list: Window, next: number): number | null {
  const colon = is(list.at(next), ',') && list.at(next + 1)?.kind === 'word' ? next + 2 : next;
  return is(list.at(colon), ':') && is(list.at(colon + 1), '=') ? colon + 2 : null;
}

/** A name so declared is bound wherever it stands: in a callback, or behind a parenthesis that is never closed. */
function isDeclared(before: Token | undefined, { declaring }: Lexis): boolean {
  return before?.kind === 'word' && declaring?.test(before.value) === true;
}

/** Without indentation nothing is an argument, even where a parenthesis is still open. */
function startsLine(text: string, at: number): boolean {
  return at === 0 || /[\r\n]/.test(text[at - 1] ?? '');
}

function bind(target: Node, value: Node): Node {
  const base = { k: 'bind', value, type: null, exported: false, at: 'at' in target ? target.at : 0 } as const;
  if (target.k === 'name') return { ...base, target: { t: 'name', name: target.name }, declares: true };
  return { ...base, target: { t: 'member', node: target, adds: false }, declares: false };
}

/** `a.b.c` from position i; `new` and `await` before it are passed over. */
function reference(list: Window, start: number): { node: Node; next: number } {
  let i = start;
  const first = list.at(i);
  let node: Node = { k: 'name', name: first?.value ?? '', at: first?.at ?? 0 };
  let links = 0;
  for (i++; is(list.at(i), '.') && list.at(i + 1)?.kind === 'word'; i += 2) {
    const name = list.at(i + 1);
    if (name && links++ < limits.chain) node = { k: 'member', of: node, name: name.value, at: name.at };
  }
  return { node, next: i };
}

/** The right side of an assignment: a literal, a name, a call, `require('x')`. `next` is where its arguments begin. */
function expression(list: Window, start: number): { node: Node; next: number } | null {
  let i = start;
  while (list.at(i)?.kind === 'word' && /^(?:new|await)$/.test(list.at(i)?.value ?? '')) i++;
  const token = list.at(i);
  if (token?.kind === 'text') return { node: { k: 'text', text: token.value, at: token.at }, next: i + 1 };
  if (token?.kind !== 'word') return null;
  const inner = list.at(i + 2);
  if (/^(?:require|import)$/.test(token.value) && is(list.at(i + 1), '(') && inner?.kind === 'text')
    return { node: { k: 'module', module: inner.value, at: token.at }, next: i + 3 };
  const { node, next } = reference(list, i);
  return is(list.at(next), '(')
    ? { node: { k: 'call', callee: node, args: args(list, next), at: token.at }, next }
    : { node, next };
}

/** Arguments between the parenthesis at `open` and its partner: `name: value`, `name=value` and bare literals. */
function args(list: Window, open: number): readonly Entry[] {
  const found: Entry[] = [];
  let depth = 0;
  for (let i = open; i < open + limits.arguments; i++) {
    const token = list.at(i);
    if (!token) break;
    if (token.kind === 'mark') {
      if ('([{'.includes(token.value)) depth++;
      if (')]}'.includes(token.value) && --depth === 0) break;
      continue;
    }
    if (depth > 2) continue;
    const named = list.at(i + 1);
    if (token.kind === 'word' && (is(named, ':') || is(named, '='))) {
      const value = expression(list, i + 2);
      found.push({ name: token.value, value: value?.node ?? { k: 'other', parts: [] }, at: token.at });
      if (value) i = value.next - 1;
      continue;
    }
    if (token.kind === 'text')
      found.push({ name: null, value: { k: 'text', text: token.value, at: token.at }, at: token.at });
    else if (depth === 1 && (is(named, ',') || is(named, ')')))
      found.push({ name: null, value: { k: 'name', name: token.value, at: token.at }, at: token.at });
  }
  return found;
}
