import type { Agent } from '../model/census.ts';
import { anchor, type Draft, type Scene } from './draft.ts';

/** True for what runs and stands in no code that was scanned. */
export function isRuntime({ kind }: Agent): boolean {
  return kind === 'runtime';
}

/** RC101: an agent in code that no entry of the registry knows. What was seen at run time alone is told by RC501. */
export function* unregistered({ judged }: Scene): Iterable<Draft> {
  for (const { agent, verdict } of judged) {
    if (verdict.state !== 'unregistered' || isRuntime(agent)) continue;

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
