import { lstatSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { idOf } from './plain.ts';
import { rotatedSet } from './rotated.ts';

/** A file of a log, as it was listed. */
export interface Sibling {
  readonly path: string;
  readonly name: string;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** When the inode was taken for it: one that is given again is younger than what was read of the file before. */
  readonly born: number;
}

/** The files of a log, oldest first; the last is the one that is written to. Only regular files. */
export function siblings(log: string): Sibling[] {
  const folder = dirname(log);
  const names = rotatedSet(basename(log), namesIn(folder));
  // One that bears a rotated name itself and was named all the same.
  const own = names.length > 0 ? names : [basename(log)];
  return own.flatMap((name) => found(join(folder, name), name));
}

/** What is at a path now, `null` where it is no regular file. */
export function idAt(path: string): string | null {
  return found(path, '')[0]?.id ?? null;
}

function found(path: string, name: string): Sibling[] {
  try {
    const stats = lstatSync(path, { bigint: true });
    const [modified, born] = [Number(stats.mtimeMs), Number(stats.birthtimeMs)];
    return stats.isFile() ? [{ path, name, id: idOf(stats), modified, born }] : [];
  } catch {
    return []; // it went away between two looks
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a folder that is not there yet holds nothing yet
  }
}
