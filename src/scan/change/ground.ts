import type { Place } from '../../model/blob.ts';
import { RollcallError } from '../../model/error.ts';
import { type Refs, readRefs } from '../../sources/git/refs.ts';
import { openNamed, type Store } from '../../sources/git/store.ts';
import { headOf, originOf, type Repository, repositoryAt, repositoryNamed } from '../../sources/repository.ts';
import { findTarget, nameOf } from '../../sources/target.ts';
import { displayPath } from '../../text/path.ts';
import type { SearchOptions } from '../history/search.ts';
import type { ScanOptions } from '../options.ts';

/** What looking at a change goes by. There is one target, the folder of a repository. */
export type GroundOptions = Pick<
  ScanOptions,
  'targets' | 'cwd' | 'rules' | 'config' | 'salt' | 'trustTree' | 'ignoreFiles' | 'maxBytes' | 'signal'
>;

/** A repository of which a change is looked at. */
export interface Ground {
  readonly options: GroundOptions;
  readonly repository: Repository;
  readonly store: Store;
  readonly refs: Refs;
  readonly place: Place;
  readonly search: SearchOptions;
}

/** Opens the repository of the one target; whoever opens it closes its store. `named` is the git directory that git names to a hook. */
export async function openGround(options: GroundOptions, named: string | null): Promise<Ground> {
  const { repository, root } = repositoryOf(options, named);
  const head = headOf(repository);
  const place: Place = {
    kind: 'place',
    id: originOf(repository) ?? nameOf(root),
    source: 'git',
    root: displayPath(root),
    commit: head === 'broken' ? null : head,
  };
  const store = await openNamed(repository);
  const inspect = {
    salt: options.salt ?? `rollcall:${place.id}`,
    maxBytes: options.maxBytes,
    always: /(?!)/,
    shadows: new Set<string>(),
  };
  const search = { executor: null, rules: options.rules, inspect, place: place.id };
  return { options, repository, store, refs: readRefs(repository), place, search };
}

/** The repository of the one target. A work tree whose repository lies elsewhere is taken where git itself names that. */
function repositoryOf(
  { targets, ...io }: GroundOptions,
  named: string | null,
): { repository: Repository; root: string } {
  const [target = '.'] = targets;
  const found = findTarget(target, io);
  const root = found?.kind === 'folder' ? found.path : null;
  const repository = root === null ? null : named === null ? repositoryAt(root, root) : repositoryNamed(named);
  if (root !== null && repository !== null && repository !== 'outside') return { repository, root };
  if (repository === 'outside') {
    throw new RollcallError('target', `the .git of ${target} leads out of it, and is not followed`, {
      hint: 'In a linked work tree this works as a hook of git, which names the repository in GIT_DIR.',
    });
  }
  throw new RollcallError('target', `${target} is not a git repository`, { hint: 'Name the folder that holds .git.' });
}
