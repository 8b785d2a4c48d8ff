import type { DnsFact } from '../model/process.ts';

/** A clock of another machine may be this much ahead, milliseconds. */
const skew = 5_000;

/** Programs hold on to an address longer than they are told to, milliseconds. */
const leastHold = 3_600_000;

/** More pairs of client and address are not kept: about 60 MB. */
const mostPairs = 200_000;

/** An address that stands for more hosts than this tells nothing. */
const mostSpans = 500;

/** A time during which an address stood for a host to a client. */
interface Span {
  readonly host: string;
  from: number;
  until: number;
}

/**
 * Passive DNS: which hosts an address stood for, to the one who asked. The same address is another host to another client, and
 * says nothing of it.
 */
export class PassiveDns {
  readonly #spans = new Map<string, Span[]>();
  /** Facts that were left out because there were too many clients, addresses or hosts. */
  dropped = 0;

  /** Takes in an answer. Addresses are spelled as by `ipAddress`, hosts in lower case without a dot at their end. */
  add({ client, ip, host, time, ttl }: DnsFact): void {
    const pair = `${client} ${ip}`;
    const spans = this.#spans.get(pair) ?? this.#room(pair);
    if (!spans) return;
    const from = time - skew;
    const until = time + Math.max(ttl * 1000, leastHold);
    const known = spans.find((span) => span.host === host && span.from <= until && from <= span.until);
    if (known) {
      known.from = Math.min(known.from, from);
      known.until = Math.max(known.until, until);
    } else if (spans.length < mostSpans) spans.push({ host, from, until });
    else this.dropped++;
  }

  /**
   * The hosts that an address stood for to any of these clients, at some time from `from` to `until` (milliseconds since 1970,
   * both included; the same for one moment). Several: it cannot be told which.
   */
  hosts(clients: Iterable<string>, ip: string, from: number, until: number = from): readonly string[] {
    const found = new Set<string>();
    for (const client of clients) {
      for (const span of this.#spans.get(`${client} ${ip}`) ?? []) {
        if (span.from <= until && from <= span.until) found.add(span.host);
      }
    }
    return [...found].toSorted();
  }

  #room(pair: string): Span[] | null {
    if (this.#spans.size >= mostPairs) {
      this.dropped++;
      return null;
    }
    const spans: Span[] = [];
    this.#spans.set(pair, spans);
    return spans;
  }
}
