import type { HeldKey, RunningCommand } from '../../model/process.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { heldKeys, type Setting } from './keys.ts';
import { shownArguments } from './shown.ts';
import { isVersionOf, programName, type Started, started } from './words.ts';

/** What a command line says; its other words are not kept. */
export interface CommandLine {
  readonly arguments: readonly string[];
  readonly script: string | null;
  readonly module: string | null;
  readonly isShell: boolean;
  readonly command: RunningCommand | null;
  readonly keys: readonly HeldKey[];
}

/** Reads a command line as `cmdline` has it: words, each ended by a NUL. `exe` is null where it is not known. */
export function commandLineOf(cmdline: string, exe: string | null, rules: RuleSet, salt: string): CommandLine {
  const words = cmdline.replace(/\0+$/, '').split('\0');
  const said = started(words, interpreterOf(words, exe, rules), rules.processes);
  return {
    arguments: shownArguments(words, said, exe, rules.processes),
    script: said.script,
    module: said.module,
    isShell: isShell(words, exe, said, rules),
    command: commandOf(words, said, rules),
    keys: heldKeys(optionSettings(words), 'command-line', rules, salt),
  };
}

/** The program that runs, by its file; where that is not known, or is one of many names, by its first word. */
function interpreterOf(words: readonly string[], exe: string | null, { processes }: RuleSet): string {
  const program = programName(exe ?? words[0] ?? '');
  const names = processes.interpreters.flatMap((one) => one.names);
  return names.some((name) => isVersionOf(program, name)) ? program : programName(words[0] ?? '');
}

function isShell(words: readonly string[], exe: string | null, { script }: Started, { processes }: RuleSet): boolean {
  return script === null && processes.shells.includes(programName(exe ?? words[0] ?? ''));
}

/** `--api-key=…` and `--api-key …` by their names; every word may be a key by its shape. */
function optionSettings(words: readonly string[]): Setting[] {
  return words.slice(1).map((word, at) => {
    const [, name, value] = /^(--?[A-Za-z][\w.-]*)=(.*)$/s.exec(word) ?? [];
    if (name !== undefined && value !== undefined) return { name, value };
    const before = words[at] ?? '';
    return { name: at > 0 && /^--?[A-Za-z][\w.-]*$/.test(before) ? before : null, value: word };
  });
}

/** The known command that runs: by the program, the script or module it runs, or the package that the script is in. */
function commandOf(
  words: readonly string[],
  { script, module, named }: Started,
  rules: RuleSet,
): RunningCommand | null {
  const behind = words.slice(Math.max(0, ...named) + 1);
  const plain = behind.find((word) => /^[a-z][\w-]*$/.test(word));
  const names = [
    programName(script ?? '').replace(/\.(?:[cm]?js|py)$/, ''),
    /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//s.exec(script ?? '')?.[1] ?? '',
    module?.split('.')[0] ?? '',
    programName(/^\S*/.exec(words[0] ?? '')?.[0] ?? ''),
  ].filter((name) => name !== '');
  const found = names.flatMap(
    (name) => rules.commands.get(`${name} ${plain}`.toLowerCase()) ?? rules.commands.get(name.toLowerCase()) ?? [],
  );
  const [rule] = found;
  if (!rule) return null;
  const isHeadless = rule.arguments.length === 0 || rule.arguments.some((one) => isGiven(one, behind));
  return { name: rule.name, isHeadless };
}

/** Whether an argument is there; one of several words where all of them are, in their order. */
function isGiven(needed: string, words: readonly string[]): boolean {
  let from = 0;
  return needed.split(' ').every((part) => {
    const at = words.findIndex((word, place) => place >= from && (word === part || word.startsWith(`${part}=`)));
    from = at + 1;
    return at >= 0;
  });
}
