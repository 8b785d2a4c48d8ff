import type { Language, RuleSet, SymbolRule } from '../model/ruleset.ts';

/** What the rules say of symbols in one language. */
export interface Book {
  /** By module; one rule stands under each of its modules. */
  readonly symbols: ReadonlyMap<string, readonly SymbolRule[]>;
  /** Of several modules (`a|b|`) those that a rule speaks of, or that a name behind them may lead to one. */
  told(modules: string): readonly string[];
}

/** So many lists of modules are remembered at once: a file's names all come from the same one. */
const mostKnown = 5_000;

/** One book for each language of a rule set, made when it is first asked for. */
const books = new WeakMap<RuleSet['symbols'], Map<Language, Book>>();

/** The book of a language. */
export function book({ symbols }: Pick<RuleSet, 'symbols'>, language: Language): Book {
  const shelf = books.get(symbols) ?? new Map<Language, Book>();
  books.set(symbols, shelf);
  const known = shelf.get(language) ?? write(symbols, language);
  shelf.set(language, known);
  return known;
}

function write(all: RuleSet['symbols'], language: Language): Book {
  const symbols = new Map<string, readonly SymbolRule[]>();
  for (const [module, rules] of all) {
    const own = rules.filter(({ languages }) => languages.includes(language));
    if (own.length > 0) symbols.set(module, own);
  }
  const heads = new Set([...symbols.keys()].flatMap((module) => [module, ...headsOf(module)]));
  const isTold = (module: string): boolean =>
    module === '' || heads.has(module) || headsOf(module).some((head) => symbols.has(head));
  const known = new Map<string, readonly string[]>();
  const told = (modules: string): readonly string[] => {
    const before = known.get(modules);
    if (before) return before;
    const found = modules.split('|').filter(isTold);
    if (known.size > mostKnown) known.clear();
    known.set(modules, found);
    return found;
  };
  return { symbols, told };
}

/** What a module's name begins with, longest first: `google.genai` and `google` of `google.genai.types`. */
export function headsOf(module: string): readonly string[] {
  const found: string[] = [];
  for (let end = cut(module, module.length); end > 0; end = cut(module, end)) found.push(module.slice(0, end));
  return found;
}

/** The last `/` or `.` before `end` at which a module name may be cut; a scope (`@acme/…`) is not cut from its package. */
function cut(module: string, end: number): number {
  const at = Math.max(module.lastIndexOf('/', end - 1), module.lastIndexOf('.', end - 1));
  return module.startsWith('@') && !module.slice(0, Math.max(at, 0)).includes('/') ? -1 : at;
}
