import { type Answer, json, type Logged, plain, refusal } from './answer.ts';
import { commitJson, resolve } from './commits.ts';
import { page } from './paging.ts';
import { type FakeRepository, type FakeWorld, lookUp, renamedTo, same, visible } from './world.ts';

/** What an endpoint is given. */
export interface Asked {
  readonly world: FakeWorld;
  readonly request: Logged;
  /** Below the base, with its query. */
  readonly url: URL;
  /** Base of the API: `http://127.0.0.1:PORT/api/v3`. */
  readonly base: string;
  /** A good token came along. */
  readonly mayRead: boolean;
  /** The token is one of an installation. */
  readonly isInstallation: boolean;
  /** Where the archive of a commit is to be had, for as long as it may be. */
  readonly archive: (repository: FakeRepository, ref: string) => string;
}

const commitsPage = 'rest/commits/commits#get-a-commit';

/** Answers of the REST API to GET, but for those that are for Apps. */
export async function rest(asked: Asked): Promise<Answer> {
  const { world, url, mayRead } = asked;
  const [first = '', second = '', third = '', ...rest] = segments(url);
  switch (first) {
    case 'rate_limit':
      // The figures come with every answer; fake.ts puts them in.
      return json(200, {});
    case 'user':
      return second === '' || second === 'repos' ? viewer(asked, second) : ownedBy(asked, second, third, 'User');
    case 'organizations':
      return ownedBy(asked, second, third, 'Organization');
    case 'orgs':
    case 'users':
      return owner(asked, first, second, third);
    case 'repositories':
      return found(
        asked,
        visible(world, mayRead).find(({ id }) => String(id) === second),
        [third, ...rest],
      );
    case 'repos':
      return named(asked, `${second}/${third}`, rest);
    default:
      return refusal(404, 'Not Found');
  }
}

/** A repository as REST writes it. */
export function repositoryJson({ world, base }: Asked, repository: FakeRepository): object {
  const { name, id, nodeId, visibility, archived, disabled, fork, topics, language, size, pushedAt } = repository;
  const full = `${world.owner}/${name}`;
  const { origin } = new URL(base);
  return {
    id,
    node_id: nodeId,
    name,
    full_name: full,
    private: visibility !== 'public',
    owner: { login: world.owner, id: world.ownerId, type: world.kind, url: `${base}/users/${world.owner}` },
    html_url: `${origin}/${full}`,
    description: null,
    fork,
    url: `${base}/repos/${full}`,
    archive_url: `${base}/repos/${full}/{archive_format}{/ref}`,
    created_at: '2024-01-02T03:04:05Z',
    updated_at: pushedAt ?? '2024-01-02T03:04:05Z',
    pushed_at: pushedAt,
    clone_url: `${origin}/${full}.git`,
    size,
    language,
    archived,
    disabled,
    visibility,
    is_template: false,
    topics,
    default_branch: repository.defaultBranch,
    permissions: { admin: false, maintain: false, push: false, triage: false, pull: true },
  };
}

/** A page of repositories. */
export function list(asked: Asked, all: readonly FakeRepository[], wrap?: (rows: object[]) => object): Answer {
  const { rows, link } = page(asked.url, sorted(asked.url, typed(asked.url, all)));
  const written = rows.map((repository) => repositoryJson(asked, repository));
  return json(200, wrap ? wrap(written) : written, link === null ? {} : { link });
}

function segments(url: URL): string[] {
  return url.pathname
    .replace(/^\/api\/v3/, '')
    .split('/')
    .slice(1)
    .map(decodeURIComponent);
}

function viewer(asked: Asked, what: '' | 'repos'): Answer {
  const { world, mayRead, isInstallation } = asked;
  const page = 'rest/users/users#get-the-authenticated-user';
  if (!mayRead) return refusal(401, 'Requires authentication', page);
  if (isInstallation) return refusal(403, 'Resource not accessible by integration', page);
  return what === 'repos' ? list(asked, visible(world, true)) : json(200, account(asked, world.viewer, 'User'));
}

function owner(asked: Asked, first: 'orgs' | 'users', login: string, what: string): Answer {
  const { world, url, base, mayRead } = asked;
  const isViewer = first === 'users' && same(login, world.viewer);
  if (isViewer && what === '') return json(200, account(asked, world.viewer, 'User'));
  if (!same(login, world.owner) || (first === 'orgs' && world.kind !== 'Organization'))
    return refusal(404, 'Not Found');
  if (what === '') return json(200, account(asked, world.owner, world.kind));
  if (what !== 'repos') return refusal(404, 'Not Found');
  // Links to further pages name the owner by its number, as GitHub's do.
  const canonical = first === 'orgs' ? 'organizations' : 'user';
  const paged = new URL(`${base}/${canonical}/${world.ownerId}/repos${url.search}`);
  return list({ ...asked, url: paged }, visible(world, mayRead && first === 'orgs'));
}

function ownedBy(asked: Asked, id: string, what: string, kind: FakeWorld['kind']): Answer {
  const { world, mayRead } = asked;
  if (id !== String(world.ownerId) || world.kind !== kind || what !== 'repos') return refusal(404, 'Not Found');
  return list(asked, visible(world, mayRead && kind === 'Organization'));
}

function account({ world, base }: Asked, login: string, type: FakeWorld['kind']): object {
  const id = login === world.owner ? world.ownerId : 1;
  const node = Buffer.from(`${type}:${id}`).toString('base64url');
  const path = type === 'User' ? 'users' : 'orgs';
  const open = visible(world, false).length;
  return { login, id, node_id: node, type, url: `${base}/${path}/${login}`, name: login, public_repos: open };
}

function typed({ searchParams }: URL, all: readonly FakeRepository[]): readonly FakeRepository[] {
  switch (searchParams.get('type')) {
    case 'public':
      return all.filter(({ visibility }) => visibility === 'public');
    case 'private':
      return all.filter(({ visibility }) => visibility !== 'public');
    case 'internal':
      return all.filter(({ visibility }) => visibility === 'internal');
    case 'forks':
      return all.filter(({ fork }) => fork);
    case 'sources':
      return all.filter(({ fork }) => !fork);
    default:
      return all;
  }
}

/** Without `sort` the order is that of the world, which stands for the time of creation. */
function sorted({ searchParams }: URL, all: readonly FakeRepository[]): readonly FakeRepository[] {
  const keys: Record<string, (repository: FakeRepository) => string> = {
    full_name: ({ name }) => name.toLowerCase(),
    pushed: ({ pushedAt }) => pushedAt ?? '',
  };
  const sort = searchParams.get('sort') ?? '';
  const key = keys[sort];
  if (!key) return all;
  const way = (searchParams.get('direction') ?? (sort === 'full_name' ? 'asc' : 'desc')) === 'asc' ? 1 : -1;
  return all.toSorted((one, other) => (key(one) < key(other) ? -way : way));
}

async function named(asked: Asked, full: string, rest: readonly string[]): Promise<Answer> {
  const { world, base, mayRead } = asked;
  const moved = renamedTo(world, full, mayRead);
  if (!moved) return found(asked, lookUp(world, full, mayRead), rest);
  const to = [`${base}/repositories/${moved.id}`, ...rest.map(encodeURIComponent)].join('/') + asked.url.search;
  const page = 'https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects';
  return json(301, { message: 'Moved Permanently', url: to, documentation_url: page }, { location: to });
}

async function found(asked: Asked, repository: FakeRepository | undefined, rest: readonly string[]): Promise<Answer> {
  const [what = '', ...more] = rest;
  if (!repository) return refusal(404, 'Not Found', 'rest/repos/repos#get-a-repository');
  if (what === '') return json(200, repositoryJson(asked, repository));
  if (repository.disabled) {
    const block = { reason: 'unavailable', created_at: '2025-01-02T03:04:05Z', html_url: null };
    return refusal(403, 'Repository access blocked', 'rest', { block });
  }
  switch (what) {
    case 'tarball': {
      const location = asked.archive(repository, more.join('/') || repository.defaultBranch);
      return plain(302, '', { location });
    }
    case 'commits':
      return commit(asked, repository, more.join('/'));
    case 'branches':
      return branch(asked, repository, more.join('/'));
    case 'git':
      return reference(asked, repository, more);
    default:
      return refusal(404, 'Not Found');
  }
}

async function commit(asked: Asked, repository: FakeRepository, ref: string): Promise<Answer> {
  if (repository.empty) return refusal(409, 'Git Repository is empty.', commitsPage);
  const id = await resolve(repository, ref);
  if (id === null) return refusal(422, `No commit found for SHA: ${ref}`, commitsPage);
  const wanted = asked.request.headers.accept ?? '';
  if (/application\/vnd\.github\.(?:v3\.)?sha\b/.test(wanted)) {
    return plain(200, id, { 'content-type': 'application/vnd.github.sha; charset=utf-8' });
  }
  return json(200, await commitJson(repository, id, `${asked.base}/repos/${asked.world.owner}/${repository.name}`));
}

async function branch(asked: Asked, repository: FakeRepository, name: string): Promise<Answer> {
  const id = await resolve(repository, `heads/${name}`);
  if (id === null) return refusal(404, 'Branch not found', 'rest/branches/branches#get-a-branch');
  const place = `${asked.base}/repos/${asked.world.owner}/${repository.name}`;
  return json(200, { name, commit: await commitJson(repository, id, place), protected: false });
}

async function reference(asked: Asked, repository: FakeRepository, rest: readonly string[]): Promise<Answer> {
  const page = 'rest/git/refs#get-a-reference';
  const [kind = '', ...more] = rest;
  const name = more.join('/');
  if (kind !== 'ref' || !/^(?:heads|tags)\//.test(name)) return refusal(404, 'Not Found', page);
  if (repository.empty) return refusal(409, 'Git Repository is empty.', page);
  const sha = await resolve(repository, name);
  if (sha === null) return refusal(404, 'Not Found', page);
  const place = `${asked.base}/repos/${asked.world.owner}/${repository.name}/git`;
  const object = { sha, type: 'commit', url: `${place}/commits/${sha}` };
  return json(200, { ref: `refs/${name}`, node_id: 'REF_x', url: `${place}/refs/${name}`, object });
}
