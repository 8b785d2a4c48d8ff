import { acceptedAgents, tells } from '../model/acceptance.ts';
import { brought } from '../model/brought.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { severities } from '../model/finding.ts';
import type { VerdictState } from '../model/registry.ts';
import type { Assessment, Report } from '../model/report.ts';

/**
 * What the exit code says. 0: clean and complete; 1: something found that `--fail-on` names; 2: could not run;
 * 3: incomplete, and nothing else failed; 130, 143, 141: ended by an interrupt, a request to end, a closed pipe.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 130 | 141 | 143;

/** When a scan fails. */
export interface Gate {
  /** Levels (that one and above), ids of checks, and words for verdicts. */
  readonly failOn: readonly string[];
  /** Findings alone do not fail. */
  readonly exitZero: boolean;
  /** A scan that could not read all of its input does not fail for that. */
  readonly allowIncomplete: boolean;
}

/**
 * What `--fail-on` is where nobody says otherwise: whatever nobody has approved, and grave findings. An entry that waits
 * for approval is written in a second, so that it alone must not open the gate.
 */
export const defaultFailOn: readonly string[] = ['unregistered', 'pending', 'ambiguous', 'high'];

/** Words for verdicts; `unreviewed` is every one but approved. Closed by its type: a new verdict asks for its place here. */
const verdictWords: Readonly<Record<Exclude<VerdictState, 'approved'> | 'unreviewed', null>> = {
  unreviewed: null,
  unregistered: null,
  pending: null,
  drifted: null,
  expired: null,
  stale: null,
  rejected: null,
  deprecated: null,
  ambiguous: null,
};

/** Everything that may stand in `--fail-on` beside the ids of checks. */
export const failWords: readonly string[] = [...severities, ...Object.keys(verdictWords)];

/** What of a report fails the gate. */
export interface Offences {
  readonly findings: readonly Finding[];
  readonly agents: readonly Assessment[];
}

/** The exit code of a scan that ran. Found wins over incomplete. */
export function exitCode(report: Report, gate: Gate): ExitCode {
  const { findings, agents } = offences(report, gate.failOn);
  if (findings.length + agents.length > 0 && !gate.exitZero) return 1;
  return report.run.complete || gate.allowIncomplete ? 0 : 3;
}

/**
 * The agents and findings that `--fail-on` names. Findings that somebody accepted, with a reason, are not among them, nor
 * agents of which all findings that tell of their verdict are accepted; and a finding that only tells the verdict of an
 * agent already named is not counted again. Of a change only what it brings fails.
 */
export function offences(report: Report, failOn: readonly string[]): Offences {
  const { findings, assessments } = brought(report);
  const words = new Set(failOn);
  const least = severities.findLastIndex((severity) => words.has(severity));
  const accepted = acceptedAgents(report);
  // An example is copied and not run: a verdict on it is graded low, and fails only where `low` is asked for.
  const agents = assessments.filter(
    (one) =>
      (words.has(one.verdict.state) || isUnreviewed(one, words)) && !one.agent.example && !accepted.has(one.agent.id),
  );
  const named = new Map<string | null, Assessment>(agents.map((one) => [one.agent.id, one]));
  const told = (finding: Finding) => {
    const assessment = named.get(finding.agent);
    return assessment !== undefined && tells(finding, assessment);
  };
  return {
    agents,
    findings: findings.filter(
      (one) => one.suppressed === null && (words.has(one.check) || rank(one.severity) <= least) && !told(one),
    ),
  };
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

function isUnreviewed({ verdict }: Assessment, words: ReadonlySet<string>): boolean {
  return words.has('unreviewed') && verdict.state !== 'approved';
}
