/** Makes small captures: what a test is about is told, all else is usual. */

import { createCipheriv, createHmac } from 'node:crypto';

export interface Sent {
  readonly from?: string;
  readonly to?: string;
  readonly ports?: readonly [number, number];
  readonly bytes: Buffer;
}

const client = '192.0.2.11';
const server = '198.51.100.7';

/** A pcap file of Ethernet frames, or of another link, one a second from 2026-11-20T14:53:42Z on. */
export function pcap(frames: readonly Buffer[], link = 1): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(262_144, 16);
  head.writeUInt32LE(link, 20);
  const records = frames.map((frame, index) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(1_795_186_422 + index, 0);
    record.writeUInt32LE(12_345, 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    return Buffer.concat([record, frame]);
  });
  return Buffer.concat([head, ...records]);
}

/** A block of a pcapng file, little-endian. */
export function block(type: number, body: Buffer): Buffer {
  const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
  const ends = Buffer.alloc(12);
  ends.writeUInt32LE(type, 0);
  ends.writeUInt32LE(padded.length + 12, 4);
  ends.writeUInt32LE(padded.length + 12, 8);
  return Buffer.concat([ends.subarray(0, 8), padded, ends.subarray(8)]);
}

export const section = block(0x0a0d0d0a, Buffer.from('4d3c2b1a01000000ffffffffffffffff', 'hex'));

/** An interface of a pcapng file; `options` in hex. */
export function interfaceBlock(link: number, options = ''): Buffer {
  return block(1, Buffer.concat([u16le(link), u16le(0), u32le(0), Buffer.from(options, 'hex')]));
}

export function packetBlock(from: number, time: bigint, frame: Buffer): Buffer {
  const high = u32le(Number(time >> 32n));
  const low = u32le(Number(time & 0xffffffffn));
  return block(6, Buffer.concat([u32le(from), high, low, u32le(frame.length), u32le(frame.length), frame]));
}

export function ethernet(packet: Buffer, tags: readonly number[] = []): Buffer {
  const type = (packet[0] ?? 0) >> 4 === 6 ? 0x86dd : 0x0800;
  return Buffer.concat([Buffer.alloc(12, 2), ...tags.flatMap((tag) => [u16(tag), u16(7)]), u16(type), packet]);
}

export function ipv4(protocol: number, payload: Buffer, { from = client, to = server }: Partial<Sent> = {}): Buffer {
  const head = Buffer.from('4500000000000000400000000000000000000000', 'hex');
  head.writeUInt16BE(20 + payload.length, 2);
  head[9] = protocol;
  for (const [at, text] of [
    [12, from],
    [16, to],
  ] as const)
    head.set(text.split('.').map(Number), at);
  return Buffer.concat([head, payload]);
}

/** An IPv6 packet of 2001:db8::11 to 2001:db8::7; `between`: heads before the payload, the first of which is of type `first`. */
export function ipv6(first: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(40);
  head[0] = 0x60;
  head.writeUInt16BE(payload.length, 4);
  head[6] = first;
  head.set(Buffer.from('20010db8000000000000000000000011', 'hex'), 8);
  head.set(Buffer.from('20010db8000000000000000000000007', 'hex'), 24);
  return Buffer.concat([head, payload]);
}

export function udp({ bytes, ports: [from, to] = [50_000, 53] }: Sent): Buffer {
  return Buffer.concat([u16(from), u16(to), u16(8 + bytes.length), u16(0), bytes]);
}

/** `flags`: 2 for SYN, 16 for ACK, 24 for data. */
export function tcp(sequence: number, { bytes, ports: [from, to] = [50_000, 443] }: Sent, flags = 24): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt16BE(from, 0);
  head.writeUInt16BE(to, 2);
  head.writeUInt32BE(sequence >>> 0, 4);
  head[12] = 0x50;
  head[13] = flags;
  return Buffer.concat([head, bytes]);
}

/** A frame of Ethernet with a segment over IPv4. */
export function segment(sequence: number, sent: Sent, flags?: number): Buffer {
  return ethernet(ipv4(6, tcp(sequence, sent, flags), sent));
}

export function datagram(sent: Sent): Buffer {
  return ethernet(ipv4(17, udp(sent), sent));
}

/** A message of DNS: a query, or the answer with addresses. */
export function dns(name: string, { type = 1, answers = [] as readonly string[], reply = false } = {}): Buffer {
  const head = Buffer.from('123401000001000000000000', 'hex');
  if (reply) head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(answers.length, 6);
  const records = answers.map((answer) =>
    Buffer.concat([Buffer.from('c00c00010001000000780004', 'hex'), Buffer.from(answer.split('.').map(Number))]),
  );
  return Buffer.concat([head, labels(name), u16(type), u16(1), ...records]);
}

/** The message ClientHello, for a name. `padding`: bytes that make it longer. */
export function clientHello(name: string, padding = 0): Buffer {
  const host = Buffer.from(name);
  const names = Buffer.concat([u16(host.length + 3), Buffer.from([0]), u16(host.length), host]);
  const extensions = Buffer.concat([
    extension(0x0a0a, Buffer.alloc(0)),
    extension(21, Buffer.alloc(padding)),
    extension(0, names),
    extension(10, Buffer.from('00040a0a001d', 'hex')),
    extension(16, Buffer.from('0003026832', 'hex')),
    extension(43, Buffer.from('0403040303', 'hex')),
  ]);
  const body = Buffer.concat([
    u16(0x0303),
    Buffer.alloc(32, 1),
    Buffer.from([0]),
    u16(4),
    Buffer.from('0a0a1301', 'hex'),
    Buffer.from([1, 0]),
    u16(extensions.length),
    extensions,
  ]);
  return Buffer.concat([Buffer.from([1, 0]), u16(body.length), body]);
}

/** The record of TLS that holds a message. */
export function record(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([22, 3, 1]), u16(message.length), message]);
}

function extension(type: number, data: Buffer): Buffer {
  return Buffer.concat([u16(type), u16(data.length), data]);
}

function labels(name: string): Buffer {
  const parts = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...parts, Buffer.from([0])]);
}

export function u16(number: number): Buffer {
  return Buffer.from([number >> 8, number & 255]);
}

function u16le(number: number): Buffer {
  return Buffer.from([number & 255, number >> 8]);
}

function u32le(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number >>> 0);
  return bytes;
}

/** How versions of QUIC differ in their first packets: version, first byte, salt, and what labels begin with. */
export const quic1 = { version: 1, first: 0xc3, salt: '38762cf7f55934b34d179ae6a4c80cadccbb7f0a', label: 'quic' };
export const quic2 = {
  version: 0x6b3343cf,
  first: 0xd3,
  salt: '0dede3def700a6db819381be6e269dcbf9bd2ed9',
  label: 'quicv2',
};

/** A first packet of QUIC with frames in it, sealed as a client does (RFC 9001). */
export function initial(frames: Buffer, { version, first, salt, label } = quic1, number = 0): Buffer {
  const connection = Buffer.from('8394c8f03e515708', 'hex');
  const initialSecret = createHmac('sha256', Buffer.from(salt, 'hex')).update(connection).digest();
  const secret = expanded(initialSecret, 'client in', 32);
  const [key, iv, hp] = [
    expanded(secret, `${label} key`, 16),
    expanded(secret, `${label} iv`, 12),
    expanded(secret, `${label} hp`, 16),
  ];
  const versionBytes = Buffer.alloc(4);
  versionBytes.writeUInt32BE(version);
  const length = u16(0x4000 | (4 + frames.length + 16));
  const numberBytes = Buffer.from([0, 0, 0, number]);
  const head = Buffer.concat([
    Buffer.from([first]),
    versionBytes,
    Buffer.from([8]),
    connection,
    Buffer.from([0, 0]),
    length,
    numberBytes,
  ]);
  iv[11] = (iv[11] ?? 0) ^ number;
  const cipher = createCipheriv('aes-128-gcm', key, iv).setAAD(head);
  const sealed = Buffer.concat([cipher.update(frames), cipher.final(), cipher.getAuthTag()]);
  const mask = createCipheriv('aes-128-ecb', hp, null).update(sealed.subarray(0, 16));
  head[0] = first ^ ((mask[0] ?? 0) & 15);
  for (let at = 0; at < 4; at++) head[head.length - 4 + at] = (numberBytes[at] ?? 0) ^ (mask[at + 1] ?? 0);
  return Buffer.concat([head, sealed]);
}

/** A frame CRYPTO. */
export function crypto(at: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([6]), u16(0x4000 | at), u16(0x4000 | bytes.length), bytes]);
}

function expanded(secret: Buffer, label: string, size: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([u16(size), Buffer.from([name.length]), name, Buffer.from([0])]);
  const found = createHmac('sha256', secret)
    .update(Buffer.concat([info, Buffer.from([1])]))
    .digest();
  return found.subarray(0, size);
}
