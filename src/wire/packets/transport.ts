import { Cursor } from './cursor.ts';
import { type Datagram, sourceOf, targetOf } from './ip.ts';
import type { Packet } from './packet.ts';
import type { Segment } from './streams.ts';

/** When a packet was seen, and which frame it came in. */
type When = Pick<Packet, 'number' | 'time'>;

const leastTcp = 20;
const leastUdp = 8;
const flag = { syn: 2, ack: 16 };

/** The part of a connection over TCP that a datagram holds; `null` for what is none, or neither opens one nor says anything. */
export function segmentOf(datagram: Datagram, { number, time }: When): Segment | null {
  const { bytes, at, left, end } = datagram.payload;
  if (left < leastTcp) return null;
  const head = ((bytes[at + 12] ?? 0) >> 4) * 4;
  const flags = bytes[at + 13] ?? 0;
  const opens = (flags & flag.syn) !== 0;
  if (head < leastTcp || head > left || (!opens && head === left && datagram.missing === 0)) return null;
  return {
    number,
    time,
    source: sourceOf(datagram),
    target: targetOf(datagram),
    sourcePort: bytes.readUInt16BE(at),
    targetPort: bytes.readUInt16BE(at + 2),
    sequence: bytes.readUInt32BE(at + 4),
    opens,
    acknowledges: (flags & flag.ack) !== 0,
    bytes: bytes.subarray(at + head, end),
    missing: datagram.missing,
  };
}

/** What a datagram over UDP holds; `null` for what is none. */
export function packetOf(datagram: Datagram, { number, time }: When): Packet | null {
  const { bytes, at, left, end } = datagram.payload;
  if (left < leastUdp) return null;
  const size = bytes.readUInt16BE(at + 4) || left;
  return {
    number,
    time,
    source: sourceOf(datagram),
    target: targetOf(datagram),
    sourcePort: bytes.readUInt16BE(at),
    targetPort: bytes.readUInt16BE(at + 2),
    bytes: bytes.subarray(at + leastUdp, Math.max(at + leastUdp, Math.min(end, at + size))),
  };
}

/** What is carried within another packet: its type, as Ethernet numbers them, and itself. */
export interface Carried {
  readonly type: number;
  readonly rest: Cursor;
}

const ethernetType = 0x6558;

/** What is behind a head of GRE (RFC 2784, RFC 2890). */
export function routed(rest: Cursor): Carried {
  const flags = rest.number(2);
  const type = rest.number(2);
  // Checksum, key and number of the packet, where it has them.
  for (const bit of [0x8000, 0x2000, 0x1000]) if (flags & bit) rest.skip(4);
  return { type, rest };
}

/** What is behind a head of VXLAN (RFC 7348) or Geneve (RFC 8926), in which clouds mirror traffic; `null` for what is none. */
export function mirrored({ targetPort, bytes }: Pick<Packet, 'targetPort' | 'bytes'>): Carried | null {
  if (targetPort === 4789 && bytes[0] === 8) return { type: ethernetType, rest: new Cursor(bytes, 8) };
  if (targetPort !== 6081 || bytes.length < 8) return null;
  const options = ((bytes[0] ?? 0) & 0x3f) * 4;
  return { type: bytes.readUInt16BE(2), rest: new Cursor(bytes, 8 + options) };
}
