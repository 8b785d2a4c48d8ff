import type { Ref } from '../../model/fact.ts';
import type { Language } from '../../model/ruleset.ts';
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
  const heads = language === 'javascript' ? prefixes(module) : [/^\w+/.exec(module)?.[0] ?? module];
  for (const folder of ancestors(from)) {
    const names = renamed.get(folder);
    const head = names && heads.find((one) => names.has(`${language}:${one}`));
    const name = head && names.get(`${language}:${head}`);
    if (name) return name + module.slice(head.length);
  }
  return null;
}

/**
 * The file that a manifest above gives a specifier to, as a path in the tree: `"#client": "./src/client.js"`, and
 * `"#lib/*": "./lib/*.js"` for all below; `null` for one that none gives.
 */
export function mappedTo(from: string, module: string, { mapped }: Pick<Modules, 'mapped'>): string | null {
  if (mapped.size === 0) return null;

  for (const folder of ancestors(from)) {
    const names = mapped.get(folder);
    const head = names && prefixes(module).find((one) => names.has(one));
    const to = head && names.get(head);
    if (!to) continue;
    const rest = module.slice(head.length + 1);
    const path = to.includes('*') ? to.replace('*', () => rest) : [to, rest].filter(Boolean).join('/');
    return join(parent(folder), path);
  }
  return null;
}

/** A specifier of JavaScript and what it begins with, segment by segment, longest first: a map may give names of several. */
export function prefixes(specifier: string): string[] {
  const steps = specifier.split('/').slice(0, deepest);
  return steps.map((_, up) => steps.slice(0, steps.length - up).join('/'));
}

/** Segments of a name that are looked at. */
const deepest = 8;
