import type { Problem } from '../../../src/model/problem.ts';
import { type LogInput, type LogLimits, logChunks } from '../../../src/sources/log/chunks.ts';

/** All that is read of a log. Pieces are copied: each is valid until the next is asked for. */
export async function read(
  from: LogInput['from'],
  limits: LogLimits = {},
): Promise<{ bytes: Buffer; problems: Problem[]; pieces: number }> {
  const chunks: Buffer[] = [];
  const problems: Problem[] = [];
  for await (const item of logChunks({ from, place: 'logs', file: 'it.log' }, limits)) {
    if (Buffer.isBuffer(item)) chunks.push(Buffer.from(item));
    else problems.push(item);
  }
  return { bytes: Buffer.concat(chunks), problems, pieces: chunks.length };
}

/** Bytes as they come through a pipe. */
export async function* pipe(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

/** Lines of a log that no two are alike of. */
export function lines(count: number, from = 0): string {
  return Array.from({ length: count }, (_, index) => `line ${from + index} of a log, ${(from + index) * 7919}\n`).join(
    '',
  );
}
