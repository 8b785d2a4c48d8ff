import type { Registry, Report } from '../index.ts';
import { visible } from '../roll.ts';
import { repositoryKey } from '../text/remote.ts';

/**
 * That no entry of the registry is of what was scanned, though its agents are looked for there: the tree is a fork, or
 * nobody has registered an agent of it yet. '' where an entry is, or where all agents have one.
 */
export function elsewhere({ run, assessments }: Pick<Report, 'run' | 'assessments'>, { entries }: Registry): string {
  const named = new Map(entries.flatMap(({ match }) => match.repos.map(({ repo }) => [repositoryKey(repo), repo])));
  const isStray = assessments.some(({ verdict }) => verdict.state === 'unregistered');
  if (named.size === 0 || !isStray || run.places.some(({ id }) => named.has(repositoryKey(id)))) return '';

  const [place] = run.places;
  const [only] = named.values();
  const others = named.size === 1 ? `: all are of ${visible(only ?? '')}` : '';
  const here =
    run.places.length === 1 && place ? visible(place.id) : `the ${run.places.length} places that were scanned`;
  return `no entry of the registry is of ${here}${others}; a repository is called by its remote "origin"`;
}
