import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { RollcallError } from '../model/error.ts';

/** A text as a whole, or in parts that are made while it is written. */
export type Text = string | Iterable<string>;

/** Writes a text and waits until the stream has taken it, so that a slow pipe loses nothing. */
export async function print(stream: Writable, text: Text): Promise<void> {
  try {
    for (const batch of batches(text)) await taken(stream, batch);
  } catch (error) {
    if (isClosedPipe(error) || isBug(error)) throw error;
    throw new RollcallError('output', `the report cannot be written to standard output (${codeOf(error)})`, {
      cause: error,
    });
  }
}

function taken(stream: Writable, batch: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(batch, (error) => (error ? reject(error) : resolve()));
  });
}

/** So many characters are written at once: parts can be of a few. */
const batchLength = 256 * 1024;

function* batches(text: Text): Iterable<string> {
  let batch = '';
  for (const part of typeof text === 'string' ? [text] : text) {
    batch += part;
    if (batch.length < batchLength) continue;

    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

/** Writes one after another. One that cannot be written is said at the end, so that the others are there. */
export async function writeEach<T>(items: Iterable<T>, write: (item: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      await write(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
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
export async function save(path: string, text: Text): Promise<void> {
  await refuseOther(path);
  await replace(path, text, { made: 0o600, kept: null });
}

/** Writes a file that others read too, in the same way: it keeps the permissions that it has. */
export async function saveShared(path: string, text: string): Promise<void> {
  const there = await refuseOther(path);
  await replace(path, text, { made: 0o644, kept: there === null ? null : there.mode & 0o777 });
}

/** A folder for files that hold findings: where it is missing, it is made for its owner alone. */
export async function makeFolder(path: string): Promise<void> {
  const there = await entryAt(path);
  if (there?.isDirectory()) return;
  if (there) throw refusal(path, there, 'a folder');

  await mkdir(path, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw unwritable(path, cause);
  });
}

/** The permissions of a file that is new, and those of one that was there. */
interface Modes {
  readonly made: number;
  readonly kept: number | null;
}

async function replace(path: string, text: Text, { made, kept }: Modes): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await write(await open(draft, 'wx', made), text, kept);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => {});
    if (isBug(cause)) throw cause;
    throw unwritable(path, cause);
  }
}

/** A link would have the report written wherever it leads. */
async function refuseOther(path: string): Promise<Stats | null> {
  const there = await entryAt(path);
  if (there === null || there.isFile()) return there;
  throw refusal(path, there, 'a file');
}

async function entryAt(path: string): Promise<Stats | null> {
  return await lstat(path).catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return null;
    throw unwritable(path, cause);
  });
}

function refusal(path: string, there: Stats, wanted: 'a file' | 'a folder'): RollcallError {
  return new RollcallError('output', `${path} is ${kindOf(there)}, and is not written to`, {
    hint: `Name ${wanted}, there or not.`,
  });
}

function kindOf(there: Stats): string {
  if (there.isSymbolicLink()) return 'a link';
  if (there.isDirectory()) return 'a folder';
  return there.isFile() ? 'a file' : 'no regular file';
}

async function write(file: FileHandle, text: Text, kept: number | null): Promise<void> {
  try {
    if (kept !== null) await file.chmod(kept); // opening takes the umask off
    for (const batch of batches(text)) await file.appendFile(batch);
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

/** What neither system nor stream has a code for went wrong while the text was made, and keeps its stack. */
function isBug(error: unknown): boolean {
  return !(error instanceof Error && 'code' in error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
