import picomatch from 'picomatch';
import type { Finding, Suppression } from '../model/finding.ts';
import { byLocation } from '../model/origin.ts';
import { byCodeUnit } from '../text/order.ts';
import { type Acceptance, acceptances, means } from './accepted.ts';
import { comments } from './comments.ts';
import { groups } from './draft.ts';
import { lineKey, type Spot, spotsOf, type Waiver, type Waivers } from './waiver.ts';

/**
 * Marks the findings that somebody accepted, and names the suppressions that suppress nothing or have run out. A comment
 * or a path suppresses a finding only where every place of it is covered: a comment beside one copy of a key does not
 * hide the others. The baseline accepts the finding itself, wherever it moves.
 */
export function suppress(
  findings: readonly Finding[],
  waivers: Waivers,
): { readonly findings: readonly Finding[]; readonly idle: readonly Suppression[] } {
  const policy = [...exceptions(waivers), ...ignores(waivers)];
  const lines = comments(findings, waivers);
  const accepted = acceptances(waivers);
  if (policy.length + lines.length + accepted.size === 0) return { findings, idle: [] };
  const holds = ({ suppression: { until } }: Waiver) => until === null || waivers.now < until;
  const byCheck = groups(policy.filter(holds), ({ suppression }) => suppression.check);
  const byLine = groups(lines.filter(holds), ({ line }) => line);
  const used = new Set<Waiver>();

  const covering = (finding: Finding, spot: Spot): Waiver[] => [
    ...(byCheck.get(finding.check) ?? []).filter((rule) => rule.covers(finding, spot)),
    // A comment of today says nothing of what stood on its line before.
    ...((spot.object === null ? byLine.get(lineKey(finding.check, spot)) : null) ?? []),
  ];
  const marked = findings.map((finding) => {
    const covers = spotsOf(finding).map((spot) => covering(finding, spot));
    const known = met(finding, accepted);
    for (const waiver of [...covers.flat(), ...known]) used.add(waiver);
    const whole = covers.every((waivers) => waivers.length > 0) ? covers.flat() : [];
    const [first] = [...whole, ...known.filter(holds)];
    return first ? { ...finding, suppressed: first.suppression } : finding;
  });

  const idle = [...policy, ...lines, ...accepted.values()].filter(
    (waiver) => !holds(waiver) || (waiver.testable && !used.has(waiver)),
  );
  return { findings: marked, idle: idle.map(({ suppression }) => suppression).toSorted(bySuppression) };
}

function met(finding: Finding, accepted: ReadonlyMap<string, Acceptance>): readonly Acceptance[] {
  const acceptance = accepted.get(finding.fingerprint);
  return acceptance && means(acceptance, finding) ? [acceptance] : [];
}

/** A suppression by what a finding is about, or by where it stands. */
interface PolicyWaiver extends Waiver {
  covers(finding: Finding, spot: Spot): boolean;
}

/** What an entry excuses its own agent from, once somebody has approved the entry. */
function exceptions({ registry, reconciliation, ran }: Waivers): PolicyWaiver[] {
  const entryOf = new Map<string | null, string | null>(
    reconciliation.verdicts.map(({ agent, entry }) => [agent, entry]),
  );
  const seen = new Set(reconciliation.entries.filter(({ state }) => state !== 'not-covered').map(({ id }) => id));
  return registry.entries
    .filter(({ status }) => status === 'approved')
    .flatMap(({ id, exceptions, at }) =>
      exceptions.map(
        ({ check, until, reason, ticket }): PolicyWaiver => ({
          suppression: { kind: 'exception', check, until, reason: ticket ? `${reason} (${ticket})` : reason, at },
          testable: seen.has(id) && ran.has(check),
          covers: ({ agent, entry }) => entry === id || entryOf.get(agent) === id,
        }),
      ),
    );
}

function ignores({ config, ran }: Waivers): PolicyWaiver[] {
  return config.ignore.map(({ check, path, agent, reason, until, at }) => {
    const matches = picomatch(path, { dot: true, noextglob: true });
    return {
      suppression: { kind: 'config', check, until, reason, at },
      testable: ran.has(check),
      covers: (finding, spot) => (agent === null || finding.agent === agent) && matches(spot.file),
    };
  });
}

function bySuppression(a: Suppression, b: Suppression): number {
  return byLocation(a.at, b.at) || byCodeUnit(a.check, b.check);
}
