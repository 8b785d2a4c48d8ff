import { ask } from './program.ts';
import type { Store } from './store.ts';

/** What a commit made of a file, held against the commit before it. */
export interface Step {
  readonly commit: string;
  readonly path: string;
  /** The blob that the file is from there on; `null` where the commit took it away. */
  readonly blob: string | null;
  /** True where there was no such file before. */
  readonly isNew: boolean;
}

/** A commit, and the one that it is held against; `null`: it is the first. */
export type Pair = readonly [commit: string, before: string | null];

/** A commit and those before it, newest first, by first parents alone; `null` where git could not tell them. */
export async function mainLine(
  { git, directory }: Store,
  head: string,
  most: number,
): Promise<readonly string[] | null> {
  const words = ['rev-list', '--first-parent', `--max-count=${most}`, head, '--'];
  const { answer, code } = await ask(git, words, { directory });
  if (code !== 0) return null;
  return answer
    .toString('latin1')
    .split('\n')
    .filter((id) => id !== '');
}

/** Whether a commit is another one or before it by first parents alone. */
export async function isOnMainLine({ git, directory }: Store, head: string, commit: string): Promise<boolean> {
  // What is before the commit is no part of the answer: the list ends with it, or soon behind it.
  const words = ['rev-list', '--first-parent', '--parents', head, `^${commit}`, '--'];
  const { answer, code } = await ask(git, words, { directory });
  const last = answer.toString('latin1').trimEnd().split('\n').at(-1) ?? '';
  return code === 0 && (head === commit || last.split(' ')[1] === commit);
}

/** What commits made of some files, in the order of the commits; `null` where git could not tell. */
export async function stepsOf(
  { git, directory }: Store,
  pairs: readonly Pair[],
  paths: readonly string[],
): Promise<readonly Step[] | null> {
  const words = ['diff-tree', '--stdin', '--root', '-r', '--raw', '-z', '--no-renames', '--no-abbrev'];
  const input = pairs.map(([commit, before]) => `${commit}${before === null ? '' : ` ${before}`}\n`).join('');
  const literal = ['--literal-pathspecs', ...words, '--', ...paths];
  const { answer, code } = await ask(git, literal, { directory }, input);
  return code === 0 ? parsed(answer) : null;
}

/** A commit's id, and behind it the files that it changed: each a line of modes and ids, and its path. */
function parsed(answer: Buffer): Step[] {
  const steps: Step[] = [];
  const parts = answer.toString('utf8').split('\0');
  let commit = '';
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? '';
    if (!part.startsWith(':')) {
      commit = part.trim();
      continue;
    }
    const [, before = '', after = ''] = /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) /.exec(part) ?? [];
    at++;
    steps.push({ commit, path: parts[at] ?? '', blob: isNone(after) ? null : after, isNew: isNone(before) });
  }
  return steps;
}

function isNone(id: string): boolean {
  return /^0*$/.test(id);
}
