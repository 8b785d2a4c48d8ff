import { type Dirent, readdirSync } from 'node:fs';
import { isAscii } from '../text/path.ts';
import { codeOf, rawPath } from './open.ts';

/** What a folder holds: names as byte strings, with their kinds. */
export interface Name {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
}

/**
 * The names in a folder, in the order that puts the paths below it in code-unit order. Synchronous: measured on 50,000
 * files it takes half the time of the asynchronous call. Throws what the file system says.
 */
export function list(folder: string): Name[] {
  return readNames(folder)
    .map(({ name, entry }) => ({ name, kind: kindOf(entry) }))
    .sort(byPath);
}

/**
 * Names come as Latin-1, that is, byte for byte and as fast as UTF-8. Where the file system keeps no kinds, Node asks
 * for each by its name, which must then be a Buffer unless it is ASCII.
 */
function readNames(folder: string): { name: string; entry: Dirent | Dirent<Buffer> }[] {
  if (isAscii(folder)) {
    try {
      return readdirSync(folder, { encoding: 'latin1', withFileTypes: true }).map((entry) => ({
        name: entry.name,
        entry,
      }));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  const entries = readdirSync(rawPath(folder), { encoding: 'buffer', withFileTypes: true });
  return entries.map((entry) => ({ name: entry.name.toString('latin1'), entry }));
}

function kindOf(entry: Dirent | Dirent<Buffer>): Name['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'special';
}

function byPath(a: Name, b: Name): number {
  const left = a.kind === 'folder' ? `${a.name}/` : a.name;
  const right = b.kind === 'folder' ? `${b.name}/` : b.name;
  return left < right ? -1 : left > right ? 1 : 0;
}
