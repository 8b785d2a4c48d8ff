import type { EntryFact } from '../../model/fact.ts';
import { simpleCommands } from '../../text/shell.ts';
import { joined } from '../manifests.ts';
import type { Step } from '../steps.ts';

/** Programs that run the script behind them. */
const runners: ReadonlySet<string> = new Set('python python3 node tsx ts-node bun ruby php bash sh'.split(' '));
/** Words that lead to such a program: `uv run python`, `poetry run`, `npx tsx`, `deno run`. */
const leads: ReadonlySet<string> = new Set('uv poetry pipenv pdm npx bunx deno go run exec time'.split(' '));

/**
 * The script of the repository that a step of a workflow starts, as a path; null where it starts none, or several. What it
 * is started in must be known.
 */
export function scriptOf({ entries }: Step, all: readonly EntryFact[]): string | null {
  const run = entries.get('run');
  if (!run || run.value.length > 10_000) return null;
  const scripts = simpleCommands(run.value).flatMap((words) => started(words.map(({ text }) => text)) ?? []);
  const [script, ...others] = new Set(scripts);
  if (script === undefined || others.length > 0) return null;
  const folder = entries.get('working-directory')?.value ?? defaultFolder(all, run.path) ?? '.';
  return joined('x', `${folder}/${script}`);
}

function started(words: readonly string[]): string | null {
  let at = 0;
  while (leads.has(words[at] ?? '') || /^[A-Za-z_]\w*=/.test(words[at] ?? '')) at++;
  const [program = '', ...rest] = words.slice(at);
  const script = runners.has(program) ? rest.find((word) => !word.startsWith('-')) : program;
  const isModule = runners.has(program) && rest.includes('-m');
  return script !== undefined && !isModule && /^[\w./-]{1,200}\.(?:py|[cm]?[jt]s|rb|php|sh|go)$/.test(script)
    ? script
    : null;
}

function defaultFolder(entries: readonly EntryFact[], path: EntryFact['path']): string | null {
  const at = (head: EntryFact['path']): string | undefined =>
    entries.find((entry) => entry.path.join('\0') === [...head, 'defaults', 'run', 'working-directory'].join('\0'))
      ?.value;
  return at(path.slice(0, 2)) ?? at([]) ?? null;
}
