import { kindOf, sealedAs } from '../archive/kind.ts';
import { type Decoder, gunzip, unzstd } from './decoder.ts';
import { allowance, type Reading } from './reading.ts';

/** A packed log that was packed again is read, as logs that are shipped twice are; deeper is no log of anybody. */
const deepest = 2;
/** So many bytes tell what something is packed in; of a tar, 512 do. */
const least = 10;
/** Input is handed to a decoder in pieces: what comes out of the one that is damaged is lost. */
const [finest, coarsest] = [256, 64 * 1024];
/** The checksum of gzip. Handed over by itself, it takes nothing with it where it is wrong. */
const trailer = 8;
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** The bytes of a log, whatever it was packed in, as its first bytes tell it. Each is valid until the next is asked for. */
export async function* unpacked(pieces: AsyncGenerator<Buffer>, reading: Reading, depth = 0): AsyncGenerator<Buffer> {
  const { head, rest } = await beginning(pieces);
  const packing = packingOf(head);
  if (packing === null) {
    if (head.length > 0) yield head;
    yield* rest;
    return;
  }
  const decoder = depth < deepest ? await decoderOf(packing) : null;
  if (decoder === null) reading.fault ??= depth < deepest ? `sealed:${packing}` : 'deep';
  if (decoder === null) await pieces.return(undefined);
  else yield* unpacked(decoded(joined(head, rest), decoder, reading), reading, depth + 1);
}

async function* decoded(pieces: AsyncGenerator<Buffer>, decoder: Decoder, reading: Reading): AsyncGenerator<Buffer> {
  let given = 0;
  for await (const piece of slices(pieces)) {
    const { out, fault } = await decoder.push(piece);
    for (const chunk of out) {
      const room = allowance(reading) - given;
      given += chunk.length;
      if (room > 0) yield chunk.subarray(0, room);
      if (chunk.length <= room) continue;
      reading.fault ??= 'output';
      return;
    }
    if (fault) reading.fault ??= fault;
    if (fault) return;
  }
  const { out, fault } = await decoder.end();
  yield* out;
  if (fault) reading.fault ??= fault;
}

/** Small pieces at the start of the data, so that a small file loses little to damage, and none over 1/512 of what came before. */
async function* slices(pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let fed = 0;
  let held = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (held.length > 0) yield held;
    const end = Math.max(0, piece.length - trailer);
    for (let at = 0, step = 0; at < end; at += step, fed += step) {
      step = Math.min(end - at, Math.max(finest, Math.min(coarsest, fed >> 9)));
      yield piece.subarray(at, at + step);
    }
    held = Buffer.from(piece.subarray(end)); // a copy: the piece is valid no longer
  }
  if (held.length > 0) yield held;
}

/** The first piece, joined with those behind it where it is too short to tell anything. */
async function beginning(pieces: AsyncGenerator<Buffer>): Promise<{ head: Buffer; rest: AsyncGenerator<Buffer> }> {
  let head: Buffer = Buffer.alloc(0);
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return { head, rest: pieces };
    head = head.length === 0 ? value : Buffer.concat([head, value]);
    if (head.length >= least) return { head, rest: pieces };
    head = Buffer.from(head);
  }
}

async function* joined(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield head;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** Whether the first bytes of a file say that it is packed, be it in a way that is opened here or not. */
export function isPacked(bytes: Buffer): boolean {
  return packingOf(bytes) !== null;
}

/** `gzip`, `zstd`, something that is not opened here, or `null` for what is not packed. */
function packingOf(bytes: Buffer): string | null {
  if (bytes.subarray(0, 4).equals(zstdMagic)) return 'zstd';
  const head = bytes.subarray(0, 512);
  const kind = kindOf(head);
  if (kind === 'gzip') return kind;
  if (kind === 'tar' || (kind === 'zip' && head[0] === 0x50)) return `a ${kind} archive`;
  return sealedAs(head);
}

async function decoderOf(packing: string): Promise<Decoder | null> {
  if (packing === 'gzip') return gunzip();
  return packing === 'zstd' ? await unzstd() : null;
}
