import type { Context, Evidence } from '../model/evidence.ts';
import type { Location } from '../model/origin.ts';
import type { Gathered, PlaceInput } from './census.ts';
import type { Edge } from './group.ts';
import type { Home } from './home.ts';

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
 * Units that call a declaration of another unit which uses a model, itself or through what it mentions. A call is
 * needed: an import alone reaches nothing, and neither does what else stands in the same file.
 */
export function reaches(
  units: ReadonlyMap<string, Gathered>,
  { id, calls, homeOf, mentioned }: PlaceInput,
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
  const known = new Map<string, readonly Evidence[]>();
  const found = new Map<string, { via: Set<string>; evidence: Set<Evidence> }>();
  for (const { from, to, name, line, column, within } of calls) {
    const [here, there] = [unitOf.get(from), unitOf.get(to)];
    if (here === undefined || there === undefined || here === there || !isCounted(units.get(here), from)) continue;
    const ends = known.get(`${to}|${name}`) ?? ending(homeOf({ file: to, name }), mentioned, uses);
    known.set(`${to}|${name}`, ends);
    if (ends.length === 0) continue;
    const entry = found.get(here) ?? { via: new Set(), evidence: new Set() };
    found.set(here, entry);
    if (!entry.via.has(there)) {
      const at = { place: id, file: from, line, column, within, context: contextOf(units.get(here), from) };
      entry.evidence.add(link(at, `${id}//${there}`, name));
    }
    entry.via.add(there);
    for (const one of telling(ends)) entry.evidence.add(one);
  }
  return new Map(
    [...found].map(([path, { via, evidence }]) => [path, { via: [...via].sort(), evidence: [...evidence] }]),
  );
}

/** The witness in the caller's own files: where it steps over to the other unit. */
function link(
  at: Location & { place: string; within: string | null; context: Context },
  unit: string,
  symbol: string,
): Evidence {
  const said = {
    rule: 'census',
    provider: null,
    framework: null,
    confidence: 'high',
    weight: 'use',
  } as const;
  return { kind: 'link', ...at, ...said, unit, symbol };
}

/** One witness for each provider, framework and model of a file: a factory of twenty vendors needs no twenty places to be believed. */
function telling(evidence: readonly Evidence[]): Iterable<Evidence> {
  const found = new Map<string, Evidence>();
  for (const one of evidence) {
    const models = 'models' in one ? one.models.join() : '';
    const key = `${one.file}|${one.kind}|${one.provider ?? ''}|${one.framework ?? ''}|${models}`;
    if (!found.has(key)) found.set(key, one);
  }
  return found.values();
}

function isCounted(gathered: Gathered | undefined, file: string): boolean {
  const context = contextOf(gathered, file);
  return gathered !== undefined && (context === 'production' || context === 'example');
}

/** The uses that lie at or behind a declaration. Statements outside of all declarations run with the file they stand in. */
function ending(
  start: Home,
  mentioned: (home: Home) => readonly Home[],
  uses: ReadonlyMap<string, readonly Evidence[]>,
): readonly Evidence[] {
  const seen = new Map([[keyOf(start), start]]);
  for (const at of seen.values()) for (const next of mentioned(at)) seen.set(keyOf(next), next);
  return [...new Set([...seen.values()].map(({ file }) => file))]
    .sort()
    .flatMap((file) => uses.get(file) ?? [])
    .filter(
      ({ file, within }) =>
        within === null || seen.has(keyOf({ file, name: within })) || seen.has(keyOf({ file, name: null })),
    );
}

function keyOf({ file, name }: Home): string {
  return name === null ? file : `${file}|${name}`;
}

function contextOf(gathered: Gathered | undefined, file: string): Context {
  return gathered?.inspections.find((one) => one.file === file)?.context ?? 'production';
}
