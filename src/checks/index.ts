import { createHash } from 'node:crypto';
import type { Census } from '../model/census.ts';
import type { Config } from '../model/config.ts';
import type { CredentialRules } from '../model/credential.ts';
import { RollcallError } from '../model/error.ts';
import { type Finding, type Severity, type Suppression, severities } from '../model/finding.ts';
import type { Reconciliation, Registry } from '../model/registry.ts';
import type { CheckText } from '../model/ruleset.ts';
import { account } from './account.ts';
import { broad } from './broad.ts';
import { byCodeUnit, bySighting, type Check, type Draft, inTree, type Scene } from './draft.ts';
import { drifted } from './drifted.ts';
import { ghost } from './ghost.ts';
import { identity } from './identity.ts';
import { key, keyFact } from './key.ts';
import { lapsed } from './lapsed.ts';
import { session } from './session.ts';
import { shared } from './shared.ts';
import { lasting } from './static.ts';
import { suppress } from './suppress.ts';
import { unregistered } from './unregistered.ts';
import type { Waivers } from './waiver.ts';

/** All checks, by the id under which their texts stand in `rules/checks/`. */
export const checks: Readonly<Record<string, Check>> = {
  RC101: unregistered,
  RC102: lapsed,
  RC103: drifted,
  RC104: identity,
  RC105: ghost,
  RC201: key,
  RC202: shared,
  RC203: broad,
  RC204: lasting,
  RC205: session,
  RC206: account,
};

/** What the checks are held against. */
export interface CheckInput extends Pick<Waivers, 'inspections' | 'trustTree' | 'now' | 'baseline' | 'covered'> {
  readonly census: Census;
  readonly registry: Registry;
  readonly reconciliation: Reconciliation;
  readonly config: Config;
  readonly texts: ReadonlyMap<string, CheckText>;
  readonly federations: CredentialRules['federations'];
}

/** Findings, those that are suppressed among them, most serious first; and the suppressions that suppress nothing. */
export interface Checked {
  readonly findings: readonly Finding[];
  readonly idle: readonly Suppression[];
}

/** Runs the checks that are switched on. Pure: the order of what it is given does not matter. */
export function check(input: CheckInput): Checked {
  const scene: Scene = {
    ...input,
    agents: new Map(input.census.agents.map((agent) => [agent.id, agent])),
    entries: new Map(input.registry.entries.map((entry) => [entry.id, entry])),
  };
  const active = Object.entries(checks).filter(([id]) => isOn(id, input));
  const found = active.flatMap(([id, run]) =>
    [...run(scene)].map((draft) => finding(id, draft, severityOf(id, draft, input))),
  );
  const { findings, idle } = suppress(found, { ...input, ran: new Set(active.map(([id]) => id)) });
  return { findings: findings.toSorted(byRank), idle };
}

function isOn(id: string, { config, texts }: CheckInput): boolean {
  const choice = config.checks.get(id);
  return choice === undefined ? textOf(id, texts).default : choice !== 'off';
}

/** What the configuration says, else what the check says of this finding, else what its text says of all. */
function severityOf(id: string, draft: Draft, { config, texts }: CheckInput): Severity {
  const choice = config.checks.get(id);
  if (choice !== undefined && choice !== 'off') return choice;
  return draft.severity ?? textOf(id, texts).severity;
}

function textOf(id: string, texts: ReadonlyMap<string, CheckText>): CheckText {
  const text = texts.get(id);
  if (text) return text;
  throw new RollcallError('rule', `the rules have no texts for the check ${id}`, {
    hint: `Add checks/${id}.yaml to the folder of rules.`,
  });
}

function finding(check: string, { fact, isAnyones, ...draft }: Draft, severity: Severity): Finding {
  const fingerprint = fingerprintOf(check, isAnyones ? null : draft.agent, fact);
  return { keyType: null, broughtBy: null, ...inTree, ...draft, check, severity, fingerprint, suppressed: null };
}

/** What a finding is known by: its check, the agent that it is about, and the thing itself. */
function fingerprintOf(check: string, agent: string | null, fact: string): string {
  return createHash('sha256')
    .update(JSON.stringify([check, agent, fact]))
    .digest('hex')
    .slice(0, 32);
}

/** The fingerprint of a finding about a key, by that of the key: whoever holds it. */
export function keyFinding(fingerprint: string): string {
  return fingerprintOf('RC201', null, keyFact(fingerprint));
}

function byRank(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    bySighting({ ...a, repository: a.repository ?? '' }, { ...b, repository: b.repository ?? '' }) ||
    byCodeUnit(a.check, b.check) ||
    byCodeUnit(a.fingerprint, b.fingerprint)
  );
}
