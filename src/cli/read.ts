import { constants } from 'node:fs';
import { lstat, open, readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type ErrorCode, RollcallError } from '../model/error.ts';
import type { Io } from './io.ts';

/** A file that a person named, from the current folder or from another: a link or a pipe is followed, and `-` is standard input. */
export async function readGiven(path: string, code: ErrorCode, io: Io, from: string = io.cwd()): Promise<string> {
  try {
    return decode(path === '-' ? await readAll(io.stdin) : await readFile(resolve(from, path)));
  } catch (cause) {
    throw unreadable(path, code, cause);
  }
}

/** How large a file may be, and what to do about one that is not read. */
interface Terms {
  readonly most: number;
  readonly hint: string;
}

const common: Terms = {
  most: 2 * 1024 * 1024,
  hint: 'Put a plain file there, or name another with --config.',
};

/** A file that nobody named, found below a folder that somebody else may have written. `null`: there is none. */
export async function readFound(root: string, name: string, terms: Terms = common): Promise<string | null> {
  try {
    const path = join(await realpath(root), name);
    const there = await lstat(path).catch(absent);
    if (!there) return null;
    if ((await realpath(path)) !== path) throw refusal(`${name} is a link, and is not followed`, terms);

    return decode(await readPlain(path, name, terms));
  } catch (cause) {
    throw unreadable(name, 'config', cause);
  }
}

/** Opening must neither follow a link put there since, nor wait for a pipe; the handle is asked what it is. */
async function readPlain(path: string, name: string, terms: Terms): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw refusal(`${name} is not a regular file`, terms);
    if (stats.size > terms.most) throw refusal(`${name} is larger than ${terms.most / 1024 / 1024} MiB`, terms);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The BOM is kept, so that the digest of the text is the digest of the file. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function absent(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

function refusal(message: string, { hint }: Terms): RollcallError {
  return new RollcallError('config', message, { hint });
}

function unreadable(path: string, code: ErrorCode, cause: unknown): RollcallError {
  if (cause instanceof RollcallError) return cause;

  const reason = codeOf(cause);
  if (reason === 'ENOENT') return new RollcallError(code, `${path} does not exist`, { cause });
  if (reason === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new RollcallError(code, `${path} is not UTF-8 text`, { cause });
  return new RollcallError(code, `${path} cannot be read (${reason})`, { cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
