import type { InterpreterRule, LauncherRule, ProcessRules } from '../../model/process-rules.ts';

/** What a command line runs. */
export interface Started {
  readonly script: string | null;
  readonly module: string | null;
  /** Code stands on the command line itself. */
  readonly isInline: boolean;
  /** Places of the words that name what is run. */
  readonly named: ReadonlySet<number>;
}

/** A file that an interpreter runs. */
const scriptFile = /\.(?:py|pyc|pyz|js|mjs|cjs|ts|mts|cts|tsx|jsx|jar|war|dll|rb|php|pl|sh|lua|r|exs?|go)$/i;

/** A module, with an application in it: `support.main:app`, `com.acme.Main`, `support_bot`. */
const moduleName = /^[A-Za-z_][\w-]*(?:[./][A-Za-z_]\w*)*(?::[A-Za-z_]\w*(?:\.\w+)*(?:\(\))?)?$/;

const nothing: Started = { script: null, module: null, isInline: false, named: new Set() };

/** The last part of a path: `python3.12`. */
export function programName(path: string): string {
  return path.replace(/^-/, '').replace(/^.*\//s, '');
}

/** What an interpreter is told to run, or a launcher; `program` is the name of the executable. */
export function started(words: readonly string[], program: string, rules: ProcessRules): Started {
  const interpreter = rules.interpreters.find(({ names }) => names.some((name) => isVersionOf(program, name)));
  const found = interpreter ? interpreted(words, interpreter) : nothing;
  const launcher = rules.launchers.find(({ names }) => names.includes(launcherName(words, found)));
  if (!launcher) return found;
  const application = launched(words, Math.max(0, ...found.named), launcher);
  return application ?? found;
}

/** Whether a program is an interpreter in some version: `python3.12` is `python`. */
export function isVersionOf(program: string, name: string): boolean {
  return program.startsWith(name) && /^[\d.-]*$/.test(program.slice(name.length));
}

function launcherName(words: readonly string[], { script, module }: Started): string {
  return module?.split('.')[0] ?? programName(script ?? words[0] ?? '');
}

function interpreted(words: readonly string[], rule: InterpreterRule): Started {
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? '';
    const next = words[at + 1] ?? '';
    if (isInline(word, rule)) return { ...nothing, isInline: true };
    if (rule.module.includes(word))
      return moduleName.test(next) ? { ...nothing, module: next, named: new Set([at + 1]) } : nothing;
    if (rule.script.includes(word)) return scriptAt(next, at + 1);
    if (rule.values.includes(word)) at++;
    else if (!isOption(word) && !rule.words.includes(word))
      return rule.entry === 'module' && moduleName.test(word) && !scriptFile.test(word)
        ? { ...nothing, module: word, named: new Set([at]) }
        : scriptAt(word, at);
  }
  return nothing;
}

/** `-c`, `-lc`, and `-c` with its code. */
function isInline(word: string, { inline }: InterpreterRule): boolean {
  if (inline.includes(word)) return true;
  const short = inline.filter((option) => /^-[A-Za-z]$/.test(option));
  const last = /^-[A-Za-z]{1,5}([A-Za-z])$/.exec(word)?.[1];
  return short.some((option) => word.startsWith(option) || option === `-${last}`);
}

/** What is read from an open file, as `bash /dev/fd/3` does, is no file that anybody finds. */
function scriptAt(word: string, at: number): Started {
  if (/^(?:\/dev\/|\/proc\/|-$)/.test(word)) return { ...nothing, isInline: true };
  return isPath(word) ? { ...nothing, script: word, named: new Set([at]) } : nothing;
}

/** What a launcher serves stands behind it. */
function launched(words: readonly string[], behind: number, rule: LauncherRule): Started | null {
  for (let at = behind + 1; at < words.length; at++) {
    const word = words[at] ?? '';
    const next = words[at + 1] ?? '';
    const isNamed = rule.application.includes(word);
    const name = isNamed ? next : word;
    const place = new Set([behind, isNamed ? at + 1 : at]);
    if (!isNamed && (isOption(word) || rule.words.includes(word))) continue;
    if (scriptFile.test(name) && isPath(name)) return { ...nothing, script: name, named: place };
    // A value of an option looks like a module; one with its application does not.
    if (moduleName.test(name) && (isNamed || name.includes(':')))
      return { ...nothing, module: name.replace(/:.*/s, ''), named: place };
  }
  return null;
}

function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-';
}

/** A path, as one writes them, and no text. */
function isPath(word: string): boolean {
  return (
    word.length <= 1024 && /^[\p{L}\p{N}_./@+~ -]+$/u.test(word) && !/^\s|\s$/.test(word) && /[\p{L}\p{N}]/u.test(word)
  );
}
