import type { Endpoint, HostReading, RunningProcess, Socket } from '../model/process.ts';
import { endpointText, isLoopback, isUnspecified } from '../text/ip.ts';

/** Ports below are those of services: no client is given one. */
const firstOfClients = 1024;

/** Who holds a socket, and whether that was seen or is told by its user alone. */
export interface Holder {
  readonly process: RunningProcess;
  readonly by: 'descriptor' | 'user';
}

/** The sockets of a host, as questions are asked of them. */
export class Network {
  readonly #listening = new Map<string, Socket[]>();
  readonly #addresses = new Map<string, Set<string>>();
  readonly #ends = new Map<string, Socket>();
  readonly #processes: ReadonlyMap<number, RunningProcess>;
  readonly #unseen = new Map<number, RunningProcess[]>();
  readonly #sockets: readonly Socket[];

  constructor({ processes, sockets }: Pick<HostReading, 'processes' | 'sockets'>) {
    this.#sockets = sockets;
    this.#processes = new Map(processes.map((process) => [process.pid, process]));
    for (const process of processes) if (process.unreadable.includes('files')) put(this.#unseen, process.uid, process);
    for (const socket of sockets) this.#add(socket);
  }

  #add(socket: Socket): void {
    const { namespace, local, peer } = socket;
    if (peer) this.#ends.set(ends(namespace, local, peer), socket);
    else put(this.#listening, namespace, socket);
    if (isUnspecified(local.address)) return;
    const addresses = this.#addresses.get(namespace) ?? new Set();
    this.#addresses.set(namespace, addresses.add(local.address));
  }

  /** Sockets that listen, and those by which a process has reached out, with who holds them; `null` where that is not known. */
  *held(): Iterable<{ readonly socket: Socket; readonly holders: readonly Holder[] }> {
    for (const socket of this.#sockets) {
      if (!this.#isInbound(socket)) yield { socket, holders: this.holders(socket) };
    }
  }

  /** Processes that hold a socket. Where none could be seen to, the only one of its user whose files could not be read. */
  holders(socket: Socket): readonly Holder[] {
    const seen = socket.pids.flatMap((pid) => this.#processes.get(pid) ?? []);
    if (socket.pids.length > 0) return seen.map((process) => ({ process, by: 'descriptor' }));
    const candidates = this.candidates(socket);
    return candidates.length === 1 ? candidates.map((process) => ({ process, by: 'user' })) : [];
  }

  /** Processes that may hold a socket which nobody could be seen to hold. */
  candidates({ uid, namespace }: Socket): readonly RunningProcess[] {
    const own = this.#unseen.get(uid) ?? [];
    return own.filter((process) => process.namespace === null || process.namespace === namespace);
  }

  /** Addresses that a machine, or a container, asks a resolver from: that of the socket first. */
  clients({ namespace, local }: Socket): readonly (readonly string[])[] {
    const others = [...(this.#addresses.get(namespace) ?? [])].filter(
      (one) => one !== local.address && !isLoopback(one),
    );
    return [[local.address], others];
  }

  /** Whether the other end of a connection is on this machine too. */
  isLocal({ namespace, peer }: Socket): boolean {
    if (!peer) return false;
    return isLoopback(peer.address) || (this.#addresses.get(namespace)?.has(peer.address) ?? false);
  }

  /** Who is at the other end of a connection: who holds that end, or listens there. */
  other(socket: Socket): Holder | null {
    const { namespace, local, peer } = socket;
    if (!peer) return null;
    const end = this.#ends.get(ends(namespace, peer, local)) ?? this.#listener(namespace, peer);
    return end ? (this.holders(end)[0] ?? null) : null;
  }

  #listener(namespace: string, at: Endpoint): Socket | null {
    const all = this.#listening.get(namespace) ?? [];
    return all.find(({ local }) => local.port === at.port && isSame(local.address, at.address)) ?? null;
  }

  /** Somebody else has reached out: it is connected to a port that is listened on, or to one that no client is given. */
  #isInbound({ namespace, local, peer }: Socket): boolean {
    if (!peer) return false;
    if (local.port < firstOfClients && peer.port >= firstOfClients) return true;
    return this.#listener(namespace, local) !== null;
  }
}

function isSame(listening: string, address: string): boolean {
  return isUnspecified(listening) || listening === address;
}

/** The other end may be in a container of this machine, but for addresses that every one of them has. */
function ends(namespace: string, local: Endpoint, peer: Endpoint): string {
  const where = isLoopback(local.address) ? namespace : '';
  return `${where} ${endpointText(local)} ${endpointText(peer)}`;
}

function put<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
