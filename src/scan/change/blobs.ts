import type { Inspection } from '../../model/document.ts';
import type { Problem, ProblemReason } from '../../model/problem.ts';
import { complaints } from '../../sources/git/complaints.ts';
import { readObjects } from '../../sources/git/contents.ts';
import { isAsset, isPointer } from '../../sources/pointer.ts';
import { displayPath } from '../../text/path.ts';
import { type Key, KeySearch } from '../history/search.ts';
import type { Ground } from './ground.ts';

/** A version of a file: its blob, and its path as a byte string. */
export interface Version {
  readonly id: string;
  readonly path: string;
}

/** A version that holds keys. */
export interface Holding<V extends Version> {
  readonly version: V;
  readonly keys: readonly Key[];
  readonly inspections: readonly Inspection[];
}

/** What was found in some versions. */
export interface Searched<V extends Version> {
  readonly holding: readonly Holding<V>[];
  readonly problems: readonly Problem[];
  /** Versions that were read, and their bytes. Trees among what was asked for are none. */
  readonly read: number;
  readonly bytes: number;
  readonly failed: number;
  /** Paths of those that were read, as they are shown. */
  readonly paths: ReadonlySet<string>;
}

/** Searches versions of files for keys. What is no blob is passed over. */
export async function searchVersions<V extends Version>(
  { store, search, options }: Ground,
  versions: readonly V[],
): Promise<Searched<V>> {
  const keys = new KeySearch(search);
  const holding: Holding<V>[] = [];
  const problems: Problem[] = [];
  const paths = new Set<string>();
  let [read, bytes] = [0, 0];
  const tell = (path: string, reason: ProblemReason, message: string, incomplete = true): void => {
    problems.push({ kind: 'problem', place: search.place, file: displayPath(path), reason, message, incomplete });
  };
  const wanted = { length: versions.length, hex: (index: number) => versions[index]?.id ?? '' };
  const { maxBytes, signal } = options;
  const { failed, endings } = await readObjects({ store, wanted, maxBytes, signal }, (object) => {
    const version = versions[object.index];
    if (!version || object.type !== 'blob') return;
    read++;
    bytes += object.bytes.length;
    const { path } = version;
    paths.add(displayPath(path));
    if (object.bytes.length < object.size)
      tell(path, 'too-large', `Only the first ${maxBytes} of its ${object.size} bytes were read.`);
    if (isPointer(object.bytes))
      tell(path, 'git', 'It stands for a file kept elsewhere (Git LFS), which was not read.', !isAsset(path));
    const { waiting } = keys.look(object.bytes, displayPath(path), ({ keys, inspections, problems: lost }) => {
      problems.push(...lost);
      if (keys.length > 0) holding.push({ version, keys, inspections });
    });
    return waiting;
  });
  await keys.finish();
  for (const index of failed) tell(versions[index]?.path ?? '', 'git', 'Its object could not be read.');
  if (signal.aborted) tell('.', 'limit', 'interrupted: not all of the change was read');
  const said = endings.flatMap((ending) =>
    complaints('Reading the change', ending, { place: search.place, file: '.' }),
  );
  const all = [...problems, ...(failed.length > 0 ? [] : said)];
  return { holding, problems: all, read, bytes, failed: failed.length, paths };
}
