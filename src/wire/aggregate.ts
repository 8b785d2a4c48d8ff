import type { Basis, CallerRule, NetworkEvent } from '../model/network.ts';
import type { Caller, Client, Traffic } from '../model/traffic.ts';
import { byCodeUnit } from '../text/order.ts';
import { callerOf, merged } from './caller.ts';

/** What is kept at most. */
export interface Limits {
  /** Pairs of a caller and a host that are told apart. What comes after is counted by host. */
  readonly pairs: number;
  /** Sample lines, user agents and models of each. */
  readonly samples: number;
}

export const defaultLimits: Limits = { pairs: 50_000, samples: 8 };

/** Calls of callers that were too many to be told apart, by host. */
export interface Folded {
  readonly provider: string | null;
  readonly host: string | null;
  readonly count: number;
  /** How many further callers, about: within two percent. */
  readonly callers: number;
}

/** All that a log said, counted. */
export interface Aggregate {
  readonly traffic: readonly Traffic[];
  readonly folded: readonly Folded[];
}

/** Records that are held back until the next of their caller and host shows what became of the call. */
const mostDrafts = 10_000;

/** Counts events by caller, provider, host and how that was seen, in bounded memory: a name that was looked up is no call. The order of events matters for nothing but the samples. */
export class Aggregator {
  private readonly rows = new Map<string, Row>();
  private readonly folds = new Map<string, Fold>();
  private readonly drafts = new Map<string, { readonly event: NetworkEvent; readonly file: string }>();
  private readonly callers: readonly CallerRule[];
  private readonly limits: Limits;

  constructor(callers: readonly CallerRule[], limits: Limits = defaultLimits) {
    this.callers = callers;
    this.limits = limits;
  }

  /**
   * Takes an event of a file; one that tells of no model is not counted. Gives what it belongs to, where that is new: the
   * first record of its kind, or the first that was let through.
   */
  add(event: NetworkEvent, file: string): Traffic | null {
    if (event.provider === null && event.api === undefined) return null;
    const key = `${file}\0${event.source}\0${event.host}`;
    const draft = this.drafts.get(key);
    this.drafts.delete(key);
    if (!event.draft) return this.count(draft ? joined(draft.event, event) : event, file);
    const news = draft ? this.count(draft.event, draft.file) : null;
    this.hold(key, event, file);
    return news;
  }

  /** True once there were more pairs of callers and hosts than are told apart. */
  get isFull(): boolean {
    return this.folds.size > 0;
  }

  /** Closes what is open and gives all that was counted, in the order of callers and hosts. */
  finish(): Aggregate {
    for (const { event, file } of this.drafts.values()) this.count(event, file);
    this.drafts.clear();
    const traffic = [...this.rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => trafficOf(row));
    const folded = [...this.folds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fold]) => foldedOf(fold));
    return { traffic, folded };
  }

  private hold(key: string, event: NetworkEvent, file: string): void {
    this.drafts.set(key, { event, file });
    if (this.drafts.size <= mostDrafts) return;
    const [[oldest, first] = []] = this.drafts;
    if (oldest !== undefined && first) {
      this.drafts.delete(oldest);
      this.count(first.event, first.file);
    }
  }

  private count(event: NetworkEvent, file: string): Traffic | null {
    const caller = callerOf(event) ?? nobody;
    const key = [caller.key, event.provider ?? '', event.host ?? '', event.kind ?? 'api', event.basis].join('\0');
    const known = this.rows.get(key);
    if (!known && this.rows.size >= this.limits.pairs) {
      this.fold(event, caller);
      return null;
    }
    const row = known ?? begun(caller, event);
    if (!known) this.rows.set(key, row);
    const wasReached = row.count > 0;
    row.caller = known ? merged(row.caller, caller) : caller;
    this.into(row, event, file);
    return !known || (!wasReached && row.count > 0) ? trafficOf(row) : null;
  }

  private into(row: Row, event: NetworkEvent, file: string): void {
    const times = event.count ?? 1;
    if (event.denied) row.denied += times;
    else row.count += times;
    row.bytesOut += event.bytesOut ?? 0;
    row.bytesIn += event.bytesIn ?? 0;
    row.first = least(row.first, event.time);
    row.last = most(row.last, event.last ?? event.time);
    if (event.api !== undefined && (row.api === null || event.api < row.api)) row.api = event.api;
    if (event.userAgent !== undefined) this.keep(row.userAgents, event.userAgent);
    if (event.model !== undefined) this.keep(row.models, event.model);
    if (event.agent !== undefined) this.keep(row.agents, event.agent);
    this.sample(row, file, event.line ?? Math.max(1, event.record ?? 1));
    const program = programOf(event.userAgent, this.callers);
    if (program) this.keep(row.programs, program.name);
    row.client = stronger(row.client, program && clientOf(program));
  }

  /** Several records may stand on one line. */
  private sample({ samples }: Row, file: string, line: number): void {
    const last = samples.at(-1);
    if (samples.length < this.limits.samples && !(last?.file === file && last.line === line))
      samples.push({ file, line });
  }

  private keep(list: string[], text: string): void {
    if (list.length < this.limits.samples && !list.includes(text)) list.push(text);
  }

  private fold({ provider, host, count = 1 }: NetworkEvent, { key }: Caller): void {
    const at = `${provider ?? ''}\0${host ?? ''}`;
    const fold = this.folds.get(at) ?? { provider, host, count: 0, registers: new Uint8Array(registers) };
    if (this.folds.size >= 1000 && !this.folds.has(at)) return;
    this.folds.set(at, fold);
    fold.count += count;
    observe(fold.registers, key);
  }
}

interface Row {
  caller: Caller;
  readonly programs: string[];
  readonly provider: string | null;
  readonly host: string | null;
  readonly hostKind: Traffic['hostKind'];
  readonly basis: Basis;
  client: Client | null;
  api: string | null;
  count: number;
  denied: number;
  bytesOut: number;
  bytesIn: number;
  first: number | null;
  last: number | null;
  readonly userAgents: string[];
  readonly models: string[];
  readonly agents: string[];
  readonly samples: { readonly file: string; readonly line: number }[];
}

interface Fold {
  readonly provider: string | null;
  readonly host: string | null;
  count: number;
  readonly registers: Uint8Array;
}

/** A record that names no caller: a trace of a browser, a log without a client. */
const nobody: Caller = {
  key: 'unknown',
  kind: 'machine',
  name: 'unknown caller',
  identities: [],
  workload: null,
  hosts: [],
  image: null,
};

function begun(caller: Caller, { provider, host, kind = 'api', basis }: NetworkEvent): Row {
  const counts = { count: 0, denied: 0, bytesOut: 0, bytesIn: 0 };
  const lists = { programs: [], userAgents: [], models: [], agents: [], samples: [] };
  return {
    caller,
    provider,
    host,
    hostKind: kind,
    basis,
    client: null,
    api: null,
    ...counts,
    first: null,
    last: null,
    ...lists,
  };
}

/** The second record of a call tells what became of it; the first may have told more of who asked. */
function joined(draft: NetworkEvent, event: NetworkEvent): NetworkEvent {
  const { userAgent, user } = draft;
  return { ...(userAgent === undefined ? {} : { userAgent }), ...(user === undefined ? {} : { user }), ...event };
}

/** The program that a user agent names; `null` where it is none that is known, or there is none. */
function programOf(userAgent: string | undefined, callers: readonly CallerRule[]): CallerRule | null {
  if (userAgent === undefined) return null;
  return callers.find(({ pattern }) => pattern.test(userAgent)) ?? null;
}

function clientOf({ kind }: CallerRule): Client {
  return kind === 'assistant' || kind === 'browser' || kind === 'probe' ? kind : 'service';
}

/** One call of a program makes a caller a service, whatever else a person does from there. */
const rank: readonly Client[] = ['service', 'assistant', 'browser', 'probe'];

function stronger(known: Client | null, seen: Client | null): Client | null {
  if (known === null || seen === null) return known ?? seen;
  return rank.indexOf(seen) < rank.indexOf(known) ? seen : known;
}

function trafficOf({ client, caller, ...row }: Row): Traffic {
  const { identities, hosts } = caller;
  return {
    ...row,
    caller: { ...caller, identities: identities.toSorted(byCodeUnit), hosts: hosts.toSorted(byCodeUnit) },
    client: client ?? 'service',
    models: row.models.toSorted(),
    programs: row.programs.toSorted(),
    userAgents: row.userAgents.toSorted(),
    agents: row.agents.toSorted(),
  };
}

function foldedOf({ provider, host, count, registers: seen }: Fold): Folded {
  return { provider, host, count, callers: Math.round(estimate(seen)) };
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function most(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** HyperLogLog (Flajolet et al., 2007) of so many registers: a standard error of 1.04 / √4096 = 1.6 %. */
const registers = 4096;

function observe(seen: Uint8Array, text: string): void {
  const hash = hashOf(text);
  const at = hash & (registers - 1);
  const zeros = Math.clz32(hash & ~(registers - 1)) + 1;
  if (zeros > (seen[at] ?? 0)) seen[at] = zeros;
}

function estimate(seen: Uint8Array): number {
  let sum = 0;
  let empty = 0;
  for (const zeros of seen) {
    sum += 2 ** -zeros;
    if (zeros === 0) empty++;
  }
  const raw = ((0.7213 / (1 + 1.079 / registers)) * registers * registers) / sum;
  return raw <= 2.5 * registers && empty > 0 ? registers * Math.log(registers / empty) : raw;
}

/** MurmurHash3's finisher over FNV-1a: every bit of the text moves every bit of the hash. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
