import type { Checked } from '../checks/index.ts';
import { noBaseline } from '../model/baseline.ts';
import type { Place } from '../model/blob.ts';
import type { Census } from '../model/census.ts';
import type { Comparison } from '../model/change.ts';
import type { EvidenceOf } from '../model/evidence.ts';
import { severities, suppressionKinds } from '../model/finding.ts';
import type { HistoryCoverage } from '../model/history.ts';
import type { Link } from '../model/link.ts';
import type { Problem } from '../model/problem.ts';
import type { Reconciliation, VerdictState } from '../model/registry.ts';
import type {
  ForgeCoverage,
  HostCoverage,
  KeyCounts,
  KeyType,
  LogCoverage,
  Mode,
  Report,
  Summary,
} from '../model/report.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { byCodeUnit } from '../text/order.ts';
import type { ScanOptions } from './options.ts';

/** What was read, and what was not. */
export interface Read {
  readonly places: readonly Place[];
  readonly files: number;
  readonly bytes: number;
  /** Files that were listed but not read, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
  readonly placeholders: number;
  /** What was listed of the owners whose repositories were asked for; absent where none was. */
  readonly forge?: ForgeCoverage | null;
}

/** Everything that the stages of a scan brought to light. */
interface Results {
  readonly options: Pick<
    ScanOptions,
    'rules' | 'registry' | 'config' | 'baseline' | 'version' | 'startedAt' | 'clock' | 'targets' | 'today' | 'signal'
  >;
  readonly mode: Mode;
  readonly read: Read;
  readonly census: Census;
  readonly reconciliation: Reconciliation;
  readonly checked: Checked;
  readonly history: HistoryCoverage | null;
  readonly logs?: readonly LogCoverage[];
  readonly hosts?: readonly HostCoverage[];
  readonly links?: readonly Link[];
  readonly started: number | null;
  readonly comparison?: Comparison | null;
}

const states: readonly VerdictState[] = [
  'approved',
  'drifted',
  'expired',
  'stale',
  'pending',
  'rejected',
  'deprecated',
  'ambiguous',
  'unregistered',
];

/** Puts the whole result together. */
export function report(results: Results): Report {
  const { options, mode, read, census, reconciliation, checked, history, started } = results;
  const { rules, registry, config, baseline = noBaseline } = options;
  const problems = [...read.problems].sort(
    (a, b) => byCodeUnit(a.place, b.place) || byCodeUnit(a.file, b.file) || byCodeUnit(a.message, b.message),
  );
  const verdicts = new Map(reconciliation.verdicts.map((one) => [one.agent, one]));
  return {
    tool: { name: 'rollcall', version: options.version, rules: rules.digest },
    run: {
      startedAt: options.startedAt,
      durationMs: started === null || !options.clock ? null : Math.round(options.clock() - started),
      mode,
      complete: problems.every(({ incomplete }) => !incomplete),
      targets: options.targets,
      places: read.places.map(({ id, source, commit }) => ({ id, source, commit })),
      registry: { origin: registry.origin, ref: registry.ref, digest: registry.digest },
      config: { origin: config.origin, digest: config.digest },
      baseline: { origin: baseline.origin, digest: baseline.digest },
      coverage: {
        repositories: read.places.length,
        files: read.files,
        bytes: read.bytes,
        skipped: [...read.skipped]
          .map(([reason, count]) => ({ reason, count }))
          .sort((a, b) => byCodeUnit(a.reason, b.reason)),
        history,
        ...(read.forge ? { forge: read.forge } : {}),
        ...(results.hosts && results.hosts.length > 0 ? { hosts: results.hosts } : {}),
        ...(results.logs && results.logs.length > 0 ? { logs: results.logs.toSorted(byFile) } : {}),
      },
    },
    summary: { ...summary(census, reconciliation, checked), keys: keyCounts(census, read, options) },
    assessments: census.agents.map((agent) => {
      const verdict = verdicts.get(agent.id);
      if (!verdict) throw new Error(`no verdict for ${agent.id}`);
      return { agent, verdict };
    }),
    components: census.components,
    findings: checked.findings,
    keyTypes: keyTypes(census, rules),
    entries: reconciliation.entries,
    unattached: census.unattached,
    idle: checked.idle,
    problems,
    ...(results.links && results.links.length > 0 ? { links: results.links } : {}),
    comparison: results.comparison ?? null,
  };
}

function byFile(a: LogCoverage, b: LogCoverage): number {
  return byCodeUnit(a.place, b.place) || byCodeUnit(a.file, b.file);
}

function keyCounts(census: Census, { placeholders }: Read, { today }: Results['options']): KeyCounts {
  const keys = new Map(keysIn(census).map((key) => [key.fingerprint, key]));
  return {
    embedded: keys.size,
    expired: [...keys.values()].filter(({ expires }) => expires !== null && expires < today).length,
    placeholders,
  };
}

function keyTypes(census: Census, rules: RuleSet): readonly KeyType[] {
  const found = new Set(keysIn(census).flatMap(({ type }) => type.split('|')));
  // Rules are unpacked as they are asked for.
  if (found.size === 0) return [];
  return rules.keys
    .filter(({ id }) => found.has(id))
    .map(({ id, name, provider, can, revoke, docs }) => ({ id, name, provider, can, revoke, docs }))
    .sort((a, b) => byCodeUnit(a.id, b.id));
}

function keysIn({ agents, components, unattached }: Census): readonly EvidenceOf<'key'>[] {
  const all = [...[...agents, ...components].flatMap(({ evidence }) => evidence), ...unattached];
  return all.flatMap((one) => (one.kind === 'key' ? one : []));
}

function summary({ agents }: Census, { verdicts }: Reconciliation, { findings }: Checked): Omit<Summary, 'keys'> {
  const byVerdict = counts(
    states,
    verdicts.map(({ state }) => state),
  );
  const counted = findings.filter(({ suppressed }) => suppressed === null);
  return {
    agents: agents.length,
    approved: byVerdict.approved,
    unreviewed: agents.length - byVerdict.approved,
    byVerdict,
    findings: counts(
      severities,
      counted.map(({ severity }) => severity),
    ),
    suppressed: findings.length - counted.length,
    suppressedBy: counts(
      suppressionKinds,
      findings.flatMap(({ suppressed }) => suppressed?.kind ?? []),
    ),
  };
}

function counts<T extends string>(keys: readonly T[], values: readonly T[]): Readonly<Record<T, number>> {
  const found = Object.fromEntries(keys.map((key) => [key, 0])) as Record<T, number>; // has every key of `keys`
  for (const value of values) found[value]++;
  return found;
}
