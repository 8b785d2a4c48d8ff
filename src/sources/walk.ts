import { lstatSync, type Stats } from 'node:fs';
import type { Blob } from '../model/blob.ts';
import type { Problem, ProblemReason } from '../model/problem.ts';
import type { FoundRepository, Skipped } from '../model/source.ts';
import { asUtf8, displayPath } from '../text/path.ts';
import type { Budget } from '../text/wildmatch.ts';
import { list, type Name } from './list.ts';
import { codeOf, rawPath } from './open.ts';
import { isIgnored, isSubmodule, isTrackedFolder, narrow, type Scope, trackerOf } from './scope.ts';

/** What a walk comes upon. */
export type Found = Blob | Skipped | FoundRepository | Problem;

/** What a walk is asked for. */
export interface Walk {
  /** Id of the place that all is listed for. */
  readonly place: string;
  /** Byte string of an absolute, resolved path. */
  readonly root: string;
  /** False: neither ignore files nor the names of dependency folders keep a file from being read. */
  readonly honourIgnoreFiles: boolean;
  /** Whether the configuration takes a path; folders have a slash at their end. */
  readonly selects: (path: string) => boolean;
}

/** A folder whose names are being gone through. Paths are byte strings, relative, and end in a slash. */
interface Frame {
  readonly path: string;
  readonly names: readonly Name[];
  next: number;
  readonly scope: Scope;
  /** True in an ignored folder: only what is tracked, and environment files, are read. */
  readonly ignored: boolean;
}

/** Enough for the rules of any honest tree; more is a pattern made to keep us busy. */
const maxSteps = 1_000_000_000;
/** Other people's code that tools put into a tree. Skipped unless tracked, and counted. */
const dependencies = new Set([
  ...['node_modules', 'bower_components', 'site-packages', '.venv', 'venv', '__pycache__', '.tox', '.nox'],
]);
/** The system's own pseudo files: endless, blocking, or the scanner's own memory. */
const pseudo = new Set(['/proc', '/sys', '/dev']);
/** Environment files are ignored because they hold keys, so they are read all the same. */
const environment = /^\.env(?:rc|\..*)?$|\.env$/s;

/**
 * Everything below a folder, in code-unit order of paths. Links are never followed, `.git` is never entered, and
 * whatever is not yielded as a blob is yielded with the reason.
 */
export function* walk(options: Walk): Generator<Found> {
  const budget: Budget = { steps: maxSteps };
  const outermost: Scope = { rules: null, tracked: [], honoured: options.honourIgnoreFiles };
  const stack: Frame[] = [];
  yield* enter(options, stack, '', outermost, false);

  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const name = frame.names[frame.next++];
    if (!name) stack.pop();
    else if (name.kind === 'folder') yield* folder(options, stack, frame, name.name, budget);
    else yield file(options, frame, name, budget);
  }
  if (budget.steps <= 0) {
    const message = 'Its ignore files took too long to match, so from some file on they were not honoured.';
    yield problem(options, '', 'limit', message, false);
  }
}

/** True for `.env`, `.env.local`, `prod.env`, `.envrc`. */
export function isEnvironmentFile(name: string): boolean {
  return environment.test(name);
}

function* enter(walk: Walk, stack: Frame[], path: string, above: Scope, ignored: boolean): Generator<Found> {
  try {
    const folder = absolute(walk, path);
    const names = list(folder);
    if (names.length === 0 && isSubmodule(above, path.slice(0, -1))) yield unfetched(walk, path);
    yield* repository(walk, folder, path, names);
    const note = (message: string) => problem(walk, path, 'git', message, false);
    const scope = yield* narrow(above, { root: walk.root, folder, path, names }, note);
    stack.push({ path, names, next: 0, scope, ignored });
  } catch (error) {
    yield unlisted(walk, path, codeOf(error));
  }
}

/** A folder with `.git` in it, or one that looks like the inside of `.git`. */
function* repository(
  { place, root }: Walk,
  folder: string,
  path: string,
  names: readonly Name[],
): Generator<FoundRepository> {
  const kinds = new Map(names.map(({ name, kind }) => [name, kind]));
  const isBare = kinds.get('HEAD') === 'file' && kinds.get('objects') === 'folder' && kinds.get('refs') === 'folder';
  if (!kinds.has('.git') && !isBare) return;
  yield { kind: 'repository', place, folder, root, path: displayPath(path), isBare: !kinds.has('.git') };
}

function* folder(walk: Walk, stack: Frame[], frame: Frame, name: string, budget: Budget): Generator<Found> {
  const path = `${frame.path}${name}`;
  const reason = leftOut(walk, frame, name, path, budget);
  const ignored = reason === 'ignored';
  if (reason === null || (ignored && isTrackedFolder(frame.scope, path))) {
    yield* enter(walk, stack, `${path}/`, frame.scope, ignored);
    return;
  }

  yield skipped(walk, `${path}/`, reason);
  if (ignored && !dependencies.has(name)) yield* environmentFiles(walk, frame.scope, `${path}/`);
}

function leftOut(walk: Walk, frame: Frame, name: string, path: string, budget: Budget): Skipped['reason'] | null {
  if (name === '.git') return 'git-directory';
  if (pseudo.has(absolute(walk, path))) return 'special-file';
  if (!walk.selects(displayPath(`${path}/`))) return 'excluded';
  if (!frame.scope.honoured) return null;
  if (isSubmodule(frame.scope, path)) return 'submodule';

  return frame.ignored || dependencies.has(name) || isIgnored(frame.scope, path, true, budget) ? 'ignored' : null;
}

/** Ignored folders are not gone through, but the environment files that stand in them are read. */
function* environmentFiles(walk: Walk, scope: Scope, path: string): Generator<Found> {
  try {
    for (const { name, kind } of list(absolute(walk, path))) {
      if (kind === 'file' && isEnvironmentFile(name)) yield ignoredBlob(walk, scope, `${path}${name}`);
    }
  } catch {
    // The folder is skipped, and said to be.
  }
}

function file(walk: Walk, frame: Frame, { name, kind }: Name, budget: Budget): Found {
  const path = `${frame.path}${name}`;
  if (kind === 'link') return skipped(walk, path, 'link');
  if (kind === 'special') return skipped(walk, path, 'special-file');
  if (!walk.selects(displayPath(path))) return skipped(walk, path, 'excluded');

  const ignored =
    trackerOf(frame.scope, path) === null && (frame.ignored || isIgnored(frame.scope, path, false, budget));
  if (!ignored) return blob(walk, frame.scope, path);
  return isEnvironmentFile(name) ? ignoredBlob(walk, frame.scope, path) : skipped(walk, path, 'ignored');
}

function ignoredBlob(walk: Walk, scope: Scope, path: string): Found {
  const found = blob(walk, scope, path);
  return found.kind === 'blob' ? { ...found, ignored: true } : found;
}

function blob(walk: Walk, scope: Scope, path: string): Found {
  const raw = absolute(walk, path);
  let stats: Stats | undefined;
  try {
    stats = lstatSync(rawPath(raw), { throwIfNoEntry: false });
  } catch (error) {
    return unlisted(walk, path, codeOf(error));
  }
  if (!stats) return unlisted(walk, path, 'ENOENT');

  const tracker = trackerOf(scope, path);
  const oid = tracker?.index.oid(tracker.path, stats) ?? null;
  const utf8 = asUtf8(raw);
  return {
    kind: 'blob',
    place: walk.place,
    origin: { kind: 'file', path: displayPath(path) },
    content: { kind: 'disk', path: utf8 ?? raw, encoding: utf8 === null ? 'latin1' : 'utf8', size: stats.size },
    ...(oid === null ? {} : { oid }),
  };
}

/** A folder keeps no slash at its end, the root of the file system its only one. */
function absolute({ root }: Walk, path: string): string {
  const relative = path.endsWith('/') ? path.slice(0, -1) : path;
  if (relative === '') return root;
  return root === '/' ? `/${relative}` : `${root}/${relative}`;
}

function skipped({ place }: Walk, path: string, reason: Skipped['reason']): Skipped {
  return { kind: 'skipped', place, file: displayPath(path), reason };
}

/** A submodule is entered only where nothing may keep a file from being read. */
function unfetched(walk: Walk, path: string): Problem {
  const message = 'It is a submodule that was not fetched, so nothing in it was read.';
  return problem(walk, path, 'git', `${message} Fetch it (git submodule update --init), or exclude it.`, true);
}

function unlisted(walk: Walk, path: string, code: string): Problem {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return problem(walk, path, 'changed', 'It was gone when it was to be listed.', true);
    case 'ENAMETOOLONG':
      return problem(
        walk,
        path,
        'limit',
        'Its path is longer than the system can open, so nothing in it was read.',
        true,
      );
    default:
      return problem(walk, path, 'unreadable', `It could not be listed (${code}), so nothing in it was read.`, true);
  }
}

function problem(walk: Walk, path: string, reason: ProblemReason, message: string, incomplete: boolean): Problem {
  const file = displayPath(path.endsWith('/') ? path.slice(0, -1) : path) || '.';
  return { kind: 'problem', place: walk.place, file, reason, message, incomplete };
}
