import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { RollcallError } from '../model/error.ts';
import type { SourceIo } from '../model/source.ts';
import { displayPath } from '../text/path.ts';
import { codeOf, rawPath } from './open.ts';

/** A target on disk, links resolved: it was named by a person, so its own link is followed. */
export interface DiskTarget {
  readonly kind: 'folder' | 'file' | 'special';
  /** Byte string of the absolute path. */
  readonly path: string;
}

const prefixed = /^(dir|git|env|log|host):/;

/** The kind that a target forces, `dir` of `dir:src`, and what it names. */
export function prefixOf(target: string): { prefix: string | null; name: string } {
  const prefix = prefixed.exec(target)?.[1] ?? null;
  return { prefix, name: prefix === null ? target : target.slice(prefix.length + 1) };
}

/** What a target is on disk, `null` where there is nothing of that name. */
export function findTarget(target: string, { cwd }: Pick<SourceIo, 'cwd'>): DiskTarget | null {
  try {
    const path = realpathSync.native(resolve(cwd, prefixOf(target).name), { encoding: 'latin1' });
    const stats = statSync(rawPath(path));
    return { kind: stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'special', path };
  } catch (error) {
    const code = codeOf(error);
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(code)) return null;
    throw new RollcallError('target', `${target} cannot be opened (${code})`, { cause: error });
  }
}

/** A target that was accepted before, so that it is missing only if it went away since. */
export function requireTarget(target: string, io: Pick<SourceIo, 'cwd'>): DiskTarget {
  const found = findTarget(target, io);
  if (found) return found;
  throw new RollcallError('target', `There is no file or folder ${target}`);
}

/** Last step of a path, for people. */
export function nameOf(path: string): string {
  return displayPath(path.slice(path.lastIndexOf('/') + 1)) || '/';
}
