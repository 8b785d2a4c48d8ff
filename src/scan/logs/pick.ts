import type { Blob } from '../../model/blob.ts';
import type { NetworkEvent } from '../../model/network.ts';
import type { Problem } from '../../model/problem.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { FoundLog } from '../../model/source.ts';
import { logChunks } from '../../sources/log/chunks.ts';
import { writtenAt } from '../../sources/log/source.ts';
import { sliceOf } from '../../sources/open.ts';
import type { DecoderOptions } from '../../wire/decoder.ts';
import { utc } from '../../wire/time.ts';
import { beginsDocument } from './document.ts';
import { LogReading } from './read-log.ts';
import { binaryFormat, recogniseDocument, recogniseLines } from './recognise.ts';

/** So much of a file is unpacked to tell what it is. */
const head = 256 << 10;

/** Those of the files that hold records of traffic, told by their content. */
export async function pickLogs(
  blobs: readonly Blob[],
  rules: RuleSet,
  format: DecoderOptions['format'] = null,
): Promise<ReadonlyMap<Blob, FoundLog>> {
  const found = new Map<Blob, FoundLog>();
  for (const blob of blobs) {
    const log = logOf(blob);
    const isWanted =
      (await isLog(log, rules, format)) || (named.test(blob.origin.path) && (await tellsOfCalls(log, rules, format)));
    if (isWanted) found.set(blob, log);
  }
  return found;
}

/** Names that nothing but logs have: what begins with lines of another kind may be a log of traffic further down. */
const named = /\.log(?:[.-][\w-]{1,30}){0,3}$/i;

/** So much of a file is searched for a record of a call. */
const searched = 64 << 20;

/** Whether a record of a call of a model stands anywhere in a file. */
async function tellsOfCalls(log: FoundLog, rules: RuleSet, format: DecoderOptions['format']): Promise<boolean> {
  let calls = 0;
  const event = ({ provider }: NetworkEvent): void => {
    if (provider !== null) calls++;
  };
  const sink = { event, answer: () => {} };
  const reading = new LogReading({ ...log, frame: utc, format }, rules, sink);
  for await (const piece of openLog(log, searched)) {
    if (Buffer.isBuffer(piece)) reading.take(piece);
    if (calls > 0) return true;
  }
  reading.end();
  return calls > 0;
}

/** A file to be read as a log. */
function logOf({ place, origin, content }: Blob): FoundLog {
  const base = { kind: 'log', place, file: origin.path, named: false } as const;
  if (content.kind === 'bytes') return { ...base, input: () => once(content.bytes), written: null };
  if (content.kind === 'slice') return { ...base, input: () => sliceOf(content), written: null };
  const path = content.encoding === 'utf8' ? content.path : Buffer.from(content.path, 'latin1');
  return { ...base, input: () => path, written: writtenAt(path) };
}

/** Whether the first lines of a file are those of a log of traffic. */
async function isLog(log: FoundLog, rules: RuleSet, format: DecoderOptions['format']): Promise<boolean> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of openLog(log, head)) {
    if (!Buffer.isBuffer(piece)) continue;
    pieces.push(Buffer.from(piece));
    size += piece.length;
    if (size >= head) break;
  }
  const bytes = Buffer.concat(pieces);
  if (binaryFormat(bytes) !== null) return true;
  const text = bytes.toString('utf8');
  if (beginsDocument(text)) return size < head ? recogniseDocument(text, rules, format) : true;
  return recogniseLines(text, rules, format) !== null;
}

/** The bytes of a log, unpacked. */
export function openLog(
  { place, file, input }: FoundLog,
  maxOutput?: number,
  signal?: AbortSignal,
): AsyncIterable<Buffer | Problem> {
  const limits = { ...(maxOutput === undefined ? {} : { maxOutput }), ...(signal ? { signal } : {}) };
  return logChunks({ place, file, from: input() }, limits);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
