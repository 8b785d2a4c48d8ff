import { RollcallError } from '../model/error.ts';
import type { Finding } from '../model/finding.ts';
import type { Assessment, Report } from '../model/report.ts';
import type { CheckText } from '../model/ruleset.ts';
import { visible } from './escape.ts';

/** What a person may ask about. */
export type Found =
  | { readonly kind: 'agent'; readonly assessment: Assessment }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'check'; readonly id: string };

/** The one thing that goes by that name: a check by id, a finding by fingerprint, an agent by id, path or name. */
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

  const assessment = only(query, agentsBy(report, query), ({ agent }) => agent.id);
  if (assessment) return { kind: 'agent', assessment };

  throw new RollcallError('usage', `No agent, finding or check is called '${visible(query)}'`, {
    hint: near(report, query),
  });
}

/** By the beginning of a fingerprint, as long as it is worth that name. */
function findingsBy({ findings }: Report, query: string): readonly Finding[] {
  if (!/^[0-9a-f]{6,}$/i.test(query)) return [];
  return findings.filter(({ fingerprint }) => fingerprint.startsWith(query.toLowerCase()));
}

/** The most exact way to name an agent decides. */
function agentsBy({ assessments }: Report, query: string): readonly Assessment[] {
  const ways: readonly ((assessment: Assessment) => boolean)[] = [
    ({ agent }) => agent.id === query,
    ({ agent }) => agent.path === query,
    ({ agent }) => agent.name === query,
    ({ agent }) => agent.id.endsWith(`/${query}`),
  ];
  return ways.map((way) => assessments.filter(way)).find((found) => found.length > 0) ?? [];
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
    return 'An agent goes by its id, path or name, a finding by its fingerprint, a check by its id.';
  return `Did you mean:\n${close
    .slice(0, mostNamed)
    .map(({ agent }) => visible(agent.id))
    .join('\n')}`;
}
