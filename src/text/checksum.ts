import { crc32 } from 'node:zlib';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Checksums that issuers put at the end of their keys.
 * - `crc32-base62`: CRC-32 as six base62 digits (0-9A-Za-z, most significant first): GitHub, Vercel, W&B.
 * - `crc32-hex`: CRC-32 as eight hex digits: Cloudflare.
 * - `crc32-base64url`: `-` and the base64url form of the CRC-32, least significant byte first, and two zero bytes: Anthropic.
 */
export const checksums = ['crc32-base62', 'crc32-hex', 'crc32-base64url', 'marvin32'] as const;
export type Checksum = (typeof checksums)[number];

/** The endings that a text may have by its checksum: one, but for Marvin32, which has two spellings. */
export function checksum(kind: Checksum, text: string): readonly string[] {
  switch (kind) {
    case 'crc32-base62':
      return [digits(BigInt(crc32(text))).padStart(6, '0')];
    case 'crc32-hex':
      return [crc32(text).toString(16).padStart(8, '0')];
    case 'crc32-base64url': {
      const bytes = Buffer.alloc(6);
      bytes.writeUInt32LE(crc32(text));
      return [`-${bytes.toString('base64url')}`];
    }
    case 'marvin32':
      return identifiable(text);
    default:
      return kind satisfies never;
  }
}

/** How long the ending of a checksum is, in characters. */
export const checksumLength: Readonly<Record<Checksum, number>> = {
  'crc32-base62': 6,
  'crc32-hex': 8,
  'crc32-base64url': 9,
  marvin32: 4,
};

/**
 * The last four characters of Azure's identifiable keys: Marvin32 of the bytes that the text encodes in base64, in base62
 * or base64. Source: github.com/microsoft/security-utilities.
 */
function identifiable(text: string): readonly string[] {
  const seed = Buffer.from('Default0', 'latin1').readBigUInt64BE();
  const { high, low } = marvin32(Buffer.from(text, 'base64'), seed);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE((high ^ low) >>> 0);
  const number = digits(BigInt(bytes.readUInt32BE())).padEnd(6, '0');
  return [number.slice(0, 4), bytes.toString('base64').slice(0, 4)];
}

function digits(number: bigint): string {
  let [text, rest] = ['', number];
  for (; rest > 0n; rest /= 62n) text = `${base62[Number(rest % 62n)] ?? ''}${text}`;
  return text;
}

/** Marvin32 over bytes: both halves of its 64 bits. Source: the hash of strings in .NET (dotnet/runtime, Marvin.cs). */
export function marvin32(bytes: Uint8Array, seed: bigint): { readonly high: number; readonly low: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let low = Number(seed & 0xffffffffn);
  let high = Number(seed >> 32n);
  const mix = (word: number): void => {
    low = (low + word) | 0;
    high ^= low;
    low = turned(low, 20);
    low = (low + high) | 0;
    high = turned(high, 9);
    high ^= low;
    low = turned(low, 27);
    low = (low + high) | 0;
    high = turned(high, 19);
  };
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) mix(view.getUint32(at, true));
  // What is left over, and behind it one byte of 0x80.
  let [last, shift] = [0, 0];
  for (; at < bytes.length; at++, shift += 8) last |= (bytes[at] ?? 0) << shift;
  mix(last | (0x80 << shift));
  mix(0);
  return { high: high >>> 0, low: low >>> 0 };
}

function turned(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
