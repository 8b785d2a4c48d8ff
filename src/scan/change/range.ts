import type { Problem } from '../../model/problem.ts';
import { filesOf, type Range, rangeOf } from '../../sources/git/changes.ts';
import { complaints } from '../../sources/git/complaints.ts';
import { Ids } from '../../sources/git/ids.ts';
import { treesBelow } from '../../sources/git/trees-below.ts';
import { selector } from '../../sources/select.ts';
import { displayPath } from '../../text/path.ts';
import { evidenceOf } from '../history/evidence.ts';
import type { History } from '../history/history.ts';
import type { Holder } from '../history/looker.ts';
import { searchVersions } from './blobs.ts';
import { searchCommits } from './commits.ts';
import type { Ground } from './ground.ts';

/** The two ends of a change, and the commits that its keys are held against. */
export interface Ends {
  readonly from: string;
  readonly to: string;
  readonly bases: readonly string[];
}

/**
 * Keys that the commits between two others bring, those among them that were taken out again. A key that the same file
 * held before is none of them.
 */
export async function keysBetween(ground: Ground, { from, to, bases }: Ends): Promise<History> {
  const { store, refs, search, options } = ground;
  const range = await rangeOf(store, from, to);
  const commits = await searchCommits(ground, range.commits);
  const versions = await searchVersions(ground, range.objects);
  const known = await keysBefore(
    ground,
    bases,
    versions.holding.map(({ version }) => version.path),
  );
  const holders = versions.holding.flatMap(({ version, keys }): Holder[] => {
    const path = displayPath(version.path);
    const fresh = keys.filter(({ fingerprint }) => !known.has(`${fingerprint} ${path}`));
    return fresh.length > 0 ? [{ object: version.id, type: 'blob', path: version.path, shown: path, keys: fresh }] : [];
  });
  const blobs = new Ids(store.width);
  for (const { object } of holders) blobs.ofHex(Buffer.from(object, 'latin1'), 0);
  const roots = holders.length > 0 ? commits.graph.trees : new Ids(store.width);
  const { trees, objects, endings } = await treesBelow(store, roots, blobs, options.signal);
  const past = evidenceOf({
    searched: { graph: commits.graph, refs, tags: new Map(), trees, objects },
    holders: [...commits.holders, ...holders],
    below: '',
  });
  const selects = selector(options.config.include, options.config.exclude);
  return {
    evidence: past.filter(({ file }) => selects(file)),
    problems: [
      ...cut(ground, range),
      ...commits.problems,
      ...versions.problems,
      ...[range.ending, ...endings].flatMap((ending) =>
        complaints('Reading the change', ending, { place: search.place, file: '.' }),
      ),
    ],
    coverage: {
      repositories: 1,
      refs: refs.ids.size,
      commits: range.commits.length,
      objects: versions.read + versions.failed + range.commits.length,
      read: versions.read + commits.read,
      known: 0,
      failed: versions.failed + range.commits.length - commits.read,
      bytes: versions.bytes + commits.bytes,
    },
  };
}

/** What of the range is not here. */
function cut({ refs, search, store }: Ground, { commits, missing }: Range): Problem[] {
  const at = { place: search.place, file: '.' };
  const tell = (message: string): Problem => ({ kind: 'problem', ...at, reason: 'git', message, incomplete: true });
  const shallow = new Set(refs.shallow);
  const isCut = commits.some((commit) => shallow.has(commit));
  return [
    ...store.refused.map((reason) => tell(`Of its objects something was left out: ${reason}.`)),
    ...(isCut ? [tell('The history is cut off within the change (a shallow clone), so some of it was not read.')] : []),
    ...(missing.length > 0
      ? [tell(`${missing.length} objects of the change are not there, so they were not read.`)]
      : []),
  ];
}

/** Keys that files held before the change: `fingerprint path`. Paths are as they are shown, or byte strings. */
export async function keysBefore(
  ground: Ground,
  commits: readonly string[],
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  if (paths.length === 0) return known;
  const wanted = new Set(paths.map(displayPath));
  for (const commit of new Set(commits)) {
    const { files } = await filesOf(ground.store, commit);
    const versions = [...files].flatMap(([path, id]) => (wanted.has(displayPath(path)) ? { id, path } : []));
    for (const { version, keys } of (await searchVersions(ground, versions)).holding)
      for (const { fingerprint } of keys) known.add(`${fingerprint} ${displayPath(version.path)}`);
  }
  return known;
}
