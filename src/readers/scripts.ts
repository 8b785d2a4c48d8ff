import type { Reader } from '../model/document.ts';
import type { EntryFact, Fact } from '../model/fact.ts';
import type { Position } from '../model/origin.ts';
import { type Environment, environmentOf, handedOn, withEnvironment } from './environment.ts';
import { moved } from './notebook/moved.ts';

/** How many scripts of one file are read, and how long one may be. */
const limits = { scripts: 300, text: 100_000 };

/** Path of the step or job that an entry is a script of, or a line of one; null for an entry that is none. */
export type ScriptOwner = (path: EntryFact['path']) => EntryFact['path'] | null;

/** True where a text may hold a command that sends a request: only then its scripts are worth reading. */
export function sendsRequests(text: string): boolean {
  return /\b(?:curl|curlie|wget|xhs?|https?)[ \t]/.test(text);
}

/**
 * A workflow or pipeline with the requests that its scripts send, read by the reader of shell scripts. What starts an
 * agent is told from the steps themselves, which know triggers and secrets.
 */
export function withScripts(reader: Reader, shell: Reader, ownerOf: ScriptOwner): Reader {
  return {
    id: reader.id,
    read(text, path) {
      const reading = reader.read(text, path);
      const found = scriptsOf(reading.facts, ownerOf).flatMap((script) => sent(script, shell, path));
      const asks = found.some(({ kind }) => kind === 'call');
      return asks ? { ...reading, language: 'shell', facts: [...reading.facts, ...found] } : reading;
    },
  };
}

/** Lines of a script, and where in the file they stand. */
interface Script {
  readonly lines: string[];
  readonly at: Position[];
  readonly environment: Environment;
}

/** The scripts of a file: a block of many lines, or a list of them one by one. */
function scriptsOf(facts: readonly Fact[], ownerOf: ScriptOwner): Script[] {
  const entries = facts.filter((fact) => fact.kind === 'entry');
  const handed = handedOn(entries);
  const shells = new Map(entries.map(({ path, value }) => [path.join('\0'), value]));
  const scripts = new Map<string, Script>();
  for (const fact of facts) {
    const owner = fact.kind === 'entry' ? ownerOf(fact.path) : null;
    if (fact.kind !== 'entry' || !owner) continue;
    if (!/\b(?:ba|z|da|pw|power)?sh(?:ell)?\b|^$/.test(shells.get([...owner, 'shell'].join('\0')) ?? '')) continue;

    const id = owner.join('\0');
    const script = scripts.get(id) ?? { lines: [], at: [], environment: environmentOf(handed, owner) };
    scripts.set(id, script);
    add(script, fact);
  }
  return [...scripts.values()].slice(0, limits.scripts);
}

function add({ lines, at }: Script, { value, valueAt }: EntryFact): void {
  const written = value.slice(0, limits.text).split(/\r?\n/);
  const blank = written.findIndex((line) => line.trim() !== '');
  for (const [index, line] of written.entries()) {
    lines.push(withoutExpressions(line));
    at.push({ line: valueAt.line + index - Math.max(blank, 0), column: valueAt.column });
  }
}

/** `${{ … }}` is put in before a shell sees the script: it is no syntax of the shell's. */
function withoutExpressions(line: string): string {
  return line.replace(/\$\{\{[^{}]{0,500}\}\}/g, (whole) => `\${${'_'.repeat(whole.length - 3)}}`);
}

function sent({ lines, at, environment }: Script, shell: Reader, path: string): Fact[] {
  const text = lines.join('\n');
  if (!sendsRequests(text)) return [];

  const read = shell.read(text, path).facts.filter(isRequest);
  const kept = read.map((fact) => withEnvironment(fact, environment));
  const back = ({ line, column }: Position): Position => {
    const start = at[line - 1];
    return start ? { line: start.line, column: start.column + column - 1 } : { line, column };
  };
  return moved({ facts: kept }, back).facts;
}

function isRequest(fact: Fact): boolean {
  if (fact.kind === 'variable') return !/^_+$/.test(fact.name);
  return fact.kind === 'call' && /^\w+\.(?:post|get)$/.test(fact.ref.path);
}
