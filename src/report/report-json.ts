import type { Component, Credential, Tool, Unattached, Witness } from '../model/census.ts';
import type { Finding, Past, Suppression, SuppressionKind } from '../model/finding.ts';
import type { HistoryCoverage } from '../model/history.ts';
import type { Link } from '../model/link.ts';
import type { Location } from '../model/origin.ts';
import type { Problem } from '../model/problem.ts';
import type { Drift, VerdictState } from '../model/registry.ts';
import type { ForgeCoverage, LogCoverage } from '../model/report.ts';
import { type Assessment, countsAgents, type Report } from '../model/report.ts';
import { comparisonJson } from './comparison-json.ts';
import { evidenceJson } from './evidence-json.ts';
import type { Frozen, ReportJson } from './schema.ts';

type Json<K extends keyof ReportJson> = Frozen<ReportJson[K]>;
type Item<K extends 'agents' | 'components' | 'findings' | 'unattached' | 'idle' | 'problems'> = Json<K>[number];

/** The report as the schema has it, but for its lists: they yield what they hold, once. */
export type ReportParts = {
  readonly [K in keyof ReportJson]: NonNullable<ReportJson[K]> extends readonly (infer T)[]
    ? Iterable<Frozen<T>>
    : Json<K>;
};

/**
 * The report as the schema has it. Built key by key: the order of the keys is that of the lines below. Of an
 * organisation there are so many agents that they are never there in both forms at a time.
 */
export function reportJson(report: Report): ReportParts {
  return {
    schemaVersion: '1.0.0',
    tool: { name: report.tool.name, version: report.tool.version, rules: report.tool.rules },
    run: runJson(report.run),
    summary: summaryJson(report),
    agents: each(report.assessments, agentJson),
    components: each(report.components, componentJson),
    findings: each(report.findings, findingJson),
    keyTypes: each(report.keyTypes, ({ id, name, provider, can, revoke, docs }) => ({
      id,
      name,
      provider,
      can,
      revoke,
      docs,
    })),
    entries: each(report.entries, ({ id, state }) => ({ id, state })),
    unattached: each(report.unattached, unattachedJson),
    ...(report.links ? { links: each(report.links, linkJson) } : {}),
    idle: each(report.idle, suppressionJson),
    problems: each(report.problems, problemJson),
    comparison: report.comparison && comparisonJson(report.comparison, findingJson),
  };
}

function linkJson({ kind, name, fingerprint, repositories, members }: Link): Link {
  return { kind, name, fingerprint, repositories, members };
}

function* each<T, U>(items: readonly T[], convert: (item: T) => U): Iterable<U> {
  for (const item of items) yield convert(item);
}

function runJson(run: Report['run']): Json<'run'> {
  const { startedAt, durationMs, mode, complete, targets, places, registry, config, baseline, coverage } = run;
  return {
    startedAt,
    durationMs,
    mode,
    complete,
    filesScanned: coverage.files,
    filesSkipped: coverage.skipped.reduce((sum, { count }) => sum + count, 0),
    targets,
    places: places.map(({ id, source, commit }) => ({ id, source, commit })),
    registry: { origin: registry.origin, ref: registry.ref && refJson(registry.ref), digest: registry.digest },
    config: { origin: config.origin, digest: config.digest },
    baseline: { origin: baseline.origin, digest: baseline.digest },
    coverage: {
      repositories: coverage.repositories,
      files: coverage.files,
      bytes: coverage.bytes,
      skipped: coverage.skipped.map(({ reason, count }) => ({ reason, count })),
      history: coverage.history && historyJson(coverage.history),
      ...(coverage.forge ? { forge: forgeJson(coverage.forge) } : {}),
      ...(coverage.hosts ? { hosts: coverage.hosts.map(({ place, processes }) => ({ place, processes })) } : {}),
      ...(coverage.logs ? { logs: coverage.logs.map(logJson) } : {}),
    },
  };
}

function refJson({ name, commit }: NonNullable<Report['run']['registry']['ref']>): Json<'run'>['registry']['ref'] {
  return { name, commit };
}

function forgeJson({ read, empty, unread, left }: ForgeCoverage): ForgeCoverage {
  return { read, empty, unread, left: left.map(({ reason, count }) => ({ reason, count })) };
}

function logJson({ place, file, format, lines, records, foreign, events, first, last }: LogCoverage): LogCoverage {
  return { place, file, format, lines, records, foreign, events, first, last };
}

function historyJson(history: HistoryCoverage): HistoryCoverage {
  const { repositories, refs, commits, objects, read, known, failed, bytes } = history;
  return { repositories, refs, commits, objects, read, known, failed, bytes };
}

/** A number that nobody counted is none. */
function summaryJson({ run, summary }: Report): Json<'summary'> {
  const { critical, high, medium, low } = summary.findings;
  const { embedded, expired, placeholders } = summary.keys;
  const isCounted = countsAgents(run);
  return {
    agents: isCounted ? summary.agents : null,
    approved: isCounted ? summary.approved : null,
    unreviewed: isCounted ? summary.unreviewed : null,
    byVerdict: verdictCounts(summary.byVerdict),
    findings: { critical, high, medium, low },
    suppressed: summary.suppressed,
    suppressedBy: kindCounts(summary.suppressedBy),
    keys: { embedded, expired, placeholders },
  };
}

function verdictCounts(counts: Readonly<Record<VerdictState, number>>): Json<'summary'>['byVerdict'] {
  const { approved, drifted, expired, stale, pending, rejected, deprecated, ambiguous, unregistered } = counts;
  return { approved, drifted, expired, stale, pending, rejected, deprecated, ambiguous, unregistered };
}

function kindCounts(counts: Readonly<Record<SuppressionKind, number>>): Json<'summary'>['suppressedBy'] {
  const { inline, config, exception, baseline, gitleaks, trufflehog } = counts;
  return { inline, config, exception, baseline, gitleaks, trufflehog, 'detect-secrets': counts['detect-secrets'] };
}

function agentJson({ agent, verdict }: Assessment): Item<'agents'> {
  return {
    id: agent.id,
    name: agent.name,
    repository: agent.repository,
    path: agent.path,
    level: agent.level,
    kind: agent.kind,
    example: agent.example,
    via: agent.via,
    members: agent.members,
    providers: agent.providers,
    hosts: agent.hosts,
    models: agent.models,
    frameworks: agent.frameworks,
    tools: agent.tools.map(toolJson),
    mcpServers: agent.mcpServers,
    credentials: agent.credentials.map(credentialJson),
    dataSinks: agent.dataSinks,
    triggers: agent.triggers,
    identities: agent.identities,
    dynamic: agent.dynamic,
    owner: agent.owner,
    claim: agent.claim,
    verdict: {
      state: verdict.state,
      entry: verdict.entry,
      candidates: verdict.candidates,
      matchedBy: verdict.matchedBy,
      drift: verdict.drift.map(driftJson),
      undecided: verdict.undecided,
      shortfalls: verdict.shortfalls.map(({ kind, wanted, found }) => ({ kind, wanted, found })),
      risk: verdict.risk,
      proposed: verdict.proposed,
      proposedState: verdict.proposedState,
    },
    evidence: agent.evidence.map(witnessJson),
  };
}

function toolJson({ name, access, approval }: Tool): Tool {
  return { name, access, approval };
}

function credentialJson({ env, ref, fingerprint, provider }: Credential): Credential {
  return { env, ref, fingerprint, provider };
}

function driftJson({ facet, value, severity, note }: Drift): Drift {
  return { facet, value, severity, note };
}

function componentJson({ id, kind, name, repository, path, evidence }: Component): Item<'components'> {
  return { id, kind, name, repository, path, evidence: evidence.map(evidenceJson) };
}

function witnessJson(witness: Witness): Item<'agents'>['evidence'][number] {
  return { ...evidenceJson(witness), attachedBy: witness.attachedBy };
}

function unattachedJson(evidence: Unattached): Item<'unattached'> {
  return { ...evidenceJson(evidence), reason: evidence.reason };
}

function findingJson(finding: Finding): Item<'findings'> {
  const { check, severity, agent, entry, provider, keyType, message, repository, fingerprint } = finding;
  const { locations, suppressed } = finding;
  return {
    check,
    severity,
    agent,
    entry,
    provider,
    keyType,
    message,
    repository,
    ...locationJson(finding),
    ...pastJson(finding),
    fingerprint,
    locations: locations.map((sighting) => ({
      repository: sighting.repository,
      ...locationJson(sighting),
      ...pastJson(sighting),
    })),
    broughtBy: finding.broughtBy && { commit: finding.broughtBy.commit, date: finding.broughtBy.date },
    suppressed: suppressed === null ? null : suppressionJson(suppressed),
  };
}

function suppressionJson({ kind, check, reason, until, at }: Suppression): Item<'idle'> {
  return { kind, check, reason, until, at: locationJson(at) };
}

function locationJson({ file, line, column }: Location): Location {
  return { file, line, column };
}

function pastJson({ commit, object }: Past): Past {
  return { commit, object };
}

function problemJson({ place, file, reason, message, incomplete }: Problem): Item<'problems'> {
  return { place, file, reason, message, incomplete };
}
