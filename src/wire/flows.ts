import type { NetworkEvent } from '../model/network.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { hostRule } from '../text/host.ts';
import { isWithin } from '../text/ip.ts';
import type { PassiveDns } from './pdns.ts';

/** More pairs of a caller and an address are not kept. */
const most = 50_000;

/** Connections to addresses, until it is known what the addresses stood for: logs of flows name no hosts. */
export class Flows {
  /** By file, caller and address. */
  private readonly pairs = new Map<string, { event: NetworkEvent; readonly file: string }>();
  /** Flows that were left out because there were too many pairs. */
  dropped = 0;

  /** Takes a connection to an address. */
  add(event: NetworkEvent, file: string): void {
    const key = `${file}\0${event.source}\0${event.address}`;
    const known = this.pairs.get(key);
    if (known) known.event = together(known.event, event);
    else if (this.pairs.size < most) this.pairs.set(key, { event: { ...event, count: event.count ?? 1 }, file });
    else this.dropped++;
  }

  /**
   * The connections of which it is known whom they are to: the caller had looked up one name that the address stood for at the
   * time, or the provider publishes that nobody else is there. An address alone proves nothing: many serve others too.
   */
  *named(pdns: PassiveDns, rules: RuleSet): Iterable<{ readonly event: NetworkEvent; readonly file: string }> {
    for (const { event, file } of this.pairs.values()) {
      const told = lookedUp(event, pdns, rules) ?? published(event, rules);
      if (told) yield { event: { ...event, ...told }, file };
    }
  }
}

function together(known: NetworkEvent, event: NetworkEvent): NetworkEvent {
  const last = Math.max(known.last ?? known.time ?? 0, event.last ?? event.time ?? 0);
  return {
    ...known,
    count: (known.count ?? 1) + (event.count ?? 1),
    bytesOut: (known.bytesOut ?? 0) + (event.bytesOut ?? 0),
    bytesIn: (known.bytesIn ?? 0) + (event.bytesIn ?? 0),
    ...(last > 0 ? { last } : {}),
  };
}

type Named = Pick<NetworkEvent, 'host' | 'provider' | 'kind' | 'basis'>;

function lookedUp({ source, address, time, last }: NetworkEvent, pdns: PassiveDns, rules: RuleSet): Named | null {
  if (source === null || address === undefined || time === null) return null;
  const [host, ...others] = pdns.hosts([source], address, time, last ?? time);
  const rule = host === undefined || others.length > 0 ? null : hostRule({ host, port: null }, rules);
  if (!rule || host === undefined || (rule.shared && !rule.wire)) return null;
  return { host, provider: rule.provider, kind: rule.kind, basis: 'fqdn' };
}

function published({ address }: NetworkEvent, { addresses }: RuleSet): Named | null {
  const rule = address === undefined ? undefined : addresses.find(({ prefix }) => isWithin(address, prefix));
  return rule ? { host: null, provider: rule.provider, basis: 'ip' } : null;
}
