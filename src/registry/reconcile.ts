import type { Agent, Census } from '../model/census.ts';
import type { ApprovalPolicy } from '../model/policy.ts';
import type { Entry, EntryState, Reconciliation, Registry, Verdict } from '../model/registry.ts';
import { none } from '../text/none.ts';
import { byCodeUnit } from '../text/order.ts';
import { repositoryKey } from '../text/remote.ts';
import { worthOf } from './digest.ts';
import { drift, undecided } from './drift.ts';
import { type Matcher, matcher } from './match.ts';
import { type Standing, standingOf } from './standing.ts';

/** What a verdict depends on beside census and registry. */
export interface Terms {
  /** Today, `YYYY-MM-DD`. */
  readonly now: string;
  readonly policy: ApprovalPolicy;
  readonly covered: {
    /** Repositories of which every file was read. */
    readonly repositories: ReadonlySet<string>;
  };
  /** False where nothing counts that the scanned tree says of itself: no claim of an agent either. */
  readonly trustTree: boolean;
  /** The registry that the scanned tree carries, where the one that counts comes from elsewhere. It changes no state. */
  readonly proposed?: Registry | null;
}

/** Holds the census against the registry: every agent gets a verdict, every entry is seen, unseen or was out of sight. */
export function reconcile(census: Census, registry: Registry, terms: Terms): Reconciliation {
  const trusted = bench(registry, terms);
  const proposed = terms.proposed ? bench(terms.proposed, terms) : null;
  const verdicts = census.agents
    .map((agent) => judge(agent, trusted, proposed))
    .toSorted((a, b) => byCodeUnit(a.agent, b.agent));
  const seen = new Set(verdicts.flatMap(({ candidates }) => candidates));
  const covered = new Set([...terms.covered.repositories].map(repositoryKey));
  const entries = registry.entries.map((entry) => stateOf(entry, seen, covered));
  return { verdicts, entries: entries.toSorted((a, b) => byCodeUnit(a.id, b.id)) };
}

/** A registry made ready to judge by. */
interface Bench {
  readonly match: Matcher;
  readonly policy: ApprovalPolicy;
  /** An entry is judged once, however many agents it has. */
  standing(entry: Entry): Standing;
}

function bench(registry: Registry, terms: Terms): Bench {
  const standings = new Map<Entry, Standing>();
  const standing = (entry: Entry): Standing => {
    const known = standings.get(entry) ?? standingOf(entry, terms);
    standings.set(entry, known);
    return known;
  };
  return { match: matcher(registry, terms), policy: terms.policy, standing };
}

function judge(agent: Agent, trusted: Bench, proposed: Bench | null): Verdict {
  const { entry, verdict } = judgeBy(agent, trusted);
  if (!proposed) return verdict;

  const other = judgeBy(agent, proposed);
  const { state } = other.verdict;
  const isSame = state === verdict.state && (state === 'approved' || worth(entry) === worth(other.entry));
  return isSame ? verdict : { ...verdict, proposed: other.entry?.id ?? null, proposedState: state };
}

function worth(entry: Entry | null): string | null {
  return entry && worthOf(entry);
}

/** What an agent is by one registry alone, and its one entry there. */
function judgeBy(agent: Agent, bench: Bench): { entry: Entry | null; verdict: Verdict } {
  const { entries, by } = bench.match(agent);
  const [first, other] = entries;
  const entry = first && !other ? first : null;
  // Written out: copies by spread took half of the time of a large registry.
  const { state, drift, undecided, shortfalls, risk } = entry ? held(agent, entry, bench) : unheld(first);
  const verdict: Verdict = {
    agent: agent.id,
    state,
    entry: entry?.id ?? null,
    candidates: entries.map(({ id }) => id),
    matchedBy: by,
    drift,
    undecided,
    shortfalls,
    risk,
    proposed: null,
    proposedState: null,
  };
  return { entry, verdict };
}

type Judgement = Pick<Verdict, 'state' | 'drift' | 'undecided' | 'shortfalls' | 'risk'>;

/** What an agent is that has one entry: what the entry is worth, and, of one that is approved, what goes beyond it. */
function held(agent: Agent, entry: Entry, { standing, policy }: Bench): Judgement {
  const { state, risk, shortfalls } = standing(entry);
  if (state !== 'approved') return { state, drift: [], undecided: [], shortfalls, risk };

  const drifts = drift(agent, entry.scope, policy);
  return {
    state: drifts.length > 0 ? 'drifted' : 'approved',
    drift: drifts,
    undecided: undecided(agent, entry.scope, policy),
    shortfalls,
    risk,
  };
}

function unheld(candidate: Entry | undefined): Judgement {
  const state = candidate ? 'ambiguous' : 'unregistered';
  return { state, drift: none, undecided: none, shortfalls: none, risk: null };
}

/** An entry is a ghost only where every repository it names was read whole; one that names none was out of sight. */
function stateOf({ id, match }: Entry, seen: ReadonlySet<string>, covered: ReadonlySet<string>): EntryState {
  if (seen.has(id)) return { id, state: 'seen' };

  const whole = match.repos.length > 0 && match.repos.every(({ repo }) => covered.has(repositoryKey(repo)));
  return { id, state: whole ? 'unseen' : 'not-covered' };
}
