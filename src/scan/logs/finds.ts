import type { RuleSet } from '../../model/ruleset.ts';
import { type Finder, finder } from '../../wire/find.ts';
import { tokensOf } from '../../wire/tokens.ts';

const made = new WeakMap<RuleSet, Finder>();

/** Shorter words stand in every other line. */
const shortest = 5;

/** Finds what must stand in a line for it to tell of a call of a model: a host, a path by which models are asked, a format's own word. */
export function findsIn(rules: RuleSet): Finder {
  const known = made.get(rules) ?? finder(wordsOf(rules));
  made.set(rules, known);
  return known;
}

function wordsOf(rules: RuleSet): readonly string[] {
  const { formats, apis } = rules.logs;
  const paths = apis.flatMap(({ words }) => words).filter((word) => word.length >= shortest);
  // JSON of some programs escapes slashes.
  const escaped = paths.map((path) => path.replaceAll('/', '\\/'));
  const own = formats.flatMap(({ words }) => words);
  const labels = formats.some(({ records }) => records.some(({ names }) => names === 'labels'));
  const counted = labels ? tokensOf(rules, { labels: true }) : [];
  return tokensOf(rules, { extra: [...paths, ...escaped, ...own, ...counted, ...headers] });
}

/** What begins a line that names columns. */
const headers = ['#fields', '#separator'];
