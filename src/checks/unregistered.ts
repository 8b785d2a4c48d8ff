import { anchor, type Draft, type Scene } from './draft.ts';

/** RC101: an agent that no entry of the registry knows. */
export function* unregistered({ census, reconciliation }: Scene): Iterable<Draft> {
  const unknown = new Set(
    reconciliation.verdicts.filter(({ state }) => state === 'unregistered').map(({ agent }) => agent),
  );
  for (const agent of census.agents) {
    if (!unknown.has(agent.id)) continue;

    const calls = agent.providers.length > 0 ? agent.providers.join(', ') : 'a model';
    yield {
      ...anchor(agent),
      agent: agent.id,
      entry: null,
      provider: agent.providers[0] ?? null,
      message: `Agent "${agent.name}" calls ${calls} and is not in the registry.`,
      locations: [],
      fact: 'unregistered',
      // An example is read and copied, but nobody runs it.
      ...(agent.example ? { severity: 'low' } : {}),
    };
  }
}
