import { closeSync, fstatSync, readSync } from 'node:fs';
import { openLog } from './disk.ts';
import { isPacked } from './unpack.ts';

/** A log on the disk that is not packed: any span of it can be read by itself, on any thread. */
export interface OpenLog {
  /** As the system counts what is open in a process: threads share it. */
  readonly descriptor: number;
  /** In bytes, when it was opened. */
  readonly size: number;
}

/** A span of a log that starts at the start of a line and ends behind the end of one, or with the log. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The longest piece, in bytes. */
export const piece = 256 << 10;
/** So far behind a place the end of a line is looked for. */
const longest = 1 << 20;
/** Where it is looked for: allocated anew for each span, that would be megabytes until they are collected. */
const near = Buffer.allocUnsafeSlow(16 << 10);
const lf = 0x0a;

/** Opens a log of at least so many bytes, which the caller closes; `null` where it is smaller, packed, or cannot be read. */
export function openPlain(path: string | Buffer, least: number): OpenLog | null {
  const descriptor = openLog(path);
  if (typeof descriptor === 'string') return null;
  const { size } = fstatSync(descriptor);
  const head = Buffer.alloc(512);
  if (size >= least && isRead(descriptor, head, 0) && !isPacked(head)) return { descriptor, size };
  closeSync(descriptor);
  return null;
}

/** Closes what `openPlain` opened. */
export function closePlain({ descriptor }: OpenLog): void {
  closeSync(descriptor);
}

/** Where the line ends that goes on at a place, its LF included; `null` where it is longer than 1 MiB from there, or cannot be read. */
export function lineEnd({ descriptor, size }: OpenLog, at: number): number | null {
  for (let from = at; from < Math.min(size, at + longest); from += near.length) {
    const bytes = near.subarray(0, size - from);
    if (!isRead(descriptor, bytes, from)) return null;
    const end = bytes.indexOf(lf);
    if (end >= 0) return from + end + 1;
  }
  return at + longest >= size ? size : null;
}

/** The bytes of a span, one piece after another in a buffer, valid until the next is asked for; `null`, and nothing more, where there are less, or reading fails. */
export function* piecesOf(descriptor: number, { from, to }: Span, buffer: Buffer): Generator<Buffer | null> {
  for (let at = from; at < to; at += buffer.length) {
    const bytes = buffer.subarray(0, to - at);
    const isWhole = isRead(descriptor, bytes, at);
    yield isWhole ? bytes : null;
    if (!isWhole) return;
  }
}

/** Fills a buffer; false where there is less to be read, or reading fails. */
function isRead(descriptor: number, into: Buffer, at: number): boolean {
  try {
    for (let read = 0; read < into.length; ) {
      const count = readSync(descriptor, into, read, into.length - read, at + read);
      if (count === 0) return false;
      read += count;
    }
    return true;
  } catch {
    return false;
  }
}
