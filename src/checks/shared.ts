import type { Agent } from '../model/census.ts';
import { byCodeUnit } from '../text/order.ts';
import { anchor, type Draft, groups, list, type Scene } from './draft.ts';

/** RC202: one credential in the hands of several agents. A variable's name in common is no credential in common. */
export function* shared({ census }: Scene): Iterable<Draft> {
  for (const [fact, holdings] of groups(census.agents.flatMap(held), (holding) => holding.fact)) {
    const holders = [...groups(holdings, ({ agent }) => agent.id).values()].map(([holding]) => holding);
    const [first, ...others] = apart(holders).toSorted((a, b) => byCodeUnit(a.agent.id, b.agent.id));
    if (!first || others.length === 0) continue;

    const { agent, name, provider } = first;
    yield {
      ...anchor(agent),
      agent: agent.id,
      entry: null,
      provider,
      message: `One credential, ${name}, is used by several agents: ${list([first, ...others].map(({ agent }) => agent.id))}.`,
      locations: others.map(({ agent }) => anchor(agent)),
      fact,
      ...([first, ...others].every(isPipeline) ? { severity: 'medium' } : {}),
    };
  }
}

/**
 * Whoever writes one workflow of a repository can read every secret of it: two secrets would tell the workflows apart and
 * let one be revoked, but keep neither from the other. https://docs.github.com/en/actions/concepts/security/secrets
 */
function isPipeline({ agent, name }: Holding): boolean {
  return agent.kind === 'workflow' && name.startsWith('secret:');
}

/** A credential in an agent's hands. */
interface Holding {
  readonly agent: Agent;
  /** Which credential it is: equal for the same one, and for no other. */
  readonly fact: string;
  readonly name: string;
  readonly provider: string | null;
}

function held(agent: Agent): Holding[] {
  const keys = agent.evidence.flatMap((each) =>
    each.kind === 'key' ? { agent, fact: `key ${each.fingerprint}`, name: each.masked, provider: each.provider } : [],
  );
  const named = agent.credentials.flatMap(({ ref, fingerprint, provider }): Holding[] => [
    ...(ref !== null && ref !== ownToken ? [{ agent, fact: refFact(agent, ref), name: ref, provider }] : []),
    ...(fingerprint !== null ? [{ agent, fact: `key ${fingerprint}`, name: 'an embedded key', provider }] : []),
  ]);
  return [...keys, ...named];
}

/** GitHub makes this token anew for every job. */
const ownToken = 'secret:GITHUB_TOKEN';

/** `secret:NAME` is a name within its repository: the same name elsewhere may be another secret. */
function refFact({ repository }: Agent, ref: string): string {
  return ref.startsWith('secret:') ? `ref ${ref} of ${repository}` : `ref ${ref}`;
}

/** An agent that reaches the model through another one of them uses that one's credential, not a copy of it. */
function apart(holders: readonly Holding[]): Holding[] {
  return holders.filter(
    ({ agent }) => !holders.some(({ agent: other }) => leans(agent, other) && !leans(other, agent)),
  );
}

function leans(agent: Agent, other: Agent): boolean {
  return agent.via.includes(other.id);
}
