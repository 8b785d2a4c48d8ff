import type { Reader, Wanted } from './feed.ts';
import { big, type Give, little, longestFrame, type Order } from './frame.ts';

const section = 0x0a0d0d0a;
const interfaceBlock = 1;
const oldPacket = 2;
const simplePacket = 3;
const packet = 6;

/** Fixed parts, in bytes: of every block (type, length, and the length again at its end), and of what blocks begin with. */
const frameOfBlock = 12;
const packetHead = 20;
const interfaceHead = 8;

/** Options of an interface are read up to here: those that matter are short. */
const longestOptions = 16_384;
/** No machine has more. */
const mostInterfaces = 4096;

interface Interface {
  readonly link: number;
  /** Longest stretch that is kept of a packet; 0: all of it. */
  readonly snap: number;
  /** Units in a second. */
  readonly units: bigint;
  /** Seconds to be added. */
  readonly offset: bigint;
}

/** What the blocks of a section are read by. */
interface Section {
  readonly order: Order;
  readonly interfaces: Interface[];
}

/**
 * Reads the frames of a pcapng file behind its first four bytes. Secrets, names and comments that it may hold are passed over.
 * https://datatracker.ietf.org/doc/html/draft-ietf-opsawg-pcapng
 */
export function* pcapngFrames(give: Give): Reader {
  let now = yield* begun(yield { kind: 'read', bytes: 4 });
  for (let number = 1; ; ) {
    if (typeof now === 'string') return now;
    const head: Buffer = yield { kind: 'read', bytes: 8, start: true };
    if (head.readUInt32BE(0) === section) {
      now = yield* begun(head.subarray(4));
      continue;
    }
    const type = now.order.u32(head, 0);
    const size = now.order.u32(head, 4) - frameOfBlock;
    if (size < 0) return 'A block says that it is shorter than any can be: nothing behind it was read.';
    const read: number | string = yield* block(type, size, now, number, give);
    if (typeof read === 'string') return read;
    const length = now.order.u32(yield { kind: 'read', bytes: 4 }, 0);
    if (length !== size + frameOfBlock) return `A block behind packet ${number - 1} does not end where it says.`;
    number += read;
  }
}

/** Reads the head of a section, of which the length stands in the order that is told behind it. */
function* begun(length: Buffer): Generator<Wanted, Section | string, Buffer> {
  const raw = Buffer.from(length.subarray(0, 4));
  const magic = (yield { kind: 'read', bytes: 4 }).toString('hex');
  if (magic !== '4d3c2b1a' && magic !== '1a2b3c4d') return 'It is no capture of packets.';
  const order = magic === '4d3c2b1a' ? little : big;
  const size = order.u32(raw, 0) - frameOfBlock - 4;
  if (size < 12) return 'The head of a section is too short.';
  yield { kind: 'skip', bytes: size + 4 };
  return { order, interfaces: [] };
}

/** Reads the inside of a block, all of it; gives how many frames it held. */
function* block(
  type: number,
  size: number,
  now: Section,
  number: number,
  give: Give,
): Generator<Wanted, number | string, Buffer> {
  if (type === packet || type === oldPacket) return yield* packetBlock(type, size, now, number, give);
  if (type === simplePacket) return yield* simpleBlock(size, now, number, give);
  if (type !== interfaceBlock) {
    yield { kind: 'skip', bytes: size };
    return 0;
  }
  if (size < interfaceHead) return 'An interface is told in too few bytes.';
  if (now.interfaces.length >= mostInterfaces) return `It tells of more than ${mostInterfaces} interfaces.`;
  const most = Math.min(size, interfaceHead + longestOptions);
  now.interfaces.push(interfaceOf(yield { kind: 'read', bytes: most }, now.order));
  yield { kind: 'skip', bytes: size - most };
  return 0;
}

function* packetBlock(
  type: number,
  size: number,
  { order, interfaces }: Section,
  number: number,
  give: Give,
): Generator<Wanted, number | string, Buffer> {
  if (size < packetHead) return `Packet ${number} is told in too few bytes.`;
  const head = yield { kind: 'read', bytes: packetHead };
  const from = interfaces[type === oldPacket ? order.u16(head, 0) : order.u32(head, 0)];
  if (!from) return `Packet ${number} is of an interface that was not told of.`;
  const time = timeOf(order.u32(head, 4), order.u32(head, 8), from);
  const length = order.u32(head, 12);
  if (length > longestFrame || length > size - packetHead) return tooLong(number, length);
  give({ number, time, link: from.link, bytes: yield { kind: 'read', bytes: length } });
  yield { kind: 'skip', bytes: size - packetHead - length };
  return 1;
}

function* simpleBlock(
  size: number,
  { order, interfaces }: Section,
  number: number,
  give: Give,
): Generator<Wanted, number | string, Buffer> {
  const [from] = interfaces;
  if (size < 4 || !from) return `Packet ${number} is of an interface that was not told of.`;
  const original = order.u32(yield { kind: 'read', bytes: 4 }, 0);
  const length = Math.min(original, from.snap === 0 ? original : from.snap, size - 4);
  if (length > longestFrame) return tooLong(number, length);
  give({ number, time: null, link: from.link, bytes: yield { kind: 'read', bytes: length } });
  yield { kind: 'skip', bytes: size - 4 - length };
  return 1;
}

function tooLong(number: number, length: number): string {
  return `Packet ${number} says that it has ${length} bytes: nothing behind it was read.`;
}

function interfaceOf(bytes: Buffer, order: Order): Interface {
  const options = optionsOf(bytes.subarray(interfaceHead), order);
  const resolution = options.get(9)?.[0] ?? 6;
  const exponent = BigInt(resolution & 0x7f);
  const offset = options.get(14);
  return {
    link: order.u16(bytes, 0),
    snap: order.u32(bytes, 4),
    units: resolution & 0x80 ? 2n ** exponent : 10n ** exponent,
    offset: offset && offset.length === 8 ? wide(offset, order) : 0n,
  };
}

/** Options by their number; the first of each counts. */
function optionsOf(bytes: Buffer, order: Order): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length; ) {
    const [code, size] = [order.u16(bytes, at), order.u16(bytes, at + 2)];
    if (code === 0) break;
    if (!found.has(code)) found.set(code, Buffer.from(bytes.subarray(at + 4, at + 4 + size)));
    at += 4 + Math.ceil(size / 4) * 4;
  }
  return found;
}

function wide(bytes: Buffer, order: Order): bigint {
  return order === little ? bytes.readBigInt64LE(0) : bytes.readBigInt64BE(0);
}

function timeOf(high: number, low: number, { units, offset }: Interface): number | null {
  const since = (BigInt(high) << 32n) | BigInt(low);
  const time = Number((since * 1000n) / units + offset * 1000n);
  // Dates of the far future, or none, are written where a clock is not known.
  return time > 0 && time < 8.64e15 ? time : null;
}
