import type { Document } from '../model/document.ts';
import type { EndpointEvidence, VariableEvidence } from '../model/evidence.ts';
import type { EntryFact } from '../model/fact.ts';
import type { Position } from '../model/origin.ts';
import type { RuleSet, VariableRule } from '../model/ruleset.ts';
import { isWorkflow } from '../text/workflow.ts';
import { evidenceBase } from './base.ts';
import { address, hostRule } from './host.ts';

/** What the entries of a configuration name: variables of providers and frameworks, and hosts of providers. */
export function* settings(document: Document, rules: RuleSet): Iterable<VariableEvidence | EndpointEvidence> {
  for (const fact of document.facts) {
    if (fact.kind !== 'entry') continue;

    const named = variableName(fact, document.file);
    const rule = named && rules.variables.get(named.name);
    if (named && rule && (named.environment || !rule.ambiguous)) yield variable(document, named.at, rule, rules);

    const to = address(fact.value);
    const host = to && hostRule(to, rules);
    if (!to || host?.kind !== 'api') continue;
    const { provider } = host;
    yield {
      kind: 'endpoint',
      ...evidenceBase(document, fact.valueAt, { rule: provider, provider, confidence: 'high', weight: 'mention' }),
      host: to.host,
    };
  }
}

function variable(document: Document, at: Position, found: VariableRule, rules: RuleSet): VariableEvidence {
  const { rule, provider, name, role, ambiguous } = found;
  const framework = rules.subjects.get(rule)?.kind === 'framework' ? rule : null;
  const confidence = ambiguous ? 'low' : 'medium';
  return {
    kind: 'variable',
    ...evidenceBase(document, at, { rule, provider, framework, confidence, weight: 'mention' }),
    name,
    secret: role === 'key',
  };
}

interface Named {
  readonly name: string;
  readonly at: Position;
  /** True where the place says that it is an environment variable, not just a key of that name. */
  readonly environment: boolean;
}

/**
 * The variable that an entry may set: its key, or the item of a list such as `environment: [NAME=value]` of a compose
 * file or `env: [{ name: NAME }]` of a container. Inputs of an action are spelled in lower case.
 */
function variableName({ path, value, at, valueAt }: EntryFact, file: string): Named | null {
  const key = path.at(-1);
  const parent = path.at(-2);
  const listed = typeof key === 'number' && isEnvironment(parent);
  const item = key === 'name' && typeof parent === 'number' && isEnvironment(path.at(-3));
  if (listed || item) return { name: /^[A-Za-z_]\w{0,199}/.exec(value)?.[0] ?? '', at: valueAt, environment: true };
  if (typeof key !== 'string') return null;

  const input = parent === 'with' && isWorkflow(file);
  const name = input ? key.toUpperCase().replaceAll('-', '_') : key;
  return { name, at, environment: input || isEnvironment(parent) || path.length === 1 };
}

function isEnvironment(key: string | number | undefined): boolean {
  return key === 'env' || key === 'environment' || key === 'environment_variables' || key === 'variables';
}
