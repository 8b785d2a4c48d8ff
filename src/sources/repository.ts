import { lstatSync, realpathSync } from 'node:fs';
import { parseGitConfig } from '../text/gitconfig.ts';
import { repositoryOf } from '../text/remote.ts';
import { emptyIndex, type GitIndex, parseIndex } from './git-index.ts';
import { rawPath, readRegular } from './open.ts';

/** A git directory that is read as data: git itself never runs on it, so nothing that it configures can. */
export interface Repository {
  /** Byte string; HEAD and the index are here. */
  readonly directory: string;
  /** Byte string; refs and configuration are here. It differs in a linked work tree. */
  readonly common: string;
  /** Byte string of the folder that no path may lead out of. */
  readonly root: string;
}

const small = 1024 * 1024;
const large = 512 * small;
const objectId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const refName = /^refs\/(?!.*(?:\.\.|\/\/|@\{))[^\0-\x20\x7f~^:?*[\\]+$/;

/**
 * The repository of a folder: `null` where it has none, `'outside'` where its `.git` is a link, or a file that leads
 * out of the scanned root.
 */
export function repositoryAt(folder: string, root: string): Repository | 'outside' | null {
  const entry = `${folder}/.git`;
  const stats = lstatSync(rawPath(entry), { throwIfNoEntry: false });
  if (!stats) return null;
  if (stats.isSymbolicLink()) return 'outside';
  if (stats.isDirectory()) return repository(entry, root);

  const target = /^gitdir: ([^\0\n]+)\n?$/.exec(readText(entry) ?? '')?.[1];
  if (target === undefined) return null;
  return repository(target.startsWith('/') ? target : `${folder}/${target}`, root) ?? 'outside';
}

/** The git directory that git itself names to its hooks: that of a linked work tree lies inside of the main one. */
export function repositoryNamed(directory: string): Repository | null {
  const linked = /^(.+)\/([^/]+)\/worktrees\/[^/]+$/.exec(directory);
  const main = linked ? linked[1] : directory.slice(0, directory.lastIndexOf('/'));
  return repository(directory, main || '/');
}

/** A repository without a work tree that is the folder itself: `null` where the folder is none. */
export function bareAt(folder: string, root: string): Repository | null {
  const isFolder = (name: string): boolean =>
    lstatSync(rawPath(`${folder}/${name}`), { throwIfNoEntry: false })?.isDirectory() ?? false;
  const head = readText(`${folder}/HEAD`)?.trimEnd() ?? '';
  const isHead = objectId.test(head) || head.startsWith('ref: ');
  return isHead && isFolder('objects') && isFolder('refs') ? { directory: folder, common: folder, root } : null;
}

/** The commit that HEAD names; `null` where there is none yet, `'broken'` where HEAD or its ref cannot be made out. */
export function headOf(repository: Repository): string | null | 'broken' {
  return readRef(repository, 'HEAD');
}

/** The id behind a ref that has a file; `null` where it leads to a ref that is not there, `'broken'` where to nothing. */
export function readRef({ directory, common, root }: Repository, ref: string): string | null | 'broken' {
  let value = confined(`${directory}/${ref}`, root) ?? confined(`${common}/${ref}`, root);
  for (let depth = 0; depth < 5; depth++) {
    if (value === null) return depth === 0 ? 'broken' : null;
    if (objectId.test(value)) return value;

    const name = value.startsWith('ref: ') ? value.slice(5).trim() : '';
    if (!refName.test(name)) return 'broken';
    value = confined(`${directory}/${name}`, root) ?? confined(`${common}/${name}`, root) ?? packed(common, name, root);
  }
  return 'broken';
}

/** A file of the git directory, `null` where it is missing, too large, or not inside of the root. Latin-1. */
export function textOf({ root }: Repository, path: string): string | null {
  return isInside(path, root) ? readText(path, large) : null;
}

/** What the `origin` remote calls the repository, `null` where there is none or it is a path on a disk. */
export function originOf({ common, root }: Repository): string | null {
  const [url] = config(common, root).get('remote.origin.url') ?? [];
  return url === undefined ? null : repositoryOf(url);
}

/** Byte string of the folder that holds the objects; `null` where it is not inside of the root. */
export function objectsOf({ common, root }: Repository): string | null {
  const path = `${common}/objects`;
  return isInside(path, root) ? path : null;
}

/** The last value that its configuration gives a key, read as data. */
export function settingOf({ common, root }: Repository, key: string): string | null {
  return config(common, root).get(key)?.at(-1) ?? null;
}

/** The index; `null` where it is there and cannot be made use of. */
export function indexOf(repository: Repository): GitIndex | null {
  const { directory } = repository;
  const path = `${directory}/index`;
  if (!lstatSync(rawPath(path), { throwIfNoEntry: false })) return emptyIndex;

  const file = readRegular(rawPath(path), large);
  const format = settingOf(repository, 'extensions.objectformat') ?? 'sha1';
  return file && parseIndex(file.bytes, file.mtimeMs, format === 'sha256' ? 32 : 20);
}

/** Ignore rules that are kept beside the work tree, `''` where there are none. */
export function excludesOf({ common, root }: Repository): string {
  return confinedText(`${common}/info/exclude`, root) ?? '';
}

function repository(directory: string, root: string): Repository | null {
  if (!isInside(directory, root) || confined(`${directory}/HEAD`, root) === null) return null;

  const common = confined(`${directory}/commondir`, root);
  if (common === null) return { directory, common: directory, root };
  const shared = common.startsWith('/') ? common : `${directory}/${common}`;
  return isInside(shared, root) ? { directory, common: shared, root } : null;
}

function config(common: string, root: string): ReadonlyMap<string, readonly string[]> {
  return parseGitConfig(confinedText(`${common}/config`, root) ?? '');
}

function packed(common: string, name: string, root: string): string | null {
  const path = `${common}/packed-refs`;
  const refs = isInside(path, root) ? readText(path, large) : null;
  const end = refs?.indexOf(` ${name}\n`) ?? -1;
  if (!refs || end < 0) return null;
  const id = refs.slice(refs.lastIndexOf('\n', end) + 1, end);
  return objectId.test(id) ? id : null;
}

/** One line of a file that is truly under the root: its folder might be a link. */
function confined(path: string, root: string): string | null {
  return confinedText(path, root)?.trimEnd() ?? null;
}

function confinedText(path: string, root: string): string | null {
  return isInside(path, root) ? readText(path) : null;
}

/** Whether a path, links resolved, is below a folder. */
export function isInside(path: string, root: string): boolean {
  try {
    const real = realpathSync.native(rawPath(path), { encoding: 'latin1' });
    return real.startsWith(root === '/' ? root : `${root}/`);
  } catch {
    return false;
  }
}

function readText(path: string, maxBytes: number = small): string | null {
  return readRegular(rawPath(path), maxBytes)?.bytes.toString('latin1') ?? null;
}
