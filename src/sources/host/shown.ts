import type { ProcessRules } from '../../model/process-rules.ts';
import type { Started } from './words.ts';

/** More words than this say nothing more. */
const maxWords = 200;

/** An option by its name, without a value that is joined to it. */
const long = /^--?[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*/;

/** Behind such an option stands a secret, whatever it looks like. */
const secretive = /key|token|secret|passw|pwd|auth|cred|cookie|header|bearer|^-[HupP]$/i;

/**
 * What may be shown of a command line: the program, names of options, and what is run. Everything else may be a secret, and is
 * left out.
 */
export function shownArguments(
  words: readonly string[],
  { named }: Started,
  exe: string | null,
  rules: ProcessRules,
): string[] {
  const known = optionsOf(rules);
  const shown = [title(words[0] ?? '', exe)];
  for (let at = 1; at < Math.min(words.length, maxWords); at++) {
    const word = words[at] ?? '';
    if (named.has(at)) shown.push(word);
    else if (word.startsWith('-') && !follows(words[at - 1] ?? '')) shown.push(...option(word, known));
  }
  return shown.filter((word) => word !== '');
}

const byRules = new WeakMap<ProcessRules, ReadonlySet<string>>();

/** Options that interpreters are known to have. */
function optionsOf(rules: ProcessRules): ReadonlySet<string> {
  const known =
    byRules.get(rules) ??
    new Set(
      rules.interpreters.flatMap(({ inline, module, script, values }) => [...inline, ...module, ...script, ...values]),
    );
  byRules.set(rules, known);
  return known;
}

/** A program may write over its arguments, all in one: then only the first word is a program, as in `nginx: worker process`. */
function title(word: string, exe: string | null): string {
  return word === exe ? word : (/^\S{0,1024}/.exec(word)?.[0] ?? '').replace(/:$/, '');
}

function follows(before: string): boolean {
  return before.startsWith('-') && !before.includes('=') && secretive.test(before);
}

function option(word: string, known: ReadonlySet<string>): string[] {
  if (known.has(word)) return [word];
  const [name = ''] = long.exec(word) ?? [];
  // `-psecret` and `-Hname: value`: one letter, and its value.
  if (!name.startsWith('--')) return /^-[A-Za-z]/.test(word) ? [word.slice(0, 2)] : [];
  const parts = name.slice(2).split(/[-_.]/);
  const isName = name.length <= 60 && parts.every((part) => part.length <= 20 && !/\d.*[A-Za-z].*\d|\d{5}/.test(part));
  return isName ? [name] : [];
}
