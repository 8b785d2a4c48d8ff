import { closeSync, constants, createReadStream, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { Readable } from 'node:stream';
import type { Blob } from '../model/blob.ts';
import type { Problem, ProblemReason } from '../model/problem.ts';
import { isAscii } from '../text/path.ts';
import { isAsset, isPointer } from './pointer.ts';

/** What was read of a blob. Bytes beside a problem are the part that could be read; `null`: nothing could. */
export interface Opened {
  /** Valid until the next call in this thread. */
  readonly bytes: Buffer | null;
  readonly problem: Problem | null;
}

/** No file of a GitHub repository is larger, and one of this size still fits into a worker as bytes and as text. */
export const maxFileBytes = 100 * 1024 * 1024;

/** A link in the last step is refused, and a pipe does not block. */
export const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** A thread reads one blob after another, so most of them share one buffer; a larger one is not kept. */
const kept = 4 * 1024 * 1024;
let shared = Buffer.allocUnsafeSlow(256 * 1024);

/** The bytes of a blob, in four system calls. A file over `maxBytes` is read up to there and said to be too large. */
export function readBytes(blob: Blob, maxBytes: number = maxFileBytes): Opened {
  const { content } = blob;
  if (content.kind === 'disk')
    return readDisk(blob, content.encoding === 'utf8' ? content.path : Buffer.from(content.path, 'latin1'), maxBytes);
  if (content.kind === 'slice') return readSlice(blob, content, maxBytes);

  const { buffer, byteOffset, byteLength } = content.bytes;
  if (byteLength <= maxBytes) return { bytes: Buffer.from(buffer, byteOffset, byteLength), problem: null };
  return { bytes: Buffer.from(buffer, byteOffset, maxBytes), problem: tooLarge(blob, byteLength, maxBytes) };
}

/** A regular file that is wanted whole, such as an ignore file; `null` where it is missing, too large or something else. */
export function readRegular(
  path: string | Buffer,
  maxBytes: number,
  roomOf: (size: number) => Buffer = (size) => Buffer.allocUnsafe(size),
): { bytes: Buffer; mtimeMs: number } | null {
  const open = openRegular(path);
  if (!open) return null;
  const { file, stats } = open;
  try {
    if (stats.size > maxBytes) return null;
    const bytes = roomOf(stats.size);
    return { bytes: bytes.subarray(0, fill(file, bytes, stats.size)), mtimeMs: stats.mtimeMs };
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

/** Opens a regular file, which the caller closes; `null` where it is missing, a link or something else. */
export function openRegular(path: string | Buffer): { readonly file: number; readonly stats: Stats } | null {
  let file: number;
  try {
    file = openSync(path, flags);
  } catch {
    return null;
  }
  try {
    const stats = fstatSync(file);
    if (stats.isFile()) return { file, stats };
  } catch {
    // What cannot be asked of is no regular file to anybody.
  }
  closeSync(file);
  return null;
}

/** A byte string as a path that the file system takes: one that is not ASCII goes in as its bytes. */
export function rawPath(path: string): string | Buffer {
  return isAscii(path) ? path : Buffer.from(path, 'latin1');
}

/** The code of a system error, such as `EACCES`. Its message is not shown: it holds the whole path. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}

function readDisk(blob: Blob, path: string | Buffer, maxBytes: number): Opened {
  let file: number;
  try {
    file = openSync(path, flags);
  } catch (error) {
    return { bytes: null, problem: refused(blob, codeOf(error)) };
  }
  try {
    return readFile(blob, file, maxBytes, 1);
  } catch (error) {
    return { bytes: null, problem: refused(blob, codeOf(error)) };
  } finally {
    closeSync(file);
  }
}

/** What was written whole is read whole, or it was not what it is now. */
function readSlice(blob: Blob, { path, offset, size }: SliceContent, maxBytes: number): Opened {
  const length = Math.min(size, maxBytes);
  const bytes = room(length);
  try {
    const file = openSync(path, flags);
    try {
      for (let at = 0; at < length; ) {
        const count = readSync(file, bytes, at, length - at, offset + at);
        if (count === 0) return { bytes: null, problem: refused(blob, 'ENOENT') };
        at += count;
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { bytes: null, problem: refused(blob, codeOf(error)) };
  }
  if (size > maxBytes) return { bytes, problem: tooLarge(blob, size, maxBytes) };
  return whole(blob, bytes);
}

/** The bytes of a slice, as they come. */
export function sliceOf({ path, offset, size }: SliceContent): AsyncIterable<Buffer> {
  return size === 0 ? Readable.from([]) : createReadStream(path, { start: offset, end: offset + size - 1 });
}

type SliceContent = Extract<Blob['content'], { kind: 'slice' }>;

function readFile(blob: Blob, file: number, maxBytes: number, retries: number): Opened {
  const stats = fstatSync(file);
  if (!stats.isFile()) return { bytes: null, problem: problem(blob, 'special-file', 'It is not a regular file.') };

  if (stats.size > maxBytes) {
    const bytes = room(maxBytes);
    return { bytes: bytes.subarray(0, fill(file, bytes, maxBytes)), problem: tooLarge(blob, stats.size, maxBytes) };
  }

  // One byte more than there should be: a read that comes back one short has met the end, without a further call.
  const bytes = room(stats.size + 1);
  const length = fill(file, bytes, stats.size);
  if (length === stats.size) return whole(blob, bytes.subarray(0, length));
  if (retries > 0) return readFile(blob, file, maxBytes, retries - 1);
  return { bytes: bytes.subarray(0, length), problem: problem(blob, 'changed', 'It changed while it was read.') };
}

function whole(blob: Blob, bytes: Buffer): Opened {
  if (!isPointer(bytes)) return { bytes, problem: null };
  const pointer = problem(blob, 'git', 'It stands for a file kept elsewhere (Git LFS), which was not read.');
  return { bytes, problem: { ...pointer, incomplete: !isAsset(blob.origin.path) } };
}

/** Reads to the end of the file or of the buffer; stops early where `expected` bytes came and the end was met. */
function fill(file: number, bytes: Buffer, expected: number): number {
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(file, bytes, length, bytes.length - length, length);
    if (count === 0) return length;
    length += count;
    if (length === expected) return length;
  }
  return length;
}

function room(size: number): Buffer {
  if (size <= shared.length) return shared.subarray(0, size);
  const bytes = Buffer.allocUnsafeSlow(size > kept ? size : Math.min(kept, size * 2));
  if (size <= kept) shared = bytes;
  return bytes.subarray(0, size);
}

function refused(blob: Blob, code: string): Problem {
  const { reason, message } = refusal(code);
  return problem(blob, reason, message);
}

/** What a person is told of a system error that met a file which was there before. */
export function refusal(code: string): Pick<Problem, 'reason' | 'message'> {
  switch (code) {
    case 'ELOOP':
      return { reason: 'link', message: 'It became a link after it was listed, and links are not followed.' };
    case 'ENOENT':
    case 'ENOTDIR':
      return { reason: 'changed', message: 'It was gone when it was to be read.' };
    case 'ENAMETOOLONG':
      return { reason: 'limit', message: 'Its path is longer than the system can open.' };
    case 'ENXIO':
      return { reason: 'special-file', message: 'It is not a regular file.' };
    default:
      return { reason: 'unreadable', message: `It could not be read (${code}).` };
  }
}

function tooLarge(blob: Blob, size: number, maxBytes: number): Problem {
  return problem(blob, 'too-large', `Only the first ${maxBytes} of its ${size} bytes were read.`);
}

function problem({ place, origin }: Blob, reason: ProblemReason, message: string): Problem {
  return { kind: 'problem', place, file: origin.path, reason, message, incomplete: true };
}
