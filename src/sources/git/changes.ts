import { ask, type Ending } from './program.ts';
import type { Store } from './store.ts';

/** A file that the index has otherwise than a commit. */
export interface Change {
  /** Byte string. */
  readonly path: string;
  /** Blob before and after, `null` where there is none: the file is new, or goes. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What a commit of the index would change. */
export interface Changes {
  readonly changes: readonly Change[];
  /** Files of a merge that is not settled, which no commit takes. */
  readonly unmerged: readonly string[];
  readonly ending: Ending;
}

/** The tree without entries: git knows it without its object. */
const emptyTree = {
  20: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  32: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
} as const;

/** Compares an index with a commit, `null`: with nothing. Git knows which folders are the same without looking into them. */
export async function changesIn(store: Store, index: string, commit: string | null): Promise<Changes> {
  const words = ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=all'];
  const id = commit ?? emptyTree[store.width];
  const { answer, ...ending } = await ask(store.git, [...words, id, '--'], { directory: store.directory, index });
  const changes: Change[] = [];
  const unmerged: string[] = [];
  const parts = answer.toString('latin1').split('\0');
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, before = '', after = '', status = ''] =
      /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(parts[at] ?? '') ?? [];
    const path = parts[at + 1] ?? '';
    if (status === 'U') unmerged.push(path);
    else changes.push({ path, before: blobOf(before), after: blobOf(after) });
  }
  return { changes, unmerged, ending };
}

function blobOf(id: string): string | null {
  return id === '' || /^0+$/.test(id) ? null : id;
}

/** The files of a commit: blobs by path, a byte string. Submodules are none. */
export async function filesOf(
  { git, directory }: Store,
  commit: string,
): Promise<{ readonly files: ReadonlyMap<string, string>; readonly ending: Ending }> {
  const { answer, ...ending } = await ask(git, ['ls-tree', '-r', '-z', '--full-tree', commit], { directory });
  const files = new Map<string, string>();
  for (const line of answer.toString('latin1').split('\0')) {
    const [, id, path] = /^\d+ blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
    if (id !== undefined && path !== undefined) files.set(path, id);
  }
  return { files, ending };
}

/** What commits bring that are before one commit and not before another. */
export interface Range {
  readonly commits: readonly string[];
  /** Objects in trees: folders and files, with a path at which they stand (a byte string). */
  readonly objects: readonly { readonly id: string; readonly path: string }[];
  readonly missing: readonly string[];
  readonly ending: Ending;
}

/** Lists what the commits up to `to` bring that are not up to `from` already. */
export async function rangeOf({ git, directory }: Store, from: string, to: string): Promise<Range> {
  const words = ['rev-list', '--objects', '--missing=print', '--stdin'];
  const { answer, ...ending } = await ask(git, words, { directory }, `${to}\n^${from}\n`);
  const commits: string[] = [];
  const objects: { id: string; path: string }[] = [];
  const missing: string[] = [];
  for (const line of answer.toString('latin1').split('\n')) {
    const blank = line.indexOf(' ');
    if (line.startsWith('?')) missing.push(line.slice(1));
    else if (blank > 0) objects.push({ id: line.slice(0, blank), path: line.slice(blank + 1) });
    else if (line !== '') commits.push(line);
  }
  return { commits, objects, missing, ending };
}

/** The commits from which two others go on. */
export async function mergeBases({ git, directory }: Store, a: string, b: string): Promise<readonly string[]> {
  const { answer } = await ask(git, ['merge-base', '--all', a, b], { directory });
  return answer
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
}
