import { InOrder } from './order.ts';
import { endsOf, type Moment, type Packet } from './packet.ts';
import { begins, type Said, Speech } from './speech.ts';

/** A part of a connection over TCP. */
export interface Segment extends Packet {
  /** Number of its first byte. */
  readonly sequence: number;
  /** True where it opens the connection; `acknowledges` tells the answer to that. */
  readonly opens: boolean;
  readonly acknowledges: boolean;
  /** So many bytes at its end were sent and not captured. */
  readonly missing: number;
}

/** What is kept at most: directions of connections, and bytes of all of them. */
export interface StreamLimits {
  readonly streams: number;
  readonly bytes: number;
}

const limits: StreamLimits = { streams: 16_384, bytes: 6 << 20 };
const names = 53;

interface Stream {
  order: InOrder;
  speech: Speech;
  /** The last packet that belongs to it: what is understood late is told of it. */
  last: Moment;
}

/** Listens to connections over TCP, in each direction as far as it must to know where they go. */
export class Streams {
  /** Connections that were forgotten before all of what was listened to had come. */
  forgotten = 0;
  readonly #streams = new Map<string, Stream>();
  #held = 0;
  readonly #tell: (said: Said, packet: Moment) => void;
  readonly #limits: StreamLimits;

  constructor(tell: (said: Said, packet: Moment) => void, most: StreamLimits = limits) {
    this.#tell = tell;
    this.#limits = most;
  }

  take(segment: Segment): void {
    const { bytes, opens } = segment;
    if (!opens && bytes.length === 0) return;
    const ends = endsOf(segment);
    const stream = opens ? this.#opened(ends, segment) : (this.#streams.get(ends) ?? this.#joined(segment));
    if (!stream) return;
    this.#touch(ends, stream);
    if (stream.speech.isClosed || bytes.length === 0) return;
    const before = sizeOf(stream);
    this.#hear(stream, segment);
    this.#held += sizeOf(stream) - before;
    this.#bound();
  }

  /** Ends all of them. */
  finish(): void {
    for (const stream of this.#streams.values()) this.#lose(stream);
    this.#streams.clear();
  }

  /** The answer to an opening is listened to only where it may tell names. */
  #opened(ends: string, segment: Segment): Stream | null {
    const known = this.#streams.get(ends);
    const next = (segment.sequence + 1) >>> 0;
    // Sent once more, as nobody answered.
    if (known && known.order.ahead(next) === 0) return known;
    if (known) this.#forget(ends, known);
    return segment.acknowledges && segment.sourcePort !== names ? null : begun(segment, next);
  }

  /** A connection of which the beginning was not seen is listened to from where something begins. */
  #joined(segment: Segment): Stream | null {
    const isNames = segment.sourcePort === names || segment.targetPort === names;
    return isNames || begins(segment.bytes) === true ? begun(segment, segment.sequence) : null;
  }

  #hear(stream: Stream, segment: Segment): void {
    const { order, speech } = stream;
    const at = segment.opens ? (segment.sequence + 1) >>> 0 : segment.sequence;
    const ahead = order.ahead(at);
    if (ahead > 0 && ahead <= speech.skip) {
      speech.skip -= ahead;
      order.skipTo(at);
    }
    stream.last = momentOf(segment);
    this.#say(stream, order.take(at, segment.bytes, segment.missing));
  }

  #say({ speech, last }: Stream, all: readonly (Buffer | null)[]): void {
    for (const bytes of all) {
      for (const said of bytes === null ? speech.lose() : speech.hear(bytes)) this.#tell(said, last);
    }
  }

  /** The one that was heard last stands last. */
  #touch(ends: string, stream: Stream): void {
    this.#streams.delete(ends);
    this.#streams.set(ends, stream);
    if (this.#streams.size > this.#limits.streams) this.#forgetOldest();
  }

  #bound(): void {
    while (this.#held > this.#limits.bytes && this.#streams.size > 0) this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const [ends, stream] of this.#streams) {
      if (sizeOf(stream) > 0) this.forgotten++;
      this.#forget(ends, stream);
      return;
    }
  }

  #forget(ends: string, stream: Stream): void {
    this.#streams.delete(ends);
    this.#held -= sizeOf(stream);
    this.#lose(stream);
  }

  #lose(stream: Stream): void {
    this.#say(stream, [...stream.order.drain(), null]);
  }
}

function begun(segment: Segment, next: number): Stream {
  const isNames = segment.sourcePort === names || segment.targetPort === names;
  return { order: new InOrder(next), speech: new Speech(isNames ? 'names' : 'open'), last: momentOf(segment) };
}

function sizeOf({ order, speech }: Stream): number {
  return order.waiting + speech.held;
}

function momentOf({ number, time, source, target, sourcePort, targetPort }: Packet): Moment {
  return { number, time, source, target, sourcePort, targetPort };
}
