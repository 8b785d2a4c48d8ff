import { closeSync, fstatSync, openSync, read } from 'node:fs';
import { codeOf, flags } from '../open.ts';
import type { Fault } from './faults.ts';
import type { Reading } from './reading.ts';

/** Measured: less costs more calls, more costs the cache of the processor. */
const size = 1 << 20;

/**
 * The bytes of a regular file as long as it was when it was opened: what is written to it meanwhile is another reading's.
 * Each piece is valid until the next is asked for; the next is read while the present one is worked on. `start`: where the first begins.
 */
export async function* diskPieces(path: string | Buffer, reading: Reading, start = 0): AsyncGenerator<Buffer> {
  const file = openLog(path);
  if (typeof file === 'string') reading.fault = file;
  if (typeof file === 'string') return;

  const buffers: [Buffer, Buffer] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
  const length = fstatSync(file).size;
  if (length < start) reading.fault ??= 'changed';
  let coming = readAt(file, buffers[0], start, length);
  try {
    for (let at = start; at < length && !isStopped(reading); ) {
      const { bytes, code } = await coming;
      if (bytes.length === 0) reading.fault ??= code === null ? 'changed' : `system:${code}`;
      if (bytes.length === 0) return;

      at += bytes.length;
      buffers.reverse();
      coming = readAt(file, buffers[0], at, length);
      reading.taken += bytes.length;
      yield bytes;
    }
  } finally {
    await coming;
    closeSync(file);
  }
}

/** The bytes of a pipe as they come, in pieces of no more than what a file is read in. */
export async function* pipePieces(stream: AsyncIterable<Uint8Array>, reading: Reading): AsyncGenerator<Buffer> {
  try {
    for await (const { buffer, byteOffset, byteLength } of stream) {
      for (let at = 0; at < byteLength; at += size) {
        if (isStopped(reading)) return;
        const piece = Buffer.from(buffer, byteOffset + at, Math.min(size, byteLength - at));
        reading.taken += piece.length;
        yield piece;
      }
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === 'unknown error') throw error;
    reading.fault ??= 'stream';
  }
}

/** Opens a regular file, which the caller closes; where it is none, or a link, why not. */
export function openLog(path: string | Buffer): number | Fault {
  let file: number | null = null;
  try {
    file = openSync(path, flags);
    if (fstatSync(file).isFile()) return file;
  } catch (error) {
    if (file === null) return `system:${codeOf(error)}`;
  }
  closeSync(file);
  return 'special';
}

/** Never rejects: a read that nobody waits for any more must not end the process. */
function readAt(file: number, into: Buffer, at: number, end: number): Promise<{ bytes: Buffer; code: string | null }> {
  const wanted = Math.min(into.length, end - at);
  if (wanted <= 0) return Promise.resolve({ bytes: into.subarray(0, 0), code: null });
  return new Promise((resolve) => {
    read(file, into, 0, wanted, at, (error, count) => {
      resolve({ bytes: into.subarray(0, error ? 0 : count), code: error ? codeOf(error) : null });
    });
  });
}

function isStopped(reading: Reading): boolean {
  if (reading.signal?.aborted) reading.fault ??= 'stopped';
  return reading.signal?.aborted === true;
}
