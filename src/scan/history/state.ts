import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Ids } from '../../sources/git/ids.ts';
import type { Holder } from './looker.ts';

/** What is known of the history of a repository after it was searched. No key is in it, only what was made of each. */
export interface State {
  /** The first bytes of the ids of all objects that were searched, sorted, one after another. */
  readonly searched: Buffer;
  /** Objects that hold keys. */
  readonly holders: readonly Holder[];
}

/** What a state is about. One that is about something else is of no use. */
export interface About {
  readonly repository: string;
  /** Digest of the rules. */
  readonly rules: string;
  readonly salt: string;
  readonly width: number;
}

/** How many bytes of an id are kept of what was searched: nobody makes an object with ten that are given. */
export const prefixBytes = 10;

const magic = 'rollcall history 2\n';
const sealBytes = 32;

/** The name of the file that a state is kept in. */
export function stateName({ repository, rules, salt, width }: About): string {
  const hash = createHash('sha256').update(JSON.stringify([repository, rules, mark(salt), width]));
  return `${hash.digest('hex').slice(0, 32)}.history`;
}

/** A state as bytes, with a seal that only who knows the salt can make. */
export function encode({ searched, ...rest }: State, about: About): Buffer {
  const head = JSON.stringify({ about: subject(about), ...rest, count: searched.length / prefixBytes });
  const body = Buffer.concat([Buffer.from(`${magic}${head}\n`), searched]);
  return Buffer.concat([body, seal(body, about.salt)]);
}

/** Reads a state; a sentence where the bytes are none, are damaged, or are about something else. */
export function decode(bytes: Buffer, about: About): State | string {
  const body = bytes.subarray(0, -sealBytes);
  if (!body.subarray(0, magic.length).equals(Buffer.from(magic))) return 'it is of another version, or no such file';
  if (!timingSafeEqual(Buffer.from(bytes.subarray(-sealBytes)), seal(body, about.salt)))
    return 'it is damaged, or was made with another salt';

  const end = body.indexOf(0x0a, magic.length);
  const head = JSON.parse(body.toString('utf8', magic.length, end)) as Head; // written by `encode`, as the seal says
  const searched = Buffer.from(body.subarray(end + 1));
  if (JSON.stringify(head.about) !== JSON.stringify(subject(about)) || searched.length !== head.count * prefixBytes)
    return 'it is about something else';
  return { searched, holders: head.holders };
}

interface Head extends Omit<State, 'searched'> {
  readonly about: readonly unknown[];
  readonly count: number;
}

/** The first bytes of ids, sorted. */
export function prefixesOf(lists: readonly Ids[], isSearched: (list: number, index: number) => boolean): Buffer {
  const all: Buffer[] = [];
  for (const [list, ids] of lists.entries()) {
    for (let index = 0; index < ids.length; index++)
      if (isSearched(list, index)) all.push(ids.prefix(index, prefixBytes));
  }
  return Buffer.concat(all.sort(Buffer.compare));
}

/** Whether a prefix is among sorted ones. */
export function hasPrefix(sorted: Buffer, prefix: Uint8Array): boolean {
  let [low, high] = [0, sorted.length / prefixBytes];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareAt(sorted, middle * prefixBytes, prefix);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}

function compareAt(sorted: Buffer, at: number, prefix: Uint8Array): number {
  for (let i = 0; i < prefixBytes; i++) {
    const difference = (sorted[at + i] ?? 0) - (prefix[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function subject({ repository, rules, salt, width }: About): readonly unknown[] {
  return [repository, rules, mark(salt), width];
}

/** Tells two salts apart and gives neither away. */
function mark(salt: string): string {
  return createHmac('sha256', salt).update('rollcall history').digest('hex').slice(0, 16);
}

function seal(body: Uint8Array, salt: string): Buffer {
  return createHmac('sha256', `rollcall history ${salt}`).update(body).digest();
}
