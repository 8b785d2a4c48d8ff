import { createHash } from 'node:crypto';

const alphabets: Readonly<Record<string, string>> = {
  word: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_',
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  b32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  b64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  hex: '0123456789abcdef',
  HEX: '0123456789ABCDEF',
  digits: '0123456789',
};

/**
 * Expands `{{word:93}}` and its like into characters that look random and are the same every time, so that no key
 * need stand in a file. `seed` names the stream: the same seed gives the same key.
 */
export function expand(template: string, seed = 'rollcall'): string {
  let count = 0;
  return template.replace(/\{\{(\w+):(\d{1,4})\}\}/g, (whole, alphabet: string, length: string) => {
    const letters = alphabets[alphabet];
    return letters ? characters(letters, Number(length), `${seed}:${count++}`) : whole;
  });
}

function characters(letters: string, length: number, seed: string): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    for (const byte of createHash('sha256').update(`${seed}:${block}`).digest())
      text += letters[byte % letters.length] ?? '';
  }
  return text.slice(0, length);
}
