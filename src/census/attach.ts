import type { AttachKey } from '../model/census.ts';
import type { Inspection } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Edge } from './group.ts';
import { type Units, within } from './unit.ts';

/** A piece of evidence that belongs to another unit than the one its file lies in. */
export interface Attached {
  readonly evidence: Evidence;
  /** Path of the unit; null where what is handed over goes to nothing that is known. */
  readonly unit: string | null;
  readonly by: AttachKey;
}

/**
 * What manifests say of units elsewhere: a compose service of the folder that its image is built from, a pod of the unit
 * whose image it runs. Evidence without such a strong key, or for a folder that is no unit of its own, stays where it is;
 * but what a manifest hands to something else is not handed to what it stands beside. `files`: the unit of each file.
 */
export function attached(
  inspections: readonly Inspection[],
  units: Units,
  known: ReadonlySet<string>,
  { files, edges }: { readonly files: ReadonlyMap<string, string>; readonly edges: readonly Edge[] },
): readonly Attached[] {
  const images = builtFrom(inspections);
  const leads = leading(inspections, edges);
  return inspections.flatMap(({ evidence }) =>
    evidence.flatMap((one): Attached[] => {
      const { folder = null, image = null, file } = one.whose ?? {};
      const built = image === null ? undefined : images.get(image);
      const by = file !== undefined ? 'started' : folder !== null ? 'build-context' : 'image';
      const started = file !== undefined && leads(file) ? (files.get(file) ?? null) : null;
      const unit = started ?? unitOf(folder ?? built ?? null, units, known);
      if (unit === null && one.kind === 'grant' && one.whose) return [{ evidence: one, unit, by }];
      const own = files.get(one.file) ?? units.of(one.file, { workflow: false }).path;
      return unit === null || unit === own ? [] : [{ evidence: one, unit, by }];
    }),
  );
}

function isUse({ weight }: Evidence): boolean {
  return weight === 'use';
}

/** Whether a file uses a model, or imports one that does: a unit holds many a script that has nothing to do with its agent. */
function leading(inspections: readonly Inspection[], edges: readonly Edge[]): (file: string) => boolean {
  const using = new Set(inspections.flatMap(({ file, evidence }) => (evidence.some(isUse) ? file : [])));
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  return (file) => {
    const reached = new Set([file]);
    for (const one of reached) for (const to of next.get(one) ?? []) reached.add(to);
    return [...reached].some((one) => using.has(one));
  };
}

/** The folder that an image is built from, by its name, where the tree says so in one way only. */
export function builtFrom(inspections: readonly Inspection[]): ReadonlyMap<string, string> {
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
