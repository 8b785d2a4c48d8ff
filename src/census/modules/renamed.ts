import type { Ref } from '../../model/fact.ts';
import type { Language } from '../../model/ruleset.ts';
import { upwards } from '../../text/path.ts';
import type { Modules } from '../modules.ts';
import { ancestors, join, parent } from './paths.ts';

/** Names that a manifest gives to packages, by its folder with a slash behind it: `javascript:llm` → `openai`. */
export type Renamed = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * A reference by the own name of its package, where a manifest above the file installs that under another: npm's
 * `"llm": "npm:openai@4"`, `"#llm": "openai"` of `imports`, and Cargo's `llm = { package = "async-openai" }`. `null` for
 * all others.
 */
export function byOwnName(from: string, language: Language, ref: Ref, { renamed }: Modules): Ref | null {
  if (renamed.size === 0) return null;

  const own = ref.module.split('|').map((module) => ownName(from, language, module, renamed) ?? module);
  const module = own.join('|');
  return module === ref.module ? null : { ...ref, module };
}

function ownName(from: string, language: Language, module: string, renamed: Renamed): string | null {
  const heads = () => (language === 'javascript' ? prefixes(module) : [/^\w+/.exec(module)?.[0] ?? module]);
  const found = nearest(from, renamed, () => heads().map((head) => `${language}:${head}`));
  return found && found.value + module.slice(found.key.length - language.length - 1);
}

/** What the nearest manifest above a file that knows one of the keys gives to it; the first of the keys wins there. */
function nearest(
  from: string,
  names: ReadonlyMap<string, ReadonlyMap<string, string>>,
  keys: () => readonly string[],
): { readonly folder: string; readonly key: string; readonly value: string } | null {
  for (const folder of ancestors(from)) {
    const known = names.get(folder);
    const key = known && keys().find((one) => known.has(one));
    const value = key && known.get(key);
    if (value) return { folder, key, value };
  }
  return null;
}

/**
 * The file that a manifest above gives a specifier to, as a path in the tree: `"#client": "./src/client.js"`, and
 * `"#lib/*": "./lib/*.js"` for all below; `null` for one that none gives.
 */
export function mappedTo(from: string, module: string, { mapped }: Pick<Modules, 'mapped'>): string | null {
  if (mapped.size === 0) return null;

  const found = nearest(from, mapped, () => prefixes(module));
  if (!found) return null;

  const { folder, key, value: to } = found;
  const rest = module.slice(key.length + 1);
  const path = to.includes('*') ? to.replace('*', () => rest) : [to, rest].filter(Boolean).join('/');
  return join(parent(folder), path);
}

/** A specifier of JavaScript and what it begins with, segment by segment, longest first: a map may give names of several. */
export function prefixes(specifier: string): string[] {
  return upwards(specifier.split('/', deepest).join('/'));
}

/** Segments of a name that are looked at. */
const deepest = 8;
