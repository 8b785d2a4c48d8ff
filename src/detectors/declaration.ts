import picomatch from 'picomatch';
import type { Document } from '../model/document.ts';
import type { DeclarationEvidence, Evidence, WorkloadEvidence } from '../model/evidence.ts';
import type { EntryFact } from '../model/fact.ts';
import type { Position } from '../model/origin.ts';
import type { ConfigFileRule, RuleSet, RunnerRule } from '../model/ruleset.ts';
import { address, hostRule } from '../text/host.ts';
import { imageName } from '../text/image.ts';
import { Lines } from '../text/position.ts';
import type { Word } from '../text/shell.ts';
import { isWorkflow } from '../text/workflow.ts';
import { agentCommands, commandModel, modelArgument } from './agent-commands.ts';
import { evidenceBase } from './base.ts';
import { commandLines } from './command-lines.ts';
import { declared as formats } from './declared/declared.ts';
import { type Given, optionsIn, optionsOf, type Permitted, permissions, permitted } from './permitted.ts';
import { pipelineSteps } from './pipeline.ts';
import { providerOfModel } from './provider.ts';
import { chosenBy, credentialsOf, type Step, stepsOf, triggersOf, variablesOf } from './steps.ts';

/** A workflow is one agent: beyond this many steps that run a model, another says nothing new. */
const maximumDeclarations = 200;

/** What a configuration declares: AI actions and agent CLIs in workflows, files of assistants and agents. */
export function* declaration(document: Document, rules: RuleSet): Iterable<Evidence> {
  yield* configuration(document, rules);
  yield* formats(document, rules);
  yield* commandLines(document, rules);
  const workflow = workflowOf(document, rules);
  if (!workflow) return;
  yield* running(document, rules, workflow);
  if (document.language === 'shell') yield* sending(document, workflow);
}

/** A workflow or pipeline: its name, and those of its steps that may ask a model. */
export interface Workflow {
  readonly name: string | null;
  readonly steps: readonly Step[];
}

/** The steps of a workflow or pipeline; null where the file is none. */
export function workflowOf(document: Document, rules: RuleSet): Workflow | null {
  const pipeline = pipelineSteps(document, (script) => sends.test(script) || agentCommands(script, rules).length > 0);
  if (pipeline) return { name: null, steps: pipeline };
  if (!isWorkflow(document.file) && !hasJobs(document)) return null;
  const entries = document.facts.filter((fact) => fact.kind === 'entry');
  const triggers = triggersOf(entries);
  return { name: topLevel(document, 'name'), steps: stepsOf(entries).map((step) => ({ ...step, triggers })) };
}

/** Programs that send a request. */
const sends = /\b(?:curl|curlie|wget|xhs?|https?)[ \t]/;

/** What starts the steps of a workflow that send requests: whether one of them asks a model, others tell. */
function* sending(document: Document, { name, steps }: Workflow): Iterable<WorkloadEvidence> {
  const found = steps.flatMap((step) => {
    const run = step.entries.get('run');
    return run && sends.test(run.value) ? [{ run, triggers: step.triggers ?? [] }] : [];
  });
  const [first] = found;
  if (!first) return;
  yield {
    kind: 'workload',
    ...evidenceBase(document, first.run.valueAt, { rule: 'workload', confidence: 'high', weight: 'mention' }),
    name: name ?? document.file.slice(document.file.lastIndexOf('/') + 1),
    image: null,
    build: null,
    serves: false,
    triggers: [...new Set(found.flatMap(({ triggers }) => triggers))].sort(),
  };
}

/** A workflow wherever it lies: as a template for others, or in a folder that a forge of its own reads. */
function hasJobs({ facts }: Document): boolean {
  const top = new Set(facts.flatMap((fact) => (fact.kind === 'entry' ? [fact.path[0]] : [])));
  return top.has('jobs') && top.has('on');
}

/** A file whose path says that it configures an assistant or describes an agent. One piece of evidence a file. */
function* configuration(document: Document, { files, subjects }: RuleSet): Iterable<DeclarationEvidence> {
  const found = matchers(files).flatMap(({ rule, matches }) => (matches(document.file) ? [rule] : []));
  const chosen =
    found.find(({ what }) => what === 'agent-file') ?? found.find(({ what }) => what === 'assistant-config');
  if (!chosen || chosen.what === 'mcp-config') return;

  const { rule, what } = chosen;
  const whose = subjects.get(rule)?.kind === 'provider' ? { provider: rule } : { framework: rule };
  const model = what === 'agent-file' ? topLevel(document, 'model') : null;
  yield {
    kind: 'declaration',
    ...evidenceBase(document, { line: 1, column: 1 }, { rule, ...whose, confidence: 'high', weight: 'mention' }),
    what,
    name: what === 'agent-file' ? topLevel(document, 'name') : null,
    level: 'agent',
    models: model === null ? [] : [model],
    hosts: [],
    dynamic: [],
    triggers: [],
    credentials: [],
  };
}

/** What the steps of a workflow or pipeline run. */
function* running(document: Document, rules: RuleSet, { name, steps }: Workflow): Iterable<Evidence> {
  const source = { text: document.text, lines: new Lines(document.text) };
  let count = 0;
  for (const step of steps) {
    for (const found of [...actions(step, rules, source), ...commands(step, rules, source)]) {
      if (count++ >= maximumDeclarations) return;
      const declaration = { ...declared(document, rules, step, found), name };
      yield declaration;
      if (isOff(step)) continue;
      yield* permissions(document, rules, found.rule, found.permitted, { confidence: declaration.confidence });
    }
  }
}

/** Something that runs a model in a step. */
interface Found {
  readonly what: 'ai-action' | 'agent-cli';
  readonly rule: RunnerRule;
  readonly at: Position;
  /** As written; '' where none is given. */
  readonly models: readonly string[];
  readonly permitted: Permitted<Position>;
}

/** The file's text, and the index of its lines. */
interface Source {
  readonly text: string;
  readonly lines: Lines;
}

/** Whether a step that is not switched off runs an AI action or an agent CLI. */
export function runsModel(step: Step, rules: RuleSet): boolean {
  if (isOff(step)) return false;
  return actionOf(step, rules) !== undefined || agentCommands(scriptOf(step), rules).length > 0;
}

/** The script of a step, where a shell reads it; else ''. */
function scriptOf({ entries }: Step): string {
  const shell = entries.get('shell')?.value ?? 'bash';
  return /\b(?:bash|sh|zsh|pwsh|powershell|cmd)\b/.test(shell) ? (entries.get('run')?.value ?? '') : '';
}

/** What a step, or a job, runs with `uses: owner/repo@ref`, where that runs a model. */
function actionOf({ entries }: Step, { actions }: RuleSet): RunnerRule | undefined {
  const uses = entries.get('uses');
  return actions.get(uses ? actionName(uses.value) : '');
}

function actions(step: Step, rules: RuleSet, source: Source): Found[] {
  const { entries } = step;
  const uses = entries.get('uses');
  const rule = actionOf(step, rules);
  if (!uses || !rule) return [];

  const inputs = new Set(rule.model.map((input) => `with.${input.toLowerCase()}`));
  const models = [...entries].flatMap(([path, { value }]) => {
    if (path.startsWith('with.') && /(?:^|\s)--model\b/.test(value)) return modelArgument(value.split(/[\s"']+/)) ?? [];
    return inputs.has(path) ? [value.trim()] : [];
  });
  const given = givenTo(step, rule, source);
  return [{ what: 'ai-action', rule, at: uses.valueAt, models, permitted: permitted(rule.permissions, given) }];
}

/** What an action is handed that may say what its agent is permitted: inputs, and the options that an input holds. */
function givenTo({ entries }: Step, { permissions }: RunnerRule, source: Source): Given<Position>[] {
  if (!permissions) return [];
  return [...entries].flatMap(([path, entry]) => {
    const name = path.startsWith('with.') ? path.slice('with.'.length) : '';
    if (name === '') return [];
    if (!permissions.arguments.includes(name)) return [{ name, values: [entry.value], at: entry.valueAt }];
    const place = placesIn(source, entry);
    return optionsIn(entry.value).map((one) => ({ ...one, at: place(one.at) }));
  });
}

/** An action without its reference, an image without its tag; '' for an action of the repository itself. */
export function actionName(uses: string): string {
  if (uses.startsWith('docker://')) return `docker://${imageName(uses.slice('docker://'.length, 300))}`;
  return /^[^@\s]{1,300}(?=@)/.exec(uses)?.[0].toLowerCase() ?? '';
}

/** Agent CLIs that the script of a step starts. */
function commands(step: Step, rules: RuleSet, source: Source): Found[] {
  const run = step.entries.get('run');
  if (!run) return [];

  const place = placesIn(source, run);
  return agentCommands(scriptOf(step), rules).map((command) => {
    const { rule, arguments: words, offset } = command;
    const given = rule.permissions ? optionsOf(words) : [];
    return {
      what: 'agent-cli',
      rule,
      at: place({ offset }),
      models: [commandModel(command) ?? ''],
      permitted: permitted(
        rule.permissions,
        given.map((one) => ({ ...one, at: place(one.at) })),
      ),
    };
  });
}

function declared(
  document: Document,
  rules: RuleSet,
  step: Step,
  { what, rule, at, models, permitted }: Found,
): DeclarationEvidence {
  const named = [...models, ...variablesOf(step, rules, 'model')].filter((model) => model !== '');
  const known = named.filter(isLiteral);
  const urls = variablesOf(step, rules, 'base-url');
  const hosts = urls.filter(isLiteral).flatMap((url) => address(url) ?? []);
  const provider =
    chosenBy(step, rule.providers) ??
    firstOf(hosts, (host) => hostRule(host, rules)?.provider ?? null) ??
    rule.provider ??
    firstOf(known, (name) => providerOfModel(name, rules));
  const base = evidenceBase(document, at, {
    rule: rule.rule,
    provider,
    framework: rule.framework,
    confidence: what === 'ai-action' ? 'high' : 'medium',
    weight: isOff(step) ? 'mention' : 'use',
  });
  return {
    kind: 'declaration',
    ...base,
    what,
    name: null,
    level: rule.level,
    models: [...new Set(known)].sort(),
    hosts: hosts.map(({ host }) => host),
    dynamic: [
      ...(named.every(isLiteral) ? [] : (['models'] as const)),
      ...(urls.every(isLiteral) ? [] : (['hosts'] as const)),
      ...(permitted.isOpen ? (['tools'] as const) : []),
    ],
    triggers: step.triggers ?? [],
    credentials: credentialsOf(step),
  };
}

function firstOf<T>(items: readonly T[], look: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = look(item);
    if (found !== null) return found;
  }
  return null;
}

/** A step that is switched off for good. */
function isOff({ entries }: Step): boolean {
  return /^\s*(?:false|\$\{\{\s{0,20}false\s{0,20}\}\})\s*$/.test(entries.get('if')?.value ?? '');
}

function isLiteral(value: string): boolean {
  return !value.includes('${{') && !value.startsWith('$');
}

/** Places of the words of a script or input, where that is a block written line for line; else where the block starts. */
function placesIn({ text, lines }: Source, { value, valueAt }: EntryFact): (word: Pick<Word, 'offset'>) => Position {
  const own = new Lines(value);
  const first = own.at(value.length - value.trimStart().length).line;
  return ({ offset }) => {
    const line = valueAt.line + Math.max(0, own.at(offset).line - first);
    const word = value.slice(offset, offset + 100).split(/\s/, 1)[0] || '\n';
    const column = text.slice(lines.start(line), lines.start(line + 1)).indexOf(word);
    return column < 0 ? valueAt : { line, column: column + 1 };
  };
}

/** The text of an entry at the top of a file, `null` where there is none. */
function topLevel(document: Document, key: string): string | null {
  for (const fact of document.facts) {
    if (fact.kind === 'entry' && fact.path.length === 1 && fact.path[0] === key) return fact.value || null;
  }
  return null;
}

interface Matcher {
  readonly rule: ConfigFileRule;
  readonly matches: (path: string) => boolean;
}

/** Patterns are compiled once for a rule set. */
const compiled = new WeakMap<readonly ConfigFileRule[], readonly Matcher[]>();

function matchers(files: readonly ConfigFileRule[]): readonly Matcher[] {
  const known = compiled.get(files) ?? files.map((rule) => ({ rule, matches: picomatch(rule.glob, { dot: true }) }));
  compiled.set(files, known);
  return known;
}
