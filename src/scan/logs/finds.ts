import type { LogRules } from '../../model/network.ts';
import { type Finder, finder } from '../../wire/find.ts';

/** What lines are looked for by: as names are written, or with the lengths of their labels. */
export type Words = 'words' | 'labels';

const made = new WeakMap<readonly string[], Finder>();

/** Finds what must stand in a line for it to tell of a call of a model. Each finder is made once. */
export function findsIn(rules: Pick<LogRules, Words>, words: Words): Finder {
  const known = made.get(rules[words]) ?? finder(rules[words]);
  made.set(rules[words], known);
  return known;
}
