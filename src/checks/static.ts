import type { Agent } from '../model/census.ts';
import type { Federation } from '../model/credential.ts';
import { isTemplate } from '../text/environment-file.ts';
import { bySighting, type Draft, type Scene, sighting } from './draft.ts';
import { enumerated, type Grant, grantsOf } from './granted.ts';

/**
 * RC204: a key that does not expire, for models that the identity of the workload would open. Silent where the agent was
 * seen to use such an identity, even beside a key.
 */
export function* lasting({ census, federations }: Scene): Iterable<Draft> {
  for (const agent of census.agents) {
    for (const provider of agent.providers) {
      const federation = federations.get(provider);
      if (federation && !isFederated(agent, provider, federation)) yield* draft(agent, provider, federation);
    }
  }
}

function isFederated(agent: Agent, provider: string, { identity }: Federation): boolean {
  if (agent.identities.some((name) => name.startsWith(`${identity}:`))) return true;
  return grantsOf(agent).some(({ what, opens }) => what === 'federated' && opens.includes(provider));
}

/** A key as a witness shows it: a variable, a key in a file, a call that takes one. */
interface Shown {
  readonly name: string;
  readonly at: Draft['locations'][number];
}

function* draft(agent: Agent, provider: string, { instead }: Federation): Iterable<Draft> {
  const shown = [
    ...grantsOf(agent)
      .filter((one) => isKey(one, provider, agent))
      .map(byGrant),
    ...keys(agent, provider),
  ];
  const [first, ...others] = shown.map(({ at }) => at).toSorted(bySighting);
  if (!first) return;
  const names = [...new Set(shown.map(({ name }) => name))].toSorted();
  yield {
    ...first,
    agent: agent.id,
    entry: null,
    provider,
    message: `Agent "${agent.name}" asks ${provider} by a key that does not expire (${enumerated(names)}), where ${instead} would do.`,
    locations: others,
    fact: `static ${provider}`,
  };
}

/** What code takes is for what is done in the same file: keys of a cloud open many things beside its models. */
function isKey({ what, opens, by, file }: Grant, provider: string, { evidence }: Agent): boolean {
  if (!(what === 'credential' || what === 'static') || !opens.includes(provider) || by === 'template') return false;
  return (
    by !== 'code' || evidence.some((one) => one.kind !== 'grant' && one.file === file && one.provider === provider)
  );
}

function byGrant(grant: Grant): Shown {
  return { name: grant.name, at: sighting(grant) };
}

function keys({ evidence }: Agent, provider: string): Shown[] {
  return evidence.flatMap((one) => {
    if (one.provider !== provider || isTemplate(one.file)) return [];
    if (one.kind === 'key') return [{ name: one.masked, at: sighting(one) }];
    return 'secret' in one && one.secret ? [{ name: one.name, at: sighting(one) }] : [];
  });
}
