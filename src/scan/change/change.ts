import { check } from '../../checks/index.ts';
import { noBaseline } from '../../model/baseline.ts';
import type { Place } from '../../model/blob.ts';
import type { Census, Unattached } from '../../model/census.ts';
import type { Inspection } from '../../model/document.ts';
import { RollcallError } from '../../model/error.ts';
import type { HistoryCoverage } from '../../model/history.ts';
import { byLocation } from '../../model/origin.ts';
import type { Problem } from '../../model/problem.ts';
import { noRegistry, type Reconciliation } from '../../model/registry.ts';
import type { Report } from '../../model/report.ts';
import { findGit } from '../../sources/git/program.ts';
import { type Refs, readRefs } from '../../sources/git/refs.ts';
import { openStore, type Store } from '../../sources/git/store.ts';
import { headOf, originOf, type Repository, repositoryAt, repositoryNamed } from '../../sources/repository.ts';
import { findTarget, nameOf } from '../../sources/target.ts';
import { displayPath } from '../../text/path.ts';
import type { SearchOptions } from '../history/search.ts';
import { report } from '../report.ts';
import type { ChangeOptions } from './options.ts';

/** A repository of which a change is looked at. */
export interface Ground {
  readonly options: ChangeOptions;
  readonly repository: Repository;
  readonly store: Store;
  readonly refs: Refs;
  /** Byte string of the folder that the work tree is in. */
  readonly root: string;
  readonly search: SearchOptions;
}

/** What a change brings. */
export interface Brought {
  readonly evidence: readonly Unattached[];
  readonly inspections: readonly Inspection[];
  readonly problems: readonly Problem[];
  /** Changed files whose new content was searched, and the bytes of it. */
  readonly files: number;
  readonly bytes: number;
  readonly history: HistoryCoverage | null;
}

/** Begins what takes time and needs nothing to go by, so that it is done while rules are loaded. A fault is told by who waits for it. */
export function beginChange(): void {
  void findGit().catch(() => {});
  void import('./staged.ts').catch(() => {});
}

/**
 * Looks at what a change brings for keys that were not there before: the change that is staged, or all since another
 * commit. Agents are not counted, for that takes the whole tree.
 */
export async function scanChange(options: ChangeOptions): Promise<Report> {
  const started = options.clock?.() ?? null;
  const { repository, root } = repositoryOf(options);
  const head = headOf(repository);
  const place: Place = {
    kind: 'place',
    id: originOf(repository) ?? nameOf(root),
    source: 'git',
    root: displayPath(root),
    commit: head === 'broken' ? null : head,
  };
  const store = await openStore(repository);
  if (typeof store === 'string') throw new RollcallError('git', `the repository cannot be read: ${store}`);
  try {
    const inspect = {
      salt: options.salt ?? `rollcall:${place.id}`,
      maxBytes: options.maxBytes,
      always: /(?!)/,
      shadows: new Set<string>(),
    };
    const search = { executor: null, rules: options.rules, inspect, place: place.id };
    const ground: Ground = { options, repository, store, refs: readRefs(repository), root, search };
    const brought =
      options.change.kind === 'staged'
        ? await (await import('./staged.ts')).staged(ground, options.change)
        : await (await import('./since.ts')).since(ground, options.change);
    return told(options, place, brought, started);
  } finally {
    store.close();
  }
}

/** The repository of the one target. A work tree whose repository lies elsewhere is taken where git itself names that. */
function repositoryOf(options: ChangeOptions): { repository: Repository; root: string } {
  const [target = '.'] = options.targets;
  const found = findTarget(target, options);
  const root = found?.kind === 'folder' ? found.path : null;
  const named = options.change.kind === 'staged' ? options.change.directory : null;
  const repository = root === null ? null : named === null ? repositoryAt(root, root) : repositoryNamed(named);
  if (root !== null && repository !== null && repository !== 'outside') return { repository, root };
  if (repository === 'outside') {
    throw new RollcallError('target', `the .git of ${target} leads out of it, and is not followed`, {
      hint: 'In a linked work tree this works as a hook of git, which names the repository in GIT_DIR.',
    });
  }
  throw new RollcallError('target', `${target} is not a git repository`, { hint: 'Name the folder that holds .git.' });
}

function told(options: ChangeOptions, place: Place, brought: Brought, started: number | null): Report {
  const { rules, config, baseline = noBaseline, today, trustTree, change } = options;
  const census: Census = { agents: [], components: [], unattached: brought.evidence.toSorted(byLocation) };
  const registry = noRegistry;
  const reconciliation: Reconciliation = { verdicts: [], entries: [] };
  const { inspections, history } = brought;
  const { findings } = check({
    census,
    registry,
    reconciliation,
    config,
    texts: rules.checks,
    federations: rules.credentials.federations,
    inspections,
    trustTree,
    now: today,
    baseline,
    // Nothing can be said to be gone.
    covered: { repositories: new Set(), selects: () => true },
  });
  return report({
    options: { ...options, registry },
    mode: change.kind,
    listing: { places: [place], blobs: [], skipped: new Map() },
    readings: { ...brought, members: [], failed: 0 },
    census,
    reconciliation,
    // What a suppression would suppress in the rest of the tree was not looked at.
    checked: { findings, idle: [] },
    history,
    started,
  });
}
