import type { RuleSet } from '../../model/ruleset.ts';
import type { BinaryDecoder, BinarySink, Omission } from './binary.ts';
import type { Cursor } from './cursor.ts';
import { Feed, type Reader } from './feed.ts';
import type { Frame, Give } from './frame.ts';
import { Initials } from './initials.ts';
import { datagramOf } from './ip.ts';
import { ethernet, isKnownLink, packetIn } from './link.ts';
import { lookupOf } from './names.ts';
import type { Moment, Packet } from './packet.ts';
import { pcapFrames } from './pcap.ts';
import { pcapngFrames } from './pcapng.ts';
import type { Said } from './speech.ts';
import { Streams } from './streams.ts';
import { answersOf, eventsOf } from './tell.ts';
import { type Carried, mirrored, packetOf, routed, segmentOf } from './transport.ts';

const protocol = { ip4: 4, tcp: 6, udp: 17, ip6: 41, gre: 47 };
/** The port of DNS. */
const names = 53;
const types = { ip4: 0x0800, ip6: 0x86dd, ethernet: 0x6558 };
/** A packet in a packet in a packet is not opened further. */
const deepest = 3;

/** What stands first in a pcapng file. */
const sectionMagic = '0a0d0d0a';

/** Decodes a capture of packets: the names in handshakes of TLS and QUIC, look-ups in DNS, and requests of HTTP in clear. */
export class Capture implements BinaryDecoder {
  count = 0;
  #fragments = 0;
  readonly #unknown = new Map<number, number>();
  readonly #feed: Feed;
  readonly #streams: Streams;
  readonly #initials = new Initials();
  readonly #rules: RuleSet;
  readonly #sink: BinarySink;

  constructor(rules: RuleSet, sink: BinarySink) {
    this.#rules = rules;
    this.#sink = sink;
    this.#streams = new Streams((said, moment) => this.#tell(said, moment));
    this.#feed = new Feed(frames((frame) => this.#frame(frame)));
  }

  get fault(): string | null {
    return this.#feed.fault;
  }

  take(piece: Uint8Array): void {
    this.#feed.take(piece);
  }

  end(): void {
    this.#feed.end();
    this.#streams.finish();
  }

  omissions(): readonly Omission[] {
    const found: Omission[] = [];
    for (const [link, count] of this.#unknown)
      found.push({ message: `${packets(count)} of links of type ${link}, which are not read.`, matters: true });
    if (this.#fragments > 0)
      found.push({
        message: `${packets(this.#fragments)} only parts of packets, which are not put together.`,
        matters: false,
      });
    const { forgotten } = this.#streams;
    if (forgotten > 0)
      found.push({
        message: `There are too many connections at once: ${forgotten} were not followed to their first words' end.`,
        matters: true,
      });
    return found;
  }

  #frame(frame: Frame): void {
    this.count++;
    if (!isKnownLink(frame.link)) {
      if (this.#unknown.size < 8 || this.#unknown.has(frame.link))
        this.#unknown.set(frame.link, (this.#unknown.get(frame.link) ?? 0) + 1);
      return;
    }
    this.#packet(packetIn(frame), frame, 0);
  }

  #packet(packet: Cursor | null, when: Pick<Packet, 'number' | 'time'>, depth: number): void {
    if (!packet || depth > deepest) return;
    const datagram = datagramOf(packet);
    if (datagram === 'fragment') this.#fragments++;
    if (!datagram || datagram === 'fragment') return;
    const { payload } = datagram;
    if (datagram.protocol === protocol.tcp) {
      const segment = segmentOf(datagram, when);
      if (segment) this.#streams.take(segment);
    } else if (datagram.protocol === protocol.udp) {
      const packet = packetOf(datagram, when);
      if (packet) this.#udp(packet, depth);
    } else if (datagram.protocol === protocol.ip4 || datagram.protocol === protocol.ip6)
      this.#packet(payload, when, depth + 1);
    else if (datagram.protocol === protocol.gre) this.#carried(routed(payload), when, depth);
  }

  #carried({ type, rest }: Carried, when: Pick<Packet, 'number' | 'time'>, depth: number): void {
    if (type === types.ethernet) this.#packet(ethernet(rest), when, depth + 1);
    if (type === types.ip4 || type === types.ip6) this.#packet(rest, when, depth + 1);
  }

  #udp(packet: Packet, depth: number): void {
    const { sourcePort, targetPort, bytes } = packet;
    if (sourcePort === names || targetPort === names) {
      const lookup = lookupOf(bytes);
      if (lookup) this.#tell({ kind: 'lookup', lookup }, packet);
      return;
    }
    const inner = mirrored(packet);
    if (inner) this.#carried(inner, packet, depth);
    const hello = inner ? null : this.#initials.take(packet);
    if (hello) this.#tell({ kind: 'hello', hello, transport: 'quic' }, packet);
  }

  #tell(said: Said, moment: Moment): void {
    for (const event of eventsOf(said, moment, this.#rules)) this.#sink.event(event);
    for (const answer of answersOf(said, moment)) this.#sink.answer(answer);
  }
}

function* frames(give: Give): Reader {
  const magic = (yield { kind: 'read', bytes: 4 }).toString('hex');
  return yield* magic === sectionMagic ? pcapngFrames(give) : pcapFrames(magic, give);
}

function packets(count: number): string {
  return count === 1 ? 'One packet is' : `${count} packets are`;
}
