import type { RuleSet } from '../../model/ruleset.ts';
import type { BinaryDecoder, BinarySink, Omission } from '../packets/binary.ts';
import { Feed, type Reader } from '../packets/feed.ts';
import { answersOf, eventsOf } from './flow.ts';
import { dictionary, type Kept, type Parts, sizeAhead } from './tnetstring.ts';

/** What of a flow is kept. Bodies, messages and certificates are passed over. */
const kept: Kept = {
  type: true,
  request: {
    host: true,
    port: true,
    method: true,
    path: true,
    authority: true,
    headers: true,
    timestamp_start: true,
    timestamp: true,
    questions: true,
  },
  response: { status_code: true, answers: true },
  error: { msg: true },
  // Called `address` before version 19 of the format.
  client_conn: { peername: true, address: true, sni: true, timestamp_start: true },
  server_conn: { peername: true, ip_address: true, address: true, via: true },
};

/**
 * Decodes a file of flows that mitmproxy wrote: one typed netstring after another, whose parts have stood in various orders.
 * https://docs.mitmproxy.org/stable/concepts/flows/ https://tnetstrings.info
 */
export class Flows implements BinaryDecoder {
  count = 0;
  readonly #feed: Feed;

  constructor(rules: RuleSet, sink: BinarySink) {
    this.#feed = new Feed(
      flows((parts) => {
        for (const event of eventsOf(parts, this.count, rules)) sink.event(event);
        for (const answer of answersOf(parts)) sink.answer(answer);
        this.count++;
      }),
    );
  }

  get fault(): string | null {
    return this.#feed.fault;
  }

  take(piece: Uint8Array): void {
    this.#feed.take(piece);
  }

  end(): void {
    this.#feed.end();
  }

  omissions(): readonly Omission[] {
    return [];
  }
}

function* flows(give: (parts: Parts) => void): Reader {
  for (let number = 1; ; number++) {
    const ahead = yield* sizeAhead(true);
    const parts = ahead && (yield* dictionary(ahead.size, kept));
    const isFlow = parts && (yield { kind: 'read', bytes: 1 }).toString('latin1') === '}';
    if (!isFlow) return `Flow ${number} is not written as mitmproxy writes them: nothing behind it was read.`;
    give(parts);
  }
}
