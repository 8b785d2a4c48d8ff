import { anchor, type Draft, type Scene } from './draft.ts';

/** RC101: an agent that no entry of the registry knows. */
export function* unregistered({ judged }: Scene): Iterable<Draft> {
  for (const { agent, verdict } of judged) {
    if (verdict.state !== 'unregistered') continue;

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
