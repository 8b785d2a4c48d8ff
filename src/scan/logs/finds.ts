import type { RuleSet } from '../../model/ruleset.ts';
import { type Finder, finder } from '../../wire/find.ts';

const made = new WeakMap<readonly string[], Finder>();

/** Finds what must stand in a line for it to tell of a call of a model. `labels`: where names are written with their lengths. */
export function findsIn({ logs }: RuleSet, labels: boolean): Finder {
  const words = labels ? logs.labels : logs.words;
  const known = made.get(words) ?? finder(words);
  made.set(words, known);
  return known;
}
