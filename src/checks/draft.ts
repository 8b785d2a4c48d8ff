import type { Agent, Census } from '../model/census.ts';
import type { Config } from '../model/config.ts';
import type { Federation } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Finding, Past, Severity, Sighting } from '../model/finding.ts';
import { byLocation, type Location } from '../model/origin.ts';
import type { Entry, Reconciliation, Registry, Verdict } from '../model/registry.ts';
import { byCodeUnit } from '../text/order.ts';

/** What a check may look at. */
export interface Scene {
  readonly census: Census;
  readonly registry: Registry;
  readonly reconciliation: Reconciliation;
  /** Every agent with its verdict, in the order of the verdicts. */
  readonly judged: readonly Judged[];
  readonly config: Config;
  /** By provider: how it is asked without a key. */
  readonly federations: ReadonlyMap<string, Federation>;
  /** Today, `YYYY-MM-DD`. */
  readonly now: string;
}

/** An agent, its verdict, and its one entry where it has one. */
export interface Judged {
  readonly agent: Agent;
  readonly verdict: Verdict;
  readonly entry: Entry | null;
}

/** What a check has to say; what all findings have in common is added later. */
export interface Draft
  extends Partial<Past>,
    Pick<
      Finding,
      'agent' | 'entry' | 'provider' | 'message' | 'repository' | 'file' | 'line' | 'column' | 'locations' | 'subject'
    > {
  readonly keyType?: string;
  /** True where it is known by its fact alone: a key is the same key, whoever's file it stands in. */
  readonly isAnyones?: true;
  /** What was found, in words that no move and no re-indent changes; beside check and agent it makes the fingerprint. */
  readonly fact: string;
  /** Where it is not the one that the check's text names. */
  readonly severity?: Severity | null;
}

/** A check is pure: the same scene gives the same drafts. */
export type Check = (scene: Scene) => Iterable<Draft>;

/** Where evidence stands. */
export function sighting(evidence: Evidence): Sighting {
  const { place, file, line, column } = evidence;
  const past = 'history' in evidence ? evidence.history : null;
  return { repository: place, file, line, column, commit: past?.last?.commit ?? null, object: past?.object ?? null };
}

/** What stands in a file of the tree. */
export const inTree: Past = { commit: null, object: null };

/** Where an agent is shown: at its first witness. */
export function anchor(agent: Agent): Sighting {
  const [first] = agent.evidence;
  return first ? sighting(first) : { repository: agent.repository, file: agent.path, line: 1, column: 1, ...inTree };
}

type Place = Location & Pick<Finding, 'repository'>;

/** Code-unit order of repositories, what is of none first, then places. */
export function bySighting(a: Place, b: Place): number {
  return byCodeUnit(a.repository ?? '', b.repository ?? '') || byLocation(a, b);
}

/** `"a", "b" and "c"`. */
export function list(names: readonly string[]): string {
  return joined(names.map((name) => `"${name}"`));
}

/** `a, b and c`. */
export function joined(parts: readonly string[]): string {
  const last = parts.length - 1;
  return parts.map((part, i) => (i === 0 ? part : `${i === last ? ' and ' : ', '}${part}`)).join('');
}

/** Items by what they have in common, in the order in which it was first seen. */
export function groups<T>(items: Iterable<T>, key: (item: T) => string): Map<string, [T, ...T[]]> {
  const found = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = found.get(key(item));
    if (group) group.push(item);
    else found.set(key(item), [item]);
  }
  return found;
}
