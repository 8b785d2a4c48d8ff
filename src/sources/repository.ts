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

/** The commit that HEAD names; `null` where there is none yet, `'broken'` where HEAD or its ref cannot be made out. */
export function headOf({ directory, common, root }: Repository): string | null | 'broken' {
  let value = confined(`${directory}/HEAD`, root);
  for (let depth = 0; depth < 5; depth++) {
    if (value === null) return depth === 0 ? 'broken' : null;
    if (objectId.test(value)) return value;

    const name = value.startsWith('ref: ') ? value.slice(5).trim() : '';
    if (!refName.test(name)) return 'broken';
    value = confined(`${directory}/${name}`, root) ?? confined(`${common}/${name}`, root) ?? packed(common, name, root);
  }
  return 'broken';
}

/** What the `origin` remote calls the repository, `null` where there is none or it is a path on a disk. */
export function originOf({ common, root }: Repository): string | null {
  const [url] = config(common, root).get('remote.origin.url') ?? [];
  return url === undefined ? null : repositoryOf(url);
}

/** The index; `null` where it is there and cannot be made use of. */
export function indexOf({ directory, common, root }: Repository): GitIndex | null {
  const path = `${directory}/index`;
  if (!lstatSync(rawPath(path), { throwIfNoEntry: false })) return emptyIndex;

  const file = readRegular(rawPath(path), large);
  const format = config(common, root).get('extensions.objectformat')?.at(-1) ?? 'sha1';
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

function isInside(path: string, root: string): boolean {
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
