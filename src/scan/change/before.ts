import { census as take } from '../../census/census.ts';
import { type Checked, keyFinding } from '../../checks/index.ts';
import { diffAgents } from '../../model/agent-changes.ts';
import type { Census } from '../../model/census.ts';
import type { Comparison } from '../../model/change.ts';
import { configPlace, mostConfigBytes } from '../../model/config.ts';
import { RollcallError } from '../../model/error.ts';
import { goneFindings, type Holding, holding, knownFindings } from '../../model/finding-changes.ts';
import type { Problem } from '../../model/problem.ts';
import { noRegistry, type Reconciliation, type Registry } from '../../model/registry.ts';
import type { Assessment } from '../../model/report.ts';
import { diffEntries } from '../../registry/diff.ts';
import { mergeBases } from '../../sources/git/changes.ts';
import { isOnMainLine } from '../../sources/git/main-line.ts';
import { resolveStrictly } from '../../sources/git/resolve.ts';
import type { Store } from '../../sources/git/store.ts';
import { digestOf } from '../../text/fingerprint.ts';
import type { Executor } from '../executor.ts';
import { gather } from '../gather.ts';
import type { History } from '../history/history.ts';
import type { InspectOptions } from '../inspect.ts';
import { judge } from '../judge.ts';
import type { Listing } from '../listing.ts';
import type { ScanOptions } from '../options.ts';
import type { Readings } from '../reading.ts';
import { type CommitPolicy, policyOf } from '../trusted/commit.ts';
import { configChange } from './config.ts';
import { type Ground, openGround } from './ground.ts';
import { type Ends, keysBefore, keysBetween } from './range.ts';
import { readTree } from './tree.ts';

/** What a change is held against. */
export interface Since {
  /** What a person calls the commit. The change is held against the last commit that both sides have, where there is one. */
  readonly ref: string;
  /** Where the tree has its registry, `null` for the usual places: what the change asks of it is told by the one of that commit. */
  readonly registryPlace: string | null;
}

/** The side as it was scanned: the tree with the change in it. */
export interface Now {
  readonly listing: Listing;
  readonly readings: Readings;
  readonly executor: Executor;
  readonly inspect: InspectOptions;
  readonly options: ScanOptions;
}

/** The other side of a change. */
export interface SideBefore {
  /** The agents that there were. */
  readonly census: Census;
  /** Keys of the commits in between. */
  readonly past: History;
  readonly problems: readonly Problem[];
  /** What the tree as it is now has that it had not before. */
  compare(census: Census, reconciliation: Reconciliation, checked: Checked): Comparison;
}

/** Takes the census of the tree as it was before a change, whole: what a line means depends on the files around it. */
export async function sideBefore(since: Since, now: Now): Promise<SideBefore> {
  const ground = await openGround(now.options, null);
  try {
    const ends = await endsOf(since.ref, ground);
    const [base] = ends.bases;
    const commit = base ?? ends.from;
    const tree = await readTree(commit, ends.to, ground, now);
    const gathered = await gather(tree.listing, tree.readings, tree.executor, now.options);
    const census = take(gathered.places);
    const unread = [...tree.readings.problems, ...gathered.problems];
    const { inspections } = tree.readings;
    const judged = judge({ census, places: tree.listing.places, unread, inspections }, now.options);
    const past = await keysBetween(ground, ends);
    const there = await keysThere(ends, ground, now);
    const policies = await policiesOf(commit, since, { ...ground, options: now.options });
    return {
      census,
      past,
      problems: unread.filter(({ incomplete }) => incomplete).map(ofBase),
      compare: (after, reconciliation, checked) => ({
        base: { ref: since.ref, commit },
        agents: diffAgents(assessed(census, judged.reconciliation), assessed(after, reconciliation)),
        entries: policies.registries ? diffEntries(policies.registries.before, policies.registries.after) : [],
        config: policies.config,
        known: knownFindings([...holding(judged.checked.findings), ...there], checked.findings),
        gone: goneFindings(judged.checked.findings, checked.findings),
      }),
    };
  } finally {
    ground.store.close();
  }
}

/** A change goes from the last commit that both sides have to HEAD, and to what stands in the work tree. */
async function endsOf(ref: string, { store, refs }: Ground): Promise<Ends> {
  const { head } = refs;
  if (head === null || head === 'broken') throw new RollcallError('git', 'HEAD of the repository names no commit');
  store.cutAt(refs.shallow);
  const base = await resolveStrictly(ref, refs, store);
  if ('fault' in base) throw unresolved(ref, base.fault);
  return { from: base.commit, to: head, bases: [...(await parting(base.commit, head, store)), base.commit] };
}

/**
 * The commit where two branches parted, where it was once the end of the other branch. Where they parted more than once, or
 * at a commit that was only merged, nobody saw that tree: it may hold what was taken out before the merge.
 */
async function parting(from: string, to: string, store: Store): Promise<readonly string[]> {
  const [base, ...others] = await mergeBases(store, from, to);
  if (base === undefined || others.length > 0 || base === from) return [];
  return (await isOnMainLine(store, from, base)) ? [base] : [];
}

/** Registry and configuration that a change is held against, and those that it would leave. */
interface Policies {
  readonly registries: { readonly before: Registry; readonly after: Registry } | null;
  readonly config: Comparison['config'];
}

/**
 * Where policy comes from a commit of the repository, that one and the tree's; else the tree's own, then and now. A registry
 * that could not be read there asks for nothing. Policy of elsewhere is no part of the change.
 */
async function policiesOf(
  commit: string,
  { registryPlace }: Since,
  { store, options }: Ground & Pick<Now, 'options'>,
): Promise<Policies> {
  const { registry, config, tree, trustTree } = options;
  if (tree) {
    const registries = tree.registry && { before: registry, after: tree.registry };
    return { registries, config: configChange(config.digest, tree.config) };
  }
  if (!trustTree || registry.ref !== null) return { registries: null, config: null };

  const base = policyOf(store, commit, commit, options.signal);
  const text = await base.text(configPlace, mostConfigBytes);
  const digest = text === null ? null : digestOf(text);
  const before = await registryOf(base, registryPlace);
  const isOwn = config.origin === null || config.origin === configPlace;
  return { registries: { before, after: registry }, config: isOwn ? configChange(digest, config.digest) : null };
}

async function registryOf(base: CommitPolicy, place: string | null): Promise<Registry> {
  try {
    return await base.registry(place);
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'registry') return noRegistry;
    throw error;
  }
}

function unresolved(ref: string, fault: string): RollcallError {
  return new RollcallError('usage', `--since ${ref}: ${fault}`, {
    hint: 'Name a branch, a remote branch such as origin/main, a tag or a commit. In CI it has to be fetched, with the history in between (fetch-depth: 0).',
  });
}

function assessed({ agents }: Census, { verdicts }: Reconciliation): Assessment[] {
  const byAgent = new Map(verdicts.map((verdict) => [verdict.agent, verdict]));
  return agents.flatMap((agent) => {
    const verdict = byAgent.get(agent.id);
    return verdict ? { agent, verdict } : [];
  });
}

/** Keys that stand where the other branch has gone on to: whoever took them from there brings nothing new. */
async function keysThere({ from, bases: [base] }: Ends, ground: Ground, { readings }: Now): Promise<Holding[]> {
  if (from === base) return [];
  const keys = readings.inspections.filter(({ evidence }) => evidence.some(({ kind }) => kind === 'key'));
  const files = [...new Set(keys.map(({ file }) => file))];
  return [...(await keysBefore(ground, [from], files))].map((each): Holding => {
    const blank = each.indexOf(' ');
    return [keyFinding(each.slice(0, blank)), each.slice(blank + 1)];
  });
}

/** What could not be read there hides what was there before: it is then taken for new. */
function ofBase(problem: Problem): Problem {
  return { ...problem, message: `Before the change: ${problem.message}` };
}
