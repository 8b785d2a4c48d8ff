import type { KeyCheck, KeyRule } from '../../model/key.ts';
import { checksum, checksumLength } from '../../text/checksum.ts';
import { claims } from './claims.ts';

/** What the structure of a value says of it. */
export interface Structure {
  /** False: it is no key of the kind. */
  readonly possible: boolean;
  /** False where a check failed that only a name for the vendor outweighs. */
  readonly expected: boolean;
  /** Checks passed that no invented key passes by chance. */
  readonly verified: number;
  /** True where a checksum or a claim holds: whatever its letters spell, it was issued. */
  readonly summed: boolean;
  /** Other checks passed. */
  readonly passed: number;
}

/** The structure of what is no key. */
export const impossible: Structure = { possible: false, expected: false, verified: 0, passed: 0, summed: false };

/** Holds a value against the checks of its kind. */
export function structure(value: string, { checks }: KeyRule, near: () => string): Structure {
  let [expected, summed] = [true, false];
  let [verified, passed] = [0, 0];
  for (const check of checks) {
    const holds = check.check === 'text' && check.at === 'near' ? near().includes(check.text) : hold(value, check);
    if (check.effect === 'reject' ? holds : check.effect === 'require' && !holds) return impossible;
    if (check.effect === 'expect' && !holds) expected = false;
    if (!holds || check.effect === 'reject') continue;
    summed ||= check.check === 'sum' || check.check === 'claim';
    if (isProof(check)) verified++;
    else passed++;
  }
  return { possible: true, expected, verified, passed, summed };
}

/** A sum, a claim or a text in its place is hardly ever right by chance; classes of letters and a longer head often are. */
function isProof(check: KeyCheck): boolean {
  if (check.check === 'text') return check.at !== 0;
  return check.check !== 'classes' && check.check !== 'account' && check.check !== 'length';
}

function hold(value: string, check: KeyCheck): boolean {
  switch (check.check) {
    case 'matches':
      return check.pattern.test(value.slice(check.from));
    case 'text':
      return stands(value, check.text, check.at);
    case 'classes': {
      const text = value.slice(check.from);
      const count = (letters: RegExp): number => text.match(letters)?.length ?? 0;
      return count(/[a-z]/g) >= check.lower && count(/[A-Z]/g) >= check.upper && count(/\d/g) >= check.digit;
    }
    case 'sum': {
      const end = value.length - checksumLength[check.sum];
      const text = value.slice(check.from, end);
      return checksum(check.sum, text).includes(value.slice(end));
    }
    case 'base64':
      return check.pattern.test(Buffer.from(value.slice(check.from), 'base64').toString('latin1'));
    case 'uuid4':
      return /^[0-9a-f]{12}4[0-9a-f]{3}[89ab]/.test(value.slice(check.from).replaceAll('-', ''));
    case 'claim': {
      const claim = claims(value)?.get(check.claim);
      if (check.value.endsWith('*')) return claim !== undefined && String(claim).startsWith(check.value.slice(0, -1));
      return claim === check.value;
    }
    case 'account':
      return account(value.slice(check.from)) <= 999_999_999_999;
    case 'length':
      return value.replace(/\\+n|\s/g, '').length >= check.least;
    default:
      return check satisfies never;
  }
}

function stands(value: string, text: string, at: number | 'middle' | 'near'): boolean {
  if (at === 'near') return false;
  if (at !== 'middle') return value.startsWith(text, at);
  const place = value.indexOf(text);
  // The head of the key belongs to no half: what follows it, up to the text, is as long as what follows the text.
  const after = value.length - place - text.length;
  return place >= after && value[place - after - 1] === '-';
}

/** The number of the account that an AWS access key id encodes. Source: the identifiers of IAM, as several detectors read them. */
function account(id: string): number {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = 0n;
  for (const letter of id.slice(0, 16)) bits = (bits << 5n) | BigInt(Math.max(0, letters.indexOf(letter)));
  // 16 letters are 80 bits; the account is in the first 48, behind one bit and before seven.
  return Number(((bits >> 32n) & 0x7fffffffff80n) >> 7n);
}
