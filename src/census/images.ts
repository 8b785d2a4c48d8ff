import type { Agent, Census, Witness } from '../model/census.ts';
import type { Evidence } from '../model/evidence.ts';
import { byLocation } from '../model/origin.ts';
import { byCodeUnit } from '../text/order.ts';
import { builtFrom } from './attach.ts';
import type { PlaceInput } from './census.ts';
import { facets } from './facets.ts';

/** An image that a repository builds, and the unit that it is built of. */
export interface Built {
  readonly image: string;
  /** Place id of the repository, and unit path in it. */
  readonly place: string;
  readonly path: string;
}

/** What a repository has to do with images: those that it builds, and what it hands to those that others build. */
export interface Images {
  readonly built: readonly Built[];
  readonly handed: readonly Evidence[];
}

/** Tells them from the files of a place. */
export function imagesOf({ id, inspections, units }: PlaceInput): Images {
  const folders = builtFrom(inspections);
  const built = [...folders].map(([image, folder]): Built => {
    const { path } = units.of(folder === '.' ? 'x' : `${folder}/x`, { workflow: false });
    return { image, place: id, path };
  });
  const handed = inspections.flatMap(({ evidence }) =>
    evidence.filter(
      ({ whose, context }) =>
        whose?.image != null && whose.folder === null && context === 'production' && !folders.has(whose.image),
    ),
  );
  return { built: built.sort((a, b) => byCodeUnit(a.image, b.image)), handed };
}

/**
 * Gives agents what manifests of other repositories hand to their images. An image that two repositories build, or whose
 * folder holds no agent, tells nothing of whose it is.
 */
export function withImages(census: Census, images: readonly Images[]): Census {
  const owners = ownersOf(images);
  const agents = new Set(census.agents.map(({ id }) => id));
  const given = new Map<string, Evidence[]>();
  for (const one of images.flatMap(({ handed }) => handed)) {
    const owner = owners.get(one.whose?.image ?? '');
    const id = owner ? `${owner.place}//${owner.path}` : '';
    if (!owner || owner.place === one.place || !agents.has(id)) continue;
    const before = given.get(id);
    if (before) before.push(one);
    else given.set(id, [one]);
  }
  if (given.size === 0) return census;
  const moved = new Set([...given.values()].flat().map(spot));
  return {
    ...census,
    agents: census.agents.map((agent) => withGiven(agent, given.get(agent.id) ?? [])),
    unattached: census.unattached.filter((one) => !moved.has(spot(one))),
  };
}

function ownersOf(images: readonly Images[]): ReadonlyMap<string, Built> {
  const found = new Map<string, Built>();
  const contested = new Set<string>();
  for (const one of images.flatMap(({ built }) => built)) {
    const before = found.get(one.image);
    if (before && (before.place !== one.place || before.path !== one.path)) contested.add(one.image);
    found.set(one.image, one);
  }
  for (const image of contested) found.delete(image);
  return found;
}

/** What a manifest runs is deployed, and is no example any more. */
function withGiven(agent: Agent, given: readonly Evidence[]): Agent {
  if (given.length === 0) return agent;
  const witnesses = given.toSorted((a, b) => byCodeUnit(a.place, b.place) || byLocation(a, b));
  const evidence = [...agent.evidence, ...witnesses.map((one): Witness => ({ attachedBy: 'image', ...one }))];
  return { ...agent, ...facets(evidence), example: false, evidence };
}

function spot({ place, file, line, column, kind }: Evidence): string {
  return [place, file, line, column, kind].join('\0');
}
