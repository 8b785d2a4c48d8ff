import type { Basis } from './network.ts';

/**
 * Who calls, as strongly as was seen. `principal`: an account of a cloud or cluster; `workload`: what a cluster or a service
 * manager runs; `credential`: a key of a gateway, by its alias; `service`: the name that a program gives itself; `process`:
 * a program of a host; `user`: a name at a proxy; `machine`: a device, an instance or an address.
 */
export type CallerKind = 'principal' | 'workload' | 'credential' | 'service' | 'process' | 'user' | 'machine';

/** What a user agent says of a caller. */
export type Client = 'service' | 'assistant' | 'browser' | 'probe';

/** A caller, and all that it may be known by. */
export interface Caller {
  /** The strongest of its names, such as `k8s:support/support-bot` or `ip:192.0.2.11`: one caller, one key. */
  readonly key: string;
  readonly kind: CallerKind;
  /** For people: `support-bot`. */
  readonly name: string;
  /** Accounts: `aws:arn:…`, `k8s:ns/support/sa/support-bot`, `user:svc-triage`. */
  readonly identities: readonly string[];
  /** What a cluster runs; `null` where that was not seen. */
  readonly workload: Workload | null;
  /** Names and addresses of its machine. */
  readonly hosts: readonly string[];
  /** Image that it runs from, without tag and digest. */
  readonly image: string | null;
}

/** A workload of a cluster. What was not seen is `null`. */
export interface Workload {
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly kind: string | null;
  readonly name: string;
}

/** Calls of one caller to one host of one provider, seen in one way, counted together. */
export interface Traffic {
  readonly caller: Caller;
  /** `null` where only a path tells that a model is asked, behind a host of one's own. */
  readonly provider: string | null;
  readonly host: string | null;
  /** What the host is for. */
  readonly hostKind: 'api' | 'console' | 'chat';
  readonly basis: Basis;
  readonly client: Client;
  readonly api: string | null;
  /** Calls that were let through, and those that were refused or failed. */
  readonly count: number;
  readonly denied: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** First and last call, ms since 1970; `null` where no record had a time. */
  readonly first: number | null;
  readonly last: number | null;
  /** Programs that user agents name, by the names of their rules: `Claude Code`. */
  readonly programs: readonly string[];
  readonly userAgents: readonly string[];
  readonly models: readonly string[];
  /** Names that agents gave themselves in traces. */
  readonly agents: readonly string[];
  /** Where the first of them stand: file of the log, line. */
  readonly samples: readonly { readonly file: string; readonly line: number }[];
}
