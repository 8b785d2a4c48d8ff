import type { Argument, Value } from '../../model/fact.ts';
import type { Position } from '../../model/origin.ts';
import { spelled } from '../../model/value.ts';
import { calledRef, delegated, lookedUp } from './calls.ts';
import { elsewhere } from './elsewhere.ts';
import type { Language } from './language.ts';
import { declaredOption } from './options.ts';
import { handedOver, parameter } from './parameters.ts';
import type { Addition, Meaning, Scope, Scopes } from './scope.ts';
import { filled, isUnsure, type Made, piece, type Seen, unique } from './seen.ts';
import type { Class, Entry, Func, Node } from './syntax.ts';
import { anyOf, entryOf, returned } from './tables.ts';
import { undeclared, variableOf } from './wildcard.ts';

/** How deep arguments are read, how long a chain of names and a file may be, how many objects are laid open. */
const limits = { arguments: 5, made: 3, chain: 60, steps: 200_000, laid: 5_000 };

/** Follows names to what they stand for: imports, literals, environment variables, code of this file. Reads, never runs. */
export class Resolver {
  readonly scopes: Scopes;
  readonly language: Language;
  readonly at: (offset: number) => Position;
  readonly #known = new Map<Node, readonly Seen[]>();
  readonly #open = new Set<Node | Meaning>();
  readonly #spreading = new Set<readonly Entry[]>();
  #steps = 0;
  #laid = 0;

  constructor(scopes: Scopes, language: Language, at: (offset: number) => Position) {
    this.scopes = scopes;
    this.language = language;
    this.at = at;
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

    return this.valueOf(this.all(node, scope), depth);
  }

  /** What was seen as a plain value. */
  valueOf(seen: readonly Seen[], depth = 0): Value {
    const options = seen.map((one) => this.#plain(one, depth));
    const [first] = options;
    if (!first) return { kind: 'dynamic' };
    return options.length === 1 ? first : { kind: 'choice', options };
  }

  #plain(seen: Seen, depth: number): Value {
    switch (seen.kind) {
      case 'function':
      case 'class':
        return { kind: 'local', name: seen.node.name };
      case 'instance': {
        const scope = depth < limits.made && this.#laid++ < limits.laid ? seen.scope : null;
        const made = scope ? this.arguments(seen.args, scope, limits.arguments - 1) : [];
        return { kind: 'local', name: seen.node.name, ...(made.length > 0 ? { made } : {}) };
      }
      case 'object':
        if (depth > limits.arguments || this.#laid++ > limits.laid) return { kind: 'dynamic' };
        return { kind: 'map', entries: this.#entries(seen, depth + (seen.additions.length > 0 ? 2 : 1)) };
      default:
        return seen;
    }
  }

  #entries({ entries, scope, additions }: Made, depth: number): readonly Argument[] {
    const added = additions.map(({ key, node, scope: from }) => ({ name: key, value: this.value(node, from, depth) }));
    return [...this.arguments(entries, scope, depth), ...added];
  }

  /** Arguments or entries as plain values; a spread of a known object is laid open, before what is written out. */
  arguments(entries: readonly Entry[], scope: Scope, depth = 0): readonly Argument[] {
    const read = entries.map(({ name, value }) => ({ name, value: this.value(value, scope, depth) }));
    const spread = read.flatMap(({ name, value }) =>
      name === '...' ? (value.kind === 'choice' ? value.options : [value]) : [],
    );
    const laid = spread.flatMap((option) => (option.kind === 'map' ? option.entries : []));
    return [...laid, ...read.filter(({ name }) => name !== '...')];
  }

  #resolve(node: Node, scope: Scope): readonly Seen[] {
    switch (node.k) {
      case 'name':
        return this.#name(node.name, node.at, scope);
      case 'member':
        return this.#member(node, scope);
      case 'item':
        return this.item(this.all(node.of, scope), node.key, scope);
      case 'call':
        return this.#call(node, scope);
      case 'text':
        return [{ kind: 'text', text: node.text, at: this.at(node.at) }];
      case 'parts':
        return this.#parts(node, scope);
      case 'number':
        return [{ kind: 'number', number: node.number }];
      case 'boolean':
        return [{ kind: 'boolean', boolean: node.boolean }];
      case 'list':
        return [this.value(node, scope)];
      case 'map':
        return [{ kind: 'object', entries: node.entries, scope, additions: [] }];
      case 'choice':
        return this.#choice(node.options, scope);
      case 'module':
        return [{ kind: 'ref', ref: { module: node.module, path: '' }, at: this.at(node.at) }];
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
    if (this.language.self.has(name)) return this.#self(name, scope);
    const meanings = scope.lookup(name);
    if (meanings.length === 0) return undeclared(name, this.at(at), scope, this.language);
    const additions = scope.additions(name);
    const seen = this.#meanings(meanings, additions);
    // Where an object comes from may be unknown: what is added to it by name is known all the same.
    const isUnknown = seen.every((one) => one.kind === 'dynamic' || (one.kind === 'ref' && one.ref.module === ''));
    return additions.length > 0 && isUnknown ? [{ kind: 'object', entries: [], scope, additions }] : seen;
  }

  /** `this` and `self` are an object of the class around them, `cls` is that class. */
  #self(name: string, { owner }: Scope): readonly Seen[] {
    if (!owner) return [];
    return [name === 'cls' ? { kind: 'class', node: owner.node } : instance(owner.node)];
  }

  /** What a name means; a type says something only where no value is sure to. */
  #meanings(meanings: readonly Meaning[], additions: readonly Addition[] = []): readonly Seen[] {
    const values = meanings.filter(({ m }) => m !== 'type').flatMap((meaning) => this.#meaning(meaning));
    const completed = values.map((seen) => this.#completed(filled(seen, additions), additions));
    if (!completed.every((seen) => isUnsure(seen, this.language))) return completed;
    const types = meanings.flatMap((meaning) => (meaning.m === 'type' ? this.#meaning(meaning) : []));
    return completed.length > 0 ? [...types.filter((seen) => !isUnsure(seen, this.language)), ...completed] : types;
  }

  /** Options that are set on an object once it is made count like those that it is made with. */
  #completed(seen: Seen, additions: readonly Addition[]): Seen {
    if (seen.kind !== 'ref' || !seen.maker || additions.length === 0) return seen;
    const added = additions.map(({ key, node, scope }) => ({ name: key, value: this.value(node, scope, 2) }));
    return { ...seen, maker: [...seen.maker, ...added] };
  }

  #meaning(meaning: Meaning): readonly Seen[] {
    if (this.#open.has(meaning) || this.#open.size > limits.chain) return [];
    this.#open.add(meaning);
    try {
      switch (meaning.m) {
        case 'import': {
          const { module, symbol } = meaning;
          const ref = { module, path: symbol === 'default' ? '' : symbol };
          const env = variableOf(ref, this.language);
          if (env) return [{ kind: 'env', name: env, fallback: null }];
          return [{ kind: 'ref', ref, at: { line: 1, column: 1 } }];
        }
        case 'node':
          return this.all(meaning.node, meaning.scope);
        case 'member':
          return this.all(meaning.node, meaning.scope).flatMap((seen) => this.member(seen, meaning.name));
        case 'type':
          return this.instances(meaning.node, meaning.scope);
        case 'function':
          return meaning.node.getter ? this.returns(meaning.node) : [{ kind: 'function', node: meaning.node }];
        case 'class':
          return [{ kind: 'class', node: meaning.node }];
        case 'param':
          return parameter(meaning, this);
        default:
          return meaning satisfies never;
      }
    } finally {
      this.#open.delete(meaning);
    }
  }

  /** A type annotation means an instance of the class that it names. */
  instances(type: Node, scope: Scope): readonly Seen[] {
    return this.all(type, scope).flatMap((seen): readonly Seen[] => {
      if (seen.kind === 'class') return [instance(seen.node)];
      if (seen.kind !== 'ref' || /^(?:typing|typing_extensions|collections\.abc)?$/.test(seen.ref.module)) return [];
      return [{ ...seen, ref: { ...seen.ref, path: `${seen.ref.path}()` }, maker: [] }]; // what made it is not known
    });
  }

  #member(node: Node & { k: 'member' }, scope: Scope): readonly Seen[] {
    if (node.of.k === 'name' && this.language.self.has(node.of.name) && scope.owner)
      return this.member(instance(scope.owner.node), node.name);
    return this.all(node.of, scope).flatMap((seen) => this.member(seen, node.name));
  }

  /** `table[key]`: the entry of that key, or any of them where the key is decided at run time. */
  item(holders: readonly Seen[], key: Node, scope: Scope): readonly Seen[] {
    const names = this.all(key, scope).flatMap((seen) => (seen.kind === 'text' ? seen.text : []));
    return holders.flatMap((holder): readonly Seen[] => {
      const named = names.flatMap((name) => this.member(holder, name));
      return named.length > 0 ? named : anyOf(holder, key, (node, from) => this.all(node, from));
    });
  }

  /** What something holds under a name. */
  member(seen: Seen, name: string): readonly Seen[] {
    switch (seen.kind) {
      case 'ref': {
        const path = name === 'default' ? seen.ref.path : seen.ref.path ? `${seen.ref.path}.${name}` : name;
        const ref = { module: seen.ref.module, path };
        const env = variableOf(ref, this.language);
        if (env) return [{ kind: 'env', name: env, fallback: null }];
        const option = this.language.commandLine(seen.ref) ? declaredOption(this.scopes, name) : null;
        return option ? this.all(option.node, option.scope) : [{ ...seen, ref }];
      }
      case 'object': {
        const found = entryOf(seen, name, (node, from) => this.all(node, from));
        return found.length > 0 ? found : this.#spread(seen, name);
      }
      case 'map':
        return seen.entries.filter((entry) => entry.name === name).map(({ value }) => value);
      case 'choice':
        return seen.options.flatMap((option) => this.member(option, name));
      case 'class':
      case 'instance': {
        const given = seen.kind === 'instance' ? seen.args.find((arg) => arg.name === name) : undefined;
        if (given && seen.kind === 'instance' && seen.scope) return this.all(given.value, seen.scope);
        const inner = this.scopes.of.get(seen.node);
        const meanings = inner?.fields?.get(name);
        if (meanings?.every(({ m }) => m === 'type')) {
          const made = handedOver(seen.node, name, this);
          if (made.length > 0) return made;
        }
        return meanings ? this.#meanings(meanings) : elsewhere(seen.node, name, this);
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

  /** A name that only a spread object can hold. `options = { ...options, more }` spreads itself. */
  #spread({ entries, scope }: Made, name: string): readonly Seen[] {
    if (this.#spreading.has(entries)) return [];
    this.#spreading.add(entries);
    const spreads = entries.flatMap((entry) => (entry.name === '...' ? this.all(entry.value, scope) : []));
    const found = spreads.flatMap((seen) => (seen.kind === 'ref' ? [] : this.member(seen, name)));
    this.#spreading.delete(entries);
    return found;
  }

  #call(node: Node & { k: 'call' }, scope: Scope): readonly Seen[] {
    return (
      lookedUp(node, scope, this) ??
      this.all(node.callee, scope).flatMap((callee): readonly Seen[] => {
        switch (callee.kind) {
          case 'ref':
            return calledRef(callee, node, scope, this);
          case 'function':
            return this.returns(callee.node);
          case 'class': {
            const behind = delegated(callee.node, this);
            return behind.length > 0 ? behind : [{ kind: 'instance', node: callee.node, args: node.args, scope }];
          }
          case 'text':
          case 'parts':
          case 'env':
            return [callee];
          default:
            return [];
        }
      })
    );
  }

  /** What a function was seen to return. */
  returns(func: Func): readonly Seen[] {
    const scope = this.scopes.of.get(func);
    if (!scope) return [];
    return [...returned(func.body, scope, this.scopes)].flatMap(([node, inner]) => this.all(node, inner));
  }

  #choice(options: readonly Node[], scope: Scope): readonly Seen[] {
    const [first, ...rest] = options.map((option) => this.all(option, scope));
    const env = first?.[0];
    const fallback = rest[0]?.[0];
    if (env?.kind === 'env' && env.fallback === null && fallback?.kind === 'text')
      return [{ ...env, fallback: fallback.text }];
    return [...(first ?? []), ...rest.flat()];
  }

  /** A template as a value; where one of its parts may be several texts, one value for each of them. */
  #parts(node: Node & { k: 'parts' }, scope: Scope): readonly Value[] {
    const pieces = node.parts.map((part) => (typeof part === 'string' ? [part] : this.all(part, scope).map(piece)));
    const open = pieces.find((texts) => texts.length > 1 && texts.every((text) => typeof text === 'string'));
    return (open ?? [null]).map((chosen) =>
      spelled(
        pieces.map((texts) => (texts === open ? chosen : (texts[0] ?? null))),
        this.at(node.at),
      ),
    );
  }
}

function instance(node: Class): Seen {
  return { kind: 'instance', node, args: [], scope: null };
}
