import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip, with what its directory says where that is not the truth. */
export interface Packed {
  readonly name: string | Buffer;
  readonly content: string | Buffer;
  /** 8, deflate, where nothing else is said. */
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly packed?: number;
  /** The header in front of the content leaves out how long it is, as of what was written into a pipe. */
  readonly piped?: boolean;
  /** The directory does not list it. */
  readonly stray?: boolean;
  /** Its numbers stand in the extra field. */
  readonly large?: boolean;
}

/** What a zip says at its end, where that is not the truth, and what stands before it. */
export interface Ends {
  readonly prefix?: string | Buffer;
  readonly count?: number;
  readonly large?: boolean;
}

/** A zip, made in memory. */
export function zip(entries: readonly Packed[], { prefix = '', count, large = false }: Ends = {}): Buffer {
  const parts: Buffer[] = [Buffer.from(prefix)];
  const lines: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content);
    const data = (entry.method ?? 8) === 8 ? deflateRawSync(content) : content;
    const local = header(entry, { content, data, at: null });
    parts.push(local, data);
    if (!entry.stray) lines.push(header(entry, { content, data, at }));
    at += local.length + data.length;
  }
  const directory = Buffer.concat(lines);
  const said = { at, size: directory.length, count: count ?? lines.length };
  return Buffer.concat([...parts, directory, ...(large ? end64(said) : []), end(large ? full : said)]);
}

const unknown = 0xffffffff;
const full = { at: unknown, size: unknown, count: 0xffff };

/** The header in front of a content, or its line in the directory, which says where the former is. */
function header(entry: Packed, { content, data, at }: { content: Buffer; data: Buffer; at: number | null }): Buffer {
  const { method = 8, flags = 0, crc = crc32(content), piped = false, large = false } = entry;
  const name = Buffer.from(entry.name);
  const sizes = [entry.size ?? content.length, entry.packed ?? data.length];
  const isLocal = at === null;
  const extra = large ? longs(isLocal ? sizes : [...sizes, at]) : Buffer.alloc(0);
  const said = isLocal && piped ? [0, 0, 0] : [crc, ...(large ? [unknown, unknown] : sizes)];
  const common = [u16(20), u16(flags | (piped ? 8 : 0)), u16(method), u32(0), u32(said[0]), u32(said[2]), u32(said[1])];
  const lengths = [u16(name.length), u16(extra.length)];
  if (isLocal) return Buffer.concat([u32(0x04034b50), ...common, ...lengths, name, extra]);
  const last = [u16(0), u16(0), u16(0), u32(0), u32(large ? unknown : at)];
  return Buffer.concat([u32(0x02014b50), u16(20), ...common, ...lengths, ...last, name, extra]);
}

/** The field of numbers that do not fit into their own. */
function longs(values: readonly number[]): Buffer {
  return Buffer.concat([u16(1), u16(values.length * 8), ...values.map(u64)]);
}

interface Said {
  readonly at: number;
  readonly size: number;
  readonly count: number;
}

function end({ at, size, count }: Said): Buffer {
  return Buffer.concat([u32(0x06054b50), u32(0), u16(count), u16(count), u32(size), u32(at), u16(0)]);
}

function end64({ at, size, count }: Said): Buffer[] {
  const record = [u32(0x06064b50), u64(44), u16(45), u16(45), u32(0), u32(0), ...[count, count, size, at].map(u64)];
  return [...record, u32(0x07064b50), u32(0), u64(at + size), u32(1)];
}

/** An entry of a tar. */
export interface Taped {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** `0`, a file, where nothing else is said. */
  readonly type?: string;
  readonly size?: number;
  /** Large sizes are written as bytes. */
  readonly binary?: boolean;
  readonly prefix?: string;
}

/** A tar, made in memory. */
export function tar(entries: readonly Taped[]): Buffer {
  return Buffer.concat([...entries.map(taped), Buffer.alloc(1024)]);
}

function taped({ name, content = '', type = '0', size, binary = false, prefix = '' }: Taped): Buffer {
  const data = Buffer.from(content);
  const head = Buffer.alloc(512);
  Buffer.from(name).copy(head, 0, 0, 100);
  const length = size ?? data.length;
  if (binary) head.writeUIntBE(length, 130, 6);
  if (binary) head[124] = 0x80;
  else head.write(`${length.toString(8).padStart(11, '0')}\0`, 124);
  head.write(type, 156);
  head.write('ustar\0' + '00', 257);
  head.write(prefix, 345);
  head.write('        ', 148);
  head.write(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return Buffer.concat([head, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

/** A record of pax: its length, which counts itself, and what it says. */
export function pax(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const digits = String(rest.length + String(rest.length).length).length;
  return `${rest.length + digits}${rest}`;
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value = 0): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
