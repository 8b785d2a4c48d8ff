import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { isAscii } from '../../text/path.ts';
import { codeOf } from '../open.ts';

/** What was read, or why not: `gone` where there is no such entry, or the process has ended; `refused` otherwise. */
export type Entry<T> = { readonly value: T; readonly failure: null } | { readonly failure: 'gone' | 'refused' };

/** A link in the last step is refused, and a pipe does not block. */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Files of `/proc` say that they are empty: they are read piece by piece, into one buffer that is cleared after each. */
const chunk = Buffer.alloc(64 * 1024);

/** No path of Linux is longer. */
const maxPath = 4096;

/** The text of a file of `/proc`, up to `maxBytes`; `isWhole` is false where it goes on. */
export function entryText(path: string, maxBytes: number): Entry<{ readonly text: string; readonly isWhole: boolean }> {
  let text = '';
  const read = eachChunk(path, (bytes) => {
    text += bytes.toString('latin1', 0, Math.min(bytes.length, maxBytes - text.length));
    return text.length < maxBytes;
  });
  return read.failure
    ? read
    : {
        value: { text: isAscii(text) ? text : Buffer.from(text, 'latin1').toString(), isWhole: read.value },
        failure: null,
      };
}

/** Hands over a file piece by piece, until `take` has had enough; the value says whether it was read to its end. */
export function eachChunk(path: string, take: (bytes: Buffer) => boolean): Entry<boolean> {
  let file: number | null = null;
  try {
    file = openSync(path, flags);
    if (!fstatSync(file).isFile()) return { failure: 'refused' };
    for (;;) {
      const count = readSync(file, chunk, 0, chunk.length, null);
      if (count === 0) return { value: true, failure: null };
      const isEnough = !take(chunk.subarray(0, count));
      chunk.fill(0, 0, count);
      if (isEnough) return { value: readSync(file, chunk, 0, 1, null) === 0, failure: null };
    }
  } catch (error) {
    return failed(error);
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** Where a link leads, as text: it is not followed. In a saved tree it may have become a file that holds it. */
export function linkText(path: string): Entry<string> {
  try {
    return { value: readlinkSync(path), failure: null };
  } catch (error) {
    if (codeOf(error) !== 'EINVAL') return failed(error);
  }
  const file = entryText(path, maxPath);
  return file.failure ? file : { value: file.value.text.trim(), failure: null };
}

/** The names in a folder that is one itself, and no link to one. */
export function folderNames(path: string): Entry<readonly string[]> {
  try {
    if (!lstatSync(path).isDirectory()) return { failure: 'refused' };
    return { value: readdirSync(path), failure: null };
  } catch (error) {
    return failed(error);
  }
}

/** Whether a folder is there, and no link. */
export function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

function failed(error: unknown): { readonly failure: 'gone' | 'refused' } {
  return { failure: /^(?:ENOENT|ESRCH|ENOTDIR)$/.test(codeOf(error)) ? 'gone' : 'refused' };
}
