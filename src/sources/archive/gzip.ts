import { crc32 } from 'node:zlib';
import { type Budget, Rest } from './entry.ts';
import type { Fault } from './faults.ts';
import { inflate } from './inflate.ts';

/** What a gzip file holds: one content, in however many members it was written. */
export interface Gunzipped {
  readonly content: Buffer;
  /** Headers, checksums, and what follows the last member. */
  readonly rest: Buffer;
  readonly fault: Fault | null;
}

/** The fewest bytes of a member: header, an empty stream, checksum. */
const least = 10;

/** Reads all members. The header is read here, and the checksum held here: what zlib refuses in whole has a content. */
export async function gunzip(bytes: Buffer, most: number, budget: Budget): Promise<Gunzipped> {
  const rest = new Rest(bytes);
  const contents: Buffer[] = [];
  let fault: Fault | null = null;
  let left = Math.min(most, budget.bytes);
  for (let at = 0; fault === null && (at === 0 || isMember(bytes, at)); ) {
    const start = streamAt(bytes, at);
    if (start === null || budget.entries-- <= 0) {
      fault = start === null ? 'cut' : 'members';
      break;
    }
    // The last bytes say how long the last member is, which mostly is the only one.
    const said = at === 0 && bytes.length - start > least ? bytes.readUInt32LE(bytes.length - 4) : 0;
    const { bytes: content, taken, end } = await inflate(bytes.subarray(start), left, Math.max(said, 65_536));
    contents.push(content);
    left -= content.length;
    budget.bytes -= content.length;
    rest.without(start, start + taken);
    fault = faultOf(end) ?? checked(bytes, start + taken, content);
    at = start + taken + 8;
  }
  const [only] = contents;
  return { content: contents.length === 1 && only ? only : Buffer.concat(contents), rest: rest.bytes(), fault };
}

function isMember(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b;
}

/** Where the compressed stream of a member starts; `null` where the file ends before. */
function streamAt(bytes: Buffer, member: number): number | null {
  const flags = bytes[member + 3] ?? 0;
  let at = member + 10;
  if (flags & 4) at += at + 2 <= bytes.length ? 2 + bytes.readUInt16LE(at) : bytes.length;
  // A name and a comment, each with a NUL at its end.
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    const end = bytes.indexOf(0, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  if (flags & 2) at += 2;
  return at < bytes.length ? at : null;
}

/** `whole` is no fault; the others go by the same names, but for the limit. */
function faultOf(end: 'whole' | 'limit' | 'cut' | 'broken'): Fault | null {
  if (end === 'whole') return null;
  return end === 'limit' ? 'output' : end;
}

function checked(bytes: Buffer, at: number, content: Buffer): Fault | null {
  if (at + 8 > bytes.length) return 'cut';
  const same = bytes.readUInt32LE(at) === crc32(content) && bytes.readUInt32LE(at + 4) === content.length % 2 ** 32;
  return same ? null : 'checksum';
}
