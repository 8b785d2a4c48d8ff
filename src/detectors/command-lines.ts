import type { Document } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import type { EntryFact } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { agentCli } from './agent-cli.ts';
import { type AgentCommand, agentCommands, agentProgram } from './agent-commands.ts';

type Path = EntryFact['path'];

/** Where a command line stands in a configuration: by the file's name, and the path of the entry. */
const places: readonly (readonly [file: RegExp, holds: (path: Path) => boolean])[] = [
  [/(?:^|\/)package\.json$/, ([first, second, third]) => starts(first, second, third)],
  [/(?:^|\/)composer\.json$/, ([first]) => first === 'scripts'],
  [/(?:^|\/)deno\.jsonc?$/, ([first]) => first === 'tasks'],
  [
    /(?:^|\/)(?:docker-)?compose(?:[.-][\w.-]{1,100})?\.ya?ml$/i,
    ([first, , key]) => first === 'services' && isRun(key),
  ],
  [/(?:^|\/)taskfile(?:\.dist)?\.ya?ml$/i, (path) => path[0] === 'tasks' && /^(?:cmds?)$/.test(String(path[2]))],
  [/(?:^|\/)\.?lefthook(?:-local)?\.ya?ml$/, (path) => path.at(-1) === 'run'],
  [/(?:^|\/)\.pre-commit-(?:config|hooks)\.yaml$/, (path) => path.at(-1) === 'entry'],
  [/(?:^|\/)(?:\.?mise|pyproject)\.toml$/, (path) => isTask(path)],
];

function starts(first: Path[number] | undefined, second: Path[number] | undefined, third: Path[number] | undefined) {
  return (
    first === 'scripts' ||
    first === 'simple-git-hooks' ||
    (first === 'husky' && second === 'hooks' && third !== undefined)
  );
}

function isRun(key: Path[number] | undefined): boolean {
  return key === 'command' || key === 'entrypoint';
}

/** Tasks of mise, poe, taskipy, PDM and hatch. */
function isTask(path: Path): boolean {
  if (path[0] === 'tasks') return path.at(-1) === 'run' || path.length === 2;
  const [tool, name, key] = path;
  return (
    tool === 'tool' &&
    /^(?:poe|taskipy|pdm|hatch|rye)$/.test(String(name)) &&
    /^(?:tasks|scripts|envs)$/.test(String(key))
  );
}

/** Agent CLIs that the command lines of a configuration start: scripts of a package, tasks, hooks, commands of a container. */
export function* commandLines(document: Document, rules: RuleSet): Iterable<Evidence> {
  const holds = places.find(([file]) => file.test(document.file))?.[1];
  if (!holds) return;
  for (const { entry, words } of linesIn(document, holds)) {
    const found = words ? listed(words, rules) : agentCommands(entry.value, rules);
    const started = { at: entry.valueAt, confidence: 'medium', hole: '$' } as const;
    for (const command of found) yield* agentCli(document, command, started, rules);
  }
}

/** Each command line once: as a text, or as the words of a list. */
function linesIn(
  { facts }: Document,
  holds: (path: Path) => boolean,
): Iterable<{ entry: EntryFact; words: string[] | null }> {
  const found = new Map<string, { entry: EntryFact; words: string[] | null }>();
  for (const entry of facts) {
    if (entry.kind !== 'entry' || !holds(entry.path)) continue;
    const isWord = typeof entry.path.at(-1) === 'number' && isRun(entry.path.at(-2));
    const key = (isWord ? entry.path.slice(0, -1) : entry.path).join('\0');
    const known = found.get(key);
    if (known?.words) known.words.push(entry.value);
    else found.set(key, { entry, words: isWord ? [entry.value] : null });
  }
  return found.values();
}

/** `["sh", "-c", "…"]` hands a text over. */
function listed(words: readonly string[], rules: RuleSet): readonly AgentCommand[] {
  const isShell = /(?:^|\/)(?:ba|z|da)?sh$/.test(words[0] ?? '') && /^-[a-z]*c$/.test(words[1] ?? '');
  if (isShell) return agentCommands(words[2] ?? '', rules);
  const found = agentProgram(words, false, rules);
  return found ? [found] : [];
}
