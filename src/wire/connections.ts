import type { Confidence } from '../model/evidence.ts';
import type { Connection, ConnectionBasis } from '../model/known-process.ts';
import type { RunningProcess, Socket } from '../model/process.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { isPrivate, isWithin } from '../text/ip.ts';
import type { Holder, Network } from './network.ts';
import type { PassiveDns } from './pdns.ts';
import { serverRule } from './servers.ts';

/** What connections are understood by. */
export interface Knowledge {
  readonly rules: RuleSet;
  /** The first that knows an address is asked. */
  readonly pdns: readonly PassiveDns[];
  /** The provider that a host serves; null: none. */
  readonly providerOf: (host: string) => string | null;
  /** When the processes were read, milliseconds since 1970; null where nobody knows. */
  readonly at: number | null;
}

/** What came of a socket: `local` is a connection to something on this machine that has to do with no models. */
export type Named = Connection | 'local' | 'unnamed';

/** Says what a connection that a process has made leads to. An address by itself is no proof: many share one. */
export function named(socket: Socket, holder: Holder | null, network: Network, knowledge: Knowledge): Named {
  const known =
    served(socket, holder, network, knowledge) ??
    remote(socket, holder, network, knowledge) ??
    near(socket, holder, network, knowledge);
  return known ?? (network.isLocal(socket) ? 'local' : 'unnamed');
}

/** A gateway or server of models on this machine; one hop, and no further. */
function served(socket: Socket, holder: Holder | null, network: Network, knowledge: Knowledge): Connection | null {
  const other = network.other(socket);
  const rule = other && serverRule(other.process, knowledge.rules);
  if (!rule || !socket.peer) return null;
  const { pid } = other.process;
  return {
    ...socket.peer,
    ...unknown,
    provider: rule.kind === 'model' ? rule.of : null,
    basis: 'local-gateway',
    confidence: seen(holder, 'high'),
    peerPid: pid,
    through: rule.kind === 'gateway' ? reached(other.process, network, knowledge) : [],
    by: holder?.by ?? 'user',
  };
}

/** The port of a local runtime, on this machine or in one's own network: a hint, for anybody may listen there. */
function near(socket: Socket, holder: Holder | null, network: Network, { rules }: Knowledge): Connection | null {
  const rule = socket.peer ? rules.ports.get(socket.peer.port) : undefined;
  if (!socket.peer || !rule || rule.shared) return null;
  if (!network.isLocal(socket) && !isPrivate(socket.peer.address)) return null;
  return {
    ...socket.peer,
    ...unknown,
    provider: rule.provider,
    basis: 'known-port',
    confidence: 'low',
    peerPid: network.other(socket)?.process.pid ?? null,
    by: holder?.by ?? 'user',
  };
}

/** A gateway has many clients. */
const behind = new WeakMap<RunningProcess, readonly string[]>();

/** The providers that a process is connected to itself. */
function reached(gateway: RunningProcess, network: Network, knowledge: Knowledge): readonly string[] {
  const providers = behind.get(gateway) ?? providersOf(gateway, network, knowledge);
  behind.set(gateway, providers);
  return providers;
}

function providersOf({ pid }: RunningProcess, network: Network, knowledge: Knowledge): readonly string[] {
  const found = new Set<string>();
  for (const { socket, holders } of network.held()) {
    const holder = holders.find(({ process }) => process.pid === pid);
    const connection = holder && socket.peer ? remote(socket, holder, network, knowledge) : null;
    if (connection?.provider) found.add(connection.provider);
  }
  return [...found].toSorted();
}

function remote(socket: Socket, holder: Holder | null, network: Network, knowledge: Knowledge): Connection | null {
  if (!socket.peer) return null;
  const asked = askedFor(socket, holder, network, knowledge);
  const known = asked ?? published(socket.peer.address, knowledge.rules);
  if (!known) return null;
  const { confidence, ...rest } = known;
  return { ...socket.peer, ...unknown, ...rest, confidence: seen(holder, confidence), by: holder?.by ?? 'user' };
}

const unknown = { host: null, hosts: [], provider: null, peerPid: null, through: [] };

interface Told {
  readonly host: string | null;
  readonly hosts: readonly string[];
  readonly provider: string | null;
  readonly basis: ConnectionBasis;
  readonly confidence: Confidence;
}

/** The host that the same client has asked a resolver for. */
function askedFor(socket: Socket, holder: Holder | null, network: Network, knowledge: Knowledge): Told | null {
  for (const { from, until, confidence } of windows(holder, knowledge)) {
    for (const clients of network.clients(socket)) {
      const answers = knowledge.pdns.map((one) => one.hosts(clients, socket.peer?.address ?? '', from, until));
      const hosts = answers.find(({ length }) => length > 0);
      if (hosts) return told(hosts, confidence, knowledge);
    }
  }
  return null;
}

function told(hosts: readonly string[], confidence: Confidence, { providerOf }: Knowledge): Told {
  const providers = new Set(hosts.map(providerOf));
  const [provider = null] = providers.size === 1 ? providers : [];
  const [host = null] = hosts;
  if (hosts.length === 1) return { host, hosts, provider, basis: 'pdns-same-client', confidence };
  return { host: null, hosts, provider, basis: 'pdns-ambiguous', confidence: lower(confidence) };
}

/** When it may have been asked: just now; else at any time since the process was started, for it may have held on since. */
function windows(holder: Holder | null, { at }: Knowledge): { from: number; until: number; confidence: Confidence }[] {
  // When a tree was saved is not known: its own answers are taken to be of that time.
  if (at === null) return [{ from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY, confidence: 'high' }];
  const from = holder?.process.startedAt ?? at;
  return [
    { from: at, until: at, confidence: 'high' },
    { from: Math.min(from, at), until: at, confidence: 'medium' },
  ];
}

/** An address at which a provider publishes that nobody else is. */
function published(address: string, { addresses }: RuleSet): Told | null {
  const rule = addresses.find(({ prefix }) => isWithin(address, prefix));
  if (!rule) return null;
  return { host: null, hosts: [], provider: rule.provider, basis: 'address-range', confidence: 'medium' };
}

/** Less sure where nobody was seen to hold the socket. */
function seen(holder: Holder | null, confidence: Confidence): Confidence {
  return holder?.by === 'descriptor' ? confidence : lower(confidence);
}

function lower(confidence: Confidence): Confidence {
  return confidence === 'high' ? 'medium' : 'low';
}
