import { crc32 } from 'node:zlib';
import { directoryOf, type Header, type Local, localAt, localMark } from './directory.ts';
import { type Budget, type Found, Rest } from './entry.ts';
import type { Fault } from './faults.ts';
import { type Inflated, inflate } from './inflate.ts';

/** A zip that is being read. */
interface Reading {
  readonly bytes: Buffer;
  readonly budget: Budget;
  readonly rest: Rest;
}

/** An entry, and where another begins at the latest. */
interface Placed extends Local {
  readonly until: number;
}

/**
 * The files of a zip, where they lie in memory. The directory is believed in what it can be held to: an entry ends
 * where the next begins, and between them is looked for what the directory does not list. So every byte is read, and
 * none twice, whatever the directory says.
 */
export async function* zipEntries(bytes: Buffer, budget: Budget): AsyncGenerator<Found> {
  const { listed, lines, isSound, isTrue } = directoryOf(bytes, budget.entries + 1);
  const reading: Reading = { bytes, budget, rest: new Rest(bytes) };
  if (!isSound) yield { kind: 'fault', fault: 'directory', name: null };
  if (!isTrue) yield { kind: 'fault', fault: 'listing', name: null };
  let end = 0;
  for (const [index, entry] of listed.entries()) {
    const local = localAt(bytes, entry.offset);
    if (!local || entry.offset < end) {
      yield { kind: 'fault', fault: local ? 'overlap' : 'listing', name: entry.name };
      continue;
    }
    yield* strays(reading, end, entry.offset);
    let next = index + 1;
    while ((listed[next]?.offset ?? bytes.length) < local.data) next++;
    const until = listed[next]?.offset ?? bytes.length;
    end = yield* read(reading, { ...entry, head: local.head, data: local.data, until });
  }
  yield* strays(reading, end, bytes.length);
  for (const [from, to] of lines) reading.rest.without(from, to);
  yield { kind: 'rest', bytes: reading.rest.bytes() };
}

/** Entries that no directory lists: it is missing, or they were taken out of it and left where they are. */
async function* strays(reading: Reading, from: number, until: number): AsyncGenerator<Found> {
  const bytes = reading.bytes.subarray(0, until);
  for (let at = bytes.indexOf(localMark, from); at >= 0; ) {
    const local = localAt(bytes, at);
    // What is not compressed does not tell where it ends. It is read with all else that belongs to no entry.
    const isRead = local && (local.packed !== null || local.method === 8);
    const end = isRead ? yield* read(reading, { ...local, until }) : at;
    at = bytes.indexOf(localMark, Math.max(end, at + 4));
  }
}

/** Reads one entry, and says where to look on. */
async function* read({ bytes, budget, rest }: Reading, entry: Placed): AsyncGenerator<Found, number> {
  const { name, method, head, data, packed, size, until } = entry;
  const content = bytes.subarray(data, Math.min(until, packed === null ? until : data + packed));
  const refusal = refused(entry, budget);
  if (refusal) {
    yield { kind: 'fault', fault: refusal, name };
    return data + content.length;
  }
  budget.entries--;
  rest.without(...head);
  const out =
    method === 0 || packed === 0
      ? stored(content, packed ?? 0)
      : await inflate(content, Math.min(budget.bytes, budget.largest + 1), size ?? content.length * 4);
  const isRead = out.end === 'whole' || method === 0;
  // What does not end costs what was gone through for it: it is gone through again, for entries that lie in it.
  if (method === 8) budget.bytes -= isRead ? out.bytes.length : Math.max(out.bytes.length, content.length);
  if (isRead) rest.without(data, data + out.taken);
  const fault = faultOf(out, entry, budget);
  if (fault) yield { kind: 'fault', fault, name };
  if (out.bytes.length > 0) yield { kind: 'entry', name, bytes: out.bytes };
  return isRead ? data + out.taken : data;
}

/** Why an entry is not even begun with. */
function refused({ flags, method }: Header, { bytes, entries }: Budget): Fault | null {
  if (entries <= 0) return 'members';
  if ((flags & 1) !== 0) return 'encrypted';
  if (method === 0) return null;
  if (method !== 8) return 'method';
  return bytes <= 0 ? 'output' : null;
}

function stored(content: Buffer, packed: number): Inflated {
  return { bytes: content, taken: content.length, end: content.length < packed ? 'cut' : 'whole' };
}

function faultOf({ bytes, end }: Inflated, { size, crc }: Header, { largest }: Budget): Fault | null {
  // One that is larger than is of use is cut where it is read, and said to be.
  if (end === 'limit') return bytes.length > largest ? null : 'output';
  if (end !== 'whole') return end;
  const isSame = (size === null || size === bytes.length) && (crc === null || crc === crc32(bytes));
  return isSame ? null : 'checksum';
}
