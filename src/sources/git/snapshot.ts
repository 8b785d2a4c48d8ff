import { closeSync, openSync, writeSync } from 'node:fs';
import type { Blob } from '../../model/blob.ts';
import type { Problem, ProblemReason } from '../../model/problem.ts';
import type { Skipped } from '../../model/source.ts';
import { byCodeUnit } from '../../text/order.ts';
import { displayPath } from '../../text/path.ts';
import { codeOf } from '../open.ts';
import type { Repository } from '../repository.ts';
import { isSelected } from '../select.ts';
import { complaints } from './complaints.ts';
import { readObjects } from './contents.ts';
import { ask, type Ending } from './program.ts';
import { openStore, type Store } from './store.ts';

/** How a commit is read. */
export interface SnapshotOptions {
  readonly place: string;
  readonly commit: string;
  /** Whether a path is wanted; of a folder, told by the slash at its end, whether anything below it is. */
  readonly selects: (path: string) => boolean;
  /** Absolute path, ASCII, of the file that is written: what its files hold, one behind the other. */
  readonly spool: string;
  /** Of a larger file only so much is kept. */
  readonly maxBytes: number;
  /** Bytes that the file may have. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

/** The files of a commit, as a folder would list them. `blobs`, `skipped` and `problems` are all its entries. */
export interface Snapshot {
  readonly blobs: readonly Blob[];
  readonly skipped: readonly Skipped[];
  readonly problems: readonly Problem[];
}

/** A file of a commit; its path is a byte string. */
interface File {
  readonly id: string;
  readonly path: string;
}

/** Where the content of an object stands in the spool. */
interface Spot {
  readonly offset: number;
  readonly size: number;
}

/** Reads every file of a commit, each content once, into one file from which it is read again as often as is needed. */
export async function snapshot(repository: Repository, options: SnapshotOptions): Promise<Snapshot> {
  const at = { place: options.place, file: '.' };
  const store = await openStore(repository);
  if (typeof store === 'string')
    return { blobs: [], skipped: [], problems: [problem(options, '.', 'git', `It was not read: ${store}.`)] };
  try {
    const { files, skipped, ending } = await entriesOf(store, options);
    const listing = complaints('Listing the files of its commit', ending, at);
    const ids = [...new Set(files.map(({ id }) => id))];
    const { spots, unread, endings } = await spooled(store, ids, options);
    const blobs: Blob[] = [];
    const problems: Problem[] = [...listing];
    const names = new Map<string, number>();
    for (const { id, path } of files) {
      const spot = spots.get(id);
      const shown = nameOf(displayPath(path), names);
      if (spot) blobs.push(blobAt(spot, id, shown, options));
      else problems.push(problem(options, shown, unread.get(id) ?? 'git', wordsFor(unread.get(id), options)));
    }
    const said = endings.flatMap((one) => complaints('Reading the files of its commit', one, at));
    return { blobs, skipped, problems: [...problems, ...said] };
  } finally {
    store.close();
  }
}

/** A tree that nobody checks out may name a file twice: both are read. */
export function nameOf(path: string, names: Map<string, number>): string {
  const count = (names.get(path) ?? 0) + 1;
  names.set(path, count);
  return count === 1 ? path : `${path}~${count}`;
}

function blobAt(spot: Spot, oid: string, path: string, { place, spool }: SnapshotOptions): Blob {
  return { kind: 'blob', place, origin: { kind: 'file', path }, content: { kind: 'slice', path: spool, ...spot }, oid };
}

async function entriesOf(
  { git, directory }: Store,
  { commit, selects, place }: SnapshotOptions,
): Promise<{ readonly files: readonly File[]; readonly skipped: readonly Skipped[]; readonly ending: Ending }> {
  const { answer, ...ending } = await ask(git, ['ls-tree', '-r', '-z', '--full-tree', commit], { directory });
  const files: File[] = [];
  const skipped: Skipped[] = [];
  for (const line of answer.toString('latin1').split('\0')) {
    const [, mode = '', id = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
    if (path === '') continue;
    const reason =
      mode === '120000'
        ? 'link'
        : mode === '160000'
          ? 'submodule'
          : isSelected(displayPath(path), selects)
            ? null
            : 'excluded';
    if (reason === null) files.push({ id, path });
    else skipped.push({ kind: 'skipped', place, file: displayPath(path), reason });
  }
  files.sort((a, b) => byCodeUnit(a.path, b.path));
  return { files, skipped, ending };
}

interface Spooled {
  readonly spots: ReadonlyMap<string, Spot>;
  readonly unread: ReadonlyMap<string, ProblemReason>;
  readonly endings: readonly Ending[];
}

async function spooled(store: Store, ids: readonly string[], options: SnapshotOptions): Promise<Spooled> {
  const { spool, maxBytes, mostBytes, signal } = options;
  const spots = new Map<string, Spot>();
  const unread = new Map<string, ProblemReason>();
  const file = openSync(spool, 'wx', 0o600);
  let end = 0;
  try {
    const wanted = { length: ids.length, hex: (index: number) => ids[index] ?? '' };
    // A byte more than is read of a large one, so that whoever reads it sees that there is more.
    const outcome = await readObjects({ store, wanted, maxBytes: maxBytes + 1, signal }, ({ index, type, bytes }) => {
      const id = ids[index] ?? '';
      if (type !== 'blob') return;
      if (end + bytes.length > mostBytes) {
        unread.set(id, 'limit');
        return;
      }
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      } catch (error) {
        throw new Error(`the disk did not take it (${codeOf(error)})`, { cause: error });
      }
      spots.set(id, { offset: end, size: bytes.length });
      end += bytes.length;
    });
    for (const index of outcome.failed) unread.set(ids[index] ?? '', 'too-large');
    return { spots, unread, endings: outcome.endings };
  } finally {
    closeSync(file);
  }
}

function wordsFor(reason: ProblemReason | undefined, { maxBytes, mostBytes }: SnapshotOptions): string {
  if (reason === 'too-large') return `It has more than ${maxBytes} bytes and was left on the server, or it is damaged.`;
  if (reason === 'limit') return `The files of its repository have more than ${mostBytes} bytes: it was not read.`;
  return 'It was not read: the run was stopped before.';
}

function problem({ place }: SnapshotOptions, file: string, reason: ProblemReason, message: string): Problem {
  return { kind: 'problem', place, file, reason, message, incomplete: true };
}
