import { withSightings } from '../../census/runtime.ts';
import { unapproved } from '../../checks/unapproved.ts';
import type { Agent, WitnessOf } from '../../model/census.ts';
import type { ApprovalPolicy } from '../../model/policy.ts';
import type { Registry, Verdict } from '../../model/registry.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { reconcile } from '../../registry/reconcile.ts';
import type { Followed } from '../../sources/log/following.ts';
import { Aggregator, type Limits } from '../../wire/aggregate.ts';
import type { LogOptions } from '../logs/logs.ts';
import { LogReading } from '../logs/read-log.ts';
import { logKey, sightingOf } from '../logs/sightings.ts';
import type { Notice, Watched } from './notice.ts';

/** What is watched, and what callers are held against. */
export interface WatchOptions {
  /** What is written to the logs, as it is written. */
  readonly followed: AsyncIterable<Followed>;
  readonly place: string;
  readonly rules: RuleSet;
  readonly registry: Registry;
  readonly policy: ApprovalPolicy;
  /** Today, `YYYY-MM-DD`: what approvals are held against. */
  readonly today: () => string;
  /** Now, ms since 1970, for lines that name no year. */
  readonly now: () => number;
  readonly format: LogOptions['format'];
  readonly offset: number;
  /** How many callers and hosts are told apart. */
  readonly limits?: Limits;
  /** Keys of what was announced before, by an earlier run. */
  readonly known?: Pick<Set<string>, 'has'> & { add(key: string): unknown };
}

/** Hosts of one caller that it is judged by. Who calls more of them is known well enough, and must not slow down what is told of others. */
const mostHosts = 100;

/** Watches logs: callers of models are counted, held against the registry, and told of once. */
export class Watch {
  private readonly options: WatchOptions;
  private readonly aggregator: Aggregator;
  /** By log, that of the file which is read now. */
  private readonly readings = new Map<string, { readonly identity: string; readonly reading: LogReading }>();
  private readonly byCaller = new Map<string, Map<string, WitnessOf<'traffic'>>>();
  private readonly verdicts = new Map<string, Verdict>();
  private readonly known: NonNullable<WatchOptions['known']>;
  private readonly news: WitnessOf<'traffic'>[] = [];
  private lines = 0;
  private events = 0;
  private problems = 0;
  private isFull = false;

  constructor(options: WatchOptions) {
    this.options = options;
    this.aggregator = new Aggregator(options.rules.logs.callers, options.limits);
    this.known = options.known ?? new Set();
  }

  /** What there is to say, as soon as it is known. What comes faster than it is taken waits in the logs. */
  async *notices(): AsyncGenerator<Notice> {
    for await (const event of this.options.followed) {
      if (event.kind === 'lines') this.take(event.path, event.identity, event.chunk, event.line);
      else if (event.kind === 'opened') this.open(event.path, event.identity, event.beginning);
      else if (event.kind === 'truncated') yield this.problem(event.path, truncation(event.isCopied), true);
      else if (event.kind === 'problem') yield this.problem(event.file, event.message, event.incomplete);
      else yield { kind: 'idle' };
      for (const sighting of this.news.splice(0)) yield* this.told(sighting);
      if (event.kind === 'lines') yield* this.fullness(event.path);
    }
    for (const { reading } of this.readings.values()) reading.end();
    for (const sighting of this.news.splice(0)) yield* this.told(sighting);
  }

  /** What was seen up to now. */
  watched(): Watched {
    const states = [...this.verdicts.values()].map(({ state }) => state);
    return {
      logs: this.readings.size,
      lines: this.lines,
      events: this.events,
      callers: states.length,
      unreviewed: states.filter((state) => state !== 'approved').length,
      problems: this.problems,
    };
  }

  /** Said once: from here on, who is new is counted with others, and not told of. */
  private *fullness(file: string): Iterable<Notice> {
    if (this.isFull || !this.aggregator.isFull) return;
    this.isFull = true;
    yield this.problem(
      file,
      'There are more callers and hosts than can be told apart: those that are new are not told of.',
      true,
    );
  }

  private problem(file: string, message: string, incomplete: boolean): Notice {
    this.problems++;
    return { kind: 'problem', file, message, incomplete };
  }

  /** Where a log is not read from its start, its first lines tell its columns. */
  private open(path: string, identity: string, beginning: Buffer): void {
    if (beginning.length > 0) this.reading(path, identity).learn(beginning);
  }

  private take(path: string, identity: string, chunk: Buffer, line: number | null): void {
    const reading = this.reading(path, identity, line ?? 1);
    const before = reading.lineCount;
    reading.take(chunk);
    this.lines += reading.lineCount - before;
  }

  private reading(path: string, identity: string, line = 1): LogReading {
    const known = this.readings.get(path);
    if (known?.identity === identity) return known.reading;
    known?.reading.end();
    const { rules, place, now, offset, format } = this.options;
    const frame = { written: now(), offset };
    const reading = new LogReading({ place, file: path, frame, format, from: line }, rules, {
      event: (event) => {
        this.events++;
        const news = this.aggregator.add(event, logKey(place, path));
        if (news) this.news.push(sightingOf(news(), rules));
      },
      answer: () => {},
    });
    this.readings.set(path, { identity, reading });
    return reading;
  }

  private *told(sighting: WitnessOf<'traffic'>): Iterable<Notice> {
    const agent = this.agentOf(sighting);
    if (!agent) return;
    const { registry, policy, today } = this.options;
    const empty = { agents: [], components: [], unattached: [] };
    const census = { ...empty, agents: [agent] };
    const reconciliation = reconcile(census, registry, {
      now: today(),
      policy,
      covered: { repositories: new Set() },
      trustTree: true,
    });
    const [verdict] = reconciliation.verdicts;
    if (!verdict) return;
    // What a caller did before, and is not judged by any more, still counts.
    if (verdict.state !== 'approved' || !this.verdicts.has(agent.id)) this.verdicts.set(agent.id, verdict);
    const key = keyOf(sighting);
    if (this.known.has(key)) return;
    this.known.add(key);
    const entry = registry.entries.find(({ id }) => id === verdict.entry) ?? null;
    const strange = [...unapproved({ judged: [{ agent, verdict, entry }] })].some(
      ({ subject }) => subject === sighting.host,
    );
    if (verdict.state === 'approved' && !strange) return;
    yield { kind: strange ? 'drift' : 'caller', agent, verdict, sighting };
  }

  /** The caller with what was seen of it last; `null` for a person, and for what is no call. */
  private agentOf(sighting: WitnessOf<'traffic'>): Agent | null {
    const own = this.byCaller.get(sighting.caller.key) ?? new Map<string, WitnessOf<'traffic'>>();
    this.byCaller.set(sighting.caller.key, own);
    own.delete(keyOf(sighting));
    own.set(keyOf(sighting), sighting);
    const [oldest] = own.keys();
    if (own.size > mostHosts && oldest !== undefined) own.delete(oldest);
    const { agents } = withSightings({ agents: [], components: [], unattached: [] }, [...own.values()]);
    return agents[0] ?? null;
  }
}

function keyOf({ caller, provider, host, basis, count }: WitnessOf<'traffic'>): string {
  return [caller.key, provider ?? '', host ?? '', basis, count > 0 ? 'reached' : 'refused'].join('\0');
}

function truncation(isCopied: boolean): string {
  return isCopied
    ? 'The log was copied and cut back: what was written during the copying is lost.'
    : 'The log was cut back while it was followed: lines may be lost.';
}
