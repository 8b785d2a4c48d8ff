import type { Agent } from '../model/census.ts';
import { type Draft, groups, type Scene } from './draft.ts';
import { called, enumerated, type Grant, type Grants, graded, grantsOf, isOwn, sightings } from './granted.ts';

/**
 * RC203: an agent that is handed more secrets than its models ask for: whole files, Secrets and stores, one finding for
 * each, and single credentials of other services, one finding for all of them.
 */
export function* broad({ census }: Scene): Iterable<Draft> {
  for (const agent of census.agents) {
    const grants = grantsOf(agent);
    if (grants.length === 0) continue;
    const wholes = groups(grants.filter(isWhole), ({ name }) => name);
    for (const [name, found] of wholes) yield* whole(agent, name, found, grants);
    yield* single(agent, grants, wholes);
  }
}

function isWhole({ what }: Grant): boolean {
  return what === 'file' || what === 'secret' || what === 'store';
}

function* whole(agent: Agent, name: string, found: Grants, grants: readonly Grant[]): Iterable<Draft> {
  const held = grants.filter((one) => one.attachedBy === 'handed' && one.of === name);
  const beside = new Set(found.flatMap((one) => one.beside));
  const others = held.filter((one) => one.what === 'credential' && !isOwn(one, agent) && !beside.has(one.rule));
  const isWritten = held.some(({ by }) => by !== 'template');
  if (isWritten && others.length === 0) return;
  const isKnown = others.length > 0 || found[0].what === 'store';
  yield* draft(agent, found, {
    message: `Agent "${agent.name}" is handed ${inWords(name, found)}${content(held, others, found)}.`,
    fact: `whole ${name}`,
    severity: isKnown ? graded(agent, 'medium') : 'low',
  });
}

function inWords(name: string, [first]: Grants): string {
  switch (first.what) {
    case 'secret':
      return `all of the Secret ${name.slice('secret:'.length)}`;
    case 'store':
      return `every secret of its repository (${name})`;
    default:
      return `all of ${name}`;
  }
}

function content(held: readonly Grant[], others: readonly Grant[], [first]: Grants): string {
  if (first.what === 'store') return '';
  if (held.length === 0) return '; what that holds is not written in this tree';
  if (others.length === 0) return '; its template names none that is not its own, but what is added goes along';
  const counted = held.filter(({ what }) => what === 'credential' || what === 'model');
  const names = new Set(counted.map(({ name }) => name));
  const by = held.some((one) => one.by === 'template') ? ', by its template' : '';
  const models = new Set(counted.filter(({ what }) => what === 'model').map(({ name }) => name)).size;
  const rest = enumerated(others.map(called));
  if (models === 0) return `${by}: ${rest}`;
  const not = new Set(others.map(({ name }) => name)).size === 1 ? 'this is not' : 'these are not';
  return `${by}: ${names.size} credentials, of which ${models} ${models === 1 ? 'is' : 'are'} for models and ${not}: ${rest}`;
}

function* single(
  agent: Agent,
  grants: readonly Grant[],
  wholes: ReadonlyMap<string | null, readonly Grant[]>,
): Iterable<Draft> {
  const found = grants.filter(
    (one) =>
      one.what === 'credential' &&
      one.by !== 'code' &&
      one.attachedBy !== 'handed' &&
      (one.confidence === 'high' || one.by === 'step') &&
      !wholes.has(one.of) &&
      !isOwn(one, agent),
  );
  const names = [...new Set(found.map(({ name }) => name))].toSorted();
  const what = names.length === 1 ? 'a credential that is' : 'credentials that are';
  yield* draft(agent, found, {
    message: `Agent "${agent.name}" is handed ${what} not for its models: ${enumerated(found.map(called))}.`,
    fact: `credentials ${names.join(' ')}`,
    // A token that ends with its job, for what the job says that it writes, was weighed by somebody.
    severity: found.every(({ confidence }) => confidence !== 'high') ? 'low' : graded(agent, 'medium'),
  });
}

function* draft(
  agent: Agent,
  found: readonly Grant[],
  saying: Pick<Draft, 'message' | 'fact' | 'severity'>,
): Iterable<Draft> {
  const [witness, ...rest] = found;
  if (!witness) return;
  const { first, others } = sightings([witness, ...rest]);
  yield {
    ...first,
    agent: agent.id,
    entry: null,
    provider: agent.providers[0] ?? null,
    locations: others,
    ...saying,
  };
}
