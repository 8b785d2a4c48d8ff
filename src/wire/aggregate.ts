import type { Basis, CallerRule, NetworkEvent } from '../model/network.ts';
import type { Caller, Client, Traffic } from '../model/traffic.ts';
import { none } from '../text/none.ts';
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
  /** Given away one by one, and once: there may be many, and what becomes of them is as large again. */
  readonly traffic: Iterable<Traffic>;
  readonly folded: readonly Folded[];
}

/** Records that are held back until the next of their caller and host shows what became of the call. */
const mostDrafts = 10_000;
/** Sample lines that are kept in all, besides the first of each pair: of more pairs than anybody reads, the first is enough. */
const mostSampled = 20_000;
/** User agents whose meaning is remembered. */
const mostPrograms = 1000;
/** Hosts by which calls are counted that are not told apart by caller; those of more are counted by provider. */
const mostFolds = 1000;

/** Counts events by caller, provider, host and how that was seen, in bounded memory: a name that was looked up is no call. The order of events matters for nothing but the samples. */
export class Aggregator {
  private readonly rows = new Map<string, Row>();
  private readonly folds = new Map<string, Fold>();
  private readonly drafts = new Map<string, { readonly event: NetworkEvent; readonly file: string }>();
  private readonly callers: readonly CallerRule[];
  private readonly limits: Limits;
  private sampled = 0;
  /** Each host once: a text that was cut from a line holds on to all of it. */
  private readonly hosts = new Map<string, string>();
  /** What user agents were found to be of: logs have few. */
  private readonly programs = new Map<string, CallerRule | null>();

  constructor(callers: readonly CallerRule[], limits: Limits = defaultLimits) {
    this.callers = callers;
    this.limits = limits;
  }

  /**
   * Takes an event of a file; one that tells of no model is not counted. Gives what it belongs to, where that is new: the
   * first record of its kind, or the first that was let through; as it was counted when it is asked for.
   */
  add(event: NetworkEvent, file: string): (() => Traffic) | null {
    if (event.provider === null && event.api === undefined) return null;
    if (this.drafts.size === 0 && !event.draft) return this.count(event, file);
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
    return { traffic: drained(this.rows, trafficOf), folded: [...drained(this.folds, foldedOf)] };
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

  private count(event: NetworkEvent, file: string): (() => Traffic) | null {
    const caller = callerOf(event) ?? nobody;
    const key = `${caller.key}\0${event.provider ?? ''}\0${event.host ?? ''}\0${event.kind ?? 'api'}\0${event.basis}`;
    const known = this.rows.get(key);
    if (!known && this.rows.size >= this.limits.pairs) {
      this.fold(event, caller);
      return null;
    }
    const line = event.line ?? Math.max(1, event.record ?? 1);
    const row = known ?? begun(caller, this.hostOf(event), event, { file, line });
    if (!known) this.rows.set(key, row);
    const wasReached = row.count > 0;
    row.caller = known ? merged(row.caller, caller) : caller;
    this.into(row, event, file);
    return !known || (!wasReached && row.count > 0) ? () => trafficOf({ ...row }) : null;
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
    if (event.model !== undefined) row.models = this.kept(row.models, event.model);
    if (event.agent !== undefined) row.agents = this.kept(row.agents, event.agent);
    this.sample(row, file, event.line ?? Math.max(1, event.record ?? 1));
    if (event.userAgent === undefined) return;
    row.userAgents = this.kept(row.userAgents, event.userAgent);
    const program = this.programOf(event.userAgent);
    if (!program) return;
    row.programs = this.kept(row.programs, program.name);
    row.client = stronger(row.client, clientOf(program));
  }

  /** Several records may stand on one line. */
  private sample({ samples }: Row, file: string, line: number): void {
    const last = samples.at(-1);
    if (samples.length >= this.limits.samples || (last?.file === file && last.line === line)) return;
    if (this.sampled >= mostSampled) return;
    this.sampled++;
    samples.push({ file, line });
  }

  private kept(list: readonly string[], text: string): readonly string[] {
    return list.length < this.limits.samples && !list.includes(text) ? [...list, text] : list;
  }

  private hostOf({ host }: NetworkEvent): string | null {
    if (host === null) return null;
    const known = this.hosts.get(host);
    if (known === undefined) this.hosts.set(host, host);
    return known ?? host;
  }

  /** The program that a user agent names; `null` where it is none that is known. */
  private programOf(userAgent: string): CallerRule | null {
    const known = this.programs.get(userAgent);
    if (known !== undefined) return known;
    const found = this.callers.find(({ pattern }) => pattern.test(userAgent)) ?? null;
    if (this.programs.size < mostPrograms) this.programs.set(userAgent, found);
    return found;
  }

  private fold(event: NetworkEvent, caller: Caller): void {
    const { provider, host } = event;
    const at = `${provider ?? ''}\0${host ?? ''}`;
    const isFull = this.folds.size >= mostFolds && !this.folds.has(at);
    if (isFull && host !== null) {
      // Somebody asks for ever new names below a provider's.
      this.fold({ ...event, host: null }, caller);
      return;
    }
    const fold = this.folds.get(at) ?? { provider, host, count: 0, registers: new Uint8Array(registers) };
    this.folds.set(at, fold);
    fold.count += event.count ?? 1;
    observe(fold.registers, caller.key);
  }
}

interface Row {
  caller: Caller;
  programs: readonly string[];
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
  userAgents: readonly string[];
  models: readonly string[];
  agents: readonly string[];
  readonly samples: Sample[];
}

type Sample = Traffic['samples'][number];

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

function begun(
  caller: Caller,
  host: string | null,
  { provider, kind = 'api', basis }: NetworkEvent,
  sample: Sample,
): Row {
  return {
    caller,
    provider,
    host,
    hostKind: kind,
    basis,
    client: null,
    api: null,
    count: 0,
    denied: 0,
    bytesOut: 0,
    bytesIn: 0,
    first: null,
    last: null,
    programs: none,
    userAgents: none,
    models: none,
    agents: none,
    samples: [sample],
  };
}

/** The second record of a call tells what became of it; the first may have told more of who asked. */
function joined(draft: NetworkEvent, event: NetworkEvent): NetworkEvent {
  const { userAgent, user } = draft;
  return { ...(userAgent === undefined ? {} : { userAgent }), ...(user === undefined ? {} : { user }), ...event };
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

/** A row as what it is called elsewhere. There may be many: it is the same object. */
function trafficOf(row: Row): Traffic {
  const { caller } = row;
  const [identities, hosts] = [ordered(caller.identities), ordered(caller.hosts)];
  if (identities !== caller.identities || hosts !== caller.hosts) row.caller = { ...caller, identities, hosts };
  row.client ??= 'service';
  row.models = ordered(row.models);
  row.programs = ordered(row.programs);
  row.userAgents = ordered(row.userAgents);
  row.agents = ordered(row.agents);
  return row as Traffic; // it has a client now
}

function ordered(list: readonly string[]): readonly string[] {
  return list.length < 2 ? list : list.toSorted(byCodeUnit);
}

/** Takes all out of a map, in the order of keys. */
function* drained<T, U>(known: Map<string, T>, as: (one: T) => U): Iterable<U> {
  for (const key of [...known.keys()].sort()) {
    const one = known.get(key);
    known.delete(key);
    if (one) yield as(one);
  }
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
