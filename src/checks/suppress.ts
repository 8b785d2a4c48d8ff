import picomatch from 'picomatch';
import type { Config } from '../model/config.ts';
import type { Inspection } from '../model/document.ts';
import type { Finding, Suppression } from '../model/finding.ts';
import type { Location } from '../model/origin.ts';
import type { Reconciliation, Registry } from '../model/registry.ts';
import { byCodeUnit, bySighting, groups } from './draft.ts';

/** Where suppressions are written, and what they are held against. */
export interface Waivers {
  readonly config: Config;
  readonly registry: Registry;
  readonly reconciliation: Reconciliation;
  /** Inline suppressions, by the place of their file. */
  readonly inspections: readonly Pick<Inspection, 'place' | 'suppressions'>[];
  /** False where policy comes from outside the scanned trees: then no comment in them suppresses anything. */
  readonly trustTree: boolean;
  /** Today, `YYYY-MM-DD`. */
  readonly now: string;
  /** Ids of the checks that ran. Of the others nobody can say what a suppression would have suppressed. */
  readonly ran: ReadonlySet<string>;
}

/**
 * Marks the findings that somebody accepted, and names the suppressions that suppress nothing or have run out. A finding
 * is suppressed only where every place of it is: a comment beside one copy of a key does not hide the others.
 */
export function suppress(
  findings: readonly Finding[],
  waivers: Waivers,
): { readonly findings: readonly Finding[]; readonly idle: readonly Suppression[] } {
  const rules = [...exceptions(waivers), ...ignores(waivers), ...comments(findings, waivers)];
  const active = rules.filter(({ suppression: { until } }) => until === null || waivers.now < until);
  const byCheck = groups(active, ({ suppression }) => suppression.check);
  const used = new Set<Rule>();

  const marked = findings.map((finding) => {
    const rules = byCheck.get(finding.check) ?? [];
    const covers = placesOf(finding).map((place) => rules.filter((rule) => rule.covers(finding, place)));
    for (const rule of covers.flat()) used.add(rule);
    const [first] = covers.every((rules) => rules.length > 0) ? (covers[0] ?? []) : [];
    return first ? { ...finding, suppressed: first.suppression } : finding;
  });

  const idle = rules.filter((rule) => !active.includes(rule) || (rule.testable && !used.has(rule)));
  return { findings: marked, idle: idle.map(({ suppression }) => suppression).toSorted(bySuppression) };
}

/** A suppression and what it covers. */
interface Rule {
  readonly suppression: Suppression;
  /** True where this scan could have found what it suppresses. */
  readonly testable: boolean;
  covers(finding: Finding, place: Place): boolean;
}

interface Place extends Location {
  readonly repository: string | null;
}

function placesOf(finding: Finding): Place[] {
  return [finding, ...finding.locations];
}

/** What an entry excuses its own agent from, once somebody has approved the entry. */
function exceptions({ registry, reconciliation, ran }: Waivers): Rule[] {
  const entryOf = new Map(reconciliation.verdicts.map(({ agent, entry }) => [agent, entry]));
  const seen = new Set(reconciliation.entries.filter(({ state }) => state !== 'not-covered').map(({ id }) => id));
  return registry.entries
    .filter(({ status }) => status === 'approved')
    .flatMap(({ id, exceptions, at }) =>
      exceptions.map(({ check, until, reason, ticket }) => ({
        suppression: { kind: 'exception', check, until, reason: ticket ? `${reason} (${ticket})` : reason, at },
        testable: seen.has(id) && ran.has(check),
        covers: ({ agent, entry }) => entry === id || (agent !== null && entryOf.get(agent) === id),
      })),
    );
}

function ignores({ config, ran }: Waivers): Rule[] {
  return config.ignore.map(({ check, path, agent, reason, until, at }) => {
    const matches = picomatch(path, { dot: true, noextglob: true });
    return {
      suppression: { kind: 'config', check, until, reason, at },
      testable: ran.has(check),
      covers: (finding, place) => (agent === null || finding.agent === agent) && matches(place.file),
    };
  });
}

/** A comment covers its own line; where nothing was found on it, the next one. */
function comments(findings: readonly Finding[], { inspections, trustTree, ran }: Waivers): Rule[] {
  if (!trustTree) return [];

  const taken = new Set(findings.flatMap((finding) => placesOf(finding).map((place) => lineKey(finding.check, place))));
  return inspections.flatMap(({ place: repository, suppressions }) =>
    suppressions.map((suppression) => {
      const { check, at } = suppression;
      const line = taken.has(lineKey(check, { ...at, repository })) ? at.line : at.line + 1;
      return {
        suppression,
        testable: ran.has(check),
        covers: (_finding, place) => place.line === line && place.file === at.file && place.repository === repository,
      };
    }),
  );
}

function lineKey(check: string, { repository, file, line }: Place): string {
  return JSON.stringify([check, repository, file, line]);
}

function bySuppression(a: Suppression, b: Suppression): number {
  return bySighting({ ...a.at, repository: '' }, { ...b.at, repository: '' }) || byCodeUnit(a.check, b.check);
}
