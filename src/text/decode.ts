import { isAscii, isUtf8 } from 'node:buffer';

/** How bytes were read as text. */
type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | 'latin1';

/** A text, how it was read, and whether some of its characters may not be those that were meant. */
export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
  readonly lossy: boolean;
}

/** Bytes in which the pattern of UTF-16 without a BOM is looked for. */
const sample = 4096;
/** A run that wide text never has but for rare pairs of ideographs: every second byte of it would be NUL. */
const asciiRun = /[\t\n\r\x20-\x7e]{16}/;

/**
 * Bytes to text, by BOM, by the NUL pattern of UTF-16, as UTF-8 where they are valid, else one character a byte. It
 * never fails and no content is exempt; a BOM is not part of the text.
 */
export function decode(bytes: Uint8Array): Decoded {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = wideEncoding(buffer);
  if (wide) return decodeWide(buffer, wide);

  if (isAscii(buffer)) return { text: buffer.toString('latin1'), encoding: 'utf-8', lossy: false };
  if (!isUtf8(buffer)) return { text: buffer.toString('latin1'), encoding: 'latin1', lossy: false };
  return {
    text: buffer.toString('utf8', hasUtf8Mark(buffer) ? 3 : 0),
    encoding: 'utf-8',
    lossy: false,
  };
}

/**
 * The text of a file as its readers take it. A lone CR ends a line for whatever runs the file, though not for every
 * parser: it is an LF here. That moves nothing. What is no text has no lines; to look for them in an image of 100 MB
 * takes 300 MB.
 */
export function textOf(bytes: Uint8Array): string {
  const { text } = decode(bytes);
  return looksBinary(bytes) ? text : text.replace(/\r(?!\n)/g, '\n');
}

/** True for UTF-16 and UTF-32: text whose bytes must be decoded before words can be searched in them. */
export function isWide(bytes: Uint8Array): boolean {
  return wideEncoding(bytes) !== null;
}

/** True where the bytes are not text by their looks: a hint for what to try on them, never a reason to skip them. */
export function looksBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8000).includes(0) && !isWide(bytes);
}

function wideEncoding(bytes: Uint8Array): Encoding | null {
  return byMark(bytes) ?? (hasUtf8Mark(bytes) ? null : bareUtf16(bytes));
}

function byMark(bytes: Uint8Array): Encoding | null {
  const first = bytes[0];
  if (first !== 0xff && first !== 0xfe && first !== 0) return null;

  if (startsWith(bytes, 0xff, 0xfe, 0, 0)) return 'utf-32le';
  if (startsWith(bytes, 0, 0, 0xfe, 0xff)) return 'utf-32be';
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  return null;
}

function hasUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function startsWith(bytes: Uint8Array, ...mark: number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

/** UTF-16 without a BOM: one of the two bytes of most units is NUL, the other hardly ever. */
function bareUtf16(bytes: Uint8Array): Encoding | null {
  if (bytes.length < 4 || !bytes.subarray(0, 64).includes(0)) return null;

  const head = bytes.subarray(0, sample);
  const nuls = [0, 0];
  for (let index = 0; index < head.length; index++) {
    if (head[index] === 0) nuls[index & 1] = (nuls[index & 1] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = nuls;
  const half = head.length / 2;
  if (odd >= half / 2 && even <= half / 20) return 'utf-16le';
  if (even >= half / 2 && odd <= half / 20) return 'utf-16be';
  return null;
}

/**
 * A file may pass for UTF-16 and still hold plain bytes that its own runtime reads. Where such a run stands in it,
 * the text is made by leaving the NULs out: that shows the ASCII of both readings.
 */
function decodeWide(buffer: Buffer, encoding: Encoding): Decoded {
  const raw = buffer.toString('latin1');
  if (asciiRun.test(raw)) return { text: raw.replaceAll('\0', ''), encoding, lossy: true };

  const text = encoding.startsWith('utf-32') ? utf32(buffer, encoding) : utf16(buffer, encoding);
  return { text, encoding, lossy: text.includes('\ufffd') };
}

function utf16(buffer: Buffer, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(buffer);
}

function utf32(buffer: Buffer, encoding: Encoding): string {
  const parts: string[] = [];
  for (let offset = 4; offset < buffer.length; offset += 4) {
    const whole = offset + 4 <= buffer.length;
    const point = !whole ? -1 : encoding === 'utf-32le' ? buffer.readUInt32LE(offset) : buffer.readUInt32BE(offset);
    parts.push(isScalar(point) ? String.fromCodePoint(point) : '\ufffd');
  }
  return parts.join('');
}

function isScalar(point: number): boolean {
  return point >= 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}
