import type { Agent, Census } from '../model/census.ts';
import type { ApprovalPolicy } from '../model/policy.ts';
import type { Entry, EntryState, Reconciliation, Registry, Verdict, VerdictState } from '../model/registry.ts';
import { approvalDigest } from './digest.ts';
import { drift, undecided } from './drift.ts';
import { match } from './match.ts';

/** What a verdict depends on beside census and registry. */
export interface Terms {
  /** Today, `YYYY-MM-DD`. */
  readonly now: string;
  readonly policy: ApprovalPolicy;
  readonly covered: {
    /** Repositories of which every file was read. */
    readonly repositories: ReadonlySet<string>;
  };
}

/** Holds the census against the registry: every agent gets a verdict, every entry is seen, unseen or was out of sight. */
export function reconcile(census: Census, registry: Registry, terms: Terms): Reconciliation {
  const verdicts = census.agents.map((agent) => judge(agent, registry, terms)).toSorted(by(({ agent }) => agent));
  const seen = new Set(verdicts.flatMap(({ candidates }) => candidates));
  const entries = registry.entries.map((entry) => stateOf(entry, seen, terms)).toSorted(by(({ id }) => id));
  return { verdicts, entries };
}

function judge(agent: Agent, registry: Registry, terms: Terms): Verdict {
  const fit = match(agent, registry);
  const candidates = fit.entries.map(({ id }) => id).toSorted();
  const [entry, other] = fit.entries;
  const common = {
    agent: agent.id,
    candidates,
    matchedBy: fit.by,
    drift: [],
    undecided: [],
    shortfalls: [],
    proposed: null,
  };
  if (!entry) return { ...common, state: 'unregistered', entry: null };
  if (other) return { ...common, state: 'ambiguous', entry: null };

  const state = standing(entry, terms);
  if (state !== 'approved') return { ...common, state, entry: entry.id };

  const drifts = drift(agent, entry.scope);
  return {
    ...common,
    state: drifts.length > 0 ? 'drifted' : 'approved',
    entry: entry.id,
    drift: drifts,
    undecided: undecided(agent, entry.scope),
  };
}

/** What an entry is worth today, whatever its agent does. */
function standing(entry: Entry, terms: Terms): VerdictState {
  switch (entry.status) {
    case 'draft':
    case 'pending':
      return 'pending';
    case 'rejected':
    case 'deprecated':
      return entry.status;
    case 'approved':
      return validity(entry, terms);
    default:
      return entry.status satisfies never;
  }
}

/**
 * The word "approved" alone approves nothing: somebody must have approved this very scope, on a day that has come (but
 * for one day, which time zones may differ by). Comparisons are written so that a date that is none never holds.
 */
function validity(entry: Entry, { now, policy }: Terms): VerdictState {
  const { approval } = entry;
  if (!approval || approval.by.length === 0 || approval.digest !== approvalDigest(entry)) return 'stale';

  const age = day(now) - day(approval.at);
  if (!(age >= -1)) return 'stale';

  const running = approval.expires === null || day(now) < day(approval.expires);
  const maximumAgeDays = policy.maximumAgeDays.low;
  const young = maximumAgeDays === null || age <= maximumAgeDays;
  return running && young ? 'approved' : 'expired';
}

/** Days since 1970. */
function day(date: string): number {
  return Date.parse(date) / 86_400_000;
}

/** An entry is a ghost only where every repository it names was read whole; one that names none was out of sight. */
function stateOf({ id, match }: Entry, seen: ReadonlySet<string>, { covered }: Terms): EntryState {
  if (seen.has(id)) return { id, state: 'seen' };

  const whole = match.repos.length > 0 && match.repos.every(({ repo }) => covered.repositories.has(repo));
  return { id, state: whole ? 'unseen' : 'not-covered' };
}

function by<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}
