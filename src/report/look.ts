import type { Agent } from '../model/census.ts';
import { RollcallError } from '../model/error.ts';
import type { Finding } from '../model/finding.ts';
import type { EntryState } from '../model/registry.ts';
import type { Assessment, Report } from '../model/report.ts';
import type { CheckText } from '../model/ruleset.ts';
import { visible } from './escape.ts';

/** What a person may ask about. */
export type Found =
  | { readonly kind: 'agent'; readonly assessment: Assessment }
  | {
      readonly kind: 'entry';
      readonly id: string;
      /** `null` for one that only the change proposes. */
      readonly state: EntryState['state'] | null;
      readonly assessments: readonly Assessment[];
    }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'check'; readonly id: string };

/**
 * The one thing that goes by that name: a check by id, a finding by fingerprint, an agent by id, path or name, an entry by id.
 * Where nothing does, the case of the letters no longer counts.
 */
export function look(report: Report | null, query: string, checks: ReadonlyMap<string, CheckText>): Found {
  const id = query.toUpperCase();
  if (checks.has(id) || report?.findings.some(({ check }) => check === id)) return { kind: 'check', id };
  if (report === null) {
    throw new RollcallError('usage', `There is no check '${visible(query)}'`, {
      hint: 'An agent or a finding is explained from a report: rollcall explain <agent> --report report.json',
    });
  }

  const finding = only(query, findingsBy(report, query), (one) => `${one.fingerprint}  ${one.check} ${one.file}`);
  if (finding) return { kind: 'finding', finding };

  const found = agentOr(report, query, exact) ?? entryCalled(report, query) ?? agentOr(report, query, loose);
  if (found) return found;

  throw new RollcallError('usage', `No agent, entry, finding or check is called '${visible(query)}'`, {
    hint: near(report, query),
  });
}

/** By the beginning of a fingerprint, as long as it is worth that name. */
function findingsBy({ findings }: Report, query: string): readonly Finding[] {
  if (!/^[0-9a-f]{6,}$/i.test(query)) return [];
  return findings.filter(({ fingerprint }) => fingerprint.startsWith(query.toLowerCase()));
}

type Way = (agent: Agent, query: string) => boolean;

const exact: readonly Way[] = [
  ({ id }, query) => id === query,
  ({ path }, query) => path === query,
  ({ name }, query) => name === query,
];

const loose: readonly Way[] = [
  ({ id }, query) => id.endsWith(`/${query}`),
  ({ name }, query) => name.toLowerCase() === query.toLowerCase(),
  ({ id }, query) => id.toLowerCase().endsWith(`/${query.toLowerCase()}`),
];

/** The most exact way to name an agent decides. */
function agentOr({ assessments }: Report, query: string, ways: readonly Way[]): Found | null {
  const found = ways
    .map((way) => assessments.filter(({ agent }) => way(agent, query)))
    .find(({ length }) => length > 0);
  const assessment = only(query, found ?? [], ({ agent }) => agent.id);
  return assessment ? { kind: 'agent', assessment } : null;
}

/** By the id that messages about the registry print. */
function entryCalled({ assessments, entries }: Report, query: string): Found | null {
  const id = query.toLowerCase();
  const state = entries.find((entry) => entry.id === id)?.state ?? null;
  const fitting = assessments.filter(({ verdict }) => verdict.candidates.includes(id) || verdict.proposed === id);
  return state === null && fitting.length === 0 ? null : { kind: 'entry', id, state, assessments: fitting };
}

const mostNamed = 5;

function only<T>(query: string, found: readonly T[], name: (one: T) => string): T | undefined {
  if (found.length <= 1) return found[0];

  const named = found.slice(0, mostNamed).map((one) => visible(name(one)));
  throw new RollcallError('usage', `${found.length} things go by '${visible(query)}'`, {
    hint: `Name one of:\n${named.join('\n')}`,
  });
}

function near({ assessments }: Report, query: string): string {
  const part = query.toLowerCase();
  const close = assessments.filter(({ agent }) => `${agent.id} ${agent.name}`.toLowerCase().includes(part));
  if (close.length === 0)
    return 'An agent goes by its id, path or name, an entry or a check by its id, a finding by its fingerprint.';
  return `Did you mean:\n${close
    .slice(0, mostNamed)
    .map(({ agent }) => visible(agent.id))
    .join('\n')}`;
}
