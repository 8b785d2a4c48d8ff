import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FakeRepository } from './world.ts';

const run = promisify(execFile);

/** Runs git in a bare repository, free of whatever the person at this machine has configured. */
export async function gitIn(gitDir: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['-c', 'safe.directory=*', '--git-dir', gitDir, ...args], { env: plainGit() });
  return stdout;
}

/** An environment in which git asks nobody and reads no configuration but its own. */
export function plainGit(): NodeJS.ProcessEnv {
  const nowhere = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  return { PATH: process.env.PATH, HOME: '/nonexistent', LC_ALL: 'C', ...nowhere };
}

/** Commit of a branch, tag or (part of an) id, as GitHub takes them: with `refs/`, without, and without `heads/`. */
export async function resolve(repository: FakeRepository, ref: string): Promise<string | null> {
  const { gitDir, head, defaultBranch } = repository;
  if (gitDir === null) {
    const names = ['HEAD', defaultBranch, `heads/${defaultBranch}`, `refs/heads/${defaultBranch}`, head];
    return names.includes(ref) ? head : null;
  }
  if (ref.startsWith('-') || ref.includes('..')) return null;
  const places = ref === 'HEAD' ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref}`, ref];
  for (const place of places) {
    const id = await gitIn(gitDir, 'rev-parse', '--verify', '--quiet', `${place}^{commit}`).catch(() => '');
    if (id !== '') return id.trim();
  }
  return null;
}

/** A commit as REST writes it. */
export async function commitJson({ gitDir }: FakeRepository, sha: string, place: string): Promise<object> {
  const url = `${place}/commits/${sha}`;
  if (gitDir === null) return { sha, url, commit: { message: '' }, parents: [] };
  const format = '--format=%T%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B';
  const text = await gitIn(gitDir, 'show', '--no-patch', format, sha);
  const [tree = '', parents = '', name = '', email = '', date = '', ...rest] = text.trimEnd().split('\n');
  const [committerName = '', committerEmail = '', committed = '', ...message] = rest;
  return {
    sha,
    node_id: `C_${sha}`,
    commit: {
      author: { name, email, date },
      committer: { name: committerName, email: committerEmail, date: committed },
      message: message.join('\n'),
      tree: { sha: tree, url: `${place}/git/trees/${tree}` },
      url: `${place}/git/commits/${sha}`,
      comment_count: 0,
    },
    url,
    parents: parents
      .split(' ')
      .filter(Boolean)
      .map((parent) => ({ sha: parent, url: `${place}/commits/${parent}` })),
  };
}
