import type { RuleSet } from '../../model/ruleset.ts';

/** Modules that more vendors share than this tell of none. */
const most = 3;

/** Where the names of a text come from that it imports, by what the rules know of modules and their symbols. */
export class Imports {
  readonly #text: string;
  readonly #symbols: RuleSet['symbols'];
  readonly #known = new Map<string, readonly string[]>();
  #modules: ReadonlyMap<string, string> | null = null;
  #opened: readonly string[] = [];

  constructor(text: string, { symbols }: Pick<RuleSet, 'symbols'>) {
    this.#text = text;
    this.#symbols = symbols;
  }

  /** Modules and vendors that a chain of members, such as `cohere.Client`, is of; none where that is not known. */
  ownersOf(chain: string): readonly string[] {
    const before = this.#known.get(chain);
    if (before) return before;
    const owners = this.#owners(chain.split('.'));
    this.#known.set(chain, owners);
    return owners;
  }

  #owners(members: readonly string[]): readonly string[] {
    this.#modules ??= this.#read();
    const module = this.#modules.get(members[0] ?? '');
    if (module !== undefined) return [module, ...this.#vendors(module, members, false)];
    // A namespace is opened for all that is in it: only what the rules know by name is of it.
    return this.#opened.flatMap((one) => this.#vendors(one, members, true));
  }

  /** Vendors of the symbols of a module, or of the one that it is in: of those called so, or else of all. */
  #vendors(module: string, members: readonly string[], isByName: boolean): readonly string[] {
    for (let path = module; path !== ''; path = isByName ? '' : parent(path)) {
      const symbols = this.#symbols.get(path) ?? [];
      const called = symbols.filter(({ names }) =>
        names.some((name) => members.includes(name.split('.').at(-1) ?? '')),
      );
      const vendors = new Set(
        (called.length > 0 || isByName ? called : symbols).map(({ provider, rule }) => provider ?? rule),
      );
      if (vendors.size > 0) return vendors.size > most ? [] : [...vendors];
    }
    return [];
  }

  #read(): ReadonlyMap<string, string> {
    const modules = new Map<string, string>();
    for (const pattern of [scripts, required, python]) {
      for (const [, one = '', two = ''] of this.#text.matchAll(pattern)) {
        const [names, module] = pattern === python ? [two, one] : [one, two];
        for (const name of listed(names)) modules.set(name, module);
      }
    }
    for (const [, alias, path = ''] of this.#text.matchAll(go)) modules.set(alias ?? lastOf(path), path);
    const opened: string[] = [];
    for (const [, before, module = '', behind] of this.#text.matchAll(paths)) {
      const alias = before ?? behind;
      opened.push(module);
      for (const name of alias ? [alias] : [firstOf(module), lastOf(module)]) modules.set(name, module);
    }
    this.#opened = opened;
    return modules;
  }
}

/** `import Exa, { type Options as O } from 'exa-js'`. */
const scripts =
  /\bimport\s{1,4}(?:type\s{1,4})?([\w$*{][\w$*{},\s]{0,400}?)\s{0,4}\bfrom\s{0,4}["']([^"'\n]{1,120})["']/g;
const required =
  /\b(?:const|let|var)\s{1,4}([\w$]{1,80}|\{[^{}]{1,300}\})\s{0,4}=\s{0,4}(?:await\s)?(?:require|import)\(\s{0,4}["']([^"'\n]{1,120})["']/g;
const python = /^[ \t]{0,40}from\s{1,4}([\w.]{1,120})\s{1,4}import\s{1,4}(\([^()]{1,600}\)|[^\n(]{1,300})/gm;
/** `co "github.com/cohere-ai/cohere-go/v2"`, alone in its line. */
const go = /^[ \t]{0,40}(?:import\s{1,4})?(?:(\w{1,40})\s{1,4})?"([\w-]{1,40}\.[\w./-]{2,120})"[ \t]*$/gm;
/** `import a.b.C`, `import a.b as c`, `using A.B;`, `use a::b::C;`. */
const paths =
  /^[ \t]{0,40}(?:import|using|use)\s{1,4}(?:static\s{1,4})?(?:(\w{1,40})\s{0,4}=\s{0,4})?(\w[\w.:\\]{1,120})(?:\s{1,4}as\s{1,4}(\w{1,40}))?[ \t]*;?[ \t\r]*(?:#.*)?$/gm;

/** The names that a list of imports binds: `B` of `A as B`, `B` of `A: B`. */
function listed(names: string): readonly string[] {
  return names
    .replace(/#.*$/gm, '')
    .split(/[,{}()\n]/)
    .flatMap((one) => /([\w$]+)\s*$/.exec(one)?.[1] ?? []);
}

function firstOf(module: string): string {
  return /^\w+/.exec(module)?.[0] ?? module;
}

/** The last part of a path; of a Go module not that of its version. */
function lastOf(module: string): string {
  return /([\w-]+)(?:\/v\d+)?$/.exec(module)?.[1] ?? module;
}

function parent(module: string): string {
  return module.slice(0, Math.max(0, module.search(/[./:\\]+[^./:\\]*$/)));
}
