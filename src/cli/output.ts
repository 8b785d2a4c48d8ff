import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { RollcallError } from '../model/error.ts';

/** Writes a text and waits until the stream has taken it, so that a slow pipe loses nothing. */
export async function print(stream: Writable, text: string): Promise<void> {
  if (text === '') return;

  try {
    await new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    if (isClosedPipe(error)) throw error;
    throw new RollcallError('output', `the report cannot be written to standard output (${codeOf(error)})`, {
      cause: error,
    });
  }
}

/** Says something beside the report. Where nobody listens, the run goes on all the same. */
export async function mention(stream: Writable, text: string): Promise<void> {
  await print(stream, text).catch(() => {});
}

/** True where nobody reads any more: `rollcall scan | head`. */
export function isClosedPipe(error: unknown): boolean {
  return ['EPIPE', 'ERR_STREAM_DESTROYED'].includes(codeOf(error));
}

/**
 * Writes a file that holds findings: for its owner alone, and whole or not at all. It is written beside its place and
 * then moved there, so that a failure leaves the report that was there before.
 */
export async function save(path: string, text: string): Promise<void> {
  await refuseOther(path);
  await replace(path, text, { made: 0o600, kept: null });
}

/** Writes a file that others read too, in the same way: it keeps the permissions that it has. */
export async function saveShared(path: string, text: string): Promise<void> {
  const there = await refuseOther(path);
  await replace(path, text, { made: 0o644, kept: there === null ? null : there.mode & 0o777 });
}

/** The permissions of a file that is new, and those of one that was there. */
interface Modes {
  readonly made: number;
  readonly kept: number | null;
}

async function replace(path: string, text: string, { made, kept }: Modes): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await write(await open(draft, 'wx', made), text, kept);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => {});
    throw unwritable(path, cause);
  }
}

/** A link would have the report written wherever it leads. */
async function refuseOther(path: string): Promise<Stats | null> {
  const there = await lstat(path).catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return null;
    throw unwritable(path, cause);
  });
  if (there === null || there.isFile()) return there;

  const kind = there.isSymbolicLink() ? 'a link' : there.isDirectory() ? 'a folder' : 'no regular file';
  throw new RollcallError('output', `${path} is ${kind}, and is not written to`, {
    hint: 'Name a file, there or not.',
  });
}

async function write(file: FileHandle, text: string, kept: number | null): Promise<void> {
  try {
    if (kept !== null) await file.chmod(kept); // opening takes the umask off
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function unwritable(path: string, cause: unknown): RollcallError {
  const hint = codeOf(cause) === 'ENOENT' ? 'Its folder does not exist; make it first.' : undefined;
  return new RollcallError('output', `${path} cannot be written (${codeOf(cause)})`, {
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
