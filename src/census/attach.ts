import type { AttachKey } from '../model/census.ts';
import type { Inspection } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import { type Units, within } from './unit.ts';

/** A piece of evidence that belongs to another unit than the one its file lies in. */
export interface Attached {
  readonly evidence: Evidence;
  /** Path of the unit. */
  readonly unit: string;
  readonly by: AttachKey;
}

/**
 * What manifests say of units elsewhere: a compose service of the folder that its image is built from, a pod of the unit
 * whose image it runs. Evidence without such a strong key, or for a folder that is no unit of its own, stays where it is.
 */
export function attached(
  inspections: readonly Inspection[],
  units: Units,
  known: ReadonlySet<string>,
): readonly Attached[] {
  const images = builtFrom(inspections);
  return inspections.flatMap(({ evidence }) =>
    evidence.flatMap((one): Attached[] => {
      const { folder = null, image = null } = one.whose ?? {};
      const built = image === null ? undefined : images.get(image);
      const by = folder !== null ? 'build-context' : 'image';
      const unit = unitOf(folder ?? built ?? null, units, known);
      return unit === null || unit === units.of(one.file, { workflow: false }).path
        ? []
        : [{ evidence: one, unit, by }];
    }),
  );
}

/** The folder that an image is built from, by its name, where the tree says so in one way only. */
function builtFrom(inspections: readonly Inspection[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const contested = new Set<string>();
  for (const { evidence } of inspections) {
    for (const { whose } of evidence) {
      if (!whose?.image || whose.folder === null) continue;
      const before = found.get(whose.image);
      if (before !== undefined && before !== whose.folder) contested.add(whose.image);
      found.set(whose.image, whose.folder);
    }
  }
  for (const image of contested) found.delete(image);
  return found;
}

/** The unit that a folder is, or lies in; null where it has none of its own. */
function unitOf(folder: string | null, units: Units, known: ReadonlySet<string>): string | null {
  if (folder === null) return null;
  const { path, drawn } = units.of(folder === '.' ? 'x' : `${folder}/x`, { workflow: false });
  return drawn && known.has(path) && within(folder, path) ? path : null;
}
