import type { Node as Syntax } from 'web-tree-sitter';
import { formatted, unescaped } from '../../code/pieces.ts';
import type { Entry, Node } from '../../code/syntax.ts';
import { meaning } from './calls.ts';
import { named, type Place } from './paths.ts';

/** How deep macros in macros are read. */
const deepest = 40;

/** A macro is a list of tokens to the grammar: what they most likely mean is read here. */
export function macro(path: Node, tokens: Syntax | null, place: Place, at: number): Node {
  return new Tokens(place, 0).macro(path, tokens, at);
}

/** Arguments that stand in an attribute: `#[tool(description = "…")]`. */
export function attributeArguments(tokens: Syntax | null, place: Place): readonly Entry[] {
  return tokens ? new Tokens(place, 0).entries(tokens) : [];
}

/** The text of a literal. */
export function textOf(node: Syntax): string {
  const raw = node.type === 'raw_string_literal';
  return node.namedChildren
    .map(({ text, type }) => (raw || type !== 'escape_sequence' ? text : unescaped(text)))
    .join('');
}

class Tokens {
  readonly #place: Place;
  readonly #depth: number;

  constructor(place: Place, depth: number) {
    this.#place = place;
    this.#depth = depth;
  }

  macro(path: Node, tokens: Syntax | null, at: number): Node {
    const name = path.k === 'name' || path.k === 'member' ? path.name : '';
    if (!tokens || this.#depth > deepest) return { k: 'other', parts: [] };
    const inner = new Tokens(this.#place, this.#depth + 1);
    if (name === 'vec') return { k: 'list', items: inner.entries(tokens).map(({ value }) => value) };
    if (/^(?:format|format_args|concat|formatcp)$/.test(name)) return format(name, inner.entries(tokens), at);
    if (/^(?:env|option_env)$/.test(name)) return environment(inner.entries(tokens), at);
    if (/^json(?:_internal)?$/.test(name)) return inner.entries(tokens)[0]?.value ?? { k: 'other', parts: [] };
    const isKnown = path.k === 'member' || this.#place.declared.has(name);
    if (isKnown && tokens.child(0)?.text !== '{') return { k: 'call', callee: path, args: inner.entries(tokens), at };
    return { k: 'other', parts: inner.entries(tokens).map(({ value }) => value) };
  }

  /** What stands between the commas and semicolons of a group, with names where there are any. */
  entries(group: Syntax): readonly Entry[] {
    const all = group.children.slice(1, -1).filter(({ type }) => !/^(?:line|block)_comment$/.test(type));
    const found: Entry[] = [];
    let start = 0;
    for (let i = 0; i <= all.length; i++) {
      if (i < all.length && !/^[,;]$/.test(all[i]?.type ?? '')) continue;
      if (i > start) found.push(this.#entry(all.slice(start, i)));
      start = i + 1;
    }
    return found;
  }

  #entry(tokens: readonly Syntax[]): Entry {
    const [first, sign] = tokens;
    const at = first?.startIndex ?? 0;
    if (first && /^(?:let|static|const)$/.test(first.text))
      return { name: null, value: this.#declaration(tokens, at), at };
    if (
      first &&
      (sign?.type === ':' || sign?.type === '=') &&
      (first.type === 'string_literal' || /^\w+$/.test(first.text))
    ) {
      const name = first.type === 'string_literal' ? textOf(first) : first.text;
      return { name, value: this.#expression(tokens.slice(2)), at };
    }
    return { name: null, value: this.#expression(tokens), at };
  }

  /** `let x: T = value` and `static ref X: T = value`. */
  #declaration(tokens: readonly Syntax[], at: number): Node {
    const sign = tokens.findIndex(({ type }) => type === '=');
    const name = tokens.find(({ type, text }) => type === 'identifier' && text !== 'ref')?.text;
    if (sign < 0 || name === undefined) return this.#expression(tokens.slice(1));
    const value = this.#expression(tokens.slice(sign + 1));
    return { k: 'bind', target: { t: 'name', name }, value, type: null, declares: true, exported: true, at };
  }

  /** An expression, and behind an operator the next one. */
  #expression(tokens: readonly Syntax[]): Node {
    const parts: Node[] = [];
    for (let i = 0; i < tokens.length; ) {
      const { node, next } = this.#operand(tokens, i);
      if (node) parts.push(node);
      i = Math.max(next, i + 1);
    }
    const [only] = parts;
    return parts.length === 1 && only ? only : { k: 'other', parts };
  }

  #operand(tokens: readonly Syntax[], start: number): { node: Node | null; next: number } {
    const token = tokens[start];
    if (!token) return { node: null, next: start + 1 };
    const path = segments(tokens, start);
    if (path) return this.#postfix(tokens, path.next, named(path.names, this.#place, token.startIndex));
    const node = this.#literal(token);
    return node ? this.#postfix(tokens, start + 1, node) : { node: null, next: start + 1 };
  }

  #literal(token: Syntax): Node | null {
    const at = token.startIndex;
    switch (token.type) {
      case 'string_literal':
      case 'raw_string_literal':
        return { k: 'text', text: textOf(token), at };
      case 'integer_literal':
      case 'float_literal':
        return { k: 'number', number: Number.parseFloat(token.text.replaceAll('_', '')) };
      case 'boolean_literal':
        return { k: 'boolean', boolean: token.text === 'true' };
      case 'token_tree':
        return this.#depth > deepest ? null : new Tokens(this.#place, this.#depth + 1).group(token);
      default:
        return null;
    }
  }

  /** `[a, b]` is a list, `{"a": b}` a map, `(a)` its inside. */
  group(tokens: Syntax): Node {
    const entries = this.entries(tokens);
    const values = entries.map(({ value }) => value);
    const open = tokens.child(0)?.text;
    if (open === '[') return { k: 'list', items: values };
    if (open === '{' && entries.length > 0 && entries.every(({ name }) => name !== null)) return { k: 'map', entries };
    const [only] = values;
    if (open === '{') return { k: 'block', body: values };
    return values.length === 1 && only ? only : { k: 'other', parts: values };
  }

  /** What follows a name or a value: members, calls, macros. */
  #postfix(tokens: readonly Syntax[], start: number, first: Node): { node: Node; next: number } {
    let node = first;
    let i = start;
    const inner = new Tokens(this.#place, this.#depth + 1);
    for (; this.#depth <= deepest; ) {
      const token = tokens[i];
      const after = tokens[i + 1];
      if (token?.type === '?') i++;
      else if (token?.type === '.' && after && /^(?:identifier|await)$/.test(after.type)) {
        if (after.text !== 'await') node = { k: 'member', of: node, name: after.text, at: after.startIndex };
        i += 2;
      } else if (token?.type === '!' && after?.type === 'token_tree') {
        node = inner.macro(node, after, token.startIndex);
        i += 2;
      } else if (token?.type === 'token_tree' && token.child(0)?.text === '(') {
        const args = inner.entries(token);
        const at = 'at' in first ? first.at : token.startIndex;
        const isMethod = tokens[i - 2]?.type === '.';
        node = meaning(node, args, at, isMethod) ?? { k: 'call', callee: node, args, at };
        i++;
      } else return { node, next: i };
    }
    return { node, next: i };
  }
}

/** `a::b::c` from a place in a list of tokens. */
function segments(tokens: readonly Syntax[], start: number): { names: readonly string[]; next: number } | null {
  const isName = (at: number): boolean =>
    /^(?:identifier|self|crate|super|primitive_type)$/.test(tokens[at]?.type ?? '');
  if (!isName(start)) return null;
  const names = [tokens[start]?.text ?? ''];
  let i = start + 1;
  for (; tokens[i]?.type === '::' && isName(i + 1); i += 2) names.push(tokens[i + 1]?.text ?? '');
  return { names, next: i };
}

function format(name: string, entries: readonly Entry[], at: number): Node {
  const [first, ...rest] = entries;
  if (name === 'concat') return { k: 'parts', parts: entries.map(({ value }) => value), at };
  if (first?.value.k !== 'text') return { k: 'other', parts: entries.map(({ value }) => value) };
  const positional = rest.filter((entry) => entry.name === null);
  let next = 0;
  const filling = ([gap, key = '']: RegExpExecArray): Node | string => {
    if (gap === '{{' || gap === '}}') return gap.slice(1);
    if (key === '' || /^\d+$/.test(key)) return positional[key === '' ? next++ : Number(key)]?.value ?? hole;
    return rest.find((entry) => entry.name === key)?.value ?? { k: 'name', name: key, at };
  };
  return formatted(first.value.text, /\{\{|\}\}|\{([^{}:]{0,80})(?::[^{}]{0,40})?\}/g, filling, at);
}

const hole: Node = { k: 'other', parts: [] };

/** `env!("X")` is read when it is compiled: the variable is asked for all the same. */
function environment(args: readonly Entry[], at: number): Node {
  const callee: Node = { k: 'member', of: { k: 'module', module: 'std.env', at }, name: 'var', at };
  return { k: 'call', callee, args: args.slice(0, 1), at };
}
