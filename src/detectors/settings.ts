import type { Document } from '../model/document.ts';
import type { EndpointEvidence, VariableEvidence, Whose } from '../model/evidence.ts';
import type { EntryFact } from '../model/fact.ts';
import type { Position } from '../model/origin.ts';
import type { RuleSet, VariableRule } from '../model/ruleset.ts';
import { address, hostRule, isTelling } from '../text/host.ts';
import { type PipelineKind, pipelineKind } from '../text/pipeline.ts';
import { isWorkflow, secretNames } from '../text/workflow.ts';
import { evidenceBase } from './base.ts';
import { placeholder } from './placeholder.ts';

/** What the entries of a configuration name: variables of providers and frameworks, and hosts of providers. */
export function* settings(
  document: Document,
  entries: readonly EntryFact[],
  rules: RuleSet,
  whoseOf: (entry: EntryFact) => Whose | null,
): Iterable<VariableEvidence | EndpointEvidence> {
  const kept = secretKeys(entries);
  const pipeline = pipelineKind(document.file);
  for (const fact of entries) {
    const named = variableName(fact, document.file);
    const whose = whoseOf(fact);
    const own = whose ? { whose } : {};
    const rule = named && rules.variables.get(named.name);
    if (named && rule && (named.environment || !rule.ambiguous)) {
      const ref = named.secret
        ? `secret:${named.value}`
        : (reference(named.value, pipeline) ?? kept.get(parentOf(fact)) ?? null);
      yield { ...variable(document, named.at, rule, rules), ...own, ref };
    }

    const to = address(named?.value ?? fact.value);
    const host = to && hostRule(to, rules);
    if (!to || !host || !isTelling(to, host, rules)) continue;
    const { provider } = host;
    yield {
      kind: 'endpoint',
      ...evidenceBase(document, fact.valueAt, { rule: provider, provider, confidence: 'high', weight: 'mention' }),
      ...own,
      host: to.host,
    };
  }
}

function variable(document: Document, at: Position, found: VariableRule, rules: RuleSet): VariableEvidence {
  const { rule, provider, name, role, ambiguous } = found;
  const framework = provider === null && rules.subjects.get(rule)?.kind === 'framework' ? rule : null;
  const confidence = ambiguous ? 'low' : 'medium';
  return {
    kind: 'variable',
    ...evidenceBase(document, at, { rule, provider, framework, confidence, weight: 'mention' }),
    name,
    secret: role === 'key',
    ref: null,
  };
}

/** Where a value comes from, where it only names its store: a secret of a workflow or pipeline, of 1Password, of Vault. */
function reference(value: string, pipeline: PipelineKind | null): string | null {
  const secret = secretNames(value)[0] ?? (pipeline === null ? undefined : handedOn(value, pipeline));
  return secret === undefined ? placeholder(value).ref : `secret:${secret}`;
}

/** What a pipeline hands on of the variables that its CI system keeps: `$(NAME)` in Azure, `$NAME` elsewhere. */
function handedOn(value: string, pipeline: PipelineKind): string | undefined {
  const pattern = pipeline === 'azure' ? /^\$\(([\w.-]{1,200})\)$/ : /^\$\{?([A-Za-z_]\w{0,199})\}?$/;
  return pattern.exec(value)?.[1];
}

/** By the container variable it belongs to: the `secretKeyRef` of Kubernetes, as `secret:name/key`; a secret of Amazon ECS. */
export function secretKeys(entries: readonly EntryFact[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { path, value } of entries) {
    if (path.at(-1) === 'valueFrom' && path.at(-3) === 'secrets')
      found.set(path.slice(0, -1).join('\0'), `aws:${value}`);
    if (path.at(-2) !== 'secretKeyRef' || (path.at(-1) !== 'name' && path.at(-1) !== 'key')) continue;

    const id = path.slice(0, -3).join('\0');
    const other = found.get(id);
    if (other === undefined) found.set(id, `secret:${value}`);
    else
      found.set(id, path.at(-1) === 'key' ? `${other}/${value}` : `secret:${value}/${other.slice('secret:'.length)}`);
  }
  return found;
}

function parentOf({ path }: EntryFact): string {
  return path.slice(0, -1).join('\0');
}

/** A variable that an entry sets. */
export interface Named {
  readonly name: string;
  readonly at: Position;
  readonly value: string;
  /** True where the place says that it is an environment variable, not just a key of that name. */
  readonly environment: boolean;
  /** True where the value is the name of a secret. */
  readonly secret?: boolean;
}

/**
 * The variable that an entry may set: its key, or the item of a list such as `environment: [NAME=value]` of a compose
 * file or `env: [{ name: NAME }]` of a container. Inputs of an action are spelled in lower case.
 */
export function variableName({ path, value, at, valueAt }: EntryFact, file: string): Named | null {
  const key = path.at(-1);
  const parent = path.at(-2);
  const listed = typeof key === 'number' && isEnvironment(parent);
  const list = path.at(-3);
  const item = key === 'name' && typeof parent === 'number' && (isEnvironment(list) || list === 'secrets');
  if (listed || item) {
    const name = /^[A-Za-z_]\w{0,199}/.exec(value)?.[0] ?? '';
    return { name, value: value.slice(name.length + 1), at: valueAt, environment: true };
  }
  if (typeof key !== 'string') return null;

  // CI systems: `NAME: { value: … }`, `NAME: { from_secret: … }`.
  if (typeof parent === 'string' && (key === 'value' || key === 'from_secret') && isEnvironment(path.at(-3)))
    return { name: parent, value, at, environment: true, secret: key === 'from_secret' };

  const input = parent === 'with' && isWorkflow(file);
  const name = input ? key.toUpperCase().replaceAll('-', '_') : key;
  return { name, value, at, environment: input || isEnvironment(parent) || path.length === 1 };
}

/** Keys that hold environment variables, in manifests, pipelines and the values of charts. */
const environments: ReadonlySet<string | number | undefined> = new Set(
  'env environment environment_variables environmentVariables variables Variables envVars extraEnv extraEnvVars'.split(
    ' ',
  ),
);

function isEnvironment(key: string | number | undefined): boolean {
  return environments.has(key);
}
