import { type Budget, type Found, Rest } from './entry.ts';
import { isHeader } from './kind.ts';

const block = 512;
const zeros = Buffer.alloc(block);

/** What the header of an entry says, and those that were written in front of it because it has no room. */
interface Header {
  readonly type: string;
  readonly name: string;
  readonly size: number;
}

/**
 * The files of a tar, where they lie in memory. It ends where no header stands; as several tars may have been joined,
 * blocks of NULs do not end it.
 */
export function* tarEntries(bytes: Buffer, budget: Budget): Generator<Found> {
  const rest = new Rest(bytes);
  let given: ReadonlyMap<string, string> = new Map();
  let at = 0;
  while (at + block <= bytes.length) {
    if (bytes.subarray(at, at + block).equals(zeros)) {
      at += block;
      continue;
    }
    if (!isHeader(bytes, at)) break;

    const { type, name, size } = headerAt(bytes, at, given);
    const [head, start] = [at, behind(bytes, at, type)];
    const data = bytes.subarray(start, start + size);
    at = start + Math.ceil(size / block) * block;
    if (data.length < size) yield { kind: 'fault', fault: 'cut', name };
    const isPrelude = /[LKxg]/.test(type);
    rest.without(head, isPrelude ? start + data.length : start);
    if (isPrelude) {
      given = new Map([...given, ...givenBy(type, data)]);
      continue;
    }
    given = new Map();
    if (budget.entries-- <= 0) {
      yield { kind: 'fault', fault: 'members', name: null };
      break;
    }
    if (/[12]/.test(type)) yield { kind: 'fault', fault: 'link', name };
    if (/[1-6]/.test(type)) continue;
    rest.without(start, start + data.length);
    yield { kind: 'entry', name, bytes: data };
  }
  if (at < bytes.length && !isEmpty(bytes, at)) yield { kind: 'fault', fault: 'broken', name: null };
  yield { kind: 'rest', bytes: rest.bytes() };
}

/** Where the header ends: the map of a sparse file may go on in blocks of its own. */
function behind(bytes: Buffer, at: number, type: string): number {
  let start = at + block;
  for (let more = type === 'S' && bytes[at + 482] === 1; more && start < bytes.length; start += block)
    more = bytes[start + 504] === 1;
  return start;
}

function headerAt(bytes: Buffer, at: number, given: ReadonlyMap<string, string>): Header {
  const type = String.fromCharCode(bytes[at + 156] ?? 0);
  const prefix = bytes[at + 262] === 0 ? text(bytes, at + 345, 155) : '';
  const short = text(bytes, at, 100);
  const name = given.get('path') ?? (prefix === '' ? short : `${prefix}/${short}`);
  const size = given.has('size') ? Number(given.get('size')) : numberAt(bytes, at + 124);
  // Links, devices and folders have no content, whatever their size says.
  return { type, name, size: /[1-6]/.test(type) || !(size >= 0) ? 0 : size };
}

/** What GNU's long names and the records of pax say of the entry behind them. */
function givenBy(type: string, data: Buffer): ReadonlyMap<string, string> {
  if (type === 'L') return new Map([['path', text(data, 0, data.length)]]);
  const found = new Map<string, string>();
  if (type !== 'x') return found;
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(data.toString('latin1', at, space));
    if (!(length > space - at)) break;
    const [, key = '', value = ''] =
      /^(path|size)=([\s\S]*)\n$/.exec(data.toString('latin1', space + 1, at + length)) ?? [];
    if (key !== '') found.set(key, value);
    at += length;
  }
  return found;
}

/** Octal digits; large numbers as bytes, told by the first bit. */
function numberAt(bytes: Buffer, at: number): number {
  if (((bytes[at] ?? 0) & 0x80) === 0) return Number.parseInt(text(bytes, at, 12).trim() || '0', 8);
  return bytes.subarray(at + 1, at + 12).reduce((sum, byte) => sum * 256 + byte, (bytes[at] ?? 0) & 0x7f);
}

function text(bytes: Buffer, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString('latin1', 0, end < 0 ? field.length : end);
}

function isEmpty(bytes: Buffer, from: number): boolean {
  for (let at = from; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}
