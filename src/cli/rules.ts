import type { RuleSet } from '../model/ruleset.ts';
import { loadCompiled } from '../roll.ts';

/** The built-in rules; with a folder of own rules, both, once the own ones have lived up to their examples. */
export async function loadRules(folder: string | undefined, cwd: string): Promise<RuleSet> {
  if (folder === undefined) return loadCompiled();
  const { withOwnRules } = await import('./own-rules.ts');
  return await withOwnRules(folder, cwd);
}
