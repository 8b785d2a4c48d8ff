import type { RuleSet, RunnerRule } from '../model/ruleset.ts';
import { simpleCommands, type Word } from '../text/shell.ts';

/** An agent CLI that a shell text starts. */
export interface AgentCommand {
  readonly rule: RunnerRule;
  /** Offset of the program's name. */
  readonly offset: number;
  /** What follows the program's name. */
  readonly arguments: readonly Word[];
}

/** Words that may stand before a command. */
const keywords: ReadonlySet<string> = new Set(
  'if then elif else do while until ! { time exec command builtin nohup'.split(' '),
);

/** Programs that run the command behind them, and those of their options that take a value. */
const wrappers: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    sudo: '-u -g -h -p -C -D -R -T -U --user --group',
    env: '-u -C --unset --chdir',
    timeout: '-s -k --signal --kill-after',
    nice: '-n --adjustment',
    stdbuf: '-i -o -e',
    xargs: '-I -n -P -L -d -a -s -E --max-args --max-procs --replace',
    'cross-env': '',
    dotenv: '-e -f',
  }).map(([name, options]) => [name, new Set(options.split(' '))]),
);

/** Programs that run a package, and those of their options that take a value. */
const packageRunners: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    ...['npx', 'bunx', 'npm exec', 'pnpm dlx', 'pnpm exec', 'yarn dlx', 'yarn exec', 'bun x'],
    ...['uvx', 'uv run', 'uv tool run', 'pipx run', 'poetry run', 'pdm run', 'hatch run'],
    ...['python -m', 'python3 -m'],
  ].map((name) => [
    name,
    new Set(['-p', '--package', '--from', '--with', '--spec', '--registry', '--directory', '--python']),
  ]),
);

const shells: ReadonlySet<string> = new Set(['bash', 'sh', 'zsh', 'dash']);

/** The agent CLIs that a shell text starts, with an argument that makes them work by themselves. */
export function agentCommands(text: string, rules: Pick<RuleSet, 'commands' | 'packages'>): AgentCommand[] {
  const found: AgentCommand[] = [];
  for (const words of simpleCommands(text)) {
    const inner = shellArgument(words);
    const commands = inner ? simpleCommands(inner.text).map((command) => moved(command, inner.offset)) : [words];
    for (const command of commands) {
      const agent = agentCommand(command, rules);
      if (agent) found.push(agent);
    }
  }
  return found;
}

/** The agent CLI that a program and its arguments start; `open`: there may be more of them than are known. */
export function agentProgram(
  words: readonly string[],
  open: boolean,
  rules: Pick<RuleSet, 'commands' | 'packages'>,
): AgentCommand | null {
  const [program = '', ...rest] = words;
  const rule = open ? rules.commands.get(baseName(program)) : undefined;
  if (rule && rest.length === 0) return { rule, offset: 0, arguments: [] };
  return agentCommand(
    words.map((text) => ({ text, offset: 0 })),
    rules,
  );
}

/** The model that a command line names; `null` where it names none. */
export function commandModel({ rule, arguments: words }: AgentCommand): string | null {
  return modelArgument(
    words.map(({ text }) => text),
    rule.model,
  );
}

/** The text after `-m` or `--model` of a command line, or after a word of its own that the model follows (`ollama run`). */
export function modelArgument(words: readonly string[], own: readonly string[] = []): string | null {
  for (const [index, word] of words.entries()) {
    const joined = /^(?:--model|-m)=(.+)$/s.exec(word)?.[1];
    const isName = word === '--model' || word === '-m' || own.includes(word);
    const value = joined ?? (isName ? words[index + 1] : undefined);
    if (value) return value;
  }
  return null;
}

/** `bash -c '…'`: a text with commands of its own. */
function shellArgument(words: readonly Word[]): Word | null {
  const at = words.findIndex(({ text }) => shells.has(baseName(text)));
  const flag = words.findIndex(({ text }, index) => index > at && /^-[a-z]*c$/.test(text));
  return at >= 0 && flag > at && at === commandStart(words) ? (words[flag + 1] ?? null) : null;
}

/** Offsets inside a quoted argument: near enough to its own start, since quotes and escapes are gone. */
function moved(words: readonly Word[], offset: number): Word[] {
  return words.map((word) => ({ text: word.text, offset: word.offset + offset }));
}

function agentCommand(words: readonly Word[], rules: Pick<RuleSet, 'commands' | 'packages'>): AgentCommand | null {
  const at = commandStart(words);
  const runner = runnerAt(words, at);
  const start = runner ? afterOptions(words, at + runner.length, runner.options) : at;
  const program = words[start];
  if (!program) return null;

  const both = runner ? undefined : commandOf(program.text, words[start + 1]?.text, rules);
  const rule = runner ? packageRule(program.text, rules) : (both ?? rules.commands.get(baseName(program.text)));
  const rest = words.slice(start + (both ? 2 : 1));
  if (!rule || !asked(rule, rest)) return null;

  return { rule, offset: program.offset, arguments: rest };
}

/** Index of the program's name, behind assignments, keywords and wrappers. */
function commandStart(words: readonly Word[]): number {
  let at = 0;
  for (let word = words[at]; word; word = words[at]) {
    const options = wrappers.get(baseName(word.text));
    if (options) {
      at = afterOptions(words, at + 1, options);
      // A duration comes before the command that it limits.
      if (baseName(word.text) === 'timeout') at += 1;
    } else if (keywords.has(word.text) || /^[A-Za-z_]\w*\+?=/.test(word.text)) at += 1;
    else break;
  }
  return at;
}

function afterOptions(words: readonly Word[], from: number, valued: ReadonlySet<string>): number {
  let at = from;
  for (let word = words[at]; word?.text.startsWith('-'); word = words[at]) {
    at += valued.has(word.text) ? 2 : 1;
    if (word.text === '--') break;
  }
  return at;
}

function runnerAt(words: readonly Word[], at: number): { length: number; options: ReadonlySet<string> } | null {
  for (const length of [3, 2, 1]) {
    const [first, ...others] = words.slice(at, at + length).map(({ text }) => text);
    const options = first === undefined ? undefined : packageRunners.get([baseName(first), ...others].join(' '));
    if (options && others.length === length - 1) return { length, options };
  }
  return null;
}

/** A command of a larger program, known by both words: `gh copilot`. */
function commandOf(
  program: string,
  command: string | undefined,
  { commands }: Pick<RuleSet, 'commands'>,
): RunnerRule | undefined {
  return command === undefined ? undefined : commands.get(`${baseName(program)} ${command.toLowerCase()}`);
}

/** A package may be named like its program, or be known as the package of a rule that has a program. */
function packageRule(
  word: string,
  { commands, packages }: Pick<RuleSet, 'commands' | 'packages'>,
): RunnerRule | undefined {
  const name = /^(?:npm:)?((?:@[^/@\s]+\/)?[^@\s=<>~[]+)/.exec(word)?.[1] ?? word;
  const direct = commands.get(name.toLowerCase()) ?? (name.startsWith('@') ? undefined : commands.get(baseName(name)));
  if (direct) return direct;

  const id = packages.get(`npm:${name}`) ?? packages.get(`pypi:${name}`);
  return id === undefined ? undefined : [...commands.values()].find(({ rule }) => rule === id);
}

/** True where the arguments hold one of those that the rule asks for: an option, or words that follow one another. */
function asked(rule: RunnerRule, words: readonly Word[]): boolean {
  if (rule.arguments.length === 0) return true;
  return rule.arguments.some((argument) => {
    const needed = argument.split(' ');
    return words.some((_, index) =>
      needed.every((part, offset) => {
        const given = words[index + offset]?.text;
        return given === part || (part.startsWith('-') && given?.startsWith(`${part}=`));
      }),
    );
  });
}

function baseName(program: string): string {
  return program
    .slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1)
    .replace(/\.(?:exe|cmd)$/i, '')
    .toLowerCase();
}
