import type { Problem } from '../model/problem.ts';
import type { Source } from '../model/source.ts';
import { maxFileBytes } from './open.ts';

const place = '<stdin>';

/** `rollcall scan -` reads one document from the pipe. An empty one is no document. */
export const stdin: Source = {
  id: 'stdin',
  accepts: (target) => target === '-',
  async *blobs(_target, io) {
    yield { kind: 'place', id: place, source: 'stream', root: null, commit: null };

    const chunks: Uint8Array[] = [];
    let room = maxFileBytes;
    let problem: Problem | null = null;
    for await (const chunk of io.stdin) {
      chunks.push(chunk.subarray(0, room));
      problem = chunk.length > room ? unread('too-large', `Only its first ${maxFileBytes} bytes were read.`) : null;
      problem ??= io.signal.aborted ? unread('limit', 'The run was stopped before all of it was read.') : null;
      if (problem) break;
      room -= chunk.length;
    }
    const bytes = Buffer.concat(chunks);
    if (bytes.length > 0)
      yield { kind: 'blob', place, origin: { kind: 'stream', path: place }, content: { kind: 'bytes', bytes } };
    if (problem) yield problem;
  },
};

function unread(reason: 'too-large' | 'limit', message: string): Problem {
  return { kind: 'problem', place, file: place, reason, message, incomplete: true };
}
