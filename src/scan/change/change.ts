import { check } from '../../checks/index.ts';
import { noBaseline } from '../../model/baseline.ts';
import type { Census, Unattached } from '../../model/census.ts';
import type { Inspection } from '../../model/document.ts';
import { byLocation } from '../../model/origin.ts';
import type { Problem } from '../../model/problem.ts';
import { noRegistry, type Reconciliation } from '../../model/registry.ts';
import type { Report } from '../../model/report.ts';
import { findGit } from '../../sources/git/program.ts';
import { report } from '../report.ts';
import { type Ground, openGround } from './ground.ts';
import type { ChangeOptions } from './options.ts';

/** What a change brings. */
export interface Brought {
  readonly evidence: readonly Unattached[];
  readonly inspections: readonly Inspection[];
  readonly problems: readonly Problem[];
  /** Changed files whose new content was searched, and the bytes of it. */
  readonly files: number;
  readonly bytes: number;
}

/** Begins what takes time and needs nothing to go by, so that it is done while rules are loaded. A fault is told by who waits for it. */
export function beginChange(): void {
  void findGit().catch(() => {});
  void import('./staged.ts').catch(() => {});
}

/**
 * Looks at what the staged change brings for keys that were not there before. Agents are not counted, for that takes the
 * whole tree, and a commit waits.
 */
export async function scanChange(options: ChangeOptions): Promise<Report> {
  const started = options.clock?.() ?? null;
  const ground = await openGround(options, options.change.directory);
  try {
    const brought = await (await import('./staged.ts')).staged(ground, options.change);
    return told(options, ground, brought, started);
  } finally {
    ground.store.close();
  }
}

function told(options: ChangeOptions, { place }: Ground, brought: Brought, started: number | null): Report {
  const { rules, config, baseline = noBaseline, today, trustTree } = options;
  const census: Census = { agents: [], components: [], unattached: brought.evidence.toSorted(byLocation) };
  const reconciliation: Reconciliation = { verdicts: [], entries: [] };
  const { findings } = check({
    census,
    registry: noRegistry,
    reconciliation,
    config,
    texts: rules.checks,
    federations: rules.credentials.federations,
    inspections: brought.inspections,
    trustTree,
    now: today,
    baseline,
    // Nothing can be said to be gone.
    covered: { repositories: new Set(), selects: () => true },
  });
  return report({
    options: { ...options, registry: noRegistry },
    mode: 'staged',
    read: {
      ...brought,
      places: [place],
      skipped: new Map(),
      placeholders: brought.inspections.reduce((sum, { placeholders }) => sum + placeholders, 0),
    },
    census,
    reconciliation,
    // What a suppression would suppress in the rest of the tree was not looked at.
    checked: { findings, idle: [] },
    history: null,
    started,
  });
}
