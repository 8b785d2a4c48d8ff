import type { Agent, Census, Component, Unattached } from '../model/census.ts';
import type { Evidence } from '../model/evidence.ts';
import { type Link, type LinkKind, linkKinds } from '../model/link.ts';
import { byCodeUnit } from '../text/order.ts';

/** What was seen of one thing. */
interface Sight {
  readonly kind: LinkKind;
  /** What makes it the same thing elsewhere. */
  readonly key: string;
  readonly name: string;
  readonly repository: string;
  /** Id of an agent or a component; `null` where it belongs to none. */
  readonly member: string | null;
}

/** What ties repositories to one another. Pure; what stands in one alone is no link. */
export function linksOf(census: Census): readonly Link[] {
  const groups = new Map<string, Sight[]>();
  for (const sight of sights(census)) {
    const key = `${linkKinds.indexOf(sight.kind)}\0${sight.key}`;
    const group = groups.get(key);
    if (group) group.push(sight);
    else groups.set(key, [sight]);
  }
  const found = [...groups.values()].flatMap((group) => linkOf(group) ?? []);
  return found.sort((a, b) => linkKinds.indexOf(a.kind) - linkKinds.indexOf(b.kind) || byCodeUnit(a.name, b.name));
}

function linkOf(group: readonly Sight[]): Link | null {
  const repositories = new Set(group.map(({ repository }) => repository));
  const [first] = group;
  if (!first || repositories.size < 2) return null;
  const { kind, key, name } = first;
  return {
    kind,
    name,
    fingerprint: kind === 'key' ? key : null,
    repositories: [...repositories].sort(),
    members: [...new Set(group.flatMap(({ member }) => member ?? []))].sort(),
  };
}

function* sights({ agents, components, unattached }: Census): Iterable<Sight> {
  const libraries = new Map(components.filter(({ kind }) => kind === 'library').map((one) => [one.id, one]));
  for (const agent of agents) yield* ofAgent(agent, libraries);
  for (const component of components) yield* ofEvidence(component.evidence, component);
  yield* ofEvidence(unattached, null);
}

function* ofAgent(agent: Agent, libraries: ReadonlyMap<string, Component>): Iterable<Sight> {
  const { id, repository, identities, via, evidence } = agent;
  yield* ofEvidence(evidence, agent);
  for (const name of identities) yield { kind: 'identity', key: name, name, repository, member: id };
  for (const unit of via) {
    const library = libraries.get(`${unit}#library`);
    if (!library) continue;
    const { name } = library;
    yield { kind: 'package', key: unit, name, repository, member: id };
    yield { kind: 'package', key: unit, name, repository: library.repository, member: library.id };
  }
  for (const one of evidence) {
    if (one.attachedBy !== 'image' || one.kind !== 'workload' || !one.whose?.image) continue;
    const { image } = one.whose;
    yield { kind: 'image', key: image, name: image, repository, member: id };
    yield { kind: 'image', key: image, name: image, repository: one.place, member: null };
  }
}

/** Keys and servers of tools. What only tells how somebody else would do it is none. */
function* ofEvidence(evidence: readonly (Evidence | Unattached)[], owner: Agent | Component | null): Iterable<Sight> {
  const member = owner?.id ?? null;
  for (const one of evidence) {
    if (one.kind === 'key') {
      const name = `${one.masked} (${one.title})`;
      yield { kind: 'key', key: one.fingerprint, name, repository: one.place, member };
    }
    if (one.kind === 'connection' && one.name !== '' && (one.context === 'production' || owner))
      yield { kind: 'mcp-server', key: one.target || one.name, name: one.name, repository: one.place, member };
  }
}
