import { isAscii, isUtf8 } from 'node:buffer';
import type { Edit } from './draft.ts';
import type { IsNew } from './escapes.ts';
import { steps } from './origins.ts';
import { shortest, stretches, table } from './tokens.ts';

/** So many characters of base64 the shortest text has. */
const minimum = Math.ceil((shortest * 4) / 3);
/** So many beginnings of a run are decoded to its end: it may be the last part of a path, or of a name. */
const mostTries = 8;
const alphabet = table(/[\w+/-]/);
const printable = table(/[\t\n\r -~]/);
const values = Uint8Array.from({ length: 128 }, (_, code) => sextet(String.fromCharCode(code)));

/**
 * Runs of base64 (standard or URL alphabet, padded or not) that say printable text: UTF-8, or UTF-16 as PowerShell has
 * it. Of other runs one of 22 characters says such a text once in millions.
 */
export function* base64(text: string, isNew: IsNew): Iterable<Edit> {
  for (const { start, end } of stretches(text, minimum, isBase64)) {
    if (isNew(start - 1, end + 1)) yield* decoded(text, start, end);
  }
}

function* decoded(text: string, first: number, end: number): Iterable<Edit> {
  let tries = 0;
  for (let start = first; end - start >= minimum; start = behindSeparator(text, start, end)) {
    if ((end - start) % 4 === 1 || !mayBeText(text, start)) continue;
    const bytes = Buffer.from(text.slice(start, end), 'base64');
    const said = wideText(bytes) ?? plainText(bytes);
    if (said) {
      const padding = text.startsWith('==', end) ? 2 : text[end] === '=' ? 1 : 0;
      yield* said(start, end + padding);
      return;
    }
    if (++tries === mostTries) return;
  }
}

/** The next place in a run where another may begin. */
function behindSeparator(text: string, start: number, end: number): number {
  for (let i = start; i < end; i++) if ('+/-_'.includes(text[i] ?? '')) return i + 1;
  return end;
}

/** Whether nine bytes of base64 may be the first of a text: the test that most runs fail. */
export function mayBeText(text: string, start: number): boolean {
  let [bits, count, rest, byte] = [0, 0, 0, 0];
  for (let i = start; i < start + 12; i++) {
    bits = ((bits << 6) | (values[text.charCodeAt(i)] ?? 0)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    byte = (bits >> count) & 0xff;
    if (rest > 0 ? byte >> 6 !== 2 : !mayBegin(byte)) return isWide(text, start);
    rest = rest > 0 ? rest - 1 : byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
  }
  return true;
}

function mayBegin(byte: number): boolean {
  return byte < 0x80 ? printable[byte] === 1 : byte >= 0xc2 && byte < 0xf5;
}

/** ASCII in UTF-16: of every three bytes one or two are NUL, at places that show in the characters. */
function isWide(text: string, start: number): boolean {
  const head = Buffer.from(text.slice(start, start + 12), 'base64');
  const from = head[0] === 0xff && head[1] === 0xfe ? 2 : 0;
  return head[from + 1] === 0 && head[from + 3] === 0 && head[from + 5] === 0;
}

/** Makes the edits of a run that stands from `start` to `end`. */
type Said = (start: number, end: number) => Iterable<Edit>;

function wideText(bytes: Buffer): Said | null {
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 2 : 0;
  if (bytes[mark + 1] !== 0 || bytes.length % 2 !== 0) return null;
  const text = bytes.toString('utf16le', mark);
  if (text.length < shortest) return null;
  let others = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80 ? printable[code] !== 1 : code < 0xa0) return null;
    if (code >= 0x80) others++;
  }
  if (others > text.length / 8) return null;
  return (start, end) => [{ start, end, text, step: steps.wide(mark) }];
}

function plainText(bytes: Buffer): Said | null {
  if (bytes.length < shortest) return null;
  for (const byte of bytes) if (byte < 0x80 && printable[byte] !== 1) return null;
  if (isAscii(bytes)) return (start, end) => [{ start, end, text: bytes.toString('latin1'), step: steps.base64(0) }];
  if (!isUtf8(bytes)) return null;
  const text = bytes.toString('utf8');
  return /[\u0080-\u009f]/.test(text) ? null : (start, end) => pieces(text, start, end);
}

/** A text with other characters than ASCII: each of them comes from the group of its first byte. */
function* pieces(text: string, from: number, end: number): Iterable<Edit> {
  let byte = 0;
  const parts = [...text.matchAll(/[\0-\x7f]+|[^\0-\x7f]/gu)].map(([part]) => {
    const at = byte;
    byte += Buffer.byteLength(part);
    return { part, start: from + Math.floor(at / 3) * 4, phase: at % 3 };
  });
  for (const [index, { part, start, phase }] of parts.entries()) {
    const step = part.charCodeAt(0) < 0x80 ? steps.base64(phase) : steps.still;
    yield { start, end: parts[index + 1]?.start ?? end, text: part, step };
  }
}

function isBase64(code: number): boolean {
  return alphabet[code] === 1;
}

function sextet(letter: string): number {
  const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return Math.max(0, standard.indexOf(letter === '-' ? '+' : letter === '_' ? '/' : letter));
}
