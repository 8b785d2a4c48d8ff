import type { NetworkEvent, Resolved } from '../../model/network.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { addressOfBytes, hostName, hostPort } from '../destination.ts';
import { eventOf, goalOf, type Seen } from '../event.ts';
import { fingerprints } from './fingerprint.ts';
import type { Moment } from './packet.ts';
import type { Said } from './speech.ts';

/** What was said as events: none where it names nobody. */
export function eventsOf(said: Said, moment: Moment, rules: RuleSet): readonly NetworkEvent[] {
  const { number, time, source } = moment;
  const seen = { line: null, record: number, time, source: addressText(source) };
  if (said.kind === 'lookup') return lookedUp(said, seen, rules);
  return said.kind === 'hello' ? greeted(said, moment, seen, rules) : requested(said, moment, seen, rules);
}

/** Addresses that a name was answered with: who asked is who gets the answer. */
export function answersOf(said: Said, { target, time }: Moment): readonly Resolved[] {
  if (said.kind !== 'lookup' || !said.lookup.isReply) return [];
  const host = hostName(said.lookup.questions[0]?.name ?? '');
  if (host === null) return [];
  return said.lookup.addresses.map((address) => ({ host, address, client: addressText(target), time }));
}

type Known = Pick<Seen, 'line' | 'record' | 'time' | 'source'>;

function lookedUp({ lookup }: Said & { kind: 'lookup' }, seen: Known, rules: RuleSet): readonly NetworkEvent[] {
  if (lookup.isReply) return [];
  return lookup.questions.flatMap(({ name, type }) => {
    const host = hostName(name);
    return host === null ? [] : [{ ...eventOf({ ...seen, host }, goalOf({ host, basis: 'dns' }, rules)), qtype: type }];
  });
}

function greeted(
  { hello, transport }: Said & { kind: 'hello' },
  { target, targetPort }: Moment,
  seen: Known,
  rules: RuleSet,
): readonly NetworkEvent[] {
  // Some programs put a port behind it. Where there is no name, the address may be one that was looked up before.
  const host = hostPort(hello.name ?? '')?.host ?? null;
  const where = { host, port: targetPort, address: addressText(target) };
  const event = eventOf({ ...seen, ...where }, goalOf({ host, basis: host === null ? 'ip' : 'sni' }, rules));
  return [
    {
      ...event,
      ...(transport === 'quic' ? { transport } : {}),
      ...(hello.whole ? fingerprints(hello, transport) : {}),
    },
  ];
}

/** Where a proxy is asked, the address is the proxy's. */
function requested(
  { request }: Said & { kind: 'request' },
  { target, targetPort }: Moment,
  seen: Known,
  rules: RuleSet,
): readonly NetworkEvent[] {
  const { host, port, method, path, userAgent, isProxied } = request;
  const where = isProxied ? { port } : { port: port ?? targetPort, address: addressText(target) };
  const goal = goalOf({ host, method, path, basis: 'http' }, rules);
  return [eventOf({ ...seen, host, ...where, method, userAgent }, goal)];
}

/** An address, of which each byte is one sign, as people write it. */
function addressText(bytes: string): string | null {
  return addressOfBytes([...Buffer.from(bytes, 'latin1')]);
}
