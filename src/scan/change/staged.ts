import { RollcallError } from '../../model/error.ts';
import type { Problem } from '../../model/problem.ts';
import { changesIn } from '../../sources/git/changes.ts';
import { complaints } from '../../sources/git/complaints.ts';
import { selector } from '../../sources/select.ts';
import { displayPath } from '../../text/path.ts';
import { type Holding, searchVersions, type Version } from './blobs.ts';
import type { Brought } from './change.ts';
import type { Ground } from './ground.ts';
import type { Change } from './options.ts';

/** A version of a file, and the one that it takes the place of. */
interface Staged extends Version {
  readonly before: string | null;
}

/**
 * Keys that a commit of the index would bring. A key that the same file holds in HEAD is none of them, nor one in a file
 * that is only moved.
 */
export async function staged(ground: Ground, { index }: Change): Promise<Brought> {
  const { store, refs, repository, search, options } = ground;
  if (refs.head === 'broken') throw new RollcallError('git', 'HEAD of the repository names no commit');
  const at = { place: search.place, file: '.' };
  const file = index ?? `${repository.directory}/index`;
  const { changes, unmerged, ending } = await changesIn(store, file, refs.head);
  const gone = new Set(changes.flatMap(({ before, after }) => (after === null && before !== null ? before : [])));
  const selects = selector(options.config.include, options.config.exclude);
  const versions = changes.flatMap(({ path, before, after }): Staged[] => {
    const isMoved = before === null && after !== null && gone.has(after);
    const isWanted = after !== null && after !== before && !isMoved && selects(displayPath(path));
    return isWanted ? [{ id: after, path, before }] : [];
  });
  const { holding, problems, read, bytes } = await searchVersions(ground, versions);
  const kept = await withoutKnown(ground, holding);
  return {
    evidence: kept.flatMap(({ keys }) => keys.map((key) => ({ ...key, reason: 'in a staged file' }))),
    inspections: kept.flatMap(({ inspections }) => inspections),
    problems: [
      ...problems,
      ...unmerged.map((path): Problem => {
        const message = 'It is in conflict, so it was not read; no commit takes it either.';
        return { kind: 'problem', ...at, file: displayPath(path), reason: 'git', message, incomplete: true };
      }),
      ...complaints('Comparing the index with HEAD', ending, at),
    ],
    files: read,
    bytes,
  };
}

/** Leaves out the keys that the version before holds too. */
async function withoutKnown(ground: Ground, holding: readonly Holding<Staged>[]): Promise<Holding<Staged>[]> {
  const before = holding.flatMap(({ version: { before, path } }) => (before === null ? [] : { id: before, path }));
  const old = before.length === 0 ? [] : (await searchVersions(ground, before)).holding;
  const known = new Set(old.flatMap(({ version, keys }) => keys.map((key) => `${key.fingerprint} ${version.path}`)));
  return holding.flatMap((one) => {
    const keys = one.keys.filter(({ fingerprint }) => !known.has(`${fingerprint} ${one.version.path}`));
    return keys.length > 0 ? { ...one, keys } : [];
  });
}
