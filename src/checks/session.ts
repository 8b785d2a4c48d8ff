import type { Agent } from '../model/census.ts';
import { type Draft, groups, type Scene } from './draft.ts';
import { type Grant, grantsOf, sightings } from './granted.ts';

/**
 * RC205: a session without end. A person's login, or a token that renews itself, in the hands of something that runs by
 * itself; one finding for each.
 */
export function* session({ census }: Scene): Iterable<Draft> {
  for (const agent of census.agents) {
    const grants = grantsOf(agent).filter((one) => isKept(one, agent));
    for (const [key, found] of groups(grants, ({ what, name }) => `${what} ${name}`)) {
      const { first, others } = sightings(found);
      yield {
        ...first,
        agent: agent.id,
        entry: null,
        provider: agent.providers[0] ?? null,
        message: `Agent "${agent.name}" ${inWords(found[0], agent)}.`,
        locations: others,
        fact: key,
        severity: agent.example ? 'low' : 'medium',
      };
    }
  }
}

/** What a person may keep on a machine of their own is no matter; what is handed to a service, or runs with nobody there, is. */
function isKept({ what, by, attachedBy }: Grant, agent: Agent): boolean {
  if (what === 'lasting') return true;
  if (what !== 'personal' && what !== 'refresh') return what === 'scope' && isAlone(agent);
  const isHanded =
    by === 'step' || by === 'workload' || by === 'image' || (by === 'env-file' && attachedBy === 'handed');
  return isHanded || (by !== 'template' && isAlone(agent));
}

/** What starts an agent while a person is there: a request, a chat, a button. */
const attended: ReadonlySet<string> = new Set(
  'http slack discord telegram teams whatsapp manual workflow_dispatch web api chat url'.split(' '),
);

/** Something that a schedule or a pipeline starts and nobody else: a schedule within a service says nothing of the rest. */
function isAlone(agent: Agent): boolean {
  const { kind, triggers, evidence } = agent;
  const isStarted = evidence.some((one) => one.kind === 'workload' && one.image !== null && one.triggers.length > 0);
  const isSmall = kind === 'script' || kind === 'notebook' || kind === 'workflow';
  return triggers.length > 0 && triggers.every((trigger) => !attended.has(trigger)) && (isSmall || isStarted);
}

function inWords({ what, name, service }: Grant, { triggers }: Agent): string {
  const of = service === null ? '' : `, ${service}`;
  switch (what) {
    case 'personal':
      return `runs on ${name}${of}: it acts as that person, for as long as the login lasts`;
    case 'refresh':
      return `keeps ${name}${of}: whoever has it renews the session again and again`;
    case 'scope':
      return `asks for ${name}${of}, and runs with nobody there (${triggers.join(', ')})`;
    default:
      return `has a token of its account ${name} that never ends`;
  }
}
