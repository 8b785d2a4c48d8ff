import { isUtf8 } from 'node:buffer';

/**
 * File names are bytes. Below, a *byte string* carries them one byte a code unit (Latin-1), which costs no more than
 * an ordinary string and loses nothing.
 */

const beyondAscii = /[\x80-\xff]/;
const looksEscaped = /\\(?=x[0-9a-f]{2})/g;
const utf8OrByte =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

/** True where a byte string holds ASCII alone, so that it reads the same in every encoding. */
export function isAscii(bytes: string): boolean {
  return !beyondAscii.test(bytes);
}

/** A byte string as text where it is UTF-8, else `null`. */
export function asUtf8(bytes: string): string | null {
  if (isAscii(bytes)) return bytes;
  const raw = Buffer.from(bytes, 'latin1');
  return isUtf8(raw) ? raw.toString('utf8') : null;
}

/**
 * A byte string as a path to show: bytes that are not UTF-8 become `\xNN`. A name that itself spells such an escape
 * has its backslash escaped, so that no two files share a path.
 */
export function displayPath(bytes: string): string {
  const plain = bytes.includes('\\x') ? bytes.replace(looksEscaped, '\\x5c') : bytes;
  return asUtf8(plain) ?? Buffer.from(plain.replace(utf8OrByte, escapeByte), 'latin1').toString('utf8');
}

function escapeByte(match: string): string {
  return match.length > 1 ? match : `\\x${match.charCodeAt(0).toString(16)}`;
}

/** A path of names between slashes and those that hold it, longest first: `a/b/c`, `a/b` and `a`. */
export function upwards(path: string): string[] {
  const steps = path.split('/');
  return steps.map((_, up) => steps.slice(0, steps.length - up).join('/'));
}

/** The archive that a member's path begins with: `libs/a.jar` of `libs/a.jar!/b.properties`. */
export function archiveOf(member: string): string {
  const at = member.indexOf('!/');
  return at < 0 ? member : member.slice(0, at);
}
