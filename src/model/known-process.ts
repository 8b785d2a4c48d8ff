import type { Confidence } from './evidence.ts';
import type { Endpoint, RunningProcess } from './process.ts';

/**
 * How the host behind an address is known. `pdns-same-client`: a resolver answered the same client so. `pdns-ambiguous`: so, and
 * with several hosts. `address-range`: the provider publishes that nobody else is there. `local-gateway`: a gateway or server of
 * models on this machine. `known-port`: the port of a local runtime, close by; whoever listens there was not known.
 */
export type ConnectionBasis = 'pdns-same-client' | 'pdns-ambiguous' | 'address-range' | 'local-gateway' | 'known-port';

/** A connection that a process has made, and of which something is known. */
export interface Connection extends Endpoint {
  /** Null where it is not known, or not which. */
  readonly host: string | null;
  /** All hosts it may be. */
  readonly hosts: readonly string[];
  readonly provider: string | null;
  readonly basis: ConnectionBasis;
  readonly confidence: Confidence;
  /** The process at the other end, where that is on this machine. */
  readonly peerPid: number | null;
  /** Providers that the gateway at the other end is connected to itself. */
  readonly through: readonly string[];
  /** Whether the process holds the socket, or is the only one of the user whose socket it is. */
  readonly by: 'descriptor' | 'user';
}

/** What speaks for a process's use of models. */
export interface ProcessSign {
  readonly kind: 'connection' | 'gateway' | 'key' | 'base-url' | 'library' | 'command' | 'server';
  readonly provider: string | null;
  /** The host, the variable, the library, the command: no value of a secret. */
  readonly what: string;
  readonly confidence: Confidence;
}

/** What a process is. `browser` and `shell` are a person's; `server` serves models itself, `gateway` passes requests on. */
export type ProcessRole = 'program' | 'agent-cli' | 'server' | 'gateway' | 'browser' | 'shell';

/** A process, and what is known of its use of models. */
export interface KnownProcess extends RunningProcess {
  readonly role: ProcessRole;
  /** Id of the provider whose server or gateway it is. */
  readonly serves: string | null;
  /** Where it listens: `0.0.0.0:4000`. */
  readonly listens: readonly string[];
  readonly connections: readonly Connection[];
  /** Connections to addresses of which nothing is known. */
  readonly unnamed: number;
  /** The surest first; empty: nothing says that it has to do with models. */
  readonly signs: readonly ProcessSign[];
}

/** A connection that nobody could be seen to hold: some process of this user has it. */
export interface StrayConnection {
  readonly uid: number;
  readonly connection: Connection;
  /** Processes of the user whose files could not be read. */
  readonly candidates: readonly number[];
}

/** The processes of a host, understood. */
export interface KnownHost {
  readonly processes: readonly KnownProcess[];
  /** Connections to providers alone. */
  readonly strays: readonly StrayConnection[];
}
