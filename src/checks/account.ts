import type { Agent, Census } from '../model/census.ts';
import type { Sighting } from '../model/finding.ts';
import { byCodeUnit, bySighting, type Draft, groups, list, type Scene, sighting } from './draft.ts';
import { grantsOf, sightings } from './granted.ts';

/** RC206: an agent without an identity of its own: it runs under the account of everything that has none, or shares one. */
export function* account({ census }: Scene): Iterable<Draft> {
  for (const agent of census.agents) yield* bare(agent);
  yield* shared(census);
}

function* bare(agent: Agent): Iterable<Draft> {
  const places = sightings(grantsOf(agent).filter(({ what }) => what === 'account'));
  const [first] = grantsOf(agent).filter(({ what }) => what === 'account');
  if (!places || !first) return;
  const what =
    first.name === 'default'
      ? 'under the default service account of its namespace, with everything else that names none'
      : 'without a task role: it has the rights of the host that it runs on, or keys';
  yield {
    ...places.first,
    ...about(agent),
    message: `Agent "${agent.name}" runs ${what}.`,
    locations: places.others,
    fact: `account ${first.name}`,
  };
}

/** Who runs under an account: an agent, or a workload that is none. */
interface Holder {
  readonly agent: Agent | null;
  readonly account: string;
  readonly at: Sighting;
}

function* shared(census: Census): Iterable<Draft> {
  for (const [, holders] of groups(holdersIn(census), ({ account, at }) => `${at.repository} ${account}`)) {
    const sorted = holders.toSorted((a, b) => bySighting(a.at, b.at));
    const agents = [...new Set(sorted.flatMap(({ agent }) => agent ?? []))].toSorted((a, b) => byCodeUnit(a.id, b.id));
    const others = sorted.filter(({ agent }) => agent === null);
    const [agent] = agents;
    const own = sorted.find((one) => one.agent === agent);
    if (!agent || !own || agents.length + others.length < 2) continue;
    yield {
      ...own.at,
      ...about(agent),
      message: `Agent "${agent.name}" runs as ${own.account}, and so ${beside(agents.slice(1), others.length)}.`,
      locations: sorted.filter((one) => one !== own).map(({ at }) => at),
      fact: `shared account ${own.account}`,
    };
  }
}

/** `does "a"`, `do "a" and 2 other workloads` */
function beside(agents: readonly Agent[], others: number): string {
  const verb = agents.length + others === 1 ? 'does' : 'do';
  const rest = others === 0 ? '' : `${others} other ${others === 1 ? 'workload' : 'workloads'}`;
  const named = list(agents.map(({ id }) => id));
  return `${verb} ${[named, rest].filter((part) => part !== '').join(' and ')}`;
}

/** A workload is told by its image; an account that stands by itself is run under by nobody in particular. */
function holdersIn({ agents, unattached }: Census): Holder[] {
  const own = agents.flatMap((agent) =>
    agent.evidence.flatMap((one) => (one.kind === 'identity' ? [{ agent, account: one.name, at: sighting(one) }] : [])),
  );
  const others = unattached.flatMap((one) =>
    one.kind === 'identity' && one.whose ? [{ agent: null, account: one.name, at: sighting(one) }] : [],
  );
  return [...own, ...others];
}

function about({ id, providers }: Agent): Pick<Draft, 'agent' | 'entry' | 'provider'> {
  return { agent: id, entry: null, provider: providers[0] ?? null };
}
