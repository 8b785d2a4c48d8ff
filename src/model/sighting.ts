import type { Base, Level, Reach } from './evidence.ts';
import type { Basis } from './network.ts';
import type { Caller, Client } from './traffic.ts';

/** Somebody was seen to call a model, or to try: the records of one caller for one host, counted together. It stands at the first. */
export interface TrafficEvidence extends Base, Reach {
  readonly kind: 'traffic';
  readonly caller: Caller;
  readonly client: Client;
  /** Name of the destination; `null` where the records name none. */
  readonly host: string | null;
  readonly basis: Basis;
  /** Wire protocol, where only a path tells: `openai-chat`. */
  readonly api: string | null;
  readonly count: number;
  /** Calls that were refused or failed, beside those counted. */
  readonly denied: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** ISO 8601, UTC; `null` where no record has a time. */
  readonly first: string | null;
  readonly last: string | null;
  /** Programs that user agents name: `Claude Code`. */
  readonly programs: readonly string[];
  readonly userAgents: readonly string[];
  /** The first records, this one among them. */
  readonly lines: readonly { readonly file: string; readonly line: number }[];
  readonly level: Level;
}

/** A process runs that calls a model, holds a key of one, or serves one. Nothing of it is kept beyond what tells that. */
export interface ProcessEvidence extends Base, Reach {
  readonly kind: 'process';
  readonly caller: Caller;
  /** What runs, and the script or module that it was told to run. */
  readonly program: string;
  readonly script: string | null;
  /** Working folder; `null` where it could not be seen. */
  readonly folder: string | null;
  readonly pid: number;
  /** systemd's unit. */
  readonly unit: string | null;
  readonly container: string | null;
  /** Names of variables that hold a key of a model, and the keys' fingerprints. */
  readonly variables: readonly string[];
  readonly fingerprints: readonly string[];
  /** Open connections to hosts of providers, `api.openai.com:443`, and by what their names are known. */
  readonly connections: readonly { readonly host: string; readonly port: number; readonly by: string }[];
  /** True for a model server. */
  readonly serves: boolean;
  readonly level: Level;
}
