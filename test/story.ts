import type { Report } from '../src/model/report.ts';

/** What a report tells, without positions of every witness and digests of rules: short enough to be reviewed by eye. */
export function story({
  summary,
  assessments,
  components,
  findings,
  entries,
  unattached,
  idle,
  problems,
}: Report): unknown {
  return {
    headline: `${summary.agents} agents, ${summary.approved} approved, ${summary.unreviewed} unreviewed`,
    agents: assessments.map(({ agent, verdict }) => {
      const { evidence, id, repository, tools, credentials, ...facets } = agent;
      return compact({
        ...facets,
        verdict: [verdict.state, ...(verdict.entry ? [verdict.entry] : [])].join(' of '),
        drift: verdict.drift.map(({ facet, value, severity }) => `${facet}: ${value} (${severity})`),
        tools: tools.map(({ name, access, approval }) => `${name}, ${access}, ${approval}`),
        credentials: credentials.map(({ env, ref, fingerprint }) =>
          [env, ref, fingerprint ? 'key' : null].filter(Boolean).join(' = '),
        ),
        witnesses: evidence
          .filter(({ weight }) => weight === 'use')
          .map((one) => `${one.file}:${one.line} ${one.kind} ${one.attachedBy}`),
      });
    }),
    components: components.map(({ kind, path, name }) => `${kind} ${path} ${name}`),
    findings: findings.map(
      ({ check, severity, file, line, message, suppressed }) =>
        `${suppressed ? 'suppressed ' : ''}${check} ${severity} ${file}:${line} ${message}`,
    ),
    entries: entries.map(({ id, state }) => `${id} ${state}`),
    unattached: unattached.map(({ kind, file, line, reason }) => `${file}:${line} ${kind}: ${reason}`),
    idle: idle.map(({ check, at }) => `${check} ${at.file}:${at.line}`),
    problems: problems.map(({ file, reason, message }) => `${file} ${reason}: ${message}`),
  };
}

/** Leaves out what is empty, false or null. */
function compact(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(
      ([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
