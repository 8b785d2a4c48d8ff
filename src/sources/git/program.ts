import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { RollcallError } from '../../model/error.ts';
import { codeOf } from '../open.ts';

/** Git as it was found on this machine. */
export interface Git {
  readonly path: string;
  readonly version: string;
}

/** How a run of git came to its end. */
export interface Ending {
  /** Exit code; `null` where it was ended by a signal, or did not start. */
  readonly code: number | null;
  /** What it said on stderr, line by line; of very much the beginning. */
  readonly said: readonly string[];
}

/** A run of git. Whoever starts it reads `stdout` to its end, and ends `stdin`. */
export interface Running {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly ended: Promise<Ending>;
  stop(): void;
}

/** Where git runs: a private git directory, and an index for the one command that reads one. */
export interface Ground {
  readonly directory: string;
  readonly index?: string;
}

/** Programs are taken from where systems put them, never from a folder that a scanned tree could be in. */
export const folders = ['/usr/bin', '/usr/local/bin', '/bin', '/opt/homebrew/bin', '/opt/local/bin'];

/** The first patch of each line that reads a hostile repository safely: CVE-2024-32004, CVE-2024-32021, CVE-2024-32465. */
const mended: ReadonlyMap<string, number> = new Map([
  ['2.39', 4],
  ['2.40', 2],
  ['2.41', 1],
  ['2.42', 2],
  ['2.43', 4],
  ['2.44', 1],
  ['2.45', 1],
]);

/** More on stderr than this is not kept. */
const mostSaid = 64 * 1024;

let known: Promise<Git> | null = null;

/** The git of this machine. Without one, or with one that is not safe on a foreign repository, a person has to act. */
export function findGit(): Promise<Git> {
  known ??= look();
  return known;
}

/** Whether a version reads a foreign repository safely. */
export function isSafe(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 2) return major > 2;
  return minor > 45 || patch >= (mended.get(`2.${minor}`) ?? Number.POSITIVE_INFINITY);
}

/** What a program is started with: nothing of this process but what stands here. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True: with all that it starts itself, it is one group, and is stopped as one. */
  readonly isGroup?: boolean;
}

/** Starts git. What it is asked is a plain list of words, and of this process it inherits nothing. */
export function start({ path }: Git, words: readonly string[], ground: Ground): Running {
  const all = ['--no-pager', '-c', 'core.fsmonitor=false', ...words];
  return launch(path, all, { cwd: ground.directory, env: environment(ground) });
}

/** Starts a program by its absolute path. */
export function launch(path: string, words: readonly string[], { cwd, env, isGroup = false }: Surroundings): Running {
  const child = spawn(path, words, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'], detached: isGroup });
  const failed = new Promise<Ending>((resolve) => {
    child.on('error', (error) => resolve({ code: null, said: [`cannot start git (${codeOf(error)})`] }));
  });
  // Where the process has no file left to open, there are no streams.
  if (!(child.stdout as Readable | undefined)) {
    throw new RollcallError('git', 'git cannot be started: too many files are open', { hint: 'Raise `ulimit -n`.' });
  }
  let text = '';
  child.stderr.setEncoding('latin1').on('data', (part: string) => {
    if (text.length < mostSaid) text += part;
  });
  // Whoever writes learns from the end of the run that nobody reads any more.
  child.stdin.on('error', () => {});
  const closed = new Promise<Ending>((resolve) => {
    child.on('close', (code) => resolve({ code, said: text.split('\n').filter((line) => line !== '') }));
  });
  const ended = Promise.race([failed, closed]);
  const stop = (): void => {
    if (isGroup && child.pid !== undefined) killGroup(child.pid);
    else child.kill('SIGKILL');
  };
  return { stdin: child.stdin, stdout: child.stdout, ended, stop };
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** All that git says to a short question. */
export async function ask(
  git: Git,
  words: readonly string[],
  ground: Ground,
  input = '',
): Promise<Ending & { readonly answer: Buffer }> {
  return await told(start(git, words, ground), input);
}

/** All that a program says, within so many milliseconds. */
export async function run(
  path: string,
  words: readonly string[],
  { patience, ...surroundings }: Surroundings & { readonly patience: number },
): Promise<Ending & { readonly answer: Buffer }> {
  const running = launch(path, words, surroundings);
  const late = setTimeout(running.stop, patience);
  return await told(running, '').finally(() => clearTimeout(late));
}

async function told({ stdin, stdout, ended }: Running, input: string): Promise<Ending & { readonly answer: Buffer }> {
  stdin.end(input);
  const parts: Buffer[] = [];
  for await (const part of stdout) parts.push(part);
  return { ...(await ended), answer: Buffer.concat(parts) };
}

async function look(): Promise<Git> {
  const path = locate('git');
  if (path === undefined) {
    throw new RollcallError('git', 'git is not installed, and the history of a repository is read through it', {
      hint: `It is looked for in ${folders.join(', ')}.`,
    });
  }
  const { answer } = await ask({ path, version: '' }, ['version'], { directory: '/' });
  const version = /^git version (\d+\.\d+\.\d+)/.exec(answer.toString('latin1'))?.[1] ?? '';
  if (isSafe(version)) return { path, version };
  throw new RollcallError('git', `git ${version || 'of an unknown version'} is not safe on a foreign repository`, {
    hint: 'Install git 2.45.1 or newer (or 2.39.4, 2.40.2, 2.41.1, 2.42.2, 2.43.4, 2.44.1): CVE-2024-32004, CVE-2024-32465.',
  });
}

/** Where a program is on this machine; `undefined` where it is not. */
export function locate(name: string): string | undefined {
  return folders.map((folder) => `${folder}/${name}`).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What holds of every run of git: it reads no configuration of anybody else, and asks nobody anything. */
export function sealed(directory: string): Record<string, string> {
  return {
    PATH: folders.join(':'),
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_DIR: directory,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    GIT_SSH_COMMAND: 'false',
  };
}

/** No hook, no pager, no network; no grafts, no replaced objects. */
function environment({ directory, index }: Ground): Record<string, string> {
  return {
    ...sealed(directory),
    ...(index === undefined ? {} : { GIT_INDEX_FILE: index }),
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_PAGER: 'cat',
  };
}
