import type { RunningProcess } from '../model/process.ts';
import type { ServerRule } from '../model/process-rules.ts';
import type { RuleSet } from '../model/ruleset.ts';

/** Which server or gateway of models a process would be, by its program; it is one where it listens. */
export function serverRule(process: RunningProcess, { processes }: RuleSet): ServerRule | null {
  const { exe, script, module, arguments: words, comm } = process;
  const names = [exe, script, words[0], comm].flatMap((path) => (path ? nameOf(path) : []));
  return (
    processes.servers.find(({ programs }) =>
      programs.some((program) => names.includes(program) || isWithin(module, program)),
    ) ?? null
  );
}

/** Whether a program is one of a list, by its file or what it was started as. */
export function isProgram({ exe, arguments: words }: RunningProcess, programs: readonly string[]): boolean {
  return [exe, words[0]].some((path) => path && programs.includes(nameOf(path)));
}

function nameOf(path: string): string {
  return path.replace(/^.*\//s, '').replace(/\.py$/, '');
}

function isWithin(module: string | null, program: string): boolean {
  return module === program || module?.startsWith(`${program}.`) === true;
}
