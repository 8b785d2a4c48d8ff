import type { Places } from '../../sources/git/places.ts';
import type { Holder } from './looker.ts';
import type { Key } from './search.ts';

/** A key at a path, through all versions of the file. */
export interface Trace {
  /** Byte string. */
  readonly path: string;
  /** What follows the path: the way into an archive. */
  readonly inside: string;
  /** By the number of a blob, the key as it stands there. */
  readonly versions: ReadonlyMap<number, Key>;
}

/** What traces are drawn from. */
export interface Ground {
  /** Blobs with keys and a path, by number. */
  readonly files: readonly Holder[];
  readonly places: Places;
}

/**
 * Keys by path, in the order of paths. A blob may stand at more paths than the one that it was found by; of one that is in
 * no tree, that one is believed.
 */
export function tracesOf({ files, places }: Ground): Trace[] {
  const traces = new Map<string, Trace & { readonly versions: Map<number, Key> }>();
  const met = new Set<number>();
  const enter = (path: string, blob: number): void => {
    met.add(blob);
    const holder = files[blob];
    for (const key of holder?.keys ?? []) {
      const inside = key.file.slice(holder?.shown.length);
      const name = JSON.stringify([path, key.fingerprint, inside]);
      const trace = traces.get(name) ?? { path, inside, versions: new Map() };
      traces.set(name, trace);
      if (!trace.versions.has(blob)) trace.versions.set(blob, key);
    }
  };
  for (const { path, blob } of places.spots) enter(path, blob);
  for (const [blob, { path }] of files.entries()) if (path !== null && !met.has(blob)) enter(path, blob);
  return [...traces].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, trace]) => trace);
}

/** By the number of a set of spots, the numbers of the traces in it, in order. */
export function traceSets(traces: readonly Trace[], { places }: Ground): number[][] {
  const bySpot = new Map<string, number[]>();
  for (const [number, { path, versions }] of traces.entries()) {
    for (const blob of versions.keys()) {
      const spot = JSON.stringify([path, blob]);
      const there = bySpot.get(spot);
      if (there) there.push(number);
      else bySpot.set(spot, [number]);
    }
  }
  const ofSpot = places.spots.map(({ path, blob }) => bySpot.get(JSON.stringify([path, blob])) ?? []);
  return places.sets.map((set) => [...new Set(set.flatMap((spot) => ofSpot[spot] ?? []))].sort((a, b) => a - b));
}

/** The blob of a trace in a tree; where it is in none, one of its versions. */
export function blobIn(tree: number, { path, versions }: Trace, { places }: Ground): number {
  const set = places.sets[places.setOf[tree] ?? 0] ?? [];
  for (const number of set) {
    const spot = places.spots[number];
    if (spot?.path === path && versions.has(spot.blob)) return spot.blob;
  }
  return [...versions.keys()][0] ?? -1;
}
