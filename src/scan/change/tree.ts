import { createHash } from 'node:crypto';
import type { Blob } from '../../model/blob.ts';
import type { Inspection } from '../../model/document.ts';
import type { Problem } from '../../model/problem.ts';
import { filesOf } from '../../sources/git/changes.ts';
import { complaints } from '../../sources/git/complaints.ts';
import { readObjects } from '../../sources/git/contents.ts';
import { readBytes } from '../../sources/index.ts';
import { isSelected, selector } from '../../sources/select.ts';
import { isEnvironmentFile } from '../../text/environment-file.ts';
import { archiveOf, displayPath } from '../../text/path.ts';
import { type Executor, inProcess } from '../executor.ts';
import type { Listing } from '../listing.ts';
import { asLogs, logsAmong } from '../logs/among.ts';
import { shadows } from '../prepare.ts';
import { type Readings, read } from '../reading.ts';
import type { Now } from './before.ts';
import type { Ground } from './ground.ts';

/** The tree of a commit, read like a folder. */
export interface Tree {
  readonly listing: Pick<Listing, 'places' | 'blobs'>;
  readonly readings: Readings;
  /** By which files of this tree are read later. */
  readonly executor: Executor;
}

/** Old versions of files are held in memory while the census is taken. */
const mostBytes = 512 << 20;

/**
 * Reads the tree of a commit. Files that the scanned tree has unchanged are not read again, and files that no commit holds
 * (environment files, which are ignored for what stands in them, and repositories within) are taken as they are: they are
 * no part of the change.
 */
export async function readTree(commit: string, head: string, ground: Ground, now: Now): Promise<Tree> {
  const { listing, options } = now;
  const { place, store } = ground;
  const selects = selector(options.config.include, options.config.exclude);
  const inHead = new Set([...(await filesOf(store, head)).files.keys()].map(displayPath));
  const { files, ending } = await filesOf(store, commit);
  const here = new Map(listing.blobs.map((blob) => [blob.origin.path, blob]));
  const kept: Blob[] = [];
  const changed: { readonly id: string; readonly path: string }[] = [];
  const before = new Set<string>();
  for (const [raw, id] of files) {
    const path = displayPath(raw);
    if (!isSelected(path, selects)) continue;
    before.add(path);
    const blob = here.get(path);
    if (blob && isSame(blob, id, options.maxBytes)) kept.push(blob);
    else changed.push({ id, path });
  }
  const carried = listing.blobs.filter((blob) => !before.has(blob.origin.path) && isApart(blob, inHead, now));
  const versioned = await versions(changed, ground);
  const logs = await logsAmong(versioned.blobs, options, () => false);
  const old = { ...versioned, blobs: asLogs(versioned.blobs, new Set(logs.keys())) };
  const blobs = [...kept, ...carried, ...old.blobs].sort((a, b) => (a.origin.path < b.origin.path ? -1 : 1));
  const problems = [...old.problems, ...complaints('Reading the tree before', ending, { place: place.id, file: '.' })];
  return await inspected(blobs, { old: old.blobs, problems }, now);
}

/** True where git names the content, or would name it so. A file that git writes otherwise than it keeps it is read again. */
function isSame(blob: Blob, id: string, maxBytes: number): boolean {
  if (blob.oid !== undefined) return blob.oid === id;
  const { bytes, problem } = readBytes(blob, maxBytes);
  if (!bytes || problem) return false;
  const hash = createHash(id.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === id;
}

/** A file that no commit of this repository holds, and that is none of its work tree's new files either. */
function isApart({ origin: { path }, ignored }: Blob, inHead: ReadonlySet<string>, { listing, options }: Now): boolean {
  if (inHead.has(path)) return false;
  // Where ignore files are not honoured nobody knows whether it is ignored. An environment file seldom is not.
  if (ignored || (!options.trustTree && isEnvironmentFile(path))) return true;
  return listing.repositories.some((one) => one.path !== '' && path.startsWith(one.path));
}

async function versions(
  wanted: readonly { readonly id: string; readonly path: string }[],
  { store, place, options }: Ground,
): Promise<{ readonly blobs: readonly Blob[]; readonly problems: readonly Problem[] }> {
  const blobs: Blob[] = [];
  const problems: Problem[] = [];
  const tell = (path: string, reason: Problem['reason'], message: string): void => {
    problems.push({ kind: 'problem', place: place.id, file: path, reason, message, incomplete: true });
  };
  let bytes = 0;
  const ids = { length: wanted.length, hex: (index: number) => wanted[index]?.id ?? '' };
  const { maxBytes, signal } = options;
  const { failed, endings } = await readObjects({ store, wanted: ids, maxBytes, signal }, (object) => {
    const path = wanted[object.index]?.path;
    if (path === undefined || object.type !== 'blob') return;
    bytes += object.bytes.length;
    if (bytes > mostBytes) return tell(path, 'limit', `Old versions of more than ${mostBytes >> 20} MiB are not read.`);
    // The bytes are git's until the next object.
    const content = { kind: 'bytes', bytes: Uint8Array.from(object.bytes) } as const;
    blobs.push({
      kind: 'blob',
      place: place.id,
      origin: { kind: 'file', path },
      content,
      oid: wanted[object.index]?.id ?? '',
    });
  });
  for (const index of failed) tell(wanted[index]?.path ?? '.', 'git', 'Its object could not be read.');
  const said = endings.flatMap((ending) =>
    complaints('Reading the tree before', ending, { place: place.id, file: '.' }),
  );
  return { blobs, problems: failed.length > 0 ? problems : [...problems, ...said] };
}

/** What is read of the old versions, beside what was read already of the others. */
async function inspected(
  blobs: readonly Blob[],
  { old, problems }: { readonly old: readonly Blob[]; readonly problems: readonly Problem[] },
  { listing, readings, executor, inspect, options }: Now,
): Promise<Tree> {
  const places = listing.places;
  const here = { ...inspect, shadows: shadows(blobs, options.rules, options.trustTree) };
  const isAlike = same(here.shadows, inspect.shadows);
  // Where other modules go by the names of packages, all of it means something else.
  const own = isAlike ? executor : inProcess(options.rules, here);
  const silent = { ...options, onProgress: () => {} };
  const fresh = await read({ places, blobs: isAlike ? old : blobs }, own, silent);
  const taken = new Set(old.map(({ origin }) => origin.path));
  const still = new Set(blobs.map(({ origin }) => origin.path).filter((path) => !taken.has(path)));
  const kept = <T extends Inspection>(all: readonly T[]): readonly T[] =>
    isAlike ? all.filter(({ file }) => still.has(file) || still.has(archiveOf(file))) : [];
  const sorted = (all: readonly Inspection[]): readonly Inspection[] =>
    [...all].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  return {
    listing: { places, blobs },
    readings: {
      ...fresh,
      inspections: sorted([...kept(readings.inspections), ...fresh.inspections]),
      members: sorted([...kept(readings.members), ...fresh.members]),
      problems: [...problems, ...fresh.problems],
    },
    executor: own,
  };
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
