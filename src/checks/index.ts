import { hash } from 'node:crypto';
import type { Census } from '../model/census.ts';
import type { Config } from '../model/config.ts';
import type { CredentialRules } from '../model/credential.ts';
import { RollcallError } from '../model/error.ts';
import { type Finding, type Severity, type Suppression, severities } from '../model/finding.ts';
import type { Entry, Reconciliation, Registry } from '../model/registry.ts';
import type { CheckText } from '../model/ruleset.ts';
import { byCodeUnit } from '../text/order.ts';
import { account } from './account.ts';
import { broad } from './broad.ts';
import { bySighting, type Check, type Draft, inTree, type Judged, type Scene } from './draft.ts';
import { drifted } from './drifted.ts';
import { ghost } from './ghost.ts';
import { identity } from './identity.ts';
import { key, keyFact } from './key.ts';
import { lapsed } from './lapsed.ts';
import { runtime } from './runtime.ts';
import { session } from './session.ts';
import { shared } from './shared.ts';
import { lasting } from './static.ts';
import { suppress } from './suppress.ts';
import { unapproved } from './unapproved.ts';
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
  RC501: runtime,
  RC502: unapproved,
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
  const scene: Scene = { ...input, judged: judgedIn(input) };
  const active = Object.entries(checks).flatMap(([id, run]) => {
    const choice = choiceOf(id, input);
    return choice === 'off' ? [] : { id, run, choice };
  });
  const found = active.flatMap(({ id, run, choice }) =>
    [...run(scene)].map((draft) => finding(id, draft, choice ?? draft.severity ?? textOf(id, input.texts).severity)),
  );
  const { findings, idle } = suppress(found, { ...input, ran: new Set(active.map(({ id }) => id)) });
  return { findings: findings.toSorted(byRank), idle };
}

function judgedIn({ census, registry, reconciliation }: CheckInput): Judged[] {
  const verdicts = new Map(reconciliation.verdicts.map((verdict) => [verdict.agent, verdict]));
  const entries = new Map<string | null, Entry>(registry.entries.map((entry) => [entry.id, entry]));
  return census.agents.flatMap((agent) => {
    const verdict = verdicts.get(agent.id);
    return verdict ? { agent, verdict, entry: entries.get(verdict.entry) ?? null } : [];
  });
}

/** What the configuration says of a check, else whether it is on by itself; `null`: as grave as it says of each finding. */
function choiceOf(id: string, { config, texts }: CheckInput): Severity | 'off' | null {
  return config.checks.get(id) ?? (textOf(id, texts).default ? null : 'off');
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
  return hash('sha256', JSON.stringify([check, agent, fact]), 'hex').slice(0, 32);
}

/** The fingerprint of a finding about a key, by that of the key: whoever holds it. */
export function keyFinding(fingerprint: string): string {
  return fingerprintOf('RC201', null, keyFact(fingerprint));
}

function byRank(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    bySighting(a, b) ||
    byCodeUnit(a.check, b.check) ||
    byCodeUnit(a.fingerprint, b.fingerprint)
  );
}
