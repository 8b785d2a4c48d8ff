/** An agent as a careful reader labelled it. */
export interface Label extends Facets {
  readonly path: string;
  /** Other paths that name the same deployable. */
  readonly altPaths?: readonly string[] | undefined;
  /** The second level that a fair reader could give. */
  readonly altLevel?: string | undefined;
}

/** A repository whose agents were labelled by hand. */
export interface Labelled {
  /** `owner/name`. */
  readonly repo: string;
  /** `a`: application, `b`: collection of many units, `c`: holds no agent and looks as if it did. */
  readonly group: string;
  readonly languages?: readonly string[] | undefined;
  readonly agents: readonly Label[];
  /** Only these folders were labelled. */
  readonly scope?: readonly string[] | undefined;
  /** Places that count neither for nor against. */
  readonly borderline?: readonly (string | { readonly path: string })[] | undefined;
}

/** What is compared of an agent besides its place. */
export interface Facets {
  readonly level: string;
  readonly providers?: readonly string[] | undefined;
  readonly frameworks?: readonly string[] | undefined;
  readonly models?: readonly string[] | undefined;
}

/** An agent as the census found it. */
export type Predicted = Facets & { readonly path: string };

/** How a set that was found compares with the one that was labelled. */
export interface Overlap {
  readonly wanted: number;
  readonly found: number;
  readonly both: number;
}

/** How a repository fared. */
export interface Row {
  readonly repo: string;
  readonly group: string;
  /** False where its checkout was not there: all its agents then count as missed. */
  readonly scanned: boolean;
  readonly right: readonly string[];
  readonly wrong: readonly string[];
  /** Predictions inside a labelled unit: wrong by the strict count, part of the unit by the lenient one. */
  readonly fragments: readonly string[];
  readonly missed: readonly string[];
  readonly levels: readonly { readonly path: string; readonly found: string; readonly wanted: string; ok: boolean }[];
  readonly providers: readonly Overlap[];
  readonly frameworks: readonly Overlap[];
  readonly models: readonly Overlap[];
}

/** Facets that are compared as sets. */
export type Field = 'providers' | 'frameworks' | 'models';

/** The same id for every spelling of a provider or framework. */
export type Canonical = (field: Field, id: string) => string;

/** Holds the agents of a repository against its labels; `null` agents: it was not scanned. */
export function score(labelled: Labelled, agents: readonly Predicted[] | null, canonical: Canonical): Row {
  const wanted = labelled.agents
    .filter(({ path }) => inScope(labelled, path))
    .map((label) => ({ label, paths: [label.path, ...(label.altPaths ?? [])].map(tidy), found: [] as Predicted[] }));
  const wrong: string[] = [];
  const fragments: string[] = [];
  for (const agent of (agents ?? []).filter(({ path }) => inScope(labelled, path))) {
    const path = tidy(agent.path);
    const matched = wanted.filter(({ paths }) => paths.includes(path));
    for (const { found } of matched) found.push(agent);
    if (matched.length > 0 || isBorderline(labelled, path)) continue;
    const isFragment = wanted.some(({ paths }) => paths.some((unit) => isWithin(path, unit)));
    (isFragment ? fragments : wrong).push(path);
  }
  const met = wanted.filter(({ found }) => found.length > 0);
  const overlaps = (field: Field): Overlap[] =>
    met.map(({ label, found }) => overlap([label], found, field, canonical)).filter((one) => one.wanted > 0);
  return {
    repo: labelled.repo,
    group: labelled.group,
    scanned: agents !== null,
    right: met.map(({ label }) => label.path),
    wrong,
    fragments,
    missed: wanted.filter(({ found }) => found.length === 0).map(({ label }) => label.path),
    levels: met.map(({ label, found }) => judged(label, found)),
    providers: overlaps('providers'),
    frameworks: overlaps('frameworks'),
    models: overlaps('models'),
  };
}

function inScope({ scope }: Labelled, path: string): boolean {
  return !scope || scope.some((folder) => isWithin(tidy(path), tidy(folder)));
}

function isBorderline({ borderline = [] }: Labelled, path: string): boolean {
  return borderline.some((place) => isWithin(path, tidy(typeof place === 'string' ? place : place.path)));
}

/** A path without `./` before it and slashes behind it, `.` for the root. */
function tidy(path: string): string {
  return path.replace(/^\.\//, '').replace(/\/+$/, '') || '.';
}

function isWithin(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

function judged(label: Label, found: readonly Predicted[]): Row['levels'][number] {
  const level = found.some((agent) => agent.level === 'agent') ? 'agent' : 'caller';
  return { path: label.path, found: level, wanted: label.level, ok: level === label.level || level === label.altLevel };
}

function overlap(labels: readonly Facets[], agents: readonly Facets[], field: Field, canonical: Canonical): Overlap {
  const all = (list: readonly Facets[]): Set<string> =>
    new Set(list.flatMap((one) => one[field] ?? []).map((id) => canonical(field, id)));
  const [wanted, found] = [all(labels), all(agents)];
  return { wanted: wanted.size, found: found.size, both: [...wanted].filter((id) => found.has(id)).length };
}

/** Precision, recall and their harmonic mean, each 1 where there was nothing to get wrong. */
export interface Measure {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** All rows together. */
export interface Totals {
  readonly strict: Measure;
  readonly lenient: Measure;
  /** Mean of the strict F1 over repositories with agents: a few collections are large. */
  readonly macroF1: number;
  readonly withAgents: number;
  /** Repositories without agents, and how many of them were scanned and left alone. */
  readonly without: number;
  readonly leftAlone: number;
  readonly level: number;
  readonly providers: Measure;
  readonly frameworks: Measure;
  readonly modelRecall: number;
}

/** Sums rows up. */
export function totals(rows: readonly Row[]): Totals {
  const isPositive = ({ right, missed }: Row): boolean => right.length + missed.length > 0;
  const positive = rows.filter(isPositive);
  const negative = rows.filter((row) => !isPositive(row));
  const levels = rows.flatMap((row) => row.levels);
  return {
    strict: agents(rows, { strict: true }),
    lenient: agents(rows, { strict: false }),
    macroF1: mean(positive.map((row) => agents([row], { strict: true }).f1)),
    withAgents: positive.length,
    without: negative.length,
    leftAlone: negative.filter(({ wrong, scanned }) => wrong.length === 0 && scanned).length,
    level: mean(levels.map(({ ok }) => (ok ? 1 : 0))),
    providers: sets(rows.flatMap((row) => row.providers)),
    frameworks: sets(rows.flatMap((row) => row.frameworks)),
    modelRecall: sets(rows.flatMap((row) => row.models)).recall,
  };
}

/** Precision and recall of the agents themselves. */
export function agents(rows: readonly Row[], { strict }: { strict: boolean }): Measure {
  const right = sum(rows.map((row) => row.right.length));
  const wrong = sum(rows.map((row) => row.wrong.length + (strict ? row.fragments.length : 0)));
  return measure(right, right + wrong, right + sum(rows.map((row) => row.missed.length)));
}

function sets(overlaps: readonly Overlap[]): Measure {
  const both = sum(overlaps.map((one) => one.both));
  return measure(both, sum(overlaps.map((one) => one.found)), sum(overlaps.map((one) => one.wanted)));
}

function measure(both: number, found: number, wanted: number): Measure {
  const precision = found === 0 ? 1 : both / found;
  const recall = wanted === 0 ? 1 : both / wanted;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
