import type { Problem } from '../../model/problem.ts';
import { diskPieces, pipePieces } from './disk.ts';
import { problemOf, type Where } from './faults.ts';
import type { Reading } from './reading.ts';
import { unpacked } from './unpack.ts';

/** A log at rest, or one that comes through a pipe, and how the report names it. */
export interface LogInput extends Where {
  /** A path as the file system takes it, or the bytes of a pipe. */
  readonly from: string | Buffer | AsyncIterable<Uint8Array>;
}

export interface LogLimits {
  /** Most bytes that are yielded of the log. Without it a log of any length is read; a bomb is stopped all the same. */
  readonly maxOutput?: number;
  readonly signal?: AbortSignal;
  /** Where reading starts, in bytes: only for a log on the disk that is not packed. */
  readonly start?: number;
}

/**
 * The bytes of a log in order, unpacked where it is gzip or zstd, in pieces of at most about 1 MiB that may end in the
 * middle of a line. A piece is valid until the next is asked for: nothing is read ahead but one piece. What went wrong
 * comes last, as a problem; all that could be read comes before it. Bad input throws nothing.
 */
export async function* logChunks(
  { from, ...where }: LogInput,
  { maxOutput = Number.POSITIVE_INFINITY, signal, start = 0 }: LogLimits = {},
): AsyncGenerator<Buffer | Problem> {
  const reading: Reading = { taken: 0, fault: null, signal: signal ?? null };
  const isPath = typeof from === 'string' || Buffer.isBuffer(from);
  const pieces = isPath ? diskPieces(from, reading, start) : pipePieces(from, reading);
  let room = maxOutput;
  for await (const chunk of start > 0 ? pieces : unpacked(pieces, reading)) {
    if (room > 0) yield chunk.subarray(0, room);
    room -= chunk.length;
    if (room >= 0) continue;
    reading.fault ??= 'most';
    break;
  }
  if (reading.fault !== null) yield problemOf(reading.fault, where);
}
