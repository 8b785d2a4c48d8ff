import type { Agent, Census } from '../model/census.ts';
import type { Evidence, EvidenceOf } from '../model/evidence.ts';
import type { Sighting } from '../model/finding.ts';
import { byCodeUnit } from '../text/order.ts';
import { bySighting, type Draft, groups, list, type Scene, sighting } from './draft.ts';
import { grantsOf, sightings } from './granted.ts';

/** RC206: an agent without an identity of its own: it runs under the account of everything that has none, or shares one. */
export function* account({ census }: Scene): Iterable<Draft> {
  for (const agent of census.agents) yield* bare(agent);
  yield* shared(census);
}

function* bare(agent: Agent): Iterable<Draft> {
  const [witness, ...rest] = grantsOf(agent).filter(({ what }) => what === 'account');
  if (!witness) return;
  const { name } = witness;
  const { first, others } = sightings([witness, ...rest]);
  const what =
    name === 'default'
      ? 'under the default service account of its namespace, with everything else that names none'
      : 'without a task role: it has the rights of the host that it runs on, or keys';
  yield {
    ...first,
    ...about(agent),
    message: `Agent "${agent.name}" runs ${what}.`,
    locations: others,
    fact: `account ${name}`,
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
    const own = sorted.flatMap(({ agent, at }) => (agent ? { agent, at } : []));
    const [first] = own.toSorted((a, b) => byCodeUnit(a.agent.id, b.agent.id));
    const agents = [...new Set(own.map(({ agent }) => agent.id))].toSorted();
    const others = sorted.length - own.length;
    if (!first || agents.length + others < 2) continue;
    const [{ account }] = holders;
    yield {
      ...first.at,
      ...about(first.agent),
      message: `Agent "${first.agent.name}" runs as ${account}, and so ${beside(agents.slice(1), others)}.`,
      locations: sorted.flatMap(({ at }) => (at === first.at ? [] : at)),
      fact: `shared account ${account}`,
    };
  }
}

/** `does "a"`, `do "a" and 2 other workloads` */
function beside(agents: readonly string[], others: number): string {
  const verb = agents.length + others === 1 ? 'does' : 'do';
  const rest = others === 0 ? '' : `${others} other ${others === 1 ? 'workload' : 'workloads'}`;
  return `${verb} ${[list(agents), rest].filter((part) => part !== '').join(' and ')}`;
}

/** A workload is told by its image; an account that stands by itself is run under by nobody in particular. */
function holdersIn({ agents, unattached }: Census): Holder[] {
  const own = agents.flatMap((agent) => namedIn(agent.evidence).map((one) => holder(agent, one)));
  const others = namedIn(unattached).filter(({ whose }) => whose !== undefined);
  return [...own, ...others.map((one) => holder(null, one))];
}

function namedIn(evidence: readonly Evidence[]): readonly EvidenceOf<'identity'>[] {
  return evidence.filter((one) => one.kind === 'identity');
}

function holder(agent: Agent | null, one: EvidenceOf<'identity'>): Holder {
  return { agent, account: one.name, at: sighting(one) };
}

function about({ id, providers }: Agent): Pick<Draft, 'agent' | 'entry' | 'provider'> {
  return { agent: id, entry: null, provider: providers[0] ?? null };
}
