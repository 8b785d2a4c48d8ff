import type { Baseline, Config, ErrorCode, RuleSet } from '../index.ts';
import { RollcallError } from '../model/error.ts';
import { nearest } from '../start.ts';
import { quote } from '../text/quote.ts';
import { failWords } from './exit.ts';

/** Holds the words of `--fail-on` against those there are: one that is misspelt would never fail anything. */
export function provenWords(words: readonly string[], { checks }: RuleSet): readonly string[] {
  const known = [...failWords, ...checks.keys()];
  const wrong = words.find((word) => !known.includes(word));
  if (wrong === undefined) return words;

  throw new RollcallError('usage', `nothing fails on ${quote(wrong)}`, { hint: mend(wrong, known) });
}

/** Holds the checks that a configuration speaks of against those there are. */
export function provenConfig(config: Config, rules: RuleSet): Config {
  const ids = [...config.checks.keys(), ...config.ignore.map(({ check }) => check)];
  provenChecks(ids, rules, { code: 'config', place: `${config.origin}: ` });
  return config;
}

/** Holds the checks of accepted findings against those there are. */
export function provenBaseline(baseline: Baseline, rules: RuleSet): Baseline {
  for (const { check, at } of baseline.entries) {
    provenChecks([check], rules, { code: 'config', place: `${at.file}:${at.line}:${at.column}: ` });
  }
  return baseline;
}

/** Holds ids of checks against those there are. */
export function provenChecks(
  ids: readonly string[],
  { checks }: RuleSet,
  { code, place }: { code: ErrorCode; place: string },
): readonly string[] {
  const wrong = ids.find((id) => !checks.has(id));
  if (wrong === undefined) return ids;

  throw new RollcallError(code, `${place}there is no check ${quote(wrong)}`, { hint: mend(wrong, [...checks.keys()]) });
}

function mend(wrong: string, known: readonly string[]): string {
  const meant = nearest(wrong, known);
  return meant ? `Did you mean ${meant}?` : `Known are ${known.join(', ')}.`;
}
