/** What a header says of an entry of a zip. Names are byte strings. */
export interface Header {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  /** Bytes that its content takes, and bytes that come out of it; `null`: they are said behind it. */
  readonly packed: number | null;
  readonly size: number | null;
  readonly crc: number | null;
}

/** An entry of the directory: the header of the entry itself stands at `offset`. */
export interface Listed extends Header {
  readonly offset: number;
}

/** The header in front of a content. */
export interface Local extends Header {
  /** Where it stands, up to the end of the name. */
  readonly head: readonly [start: number, end: number];
  /** Where the content starts. */
  readonly data: number;
}

/** The directory at the end of a zip, in the order in which the entries lie. */
export interface Directory {
  readonly listed: readonly Listed[];
  /** Where its lines stand, up to the end of the name. */
  readonly lines: readonly (readonly [start: number, end: number])[];
  /** False where there is none, or it does not stand where the end of the file says. */
  readonly isSound: boolean;
  /** False where it has more or fewer entries than it says. */
  readonly isTrue: boolean;
}

const none: Directory = { listed: [], lines: [], isSound: false, isTrue: true };
/** How a header begins: that of an entry, that of its line in the directory, and those of the directory's end. */
const marks = { local: 0x04034b50, listed: 0x02014b50, end: 0x06054b50, locator: 0x07064b50, end64: 0x06064b50 };
const unknown = 0xffffffff;

/** The bytes that an entry begins with. */
export const localMark = Buffer.from('PK\x03\x04', 'latin1');

/**
 * Reads the directory, up to so many entries. All may stand further on than is said: by what was put in front of the
 * zip.
 */
export function directoryOf(bytes: Buffer, most: number): Directory {
  const end = endOf(bytes);
  if (!end) return none;

  const { at, size, offset, count } = end;
  const start = [at - size, offset].find((place) => count === 0 || isAt(bytes, place, marks.listed));
  if (start === undefined) return none;

  const listed: Listed[] = [];
  const lines: [number, number][] = [];
  for (let line = start; listed.length < most && line + 46 <= at && isAt(bytes, line, marks.listed); ) {
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(line + field)) as Lengths; // three
    listed.push(listedAt(bytes, line, { name, extra }));
    lines.push([line, line + 46 + name]);
    line += 46 + name + extra + comment;
  }
  listed.sort((a, b) => a.offset - b.offset);
  const first = listed[0]?.offset ?? 0;
  const shift = [start - offset, 0].find((by) => isAt(bytes, first + by, marks.local)) ?? 0;
  // Where it has more than fit into its field, some writers leave out what goes beyond.
  const isTrue = listed.length === most || listed.length === count || (!end.is64 && listed.length % 65_536 === count);
  return { listed: listed.map((one) => ({ ...one, offset: one.offset + shift })), lines, isSound: true, isTrue };
}

/** The header that stands at an offset; `null` where there is none. */
export function localAt(bytes: Buffer, at: number): Local | null {
  if (at + 30 > bytes.length || !isAt(bytes, at, marks.local)) return null;
  const [version, flags, method] = [4, 6, 8].map((field) => bytes.readUInt16LE(at + field)) as Lengths; // three
  const name = bytes.readUInt16LE(at + 26);
  const data = at + 30 + name + bytes.readUInt16LE(at + 28);
  if ((version & 0xff) > 63 || method > 99 || data > bytes.length) return null;

  const [packed = 0, size = 0] = [18, 22].map((field) => bytes.readUInt32LE(at + field));
  const isLater = (flags & 8) !== 0 || packed === unknown || size === unknown;
  return {
    name: bytes.toString('latin1', at + 30, at + 30 + name),
    flags,
    method,
    packed: isLater ? null : packed,
    size: isLater ? null : size,
    crc: isLater ? null : bytes.readUInt32LE(at + 14),
    head: [at, at + 30 + name],
    data,
  };
}

type Lengths = [number, number, number];

interface End {
  /** Where the directory has ended. */
  readonly at: number;
  readonly size: number;
  readonly offset: number;
  readonly count: number;
  readonly is64: boolean;
}

/** The last record of a zip: only a comment stands behind it. */
function endOf(bytes: Buffer): End | null {
  const tail = Math.max(0, bytes.length - 65_557);
  const found = bytes.subarray(tail).lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const at = tail + found;
  if (found < 0 || at + 22 > bytes.length) return null;

  const [size = 0, offset = 0] = [12, 16].map((field) => bytes.readUInt32LE(at + field));
  const count = bytes.readUInt16LE(at + 10);
  const isFull = size === unknown || offset === unknown || count === 0xffff;
  return (isFull ? end64Of(bytes, at) : null) ?? { at, size, offset, count, is64: false };
}

/** What does not fit into the last record stands in another one before it, which a third one leads to. */
function end64Of(bytes: Buffer, last: number): End | null {
  const locator = last - 20;
  if (locator < 0 || !isAt(bytes, locator, marks.locator)) return null;
  const at = [locator - 56, long(bytes, locator + 8)].find((place) => isAt(bytes, place, marks.end64));
  if (at === undefined || at + 56 > bytes.length) return null;
  return { at, count: long(bytes, at + 32), size: long(bytes, at + 40), offset: long(bytes, at + 48), is64: true };
}

function listedAt(bytes: Buffer, line: number, length: { name: number; extra: number }): Listed {
  const start = line + 46 + length.name;
  const [packed = 0, size = 0] = [20, 24].map((field) => bytes.readUInt32LE(line + field));
  const offset = bytes.readUInt32LE(line + 42);
  const large = largeOf(bytes.subarray(start, start + length.extra), [size, packed, offset]);
  return {
    name: bytes.toString('latin1', line + 46, start),
    flags: bytes.readUInt16LE(line + 8),
    method: bytes.readUInt16LE(line + 10),
    crc: bytes.readUInt32LE(line + 16),
    size: large[0] ?? size,
    packed: large[1] ?? packed,
    offset: large[2] ?? offset,
  };
}

/** Numbers that do not fit into their fields stand in the extra field, in this order, and only those. */
function largeOf(extra: Buffer, fields: readonly number[]): readonly (number | undefined)[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    return fields.map((field) => {
      if (field !== unknown || next + 8 > extra.length) return undefined;
      next += 8;
      return long(extra, next - 8);
    });
  }
  return [];
}

function long(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}

function isAt(bytes: Buffer, at: number, mark: number): boolean {
  return at >= 0 && at + 4 <= bytes.length && bytes.readUInt32LE(at) === mark;
}
