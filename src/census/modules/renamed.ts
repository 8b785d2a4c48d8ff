import type { Ref } from '../../model/fact.ts';
import type { Language } from '../../model/ruleset.ts';
import type { Modules } from '../modules.ts';
import { ancestors } from './paths.ts';

/** Names that a manifest gives to packages, by folder of the manifest: `javascript:llm` → `openai`. */
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
  const head = headOf(language, module);
  for (const folder of ancestors(from)) {
    const name = renamed.get(folder)?.get(`${language}:${head}`);
    if (name !== undefined) return name + module.slice(head.length);
  }
  return null;
}

/** The part of a module's name that is the package's. */
function headOf(language: Language, module: string): string {
  const pattern = language === 'javascript' ? /^(?:@[^/]+\/)?[^/]+/ : /^\w+/;
  return pattern.exec(module)?.[0] ?? module;
}
