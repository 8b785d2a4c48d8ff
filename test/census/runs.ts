import type { Agent, Census, Witness } from '../../src/model/census.ts';
import { agentAt } from '../registry/world.ts';
import { callerAt, traffic } from '../sighting.ts';

type Workload = Extract<Witness, { readonly kind: 'workload' }>;

/** An agent of code with a manifest that runs it. */
export function deployed(path: string, workload: Partial<Workload>, facets: Partial<Agent> = {}): Agent {
  const agent = agentAt(path, facets);
  const { kind, caller, ...base } = traffic(callerAt('x'), { weight: 'mention', provider: null });
  const own = { name: 'bot', image: null, build: null, serves: false, triggers: [] };
  const witness: Workload = { ...base, ...own, kind: 'workload', attachedBy: 'image', ...workload };
  return { ...agent, evidence: [...agent.evidence, witness] };
}

/** What becomes of sightings: `agent by key` for what is joined or alone, `reason` for what is not. */
export function fate(found: Census): string[] {
  const joined = found.agents.flatMap(({ id, evidence }) =>
    evidence.flatMap((one) => (one.kind === 'traffic' || one.kind === 'process' ? `${id} by ${one.attachedBy}` : [])),
  );
  return [...joined, ...found.unattached.map(({ reason }) => reason)];
}
