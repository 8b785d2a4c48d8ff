import { Crypto } from './crypto-frames.ts';
import { Cursor } from './cursor.ts';
import { type Hello, helloOf } from './hello.ts';
import { endsOf, otherEnds, type Packet } from './packet.ts';
import { clientKeys, type Keys, maskOf, opened, quicVersions, type Version } from './secrets.ts';

/** Connections that are listened to at once. */
const mostConnections = 256;
/** Connections of which the hello was heard, so that it is not told twice. */
const mostHeard = 8192;
/** A client that has not said its name in so many packets does not. */
const mostPackets = 16;

/** A first packet of a client, still sealed. */
interface Initial {
  readonly version: Version;
  readonly connection: Buffer;
  /** From the first byte of the packet to its end. */
  readonly bytes: Buffer;
  /** Where its number stands. */
  readonly at: number;
}

interface Connection {
  keys: Keys;
  readonly crypto: Crypto;
  packets: number;
}

/** Listens to the first packets of QUIC, which anybody can open, until the client has said where it wants to go. */
export class Initials {
  readonly #connections = new Map<string, Connection>();
  readonly #heard = new Set<string>();

  /** The hello that a datagram completes; `null` where it completes none. */
  take(packet: Packet): Hello | null {
    if (!isLong(packet.bytes)) return null;
    const ends = endsOf(packet);
    const other = otherEnds(packet);
    if (this.#heard.has(ends) || this.#heard.has(other) || this.#connections.has(other)) return null;
    for (const initial of initialsOf(packet.bytes)) this.#open(ends, initial);
    const known = this.#connections.get(ends);
    const body = known?.crypto.hello() ?? null;
    if (body || (known && known.packets >= mostPackets)) this.#close(ends);
    return body && helloOf(body);
  }

  #open(ends: string, initial: Initial): void {
    const known = this.#connections.get(ends);
    const mine = known && unsealed(known.keys, initial);
    if (mine) {
      this.#read(ends, known, mine);
      return;
    }
    // A first packet, or one behind a Retry, after which the client calls its server otherwise.
    const keys = clientKeys(initial.version, initial.connection);
    const plain = unsealed(keys, initial);
    if (!plain) {
      if (known) known.packets++;
      return;
    }
    this.#read(ends, { keys, crypto: known?.crypto ?? new Crypto(), packets: known?.packets ?? 0 }, plain);
  }

  #read(ends: string, connection: Connection, plain: Buffer): void {
    connection.packets++;
    connection.crypto.take(plain);
    this.#connections.set(ends, connection);
    if (this.#connections.size > mostConnections) this.#drop(this.#connections);
  }

  #close(ends: string): void {
    this.#connections.delete(ends);
    this.#heard.add(ends);
    if (this.#heard.size > mostHeard) this.#drop(this.#heard);
  }

  /** Forgets the oldest. */
  #drop(all: Map<string, unknown> | Set<string>): void {
    for (const ends of all.keys()) {
      all.delete(ends);
      return;
    }
  }
}

/** Packets of the handshake bear their version. */
function isLong(bytes: Buffer): boolean {
  return bytes.length >= 7 && ((bytes[0] ?? 0) & 0x80) !== 0 && quicVersions.has(bytes.readUInt32BE(1));
}

/** The first packets in a datagram, which may hold others too. Each is longer than nothing, so that it ends. */
function* initialsOf(datagram: Buffer): Iterable<Initial> {
  let rest = datagram;
  while (isLong(rest)) {
    const version = quicVersions.get(rest.readUInt32BE(1));
    const head = new Cursor(rest, 5);
    const connection = head.part(head.number(1));
    head.skip(head.number(1));
    const isInitial = version !== undefined && (((rest[0] ?? 0) >> 4) & 3) === version.initial;
    if (isInitial) head.skip(head.varint());
    const length = head.varint();
    const end = head.at + length;
    if (!head.whole || length < 20 || end > rest.length) return;
    if (isInitial && connection.length <= 20) yield { version, connection, bytes: rest.subarray(0, end), at: head.at };
    rest = rest.subarray(end);
  }
}

function unsealed(keys: Keys, { bytes, at }: Initial): Buffer | null {
  const mask = maskOf(keys, bytes.subarray(at + 4, at + 20));
  const first = (bytes[0] ?? 0) ^ ((mask[0] ?? 0) & 0x0f);
  const size = (first & 3) + 1;
  const head = Buffer.from(bytes.subarray(0, at + size));
  head[0] = first;
  for (let index = 0; index < size; index++) head[at + index] = (head[at + index] ?? 0) ^ (mask[index + 1] ?? 0);
  const sealed = bytes.subarray(at + size);
  return sealed.length < 16 ? null : opened(keys, head.readUIntBE(at, size), head, sealed);
}
