import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RollcallError } from '../../model/error.ts';
import type { ResultStore } from '../../model/results.ts';
import { codeOf, flags } from '../open.ts';
import { mostBytes, placeOf } from './address.ts';

/** Results in a folder of this user's own, which is made when the first of them is kept. */
export function directoryStore(folder: string): ResultStore {
  const swept = new Set<string>();
  return {
    name: folder,
    async read(address) {
      const path = join(folder, placeOf(address));
      return await told(path, 'read', async () => {
        const isKept = (await isThere(folder)) && (await isThere(dirname(path)));
        return isKept ? await contents(path) : null;
      });
    },
    async write(address, bytes) {
      const path = join(folder, placeOf(address));
      if (bytes.length > mostBytes)
        throw new RollcallError('output', `${path} would be larger than ${mostBytes / 1024 ** 2} MiB, and is not kept`);
      await told(path, 'written', async () => {
        await make(folder);
        await make(dirname(path));
        await keep(path, bytes, swept);
      });
    },
  };
}

/** A link, or something else of its name, is not what was kept here. */
async function contents(path: string): Promise<Buffer | null> {
  const file = await unless(['ENOENT', 'ELOOP', 'ENXIO'], open(path, flags));
  if (!file) return null;
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > mostBytes) return null;
    return await filled(file, Buffer.allocUnsafe(stats.size));
  } finally {
    await file.close();
  }
}

/** A file is never changed once it has its name: one that ends before its end was cut off by somebody else. */
async function filled(file: FileHandle, bytes: Buffer): Promise<Buffer | null> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
    if (bytesRead === 0) return null;
    at += bytesRead;
  }
  return bytes;
}

/** A link that has the name is replaced by the file, and not followed. */
async function keep(path: string, bytes: Uint8Array, swept: Set<string>): Promise<void> {
  // Not told apart by the process alone: machines that share the folder have processes of the same id.
  const draft = join(dirname(path), `.${randomUUID()}.draft`);
  try {
    await writeWhole(draft, bytes, swept);
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => {}); // it was not made, or is swept later
    throw error;
  }
}

async function writeWhole(draft: string, bytes: Uint8Array, swept: Set<string>): Promise<void> {
  const file = await open(draft, 'wx', 0o600);
  try {
    // Before the bytes: they may need the room.
    await sweep(dirname(draft), (await file.stat()).mtimeMs, swept);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

const day = 24 * 60 * 60 * 1000;

/** Removes drafts of runs that were killed, once for each folder. `now` is the time by the clock of the file system. */
async function sweep(folder: string, now: number, swept: Set<string>): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  const names = await readdir(folder);
  for (const name of names.filter((one) => /^\.[0-9a-f-]{36}\.draft$/.test(one))) {
    const stats = await unless(['ENOENT'], lstat(join(folder, name)));
    if (stats && now - stats.mtimeMs > day) await unless(['ENOENT'], unlink(join(folder, name)));
  }
}

async function make(folder: string): Promise<void> {
  if (await isThere(folder)) return;
  await makeWay(folder);
  await isThere(folder);
}

/** Not by `recursive`: Node tries for ever where the system takes no folder and calls that ENOENT, as in /proc. */
async function makeWay(folder: string): Promise<void> {
  if (await unless(['ENOENT'], makeOne(folder))) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeWay(parent);
  await makeOne(folder);
}

async function makeOne(folder: string): Promise<true> {
  await unless(['EEXIST'], mkdir(folder, { mode: 0o700 })); // another run came first, or it is seen what stands there
  return true;
}

/** Whether a folder is there. One that others may write to is refused: they could keep results there. */
async function isThere(folder: string): Promise<boolean> {
  const stats = await unless(['ENOENT'], lstat(folder));
  const fault = stats ? faultOf(stats) : '';
  if (fault === '') return stats !== null;
  throw new RollcallError('output', `${folder} ${fault}, and no results are kept there`, {
    hint: 'Name a folder that is yours, and that nobody else may write to (chmod 700).',
  });
}

function faultOf(stats: Stats): string {
  if (stats.isSymbolicLink()) return 'is a link';
  if (!stats.isDirectory()) return 'is no folder';
  if (stats.uid !== (process.getuid?.() ?? stats.uid)) return 'belongs to another user';
  return (stats.mode & 0o022) === 0 ? '' : 'may be written to by others';
}

/** `null` in place of an error of one of these codes. */
async function unless<T>(codes: readonly string[], step: Promise<T>): Promise<T | null> {
  try {
    return await step;
  } catch (error) {
    if (codes.includes(codeOf(error))) return null;
    throw error;
  }
}

/** What the system refuses is said as a person can mend it. */
async function told<T>(path: string, done: 'read' | 'written', step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof RollcallError || !(cause instanceof Error && 'syscall' in cause)) throw cause;
    const code = codeOf(cause);
    throw new RollcallError('output', `${path} cannot be ${done} (${code})`, { hint: hintOf(code), cause });
  }
}

function hintOf(code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'No room is left there. Make some, or name another folder for the results.';
    case 'EROFS':
      return 'Nothing can be written to that disk. Name another folder for the results.';
    case 'EACCES':
    case 'EPERM':
      return 'Name a folder for the results that is yours to read and to write to.';
    default:
      return 'Look at what stands there, or name another folder for the results.';
  }
}
