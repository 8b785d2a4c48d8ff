import type { Problem } from '../../model/problem.ts';
import { parseCommit } from '../../sources/git/commit.ts';
import { readObjects } from '../../sources/git/contents.ts';
import { Graph } from '../../sources/git/graph.ts';
import { Ids } from '../../sources/git/ids.ts';
import { type Holder, nameOf } from '../history/looker.ts';
import { KeySearch } from '../history/search.ts';
import type { Ground } from './ground.ts';

/** Commits of a change: whose parent is whose, and the keys in their texts. */
export interface Commits {
  readonly graph: Graph;
  readonly holders: readonly Holder[];
  readonly problems: readonly Problem[];
  readonly read: number;
  readonly bytes: number;
}

/** Reads commits, and searches what they say for keys. */
export async function searchCommits({ store, search, options }: Ground, commits: readonly string[]): Promise<Commits> {
  const ids = new Ids(store.width);
  for (const commit of commits) ids.addHex(Buffer.from(commit, 'latin1'), 0);
  const graph = new Graph(ids);
  const keys = new KeySearch(search);
  const holders: Holder[] = [];
  const problems: Problem[] = [];
  let [read, sum] = [0, 0];
  const { maxBytes, signal } = options;
  const { failed } = await readObjects({ store, wanted: ids, maxBytes, signal }, ({ index, bytes }) => {
    read++;
    sum += bytes.length;
    const commit = parseCommit(bytes);
    if (commit) graph.add(index, commit);
    const holder = { object: ids.hex(index), type: 'commit', path: null } as const;
    const shown = nameOf(holder);
    const { waiting } = keys.look(bytes, shown, (seen) => {
      problems.push(...seen.problems);
      if (seen.keys.length > 0) holders.push({ ...holder, shown, keys: seen.keys });
    });
    return waiting;
  });
  await keys.finish();
  const lost = failed.map((index): Problem => {
    const message = `The commit ${ids.hex(index)} could not be read.`;
    return { kind: 'problem', place: search.place, file: '.', reason: 'git', message, incomplete: true };
  });
  return { graph, holders, problems: [...problems, ...lost], read, bytes: sum };
}
