import type { Evidence } from '../model/evidence.ts';
import type { Location } from '../model/origin.ts';
import type { Gathered, PlaceInput } from './census.ts';
import type { Edge } from './group.ts';

/** A call from one file into code of another file of the same tree. */
export interface Call extends Edge {
  readonly line: number;
  readonly column: number;
  readonly within: string | null;
  /** What is called, by the name that its module exports. */
  readonly name: string;
}

/** How a unit reaches a model through others. */
export interface Reached {
  /** Paths of the units that it goes through. */
  readonly via: readonly string[];
  /** The uses at the far end. */
  readonly evidence: readonly Evidence[];
}

/**
 * Units that call code of another unit which uses a model, itself or through the files it imports. A call is needed:
 * an import alone reaches nothing.
 */
export function reaches(
  units: ReadonlyMap<string, Gathered>,
  { id, calls, edges }: PlaceInput,
): ReadonlyMap<string, Reached> {
  const unitOf = new Map<string, string>();
  const uses = new Map<string, readonly Evidence[]>();
  for (const [path, { inspections }] of units) {
    for (const { file, evidence } of inspections) {
      unitOf.set(file, path);
      const used = evidence.filter(({ weight }) => weight === 'use');
      if (used.length > 0) uses.set(file, used);
    }
  }
  const next = adjacency([...edges, ...calls]);
  const known = new Map<string, readonly string[]>();
  const found = new Map<string, { via: Set<string>; evidence: Set<Evidence> }>();
  for (const { from, to, name, line, column, within } of calls) {
    const [here, there] = [unitOf.get(from), unitOf.get(to)];
    if (here === undefined || there === undefined || here === there || !isCounted(units.get(here), from)) continue;
    const ends = known.get(to) ?? ending(to, next, uses);
    known.set(to, ends);
    if (ends.length === 0) continue;
    const entry = found.get(here) ?? { via: new Set(), evidence: new Set() };
    found.set(here, entry);
    if (!entry.via.has(there))
      entry.evidence.add(link({ place: id, file: from, line, column, within }, `${id}//${there}`, name));
    entry.via.add(there);
    for (const file of ends) for (const one of telling(uses.get(file) ?? [])) entry.evidence.add(one);
  }
  return new Map(
    [...found].map(([path, { via, evidence }]) => [path, { via: [...via].sort(), evidence: [...evidence] }]),
  );
}

/** The witness in the caller's own files: where it steps over to the other unit. */
function link(at: Location & { place: string; within: string | null }, unit: string, symbol: string): Evidence {
  const said = {
    rule: 'census',
    provider: null,
    framework: null,
    confidence: 'high',
    weight: 'use',
    context: 'production',
  } as const;
  return { kind: 'link', ...at, ...said, unit, symbol };
}

/** One witness for each provider and framework: a factory of twenty vendors needs no twenty places to be believed. */
function telling(evidence: readonly Evidence[]): Iterable<Evidence> {
  const found = new Map<string, Evidence>();
  for (const one of evidence) {
    const key = `${one.kind}|${one.provider ?? ''}|${one.framework ?? ''}`;
    if (!found.has(key)) found.set(key, one);
  }
  return found.values();
}

function isCounted(gathered: Gathered | undefined, file: string): boolean {
  const context = gathered?.inspections.find((one) => one.file === file)?.context;
  return context === 'production' || context === 'example';
}

/** The files with a use that lie at or behind a file. */
function ending(
  start: string,
  next: ReadonlyMap<string, ReadonlySet<string>>,
  uses: ReadonlyMap<string, unknown>,
): readonly string[] {
  const seen = new Set([start]);
  for (const file of seen) for (const to of next.get(file) ?? []) seen.add(to);
  return [...seen].filter((file) => uses.has(file)).sort();
}

function adjacency(edges: readonly Edge[]): ReadonlyMap<string, ReadonlySet<string>> {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    const list = next.get(from);
    if (list) list.add(to);
    else next.set(from, new Set([to]));
  }
  return next;
}
