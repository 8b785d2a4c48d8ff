import type { Argument, Reference, Value } from '../../model/fact.ts';
import type { Position } from '../../model/origin.ts';
import { spelled } from '../../model/value.ts';
import type { Language } from './language.ts';
import type { Meaning, Scope, Scopes } from './scope.ts';
import type { Class, Entry, Func, Node } from './syntax.ts';

/** A value while it is being resolved: it may still be code of this file. */
export type Seen =
  | Value
  | { readonly kind: 'function'; readonly node: Func }
  | { readonly kind: 'class'; readonly node: Class }
  | { readonly kind: 'instance'; readonly node: Class };

/** How many alternatives of a value are followed, how deep arguments are read, how long a chain of names and a file may be. */
const limits = { alternatives: 6, arguments: 5, chain: 60, steps: 200_000 };

/** Follows names to what they stand for: imports, literals, environment variables, code of this file. Reads, never runs. */
export class Resolver {
  readonly #scopes: Scopes;
  readonly #language: Language;
  readonly #at: (offset: number) => Position;
  readonly #known = new Map<Node, readonly Seen[]>();
  readonly #open = new Set<Node | Meaning>();
  #steps = 0;

  constructor(scopes: Scopes, language: Language, at: (offset: number) => Position) {
    this.#scopes = scopes;
    this.#language = language;
    this.#at = at;
  }

  /** All that a node may be, best first; empty where nothing is known. */
  all(node: Node, scope: Scope): readonly Seen[] {
    const known = this.#known.get(node);
    if (known) return known;
    if (this.#open.has(node) || this.#open.size > limits.chain || this.#steps++ > limits.steps) return [];

    this.#open.add(node);
    const seen = unique(this.#resolve(node, scope));
    this.#open.delete(node);
    if (this.#open.size === 0 || seen.length > 0) this.#known.set(node, seen);
    return seen;
  }

  /** A node as a plain value, for an argument or an export. */
  value(node: Node, scope: Scope, depth = 0): Value {
    if (depth > limits.arguments) return { kind: 'dynamic' };
    if (node.k === 'list') return { kind: 'list', items: node.items.map((item) => this.value(item, scope, depth + 1)) };
    if (node.k === 'map') return { kind: 'map', entries: this.arguments(node.entries, scope, depth + 1) };

    const options = this.all(node, scope).map((seen) => plain(seen));
    const [first] = options;
    if (!first) return { kind: 'dynamic' };
    return options.length === 1 ? first : { kind: 'choice', options };
  }

  /** Arguments or entries as plain values; a spread of a known object is laid open. */
  arguments(entries: readonly Entry[], scope: Scope, depth = 0): readonly Argument[] {
    return entries.flatMap(({ name, value }): readonly Argument[] => {
      const read = this.value(value, scope, depth);
      if (name !== '...') return [{ name, value: read }];
      return read.kind === 'map' ? read.entries : [];
    });
  }

  #resolve(node: Node, scope: Scope): readonly Seen[] {
    switch (node.k) {
      case 'name':
        return this.#name(node.name, node.at, scope);
      case 'member':
        return this.#member(node, scope);
      case 'call':
        return this.#call(node, scope);
      case 'text':
        return [{ kind: 'text', text: node.text, at: this.#at(node.at) }];
      case 'parts':
        return [this.#parts(node, scope)];
      case 'number':
        return [{ kind: 'number', number: node.number }];
      case 'boolean':
        return [{ kind: 'boolean', boolean: node.boolean }];
      case 'list':
      case 'map':
        return [this.value(node, scope)];
      case 'choice':
        return this.#choice(node.options, scope);
      case 'module':
        return [{ kind: 'ref', ref: { module: node.module, path: '' }, at: this.#at(node.at) }];
      case 'function':
        return [{ kind: 'function', node }];
      case 'class':
        return [{ kind: 'class', node }];
      case 'bind':
        return node.value ? this.all(node.value, scope) : [];
      case 'import':
      case 'export':
      case 'return':
      case 'block':
      case 'other':
        return [];
      default:
        return node satisfies never;
    }
  }

  #name(name: string, at: number, scope: Scope): readonly Seen[] {
    const meanings = scope.lookup(name);
    if (meanings.length === 0) {
      const declared = this.#language.self.has(name);
      return declared ? [] : [{ kind: 'ref', ref: { module: '', path: name }, at: this.#at(at) }];
    }
    return this.#meanings(meanings);
  }

  /** What a name means; a type says something only where no value does. */
  #meanings(meanings: readonly Meaning[]): readonly Seen[] {
    const values = meanings.filter(({ m }) => m !== 'type').flatMap((meaning) => this.#meaning(meaning));
    return values.length > 0
      ? values
      : meanings.flatMap((meaning) => (meaning.m === 'type' ? this.#meaning(meaning) : []));
  }

  #meaning(meaning: Meaning): readonly Seen[] {
    if (this.#open.has(meaning) || this.#open.size > limits.chain) return [];
    this.#open.add(meaning);
    try {
      switch (meaning.m) {
        case 'import': {
          const { module, symbol } = meaning;
          const ref = { module, path: symbol === 'default' ? '' : symbol };
          const env = this.#language.environment(ref);
          if (env) return [{ kind: 'env', name: env, fallback: null }];
          return [{ kind: 'ref', ref, at: { line: 1, column: 1 } }];
        }
        case 'node':
          return this.all(meaning.node, meaning.scope).map(filled);
        case 'member':
          return this.all(meaning.node, meaning.scope).flatMap((seen) => this.#memberOf(seen, meaning.name));
        case 'type':
          return this.#instances(meaning.node, meaning.scope);
        case 'function':
          return [{ kind: 'function', node: meaning.node }];
        case 'class':
          return [{ kind: 'class', node: meaning.node }];
        case 'param':
          return this.#param(meaning);
        default:
          return meaning satisfies never;
      }
    } finally {
      this.#open.delete(meaning);
    }
  }

  /** A parameter is what its type says, else what callers in this file hand over, else its default. */
  #param({ func, index, param, key, scope }: Extract<Meaning, { m: 'param' }>): readonly Seen[] {
    const typed = param.type && !key ? this.#instances(param.type, scope) : [];
    if (typed.some((seen) => seen.kind === 'instance' || (seen.kind === 'ref' && seen.ref.module !== ''))) return typed;

    const name = this.#scopes.makers.get(func) ?? func.name;
    const shift = func.params[0] && this.#language.self.has(func.params[0].name) ? 1 : 0;
    const given = (name ? (this.#scopes.callers.get(name) ?? []) : []).slice(0, 4).flatMap(({ node, scope: from }) => {
      const named = node.args.find((arg) => arg.name === param.name);
      const argument = named ?? node.args.filter((arg) => arg.name === null)[index - shift];
      return argument ? this.all(argument.value, from) : [];
    });
    const all = [...given, ...(param.fallback ? this.all(param.fallback, scope) : [])];
    return key ? all.flatMap((seen) => this.#memberOf(seen, key)) : all;
  }

  /** A type annotation means an instance of the class that it names. */
  #instances(type: Node, scope: Scope): readonly Seen[] {
    return this.all(type, scope).flatMap((seen): readonly Seen[] => {
      if (seen.kind === 'class') return [{ kind: 'instance', node: seen.node }];
      if (seen.kind !== 'ref' || seen.ref.module === '') return [];
      return [{ ...seen, ref: { ...seen.ref, path: `${seen.ref.path}()` } }];
    });
  }

  #member(node: Node & { k: 'member' }, scope: Scope): readonly Seen[] {
    if (node.of.k === 'name' && this.#language.self.has(node.of.name) && scope.fields) {
      const meanings = scope.fields.get(node.name);
      return meanings ? this.#meanings(meanings) : [];
    }
    return this.all(node.of, scope).flatMap((seen) => this.#memberOf(seen, node.name));
  }

  #memberOf(seen: Seen, name: string): readonly Seen[] {
    switch (seen.kind) {
      case 'ref': {
        const path = name === 'default' ? seen.ref.path : seen.ref.path ? `${seen.ref.path}.${name}` : name;
        const ref = { module: seen.ref.module, path };
        const env = this.#language.environment(ref);
        return env ? [{ kind: 'env', name: env, fallback: null }] : [{ ...seen, ref }];
      }
      case 'map':
        return seen.entries.filter((entry) => entry.name === name).map(({ value }) => value);
      case 'choice':
        return seen.options.flatMap((option) => this.#memberOf(option, name));
      case 'class':
      case 'instance': {
        const meanings = this.#scopes.of.get(seen.node)?.fields?.get(name);
        return meanings ? this.#meanings(meanings) : [];
      }
      case 'text':
      case 'parts':
      case 'env':
        return [seen]; // a method of a string: `.trim()`, `.format()`
      case 'number':
      case 'boolean':
      case 'list':
      case 'local':
      case 'function':
      case 'dynamic':
        return [];
      default:
        return seen satisfies never;
    }
  }

  #call(node: Node & { k: 'call' }, scope: Scope): readonly Seen[] {
    return this.all(node.callee, scope).flatMap((callee): readonly Seen[] => {
      switch (callee.kind) {
        case 'ref':
          return [this.#callRef(callee, node, scope)];
        case 'function':
          return this.#returns(callee.node);
        case 'class':
          return [{ kind: 'instance', node: callee.node }];
        case 'text':
        case 'parts':
        case 'env':
          return [callee];
        default:
          return [];
      }
    });
  }

  #callRef({ ref, maker }: Seen & { kind: 'ref' }, node: Node & { k: 'call' }, scope: Scope): Seen {
    if (this.#language.environmentCall(ref)) {
      const [name, fallback] = node.args.map(({ value }) => this.value(value, scope));
      if (name?.kind === 'text')
        return { kind: 'env', name: name.text, fallback: fallback?.kind === 'text' ? fallback.text : null };
    }
    const made = maker ?? this.arguments(node.args, scope, 2);
    return { kind: 'ref', ref: { module: ref.module, path: `${ref.path}()` }, maker: made, at: this.#at(node.at) };
  }

  #returns(func: Func): readonly Seen[] {
    const scope = this.#scopes.of.get(func);
    if (!scope) return [];
    return [...returned(func.body, scope, this.#scopes)].flatMap(([node, inner]) => this.all(node, inner));
  }

  #choice(options: readonly Node[], scope: Scope): readonly Seen[] {
    const [first, ...rest] = options.map((option) => this.all(option, scope));
    const env = first?.[0];
    const fallback = rest[0]?.[0];
    if (env?.kind === 'env' && env.fallback === null && fallback?.kind === 'text')
      return [{ ...env, fallback: fallback.text }];
    return [...(first ?? []), ...rest.flat()];
  }

  #parts(node: Node & { k: 'parts' }, scope: Scope): Value {
    const parts = node.parts.map((part) => (typeof part === 'string' ? part : piece(this.all(part, scope)[0])));
    return spelled(parts, this.#at(node.at));
  }
}

/** What a function may return, with the scope it stands in; not what functions inside it return. */
function* returned(body: readonly Node[], scope: Scope, scopes: Scopes): Iterable<readonly [Node, Scope]> {
  for (const node of body) {
    if (node.k === 'return' && node.value) yield [node.value, scope];
    else if (node.k === 'block') yield* returned(node.body, scopes.of.get(node) ?? scope, scopes);
    else if (node.k === 'other') yield* returned(node.parts, scope, scopes);
  }
}

function piece(seen: Seen | undefined): string | Reference | null {
  if (seen?.kind === 'text') return seen.text;
  if (seen?.kind === 'env') return seen.fallback;
  if (seen?.kind === 'number') return String(seen.number);
  return seen?.kind === 'ref' && seen.ref.module !== '' ? seen : null;
}

function plain(seen: Seen): Value {
  return seen.kind === 'function' || seen.kind === 'class' || seen.kind === 'instance'
    ? { kind: 'local', name: seen.node.name }
    : seen;
}

/** A variable that starts out as an empty list or object is filled later: what it holds is not known. */
function filled(seen: Seen): Seen {
  const empty = (seen.kind === 'list' && seen.items.length === 0) || (seen.kind === 'map' && seen.entries.length === 0);
  return empty ? { kind: 'dynamic' } : seen;
}

function unique(seen: readonly Seen[]): readonly Seen[] {
  if (seen.length < 2) return seen;
  const found = new Map<string, Seen>();
  for (const one of seen) {
    const key =
      one.kind === 'ref' ? `${one.ref.module}#${one.ref.path}` : `${one.kind}:${'text' in one ? one.text : found.size}`;
    if (!found.has(key)) found.set(key, one);
    if (found.size === limits.alternatives) break;
  }
  return [...found.values()];
}
