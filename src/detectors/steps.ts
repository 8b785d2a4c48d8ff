import type { EntryFact } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { secretNames } from '../text/workflow.ts';

/** A step of a workflow or composite action, or a job that calls the workflow of another repository. */
export interface Step {
  /** Its entries by their path inside it, in lower case: `uses`, `with.model`. */
  readonly entries: ReadonlyMap<string, EntryFact>;
  /** Variables of its job and of the workflow. */
  readonly inherited: readonly (readonly EntryFact[])[];
  /** Secrets that it is handed beside those that its entries name. */
  readonly secrets?: readonly string[];
  /** What starts it, where the steps of a file differ in that. */
  readonly triggers?: readonly string[];
}

/** No honest job has more variables than this. */
const maximumVariables = 1000;

/** The steps of a workflow or action, from the entries of the file. */
export function stepsOf(entries: readonly EntryFact[]): Step[] {
  const steps = new Map<string, { entries: Map<string, EntryFact>; inherited: EntryFact[][] }>();
  const environments = new Map<string, EntryFact[]>();
  const environment = (key: string) => environments.get(key) ?? set(environments, key, []);
  for (const entry of entries) {
    const { path } = entry;
    const job = path[0] === 'jobs' ? `jobs\0${path[1]}` : '';
    if (path.at(-2) === 'env' && path.length === (job ? 4 : 2) && environment(job).length < maximumVariables)
      environment(job).push(entry);

    const depth = depthOfStep(path);
    if (depth === 0) continue;
    const id = path.slice(0, depth).join('\0');
    const step =
      steps.get(id) ?? set(steps, id, { entries: new Map(), inherited: [environment(''), environment(job)] });
    step.entries.set(path.slice(depth).join('.').toLowerCase(), entry);
  }
  return [...steps.values()];
}

/** Names of the secrets that a step is handed: its own, and those in the environment of its job and workflow. */
export function credentialsOf(step: Step): string[] {
  const named = handed(step).flatMap(({ value }) => secretNames(value));
  return [...new Set([...named, ...(step.secrets ?? [])])].sort();
}

/** What a step is handed in variables of a role, through its environment or an input of the same name. */
export function variablesOf(step: Step, rules: RuleSet, role: 'model' | 'base-url'): string[] {
  return handed(step).flatMap(({ path, value }) => {
    const place = path.at(-2);
    const name = String(path.at(-1)).toUpperCase().replaceAll('-', '_');
    const known = (place === 'env' || place === 'with') && rules.variables.get(name)?.role === role;
    return known && value !== '' ? [value] : [];
  });
}

/** The provider that an input or a variable of a step leads to, where it is set: `use_bedrock: true`. */
export function chosenBy(step: Step, providers: { readonly [input: string]: string }): string | null {
  for (const { path, value } of handed(step)) {
    const place = path.at(-2);
    const chosen = place === 'env' || place === 'with' ? providers[String(path.at(-1)).toLowerCase()] : undefined;
    if (chosen !== undefined && /^(?:true|1|yes)$/i.test(value.trim())) return chosen;
  }
  return null;
}

/** Events that start a workflow, as it lists them. */
export function triggersOf(entries: readonly EntryFact[]): string[] {
  const names = entries.flatMap(({ path: [root, name], value }) => {
    if (root !== 'on') return [];
    return typeof name === 'string' ? [name] : [value];
  });
  return [...new Set(names)].filter((name) => name !== '');
}

/** What a step is handed: its own entries, and the variables of its job and workflow. */
export function handed({ entries, inherited }: Step): EntryFact[] {
  return [...entries.values(), ...inherited.flat()];
}

/** How many segments lead to the step that an entry belongs to; 0 where it belongs to none. */
function depthOfStep([root, job, key]: EntryFact['path']): number {
  if (root === 'runs') return job === 'steps' ? 3 : 0;
  if (root !== 'jobs') return 0;
  if (key === 'steps') return 4;
  return key === 'uses' || key === 'with' || key === 'secrets' || key === 'if' ? 2 : 0;
}

function set<V>(map: Map<string, V>, key: string, value: V): V {
  map.set(key, value);
  return value;
}
