import type { Agent } from '../model/census.ts';
import type { Evidence } from '../model/evidence.ts';
import { none } from '../text/none.ts';
import { anchor, type Draft, type Scene } from './draft.ts';
import { isRuntime } from './unregistered.ts';

/** RC501: something that calls a model, that no code explains and no entry of the registry knows. */
export function* runtime({ judged }: Scene): Iterable<Draft> {
  for (const { agent, verdict } of judged) {
    if (verdict.state !== 'unregistered' || !isRuntime(agent)) continue;

    // What is copied stands last: of an object that starts with it V8 of Node 20 makes a hidden class, and there may be thousands.
    yield {
      agent: agent.id,
      entry: null,
      provider: agent.providers[0] ?? null,
      message: `"${agent.name}" (${agent.path}) ${deed(agent)} and is neither in the code that was scanned nor in the registry.`,
      locations: none,
      fact: 'runtime',
      severity: isSure(agent) ? null : isSeen(agent) ? 'medium' : 'low',
      ...anchor(agent),
    };
  }
}

function deed(agent: Agent): string {
  const whom = agent.providers.length > 0 ? few(agent.providers) : 'a model';
  if (agent.evidence.every((one) => one.kind === 'process' && one.serves)) return `serves ${whom}`;
  return isSeen(agent) ? `calls ${whom}` : `looks up hosts of ${whom}`;
}

/** A gateway, or a proxy with many behind it, calls all that there are. */
function few(names: readonly string[], most = 6): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** A call, or a connection to a host by its name. */
function isSure({ evidence }: Agent): boolean {
  return evidence.some((one) => one.confidence === 'high' && isCall(one));
}

function isSeen({ evidence }: Agent): boolean {
  return evidence.some(isCall);
}

/** What was refused, or only looked up, is no call, and an address that is anybody's none that can be told. */
function isCall(one: Evidence): boolean {
  return one.kind !== 'traffic' || (one.count > 0 && one.basis !== 'dns' && one.basis !== 'ip');
}
