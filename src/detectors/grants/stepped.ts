import type { CredentialVariable, LoginAction } from '../../model/credential.ts';
import type { Document } from '../../model/document.ts';
import type { GrantEvidence, GrantKind, Whose } from '../../model/evidence.ts';
import type { EntryFact } from '../../model/fact.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { secretNames } from '../../text/workflow.ts';
import { actionName, runsModel, workflowOf } from '../declaration.ts';
import { handed, type Step } from '../steps.ts';
import { granted } from './granted.ts';
import { asVariable, named } from './named.ts';
import { permitted } from './permitted.ts';
import { scriptOf } from './script.ts';
import { weighed } from './value.ts';

type Entries = readonly EntryFact[];

/** What the steps of a pipeline are handed that run a model, or a script of the repository that may. */
export function* stepped(document: Document, rules: RuleSet): Iterable<GrantEvidence> {
  const workflow = workflowOf(document, rules);
  if (!workflow) return;
  const entries = document.facts.filter((fact) => fact.kind === 'entry');
  yield* inherited(document, entries);
  for (const step of workflow.steps) {
    if (runsModel(step, rules)) {
      yield* given(document, step, { whose: null, entries, rules });
      yield* loggedIn(document, step, workflow.steps, rules);
      continue;
    }
    const script = scriptOf(step, entries);
    if (script !== null) yield* given(document, step, { whose: started(script), entries, rules });
  }
}

/** A workflow of this repository that is called with all secrets. */
function* inherited(document: Document, entries: Entries): Iterable<GrantEvidence> {
  for (const { path, value, at } of entries) {
    if (path[0] !== 'jobs' || path.length !== 3 || path[2] !== 'secrets' || value !== 'inherit') continue;
    const uses = entries.find((one) => one.path.length === 3 && one.path[1] === path[1] && one.path[2] === 'uses');
    const file = /^\.\/(\.github\/workflows\/[^@\s]{1,300})$/.exec(uses?.value ?? '')?.[1];
    if (file === undefined) continue;
    yield granted(document, { what: 'store', name: 'secrets: inherit', by: 'step', at, whose: started(file) });
  }
}

/** The unit of a file that is started. */
function started(file: string): Whose {
  return { folder: null, image: null, file };
}

/** Whose step it is, and what it is read with. */
interface Setting {
  readonly whose: Whose | null;
  readonly entries: Entries;
  readonly rules: RuleSet;
}

/** What a step is handed by its inputs, and by the environment of step, job and workflow. */
function* given(document: Document, step: Step, setting: Setting): Iterable<GrantEvidence> {
  const saying = { by: 'step', whose: setting.whose } as const;
  const inherits = step.entries.get('secrets');
  if (inherits?.value === 'inherit')
    yield granted(document, { ...saying, what: 'store', name: 'secrets: inherit', at: inherits.at });
  for (const entry of handed(step)) {
    if (/\btojson\(\s{0,9}secrets\s{0,9}\)/i.test(entry.value))
      yield granted(document, { ...saying, what: 'store', name: 'toJSON(secrets)', at: entry.valueAt });
    else yield* ofEntry(document, entry, setting);
  }
  for (const name of step.secrets ?? []) {
    const found = named(asVariable(name), setting.rules);
    const at = step.entries.get('run')?.valueAt;
    if (!found || found.what === 'model' || !at) continue;
    yield granted(document, { ...saying, what: found.what, name, at, service: found.variable.service });
  }
}

function* ofEntry(document: Document, entry: EntryFact, { whose, entries, rules }: Setting): Iterable<GrantEvidence> {
  const { path, value, at } = entry;
  const place = path.at(-2);
  if (place !== 'env' && place !== 'with' && place !== 'secrets') return;
  const name = String(path.at(-1));
  const secrets = secretNames(value);
  const found = credential([name, ...secrets].map(asVariable), rules);
  const saying = { by: 'step', at, whose } as const;
  if (isOwnToken(value)) {
    const service = rules.credentials.variables.get('GITHUB_TOKEN')?.service;
    const writes = permitted(entries, path);
    if (!service || writes === null) return;
    const shown = { ...service, name: `${service.name}, ${writes.inWords}` };
    const confidence = writes.isAll ? 'high' : 'medium';
    yield granted(document, { ...saying, what: 'credential', name: 'GITHUB_TOKEN', service: shown, confidence });
    return;
  }
  if (!found) return;
  // An output of another step ends with the job, and a variable of the repository is no secret.
  const isKept = value.includes('${{') ? secrets.length > 0 : weighed(value, found.variable) !== null;
  const shown = secrets[0] === undefined ? name : `secrets.${secrets[0]}`;
  if (isKept) yield granted(document, { ...saying, what: found.what, name: shown, service: found.variable.service });
}

/** The token that GitHub makes anew for every job. */
function isOwnToken(value: string): boolean {
  return secretNames(value).includes('GITHUB_TOKEN') || /\$\{\{[^}]{0,300}\bgithub\.token\b/i.test(value);
}

/** What the names of an input and of the secrets in it say; a person's goes before a service's. */
function credential(
  names: readonly string[],
  rules: RuleSet,
): { what: Exclude<GrantKind, 'model'>; variable: CredentialVariable } | null {
  const all = names.flatMap((name) => named(name, rules) ?? []);
  const others = all.flatMap((one) => (one.what === 'model' ? [] : [one]));
  const personal = others.find(({ what }) => what === 'personal');
  return personal ?? (all[0]?.what === 'model' ? null : (others[0] ?? null));
}

/** Logins that earlier steps of the same job leave behind. */
function* loggedIn(document: Document, step: Step, steps: readonly Step[], rules: RuleSet): Iterable<GrantEvidence> {
  const own = placeOf(step);
  if (!own) return;
  for (const other of steps) {
    const before = placeOf(other);
    const uses = other.entries.get('uses');
    const login = uses && rules.credentials.logins.get(actionName(uses.value));
    if (!login || before?.job !== own.job || before.index >= own.index) continue;
    yield* left(document, other, login, uses, rules);
  }
}

/** What an action that logs in leaves behind, where it was given something to do so by. */
function* left(
  document: Document,
  { entries }: Step,
  { service, ...login }: LoginAction,
  uses: EntryFact,
  rules: RuleSet,
): Iterable<GrantEvidence> {
  const given = (input: string): string => entries.get(`with.${input}`)?.value ?? '';
  const keys = login.static.map(given).filter((value) => value !== '');
  const isFederated = login.federated.some((input) => given(input) !== '');
  const isOff = Object.entries(login.off).some(([input, value]) => given(input) === value);
  if (isOff || (keys.length === 0 ? !isFederated : keys.every(endsWithJob))) return;
  const secrets = keys.flatMap(secretNames);
  const name = secrets[0] === undefined ? actionName(uses.value) : `secrets.${secrets[0]}`;
  const found = credential(secrets.map(asVariable), rules);
  const saying = { name, by: 'step', at: uses.valueAt } as const;
  const what = found?.what === 'personal' ? 'personal' : 'credential';
  yield granted(document, {
    ...saying,
    what,
    service: what === 'personal' && found ? found.variable.service : service,
  });
  if (service.federates)
    yield granted(document, { ...saying, what: isFederated && keys.length === 0 ? 'federated' : 'static', service });
}

/** The job's own token, and what an earlier step made for this run. */
function endsWithJob(value: string): boolean {
  return isOwnToken(value) || /\$\{\{\s{0,9}steps\./.test(value);
}

/** The job of a step, and its number in it. */
function placeOf({ entries }: Step): { job: string; index: number } | null {
  const [first] = entries.values();
  const [, job, , index] = first?.path ?? [];
  return typeof job === 'string' && typeof index === 'number' ? { job, index } : null;
}
