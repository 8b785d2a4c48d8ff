import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { type Answer, plain } from './answer.ts';
import { plainGit, resolve } from './commits.ts';
import { type FakeRepository, type FakeWorld, lookUp } from './world.ts';

/** The server of archives, which is another one than the API, and knows no tokens but its own. */
export interface Archives {
  /** Where the archive is to be had, once. */
  readonly place: (origin: string, world: FakeWorld, repository: FakeRepository, ref: string) => string;
  readonly answer: (world: FakeWorld, url: URL) => Promise<Answer>;
}

/** Opens the books of a server of archives: which of its tokens are still good for what. */
export function archives(): Archives {
  const tickets = new Map<string, string>();
  return {
    place(origin, world, { name, visibility }, ref) {
      const path = `/${world.owner}/${name}/legacy.tar.gz/${ref.split('/').map(encodeURIComponent).join('/')}`;
      if (visibility === 'public') return `${origin}${path}`;
      const ticket = randomUUID().replaceAll('-', '').toUpperCase();
      tickets.set(ticket, path);
      return `${origin}${path}?token=${ticket}`;
    },
    async answer(world, url) {
      const [, full = '', ref = ''] = /^\/([^/]+\/[^/]+)\/legacy\.tar\.gz\/(.+)$/.exec(url.pathname) ?? [];
      const ticket = url.searchParams.get('token') ?? '';
      const isTicket = tickets.get(ticket) === url.pathname;
      tickets.delete(ticket);
      const repository = lookUp(world, decodeURIComponent(full), isTicket);
      const sha = repository?.gitDir ? await resolve(repository, decodeURIComponent(ref)) : null;
      if (!repository?.gitDir || sha === null) return plain(404, '404: Not Found');
      const folder = `${world.owner}-${repository.name}-${sha.slice(0, 7)}`;
      const headers = {
        'content-type': 'application/x-gzip',
        'content-disposition': `attachment; filename=${folder}.tar.gz`,
        etag: `W/"${sha}"`,
      };
      return { status: 200, headers, body: await packed(repository.gitDir, sha, folder) };
    },
  };
}

function packed(gitDir: string, sha: string, folder: string): Promise<Buffer> {
  const args = [
    '-c',
    'safe.directory=*',
    '--git-dir',
    gitDir,
    'archive',
    '--format=tar.gz',
    `--prefix=${folder}/`,
    sha,
  ];
  return buffer(spawn('git', args, { env: plainGit(), stdio: ['ignore', 'pipe', 'ignore'] }).stdout);
}
