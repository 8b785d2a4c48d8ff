import { createHash } from 'node:crypto';
import { type Checksum, checksum, checksums } from '../text/checksum.ts';

const base62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const alphabets: Readonly<Record<string, string>> = {
  word: `${base62}_`,
  b64url: `${base62}-_`,
  b64: `${base62}+/`,
  alnum: base62,
  alpha: base62.slice(0, 52),
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  letters: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  b32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  b32lower: 'abcdefghijklmnopqrstuvwxyz234567',
  clear: '2345689cdefhjkmnprtvwxy',
  hex: '0123456789abcdef',
  HEX: '0123456789ABCDEF',
  digits: '0123456789',
};

const uuid = '{{hex:8}}-{{hex:4}}-4{{hex:3}}-{{pick:8|9|a|b}}{{hex:3}}-{{hex:12}}';
const shorthands: Readonly<Record<string, string>> = { uuid, uuid4hex: uuid.replaceAll('-', '') };

/**
 * Expands a template into characters that look random and are the same every time, so that no key need stand in a file.
 * `seed` names the stream: the same seed gives the same key.
 * - `{{alnum:20}}`: so many characters of an alphabet
 * - `{{pick:A|Q|g}}`: one of several
 * - `{{uuid}}`, `{{uuid4hex}}`: a random UUID, with and without hyphens
 * - `{{base64}}…{{/}}`, `{{base64url}}…{{/}}`: what stands between, encoded; no padding in the second
 * - `{{crc32-base62:4}}…{{/}}` and the other checksums: what stands between, and behind it its sum from the 4th character
 */
export function expand(template: string, seed = 'rollcall'): string {
  const whole = template.replace(/\{\{(uuid|uuid4hex)\}\}/g, (_, name: string) => shorthands[name] ?? '');
  const tokens = whole.split(/(\{\{[^{}]{1,200}\}\})/);
  let count = 0;
  let at = 0;
  const until = (end: boolean): string => {
    let text = '';
    for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
      at++;
      const [, name = '', argument = ''] = /^\{\{([\w/-]{1,40})(?::([^{}]*))?\}\}$/.exec(token) ?? [];
      if (name === '/' && end) return text;
      if (isBlock(name)) text += closed(name, argument, until(true));
      else text += piece(token, name, argument, `${seed}:${count}`, () => count++);
    }
    return text;
  };
  return until(false);
}

function piece(token: string, name: string, argument: string, seed: string, taken: () => void): string {
  const letters = alphabets[name];
  if (letters && /^\d{1,4}$/.test(argument)) {
    taken();
    return characters(letters, Number(argument), seed);
  }
  if (name !== 'pick') return token;
  taken();
  const choices = argument.split('|');
  const index = createHash('sha256').update(seed).digest().readUInt32BE();
  return choices[index % choices.length] ?? '';
}

function isBlock(name: string): name is Checksum | 'base64' | 'base64url' {
  return name === 'base64' || name === 'base64url' || checksums.some((kind) => kind === name);
}

function closed(name: Checksum | 'base64' | 'base64url', argument: string, inner: string): string {
  if (name === 'base64' || name === 'base64url') return Buffer.from(inner).toString(name);
  return inner + (checksum(name, inner.slice(Number(argument || 0)))[0] ?? '');
}

function characters(letters: string, length: number, seed: string): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    for (const byte of createHash('sha256').update(`${seed}:${block}`).digest())
      text += letters[byte % letters.length] ?? '';
  }
  return text.slice(0, length);
}
