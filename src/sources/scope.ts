import type { Problem } from '../model/problem.ts';
import { Gitignore } from '../text/gitignore.ts';
import type { Budget } from '../text/wildmatch.ts';
import type { GitIndex } from './git-index.ts';
import type { Name } from './list.ts';
import { rawPath, readRegular } from './open.ts';
import { excludesOf, indexOf, repositoryAt } from './repository.ts';

/** An ignore file in force, with those above it. */
interface Rules {
  readonly ignore: Gitignore;
  /** Length of the path of its folder, with the slash. */
  readonly base: number;
  readonly above: Rules | null;
}

/** A repository around a folder: its index speaks of paths from `base` on. */
interface Tracked {
  readonly index: GitIndex;
  readonly base: number;
}

/** What decides about the files of a folder: the ignore rules in force, and the indexes of the repositories around it. */
export interface Scope {
  readonly rules: Rules | null;
  readonly tracked: readonly Tracked[];
  /** False where nothing in the tree may keep a file from being read. */
  readonly honoured: boolean;
}

/** A folder that is entered: paths are byte strings, `path` is relative, and empty or with a slash at its end. */
export interface Entered {
  readonly root: string;
  /** Absolute, without a slash at its end. */
  readonly folder: string;
  readonly path: string;
  readonly names: readonly Name[];
}

const maxIgnoreBytes = 1024 * 1024;

/** Scope of a folder, given that of the folder above. What it cannot make use of makes it read more, never less. */
export function* narrow(scope: Scope, entered: Entered, note: (message: string) => Problem): Generator<Problem, Scope> {
  const within = entered.names.some(({ name }) => name === '.git') ? yield* ofRepository(scope, entered, note) : scope;
  const ruled = within.honoured && entered.names.some(({ name, kind }) => name === '.gitignore' && kind === 'file');
  const file = ruled ? readRegular(rawPath(`${entered.folder}/.gitignore`), maxIgnoreBytes) : null;
  return file ? { ...within, rules: withRules(within.rules, file.bytes.toString('latin1'), entered.path) } : within;
}

function* ofRepository(
  scope: Scope,
  { root, folder, path }: Entered,
  note: (message: string) => Problem,
): Generator<Problem, Scope> {
  const repository = repositoryAt(folder, root);
  if (repository === null) return scope;
  if (repository === 'outside') {
    yield note('Its .git leads out of what is scanned, or to no repository; it was read as a plain folder.');
    return scope;
  }

  const index = indexOf(repository);
  if (!index) {
    yield note('The index of the repository could not be read, so ignored files were read too.');
    return { ...scope, rules: null, honoured: false };
  }
  const tracked = [...scope.tracked, { index, base: path.length }];
  return { ...scope, tracked, rules: withRules(null, excludesOf(repository), path) };
}

function withRules(above: Rules | null, text: string, path: string): Rules {
  return { ignore: new Gitignore(text), base: path.length, above };
}

/** Whether the ignore rules keep a path out; the nearest file that speaks of it decides. */
export function isIgnored({ rules, honoured }: Scope, path: string, folder: boolean, budget: Budget): boolean {
  if (!honoured) return false;
  for (let file = rules; file && budget.steps > 0; file = file.above) {
    const verdict = file.ignore.verdict(path.slice(file.base), folder, budget);
    if (verdict !== null) return verdict;
  }
  return false;
}

/** The index that tracks a file, and the file's path there. */
export function trackerOf({ tracked }: Scope, path: string): { index: GitIndex; path: string } | null {
  for (const { index, base } of tracked) {
    const inside = path.slice(base);
    if (index.has(inside)) return { index, path: inside };
  }
  return null;
}

/** Whether tracked files are in a folder or below. */
export function isTrackedFolder({ tracked }: Scope, path: string): boolean {
  return tracked.some(({ index, base }) => index.isFolder(path.slice(base)));
}

/** Whether a folder is another repository at a commit that this one names. */
export function isSubmodule({ tracked }: Scope, path: string): boolean {
  return tracked.some(({ index, base }) => index.isSubmodule(path.slice(base)));
}
