import type { PlaceInput } from '../census/census.ts';
import type { Place } from '../model/blob.ts';
import type { Inspection } from '../model/document.ts';
import type { Problem } from '../model/problem.ts';
import type { Peek } from './across.ts';
import type { Executor } from './executor.ts';
import type { Listing } from './listing.ts';
import type { ScanOptions } from './options.ts';
import { placeInput } from './place.ts';
import type { Readings } from './reading.ts';

/** What the census is taken of. */
export interface Gathered {
  readonly places: readonly PlaceInput[];
  readonly problems: readonly Problem[];
}

/** Lets the files of each place know of each other. Files that are read for it only now are read where the others were. */
export async function gather(
  listing: Pick<Listing, 'places' | 'blobs' | 'mounts'>,
  readings: Pick<Readings, 'inspections' | 'members'>,
  executor: Executor,
  options: Pick<ScanOptions, 'rules' | 'config' | 'trustTree'>,
): Promise<Gathered> {
  const places: PlaceInput[] = [];
  const problems: Problem[] = [];
  for (const place of listing.places) {
    const known = await inputOf(place, listing, readings, executor, options);
    places.push(known.input);
    problems.push(...known.problems);
  }
  return { places, problems };
}

async function inputOf(
  place: Place,
  listing: Pick<Listing, 'blobs' | 'mounts'>,
  readings: Pick<Readings, 'inspections' | 'members'>,
  executor: Executor,
  { rules, config, trustTree }: Pick<ScanOptions, 'rules' | 'config' | 'trustTree'>,
): ReturnType<typeof placeInput> {
  const blobs = new Map(
    listing.blobs.filter((blob) => blob.place === place.id).map((blob) => [blob.origin.path, blob]),
  );
  const isHere = (inspection: Inspection): boolean => inspection.place === place.id;
  const inspections = readings.inspections.filter(isHere);
  const members = readings.members.filter(isHere);
  const lost: Problem[] = [];
  const peek: Peek = async (file, task = 'read') => {
    const blob = blobs.get(file);
    if (!blob) return null;
    const [one] = (await executor.inspect([blob], task)).found;
    if (one?.problem && !one.inspection) lost.push(one.problem);
    return one?.inspection ?? null;
  };
  const parts = { place, blobs, inspections, members, config, rules, trustTree, peek, mounts: listing.mounts ?? [] };
  const { input, problems } = await placeInput(parts);
  return { input, problems: [...problems, ...lost] };
}
