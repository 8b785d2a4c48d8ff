import { type Config, nearest, quote, RollcallError, type RuleSet } from '../index.ts';
import { failWords } from './exit.ts';

/** Holds the words of `--fail-on` against those there are: one that is misspelt would never fail anything. */
export function provenWords(words: readonly string[], { checks }: RuleSet): readonly string[] {
  const known = [...failWords, ...checks.keys()];
  const wrong = words.find((word) => !known.includes(word));
  if (wrong === undefined) return words;

  throw new RollcallError('usage', `nothing fails on ${quote(wrong)}`, { hint: mend(wrong, known) });
}

/** Holds the checks that a configuration speaks of against those there are. */
export function provenConfig(config: Config, { checks }: RuleSet): Config {
  const known = [...checks.keys()];
  const wrong = [...config.checks.keys(), ...config.ignore.map(({ check }) => check)].find((id) => !checks.has(id));
  if (wrong === undefined) return config;

  throw new RollcallError('config', `${config.origin}: there is no check ${quote(wrong)}`, {
    hint: mend(wrong, known),
  });
}

function mend(wrong: string, known: readonly string[]): string {
  const meant = nearest(wrong, known);
  return meant ? `Did you mean ${meant}?` : `Known are ${known.join(', ')}.`;
}
