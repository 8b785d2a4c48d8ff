import type { Connection, KnownHost, KnownProcess, ProcessRole, StrayConnection } from '../model/known-process.ts';
import type { HostReading, RunningProcess } from '../model/process.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { endpointText, isLoopback, isUnspecified } from '../text/ip.ts';
import { type Knowledge, named } from './connections.ts';
import { Network } from './network.ts';
import { PassiveDns } from './pdns.ts';
import { isProgram, serverRule } from './servers.ts';
import { signsOf } from './signs.ts';

/** What processes are understood by. */
export interface Understanding {
  readonly rules: RuleSet;
  /** What resolvers answered, from logs of the same scan; answers saved beside a tree are added. */
  readonly pdns: PassiveDns;
  /** The provider that a host serves; null: none. */
  readonly providerOf: (host: string) => string | null;
  /** When the processes were read, milliseconds since 1970. */
  readonly now: number;
}

/** What was seen of the sockets of one process. */
interface Traffic {
  readonly listens: Set<string>;
  readonly connections: Map<string, Connection>;
  unnamed: number;
}

/** Says of every process of a host what it is, what it is connected to, and what of it has to do with models. */
export function understandProcesses(reading: HostReading, { rules, pdns, providerOf, now }: Understanding): KnownHost {
  const knowledge: Knowledge = { rules, pdns: [saved(reading), pdns], providerOf, at: reading.isLive ? now : null };
  const { traffic, strays } = trafficOf(reading, knowledge);
  const byPid = new Map(reading.processes.map((process) => [process.pid, process]));
  const processes = reading.processes.map((process): KnownProcess => {
    const known = knownOf(process, traffic.get(process.pid) ?? silent(), rules);
    return { ...known, signs: signsOf(known, ancestorsOf(process, byPid), rules, providerOf) };
  });
  return { processes, strays };
}

/** What was answered when a tree was saved: it goes first, and nothing of it gets into what else is scanned. */
function saved({ answers }: HostReading): PassiveDns {
  const own = new PassiveDns();
  for (const answer of answers) own.add(answer);
  return own;
}

function silent(): Traffic {
  return { listens: new Set(), connections: new Map(), unnamed: 0 };
}

function trafficOf(
  reading: HostReading,
  knowledge: Knowledge,
): { readonly traffic: ReadonlyMap<number, Traffic>; readonly strays: readonly StrayConnection[] } {
  const network = new Network(reading);
  const traffic = new Map<number, Traffic>();
  const strays: StrayConnection[] = [];
  for (const { socket, holders } of network.held()) {
    for (const holder of holders) {
      const own = traffic.get(holder.process.pid) ?? silent();
      traffic.set(holder.process.pid, own);
      if (socket.peer) note(named(socket, holder, network, knowledge), own);
      else own.listens.add(endpointText(socket.local));
    }
    if (holders.length > 0 || socket.pids.length > 0 || !socket.peer) continue;
    const connection = named(socket, null, network, knowledge);
    if (typeof connection === 'string' || (connection.provider === null && connection.through.length === 0)) continue;
    const candidates = network.candidates(socket).map(({ pid }) => pid);
    strays.push({ uid: socket.uid, connection, candidates });
  }
  return { traffic, strays };
}

/** A pool of connections to one place is one. */
function note(connection: Connection | 'local' | 'unnamed', traffic: Traffic): void {
  if (connection === 'local') return;
  if (connection === 'unnamed') traffic.unnamed++;
  else traffic.connections.set(`${endpointText(connection)} ${connection.peerPid}`, connection);
}

function knownOf(process: RunningProcess, traffic: Traffic, rules: RuleSet): Omit<KnownProcess, 'signs'> {
  const listens = [...traffic.listens].toSorted();
  const server = listens.length > 0 ? serverRule(process, rules) : null;
  return {
    ...process,
    role: roleOf(process, server?.kind ?? null, rules),
    serves: server?.of ?? null,
    listens,
    baseUrls: process.baseUrls.filter((url) => !isOwn(url, listens)),
    connections: [...traffic.connections.values()],
    unnamed: traffic.unnamed,
  };
}

/** A server is told where to listen by the same variable that tells others where it is. */
function isOwn(url: string, listens: readonly string[]): boolean {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const isHere = host === 'localhost' || isLoopback(host) || isUnspecified(host);
  return listens.some((one) => one === `${hostname}:${port}` || (isHere && port !== '' && one.endsWith(`:${port}`)));
}

function roleOf(process: RunningProcess, kind: 'model' | 'gateway' | null, rules: RuleSet): ProcessRole {
  if (kind !== null) return kind === 'model' ? 'server' : 'gateway';
  if (process.isShell) return 'shell';
  if (isProgram(process, rules.processes.browsers)) return 'browser';
  const command = process.command && rules.commands.get(process.command.name.toLowerCase());
  return command?.level === 'agent' ? 'agent-cli' : 'program';
}

/** What a process was started by, the nearest first. */
function ancestorsOf(process: RunningProcess, byPid: ReadonlyMap<number, RunningProcess>): RunningProcess[] {
  const found: RunningProcess[] = [];
  for (let parent = byPid.get(process.parent); parent && found.length < 64; parent = byPid.get(parent.parent))
    found.push(parent);
  return found;
}
