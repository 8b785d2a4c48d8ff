import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RollcallError } from '../../model/error.ts';
import { codeOf, rawPath } from '../open.ts';
import { isInside, objectsOf, type Repository, settingOf } from '../repository.ts';
import { temporaryName } from '../temporary.ts';
import { type Parts, partsOf } from './folders.ts';
import { findGit, type Git } from './program.ts';

/**
 * The objects of a repository, where git may be run on them: a private git directory that has its own configuration and
 * no refs, and links to the packs and to the folders of objects that were found to be plain. Nothing that whoever made
 * the repository wrote can steer git in it.
 */
export interface Store {
  readonly git: Git;
  /** The private git directory. */
  readonly directory: string;
  /** Bytes of an object id. */
  readonly width: 20 | 32;
  /** One sentence for each part of the store that was left out. */
  readonly refused: readonly string[];
  /** Its packs, each with its index: paths, as byte strings, of plain files in what is scanned. `bytes`: of the pack. */
  readonly packs: readonly { readonly path: string; readonly indexPath: string; readonly bytes: number }[];
  /** Ids, in hex digits, of the objects that are in no pack. */
  readonly loose: readonly string[];
  /** True where a server keeps objects that were not fetched. */
  readonly promised: boolean;
  /** Commits whose parents are not here are the first ones, for git: it would not go past them. */
  cutAt(commits: Iterable<string>): void;
  close(): void;
}

/** Stores borrow from stores that borrow; nobody needs more of them than this. */
const mostStores = 32;

/** Stores that are open: they are removed too where the process ends in another way than it should. */
const open = new Set<() => void>();
let watching = false;

/** Opens the objects of a repository. A store in a form that is not known is refused as a whole, with the reason. */
export async function openStore(repository: Repository): Promise<Store | string> {
  const git = await findGit();
  const format = settingOf(repository, 'extensions.objectformat') ?? 'sha1';
  if (format !== 'sha1' && format !== 'sha256') return 'its objects have ids of a kind that is not known';
  const objects = objectsOf(repository);
  if (objects === null) return 'its objects are not inside of what is scanned';

  const stores = allStores(objects, repository.root);
  const made = make(stores, format, repository.root);
  return {
    git,
    width: format === 'sha1' ? 20 : 32,
    refused: [...new Set(stores.flatMap(({ refused }) => refused))],
    packs: stores.flatMap(packsOf),
    loose: [...new Set(stores.flatMap(({ loose }) => loose))],
    promised: stores.some(({ promised }) => promised),
    ...made,
  };
}

/** The same for a repository that has to be read: what keeps it from that is an error. */
export async function openNamed(repository: Repository): Promise<Store> {
  const store = await openStore(repository);
  if (typeof store === 'string') throw new RollcallError('git', `the repository cannot be read: ${store}`);
  return store;
}

function allStores(objects: string, root: string): Parts[] {
  const waiting = [objects];
  const stores: Parts[] = [];
  for (const folder of waiting) {
    const found = partsOf(folder, root);
    stores.push(found);
    for (const other of found.borrowed) {
      if (!waiting.includes(other) && waiting.length < mostStores) waiting.push(other);
    }
  }
  return stores;
}

function packsOf({ parts }: Parts): Store['packs'] {
  const paths = new Map(parts.map(({ name, path }) => [name, path]));
  return parts.flatMap(({ name, path }) => {
    const indexPath = paths.get(name.replace(/\.pack$/, '.idx'));
    if (!name.endsWith('.pack') || indexPath === undefined) return [];
    return [{ path, indexPath, bytes: statSync(rawPath(path), { throwIfNoEntry: false })?.size ?? 0 }];
  });
}

function make(stores: readonly Parts[], format: string, root: string): Pick<Store, 'directory' | 'cutAt' | 'close'> {
  const directory = mkdtempSync(join(room(root), temporaryName('git')));
  const folders: string[] = [directory];
  const files: string[] = [];
  const folder = (path: string): void => {
    mkdirSync(path, { mode: 0o700 });
    folders.push(path);
  };
  const file = (name: string, text: string): void => {
    const path = join(directory, name);
    if (!files.includes(path)) files.push(path);
    writeFileSync(path, text, { mode: 0o600 });
  };
  const close = (): void => {
    open.delete(close);
    // One by one, and never through a link.
    for (const path of files) attempt(() => unlinkSync(path));
    for (const path of folders.reverse()) attempt(() => rmdirSync(path));
  };
  watch(close);
  try {
    for (const name of ['refs', 'objects', 'objects/info', ...stores.map((_, index) => `store${index}`)])
      folder(join(directory, name));
    file('HEAD', 'ref: refs/heads/none\n');
    file('config', configuration(format));
    file('objects/info/alternates', stores.map((_, index) => `../store${index}\n`).join(''));
    for (const [index, { parts }] of stores.entries()) {
      const made = new Set<string>();
      for (const { name, path } of parts) {
        const [top = '', below] = name.split('/', 2);
        if (below !== undefined && !made.has(top)) folder(join(directory, `store${index}`, top));
        made.add(top);
        const link = join(directory, `store${index}`, name);
        symlinkSync(rawPath(path), link);
        files.push(link);
      }
    }
  } catch (cause) {
    close();
    throw new RollcallError('git', `a private folder for git could not be made (${codeOf(cause)})`, {
      hint: 'It is made where TMPDIR says.',
      cause,
    });
  }
  const cutAt = (commits: Iterable<string>): void => file('shallow', [...commits].map((id) => `${id}\n`).join(''));
  return { directory, cutAt, close };
}

/** Nothing is written below what is scanned, unless that is everything. */
function room(root: string): string {
  const found = [tmpdir(), '/var/tmp', '/dev/shm'].find((folder) => root === '/' || isApart(folder, root));
  if (found !== undefined) return found;
  throw new RollcallError('git', 'there is no folder for temporary files outside of what is scanned', {
    hint: 'Set TMPDIR to one.',
  });
}

function isApart(folder: string, root: string): boolean {
  return existsSync(folder) && !isInside(folder, root) && realpathSync.native(folder) !== root;
}

/**
 * No file that only makes git faster is believed; large objects are handed on as they are read, and packs are not held in
 * memory whole.
 */
function configuration(format: string): string {
  const isOld = format === 'sha1';
  return `[core]
\trepositoryformatversion = ${isOld ? 0 : 1}
\tbare = true
\tcommitGraph = false
\tmultiPackIndex = false
\tbigFileThreshold = 16m
\tpackedGitWindowSize = 16m
\tpackedGitLimit = 128m
[advice]
\tgraftFileDeprecated = false
${isOld ? '' : `[extensions]\n\tobjectFormat = ${format}\n`}`;
}

function watch(close: () => void): void {
  open.add(close);
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const one of open) one();
  });
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // What cannot be removed is an empty folder or a link of ours; there is nobody to tell at the end of the process.
  }
}
