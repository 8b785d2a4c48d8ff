import { type Checked, check } from '../checks/index.ts';
import { noBaseline } from '../model/baseline.ts';
import type { Place } from '../model/blob.ts';
import type { Census } from '../model/census.ts';
import type { Inspection } from '../model/document.ts';
import type { Problem } from '../model/problem.ts';
import type { Reconciliation } from '../model/registry.ts';
import { reconcile } from '../registry/reconcile.ts';
import { selector } from '../sources/select.ts';
import type { ScanOptions } from './options.ts';

/** What is judged: agents, and what is known of the places in which they were looked for. */
export interface Case {
  readonly census: Census;
  readonly places: readonly Place[];
  /** Of the files of the places. */
  readonly unread: readonly Problem[];
  readonly inspections: readonly Inspection[];
}

/** Holds a census against the registry, and runs the checks. */
export function judge(
  { census, places, unread, inspections }: Case,
  options: ScanOptions,
): { readonly reconciliation: Reconciliation; readonly checked: Checked } {
  const { rules, registry, config, today, trustTree } = options;
  const whole = wholly(places, unread, options);
  const globbed = config.include.length + config.exclude.length > 0;
  const reconciliation = reconcile(census, registry, {
    now: today,
    policy: config.policy,
    covered: { repositories: globbed ? new Set() : whole },
    trustTree,
    proposed: options.tree?.registry ?? null,
  });
  const checked = check({
    census,
    registry,
    reconciliation,
    config,
    texts: rules.checks,
    federations: rules.credentials.federations,
    inspections,
    trustTree,
    now: today,
    baseline: options.baseline ?? noBaseline,
    covered: { repositories: whole, selects: selector(config.include, config.exclude) },
  });
  return { reconciliation, checked };
}

/**
 * Repositories of which every file was read that the globs let through: only there is a finding of the baseline gone that
 * was not found again, and where there are no globs an entry without an agent a ghost.
 */
function wholly(places: readonly Place[], problems: readonly Problem[], { signal }: ScanOptions): ReadonlySet<string> {
  if (signal.aborted) return new Set();
  const partial = new Set(problems.flatMap(({ place, incomplete }) => (incomplete ? place : [])));
  const whole = places.filter(({ id, source }) => (source === 'git' || source === 'directory') && !partial.has(id));
  return new Set(whole.map(({ id }) => id));
}
