import type { Document } from '../model/document.ts';
import type { CallFact } from '../model/fact.ts';
import type { RuleSet, SymbolRule } from '../model/ruleset.ts';
import type { Known } from './symbol.ts';

/**
 * A call on a name that the file never binds, as in a notebook whose cell was deleted or a file that is cut off: it is
 * taken for a client of the one SDK that the file imports and whose calls are spelled so (`….chat.completions.create`).
 */
export function lostClient(document: Document, { ref }: CallFact, rules: RuleSet): Known | null {
  const path = ref.module === '' ? /^[a-z_]\w{0,60}\.((?:\w{1,60}\.){1,6}\w{1,60})$/.exec(ref.path)?.[1] : undefined;
  if (path === undefined) return null;

  const found = new Map<string, Known>();
  for (const rule of clients(document, rules)) {
    const method = rule.methods.find(({ names }) => names.some((name) => isSpelled(path, name)));
    if (method && !found.has(rule.rule)) found.set(rule.rule, { rule, method, symbol: `().${path}` });
  }
  const [only, ...more] = found.values();
  return only && more.length === 0 ? only : null;
}

/** Rules of the clients that a file could make by what it imports. A file has many calls, and its imports once. */
const imported = new WeakMap<Document, readonly SymbolRule[]>();

function clients(document: Document, { symbols }: RuleSet): readonly SymbolRule[] {
  const known = imported.get(document);
  if (known) return known;
  const { language, facts } = document;
  const modules = new Set(facts.flatMap((fact) => (fact.kind === 'import' && !fact.typeOnly ? fact.module : [])));
  const found = [...modules]
    .flatMap((module) => symbols.get(module) ?? [])
    .filter(({ role, languages }) => role === 'client' && language && languages.includes(language));
  imported.set(document, found);
  return found;
}

/** A single word is anybody's: the spelling has to be of two at least. */
function isSpelled(path: string, name: string): boolean {
  return name.includes('.') && (path === name || path.endsWith(`.${name}`));
}
