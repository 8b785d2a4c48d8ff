import type { Fact, Reading } from '../model/fact.ts';
import { Lines } from '../text/position.ts';
import { program } from './code/facts.ts';
import type { Language } from './code/language.ts';
import { Sieve } from './code/sieve.ts';
import type { Entry, Node } from './code/syntax.ts';
import { type Token, tokens } from './code/tokens.ts';
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
  for (const node of statements(new Window(tokens(text, language.id)), language, text, sieve))
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

function* statements(list: Window, { id }: Language, text: string, sieve: Sieve | null): Iterable<Node> {
  let depth = 0;
  for (let i = 0; ; i++) {
    list.forget(i - 1);
    const token = list.at(i);
    if (!token) return;
    if (is(token, '(')) depth++;
    if (is(token, ')')) depth = Math.max(0, depth - 1);
    if (token.kind === 'text') yield { k: 'text', text: token.value, at: token.at };
    if (token.kind !== 'word') continue;

    const read = id === 'python' ? pythonImport(list, i) : javascriptImport(list, i);
    if (read) {
      yield read.node;
      i = read.next - 1;
      continue;
    }
    const at = i;
    const chain = reference(list, i);
    i = chain.next - 1;
    const isFree = depth === 0 || (id === 'python' ? startsLine(text, token.at) : isDeclared(list.at(at - 1)));
    const value = isFree && is(list.at(chain.next), '=') ? expression(list, chain.next + 1) : null;
    if (value) {
      yield bind(chain.node, value.node);
      i = value.next - 1;
    } else if (is(list.at(chain.next), '(') && (!sieve || sieve.mayCall(chain.node, list.at(chain.next + 1)))) {
      yield { k: 'call', callee: chain.node, args: args(list, chain.next), at: token.at };
    }
  }
}

/** A name so declared is bound wherever it stands: in a callback, or behind a parenthesis that is never closed. */
function isDeclared(before: Token | undefined): boolean {
  return before?.kind === 'word' && /^(?:const|let|var)$/.test(before.value);
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
  for (i++; (is(list.at(i), '.') || is(list.at(i), '?.')) && list.at(i + 1)?.kind === 'word'; i += 2) {
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

function javascriptImport(list: Window, start: number): { node: Node; next: number } | null {
  const at = list.at(start)?.at ?? 0;
  if (list.at(start)?.value !== 'import') return null;
  const names: { symbol: string; local: string; typeOnly: boolean }[] = [];
  for (let i = start + 1; i < start + limits.arguments; i++) {
    const token = list.at(i);
    if (token?.kind === 'text')
      return {
        node: { k: 'import', module: token.value, names, typeOnly: list.at(start + 1)?.value === 'type', at },
        next: i + 1,
      };
    if (token?.kind === 'word' && !/^(?:from|type|as)$/.test(token.value)) {
      const renamed = list.at(i + 1)?.value === 'as' ? list.at(i + 2) : undefined;
      const local = renamed?.value ?? token.value;
      names.push({ symbol: i === start + 1 ? 'default' : token.value, local, typeOnly: false });
      if (renamed) i += 2;
    } else if (is(token, '*') && list.at(i + 2)?.kind === 'word') {
      names.push({ symbol: '', local: list.at(i + 2)?.value ?? '', typeOnly: false });
      i += 2;
    } else if (is(token, ';') || is(token, '(')) return null;
  }
  return null;
}

function pythonImport(list: Window, start: number): { node: Node; next: number } | null {
  const first = list.at(start);
  if (first?.value !== 'import' && first?.value !== 'from') return null;
  const path = dottedName(list, start + 1);
  if (!path) return null;
  if (first.value === 'import') {
    const local = list.at(path.next)?.value === 'as' ? list.at(path.next + 1) : undefined;
    const [root = path.name] = path.name.split('.');
    const name = local ? { module: path.name, local: local.value } : { module: root, local: root };
    const node: Node = {
      k: 'import',
      module: name.module,
      names: [{ symbol: '', local: name.local, typeOnly: false }],
      typeOnly: false,
      at: first.at,
    };
    return { node, next: local ? path.next + 2 : path.next };
  }
  if (list.at(path.next)?.value !== 'import') return null;
  const names: { symbol: string; local: string; typeOnly: boolean }[] = [];
  let i = path.next + 1;
  if (is(list.at(i), '(')) i++;
  for (; list.at(i)?.kind === 'word'; i++) {
    const symbol = list.at(i)?.value ?? '';
    const renamed = list.at(i + 1)?.value === 'as' ? list.at(i + 2)?.value : undefined;
    names.push({ symbol, local: renamed ?? symbol, typeOnly: false });
    if (renamed !== undefined) i += 2;
    if (!is(list.at(i + 1), ',')) break;
    i++;
  }
  return { node: { k: 'import', module: path.name, names, typeOnly: false, at: first.at }, next: i + 1 };
}

function dottedName(list: Window, start: number): { name: string; next: number } | null {
  let i = start;
  let name = '';
  for (; is(list.at(i), '.'); i++) name += '.';
  if (list.at(i)?.kind === 'word' && list.at(i)?.value !== 'import') name += list.at(i++)?.value ?? '';
  for (; is(list.at(i), '.') && list.at(i + 1)?.kind === 'word'; i += 2) name += `.${list.at(i + 1)?.value ?? ''}`;
  return name === '' ? null : { name, next: i };
}

function is(token: Token | undefined, mark: string): boolean {
  return token?.kind === 'mark' && token.value === mark;
}
