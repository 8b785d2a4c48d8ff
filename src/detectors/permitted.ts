import type { Document } from '../model/document.ts';
import type { Access, Confidence, ConnectionEvidence, ToolEvidence } from '../model/evidence.ts';
import type { Position } from '../model/origin.ts';
import type { PermissionRule, RuleSet, RunnerRule } from '../model/ruleset.ts';
import { pieces } from '../text/pieces.ts';
import type { Word } from '../text/shell.ts';
import type { AgentCommand } from './agent-commands.ts';
import { evidenceBase } from './base.ts';
import { shownTarget } from './target.ts';

/** An option of a command line or an input of an action, and what it is given. */
export interface Given<At> {
  /** `--allowedTools`, `allowed_tools`; '' for what is only known when it runs. */
  readonly name: string;
  readonly values: readonly string[];
  readonly at: At;
}

/** What an agent may do without being asked. */
export interface Permitted<At> {
  readonly tools: readonly { readonly name: string; readonly access: Access; readonly at: At }[];
  /** MCP servers, with the command line or URL where that is said. */
  readonly servers: readonly { readonly name: string; readonly target: readonly string[]; readonly at: At }[];
  /** True where it is decided at run time. */
  readonly isOpen: boolean;
}

/** No honest agent is handed more than this by one command: beyond it, what it may do is as good as open. */
const most = 1000;

/** The options among the words of a command line, each with the words that may be its value. */
export function optionsOf(words: readonly Word[]): Given<Word>[] {
  const found: { name: string; values: string[]; at: Word }[] = [];
  for (const word of words) {
    if (word.text === '--') break;
    const [, name, value] = /^(-[^=\s]*)(?:=(.*))?$/s.exec(word.text) ?? [];
    if (name !== undefined) found.push({ name, values: value === undefined ? [] : [value], at: word });
    else found.at(-1)?.values.push(word.text);
  }
  return found;
}

/** The options of a command line that an input holds as one text, or as a list in JSON. */
export function optionsIn(text: string): Given<Word>[] {
  const listed = json(text);
  const words = Array.isArray(listed) ? listed.map((word) => ({ text: String(word), offset: 0 })) : pieces(text, /\s/);
  const open = words.find(({ text: word }, index) => isHole(word) && !words[index - 1]?.text.startsWith('-'));
  return [...optionsOf(words), ...(open ? [{ name: '', values: [], at: open }] : [])];
}

/** What options and inputs permit, by the rule of the program that they are given to. */
export function permitted<At>(rule: PermissionRule | null, given: readonly Given<At>[]): Permitted<At> {
  if (!rule) return { tools: [], servers: [], isOpen: false };
  const denied = new Set(given.flatMap((one) => named(one, rule.deny)));
  const tools = new Map<string, Permitted<At>['tools'][number]>();
  const servers = new Map<string, Permitted<At>['servers'][number]>();
  let isOpen = given.some(({ name }) => name === '');
  for (const one of given) {
    const { at } = one;
    for (const item of named(one, rule.allow)) {
      if (isHole(toolOf(item))) isOpen = true;
      // A list that allows any tool goes by its own name: in a registry, `*` would approve whatever comes.
      else if (item === '*') tools.set(one.name, { name: one.name, access: 'execute', at });
      else if (!denied.has(item) && !denied.has(toolOf(item)))
        tools.set(item, { name: item, access: rule.access.get(toolOf(item)) ?? 'unknown', at });
    }
    const mode = rule.modes.find(({ names }) => names.some((name) => isSet(one, name)));
    if (mode) tools.set(mode.name, { name: mode.name, access: mode.access, at });
    for (const server of serversIn(one, rule.servers)) servers.set(server.name, { ...server, at });
  }
  for (const { name, at } of tools.values()) {
    const server = rule.server?.exec(name)?.[1];
    if (server !== undefined && !servers.has(server)) servers.set(server, { name: server, target: [], at });
  }
  return {
    tools: [...tools.values()].slice(0, most),
    servers: [...servers.values()].slice(0, most),
    isOpen: isOpen || tools.size > most || servers.size > most,
  };
}

/** What the arguments of a command permit, all of it told at one place. */
export function permittedBy({ rule, arguments: words }: AgentCommand, at: Position): Permitted<Position> {
  const given = rule.permissions ? optionsOf(words) : [];
  return permitted(
    rule.permissions,
    given.map((one) => ({ ...one, at })),
  );
}

/** The evidence of what an agent may do. Nobody is asked where a program runs without a person before it. */
export function* permissions(
  document: Document,
  { keys }: RuleSet,
  { rule, framework }: RunnerRule,
  { tools, servers }: Permitted<Position>,
  saying: { readonly confidence: Confidence; readonly within?: string | null },
): Iterable<ToolEvidence | ConnectionEvidence> {
  const base = (at: Position) => evidenceBase(document, at, { rule, framework, weight: 'mention', ...saying });
  for (const { name, access, at } of tools)
    yield { kind: 'tool', ...base(at), name, access, approval: 'none', binding: null };
  for (const { name, target, at } of servers)
    yield { kind: 'connection', ...base(at), name, target: shownTarget(target, keys) };
}

/** `Bash` of `Bash(git diff:*)`. */
function toolOf(item: string): string {
  return item.split('(', 1)[0] ?? '';
}

/** A name that is put in at run time: by a shell, a workflow, or code. */
function isHole(word: string): boolean {
  return /[$`]|\{\}/.test(word);
}

/** The names that an option or input lists, where it is one of these sources: `allowed_tools`, `settings.permissions.allow`. */
function named<At>({ name, values }: Given<At>, sources: readonly string[]): string[] {
  return sources.flatMap((source) => {
    const [carrier, ...path] = source.split('.');
    if (carrier !== name) return [];
    if (path.length > 0) return texts(valueAt(values, path));
    const [first = '', ...others] = values;
    // Behind the first may stand what belongs to nobody, such as the prompt.
    const end = others.findIndex((word) => isHole(word) || pieces(word, /\s/).length > 1);
    return [first, ...others.slice(0, end < 0 ? others.length : end)].flatMap((list) =>
      pieces(list, /[\s,[\]]/).flatMap(({ text }) => (text === '' ? [] : text)),
    );
  });
}

/** MCP servers that are named in a list, or configured in JSON. */
function serversIn<At>(one: Given<At>, sources: readonly string[]): { name: string; target: string[] }[] {
  const maps = sources.flatMap((source) => {
    const [carrier, ...path] = source.split('.');
    const value = carrier === one.name && path.length > 0 ? valueAt(one.values, path) : null;
    return typeof value === 'object' && value !== null ? Object.entries(value) : [];
  });
  return [
    ...named(one, sources).flatMap((name) => (isHole(name) ? [] : { name, target: [] })),
    ...maps.map(([name, server]) => ({ name, target: targetOf(server) })),
  ];
}

/** Command and arguments of a server, or its URL. */
function targetOf(server: unknown): string[] {
  const command = texts(Reflect.get(Object(server), 'command'));
  const url = ['url', 'httpUrl'].flatMap((field) => texts(Reflect.get(Object(server), field)));
  return command.length > 0 ? [...command, ...texts(Reflect.get(Object(server), 'args'))] : url;
}

/** Whether an option or input says this: `--yolo`, `--permission-mode acceptEdits`, `sandbox danger-full-access`. */
function isSet<At>({ name, values }: Given<At>, wanted: string): boolean {
  const [source = '', value] = wanted.split(' ');
  const [carrier, ...path] = source.split('.');
  if (carrier !== name) return false;
  if (value === undefined) return true;
  return (path.length > 0 ? texts(valueAt(values, path))[0] : values[0])?.trim() === value;
}

function valueAt([text = '']: readonly string[], path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => Reflect.get(Object(value), key), json(text));
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}

/** A text as JSON; null where it is none, such as the path of a file. */
function json(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
