import type { Document } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import type { CallFact, Value } from '../model/fact.ts';
import type { ArgumentPath, RuleSet } from '../model/ruleset.ts';
import { withHoles } from '../model/value.ts';
import { agentCli } from './agent-cli.ts';
import { type AgentCommand, agentCommands, agentProgram } from './agent-commands.ts';
import { argument } from './argument.ts';
import type { Known } from './symbol.ts';

/** An agent CLI that code starts as a process: `spawn('claude', ['-p', prompt])`, `subprocess.run('codex exec …', shell=True)`. */
export function* started(
  document: Document,
  fact: CallFact,
  { rule: made, method }: Known,
  rules: RuleSet,
): Iterable<Evidence> {
  const { args } = method ?? made;
  const command = argument(fact.args, args.command);
  const given = args.arguments?.includes('...')
    ? further(fact, args.command)
    : (steps(document, fact, args.arguments) ?? argument(fact.args, args.arguments));
  const found = command && agent(command, given, rules);
  if (!found) return;

  const confidence = found.arguments.length > 0 ? 'high' : 'medium';
  yield* agentCli(document, found, { at: fact.at, confidence, within: fact.within, hole: '{}' }, rules);
}

/** The arguments behind the program, one by one; a list among them is laid open. */
function further({ args }: CallFact, command: ArgumentPath | undefined): Value {
  const positional = args.flatMap(({ name, value }) => (name === null ? value : []));
  const at = command?.find((step) => typeof step === 'number') ?? 0;
  return { kind: 'list', items: positional.slice(Number(at) + 1).flatMap(laid) };
}

function laid(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.items : [value];
}

/** What later calls on the made thing add: `.arg` and `.args` of `Command::new("claude").arg("-p")`; null where none are asked for. */
function steps({ facts }: Document, fact: CallFact, path: ArgumentPath | undefined): Value | null {
  const names = (path ?? []).flatMap((step) => (typeof step === 'string' && step.startsWith('.') ? step.slice(1) : []));
  if (names.length === 0) return null;
  const start = `${fact.ref.path}().`;
  const added = facts.flatMap((one) => {
    if (one.kind !== 'call' || one.within !== fact.within || one.ref.module !== fact.ref.module) return [];
    const name = one.ref.path.slice(one.ref.path.lastIndexOf('.') + 1);
    return one.ref.path.startsWith(start) && names.includes(name) ? [one] : [];
  });
  added.sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column || a.ref.path.length - b.ref.path.length);
  return { kind: 'list', items: added.flatMap(({ args }) => args.flatMap(({ value }) => laid(value))) };
}

/** A program with arguments, a list of both, or a shell text. Of alternatives the first that starts an agent. */
function agent(command: Value, given: Value | null, rules: RuleSet): AgentCommand | null {
  if (command.kind === 'choice') return firstOf(command.options, (option) => agent(option, given, rules));
  if (given?.kind === 'choice') return firstOf(given.options, (option) => agent(command, option, rules));
  if (command.kind === 'list') return agentProgram(command.items.map(spelling), false, rules);
  const text = spelling(command);
  if (given?.kind === 'list') return agentProgram([text, ...given.items.map(spelling)], false, rules);
  if (given && given.kind !== 'map') return agentProgram([text], true, rules);
  return agentCommands(text, rules)[0] ?? null;
}

function firstOf(options: readonly Value[], look: (option: Value) => AgentCommand | null): AgentCommand | null {
  for (const option of options) {
    const found = look(option);
    if (found) return found;
  }
  return null;
}

/** A value as a word, `{}` for what is decided at run time. */
function spelling(value: Value): string {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'parts') return withHoles(value.parts);
  if (value.kind === 'env') return value.fallback ?? '{}';
  const option = value.kind === 'choice' ? value.options.find(({ kind }) => kind === 'text') : undefined;
  return option?.kind === 'text' ? option.text : '{}';
}
