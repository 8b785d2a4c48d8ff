import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeFor, get, gitWith, headersFor, nextOf, query, rows } from './asking.ts';
import { writeHistory } from './history.ts';
import { openStranger } from './stranger.ts';
import { type FakeRepository, fakeRepository } from './world.ts';

let folder = '';
let shop: FakeRepository;

beforeAll(async () => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'rollcall-fake-'));
  const gitDir = join(folder, 'shop.git');
  const commits = [[{ path: 'main.js', data: 'one\n' }], [{ path: 'film.bin', data: 'x'.repeat(3_000_000) }]];
  const head = await writeHistory(gitDir, { branch: 'main', commits });
  shop = fakeRepository({ name: 'shop', visibility: 'private', topics: ['till'], language: 'Go', gitDir, head });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('REST', () => {
  test('the pages of a list hold every repository once, by the links of GitHub', async () => {
    const { fake, world } = await fakeFor({ repositories: rows(250) });
    const names: unknown[] = [];
    let url: string | null = `${fake.url}/orgs/acme/repos?per_page=100`;
    while (url !== null) {
      const page = await get(url, headersFor(world));
      names.push(...field(page.json(), 'name'));
      url = nextOf(page);
    }
    expect(names).toEqual(world.repositories.map(({ name }) => name));
    expect(fake.requests.map(({ path }) => path)).toEqual([
      '/api/v3/orgs/acme/repos?per_page=100',
      '/api/v3/organizations/4711/repos?per_page=100&page=2',
      '/api/v3/organizations/4711/repos?per_page=100&page=3',
    ]);
  });

  test('a page has 30 rows unless more are asked for, and never more than 100', async () => {
    const { fake, world } = await fakeFor({ repositories: rows(150) });
    const sizes = ['', '?per_page=500', '?per_page=100&page=2', '?per_page=100&page=9'].map(async (search) => {
      const page = await get(`${fake.url}/orgs/acme/repos${search}`, headersFor(world));
      return field(page.json(), 'name').length;
    });
    expect(await Promise.all(sizes)).toEqual([30, 100, 50, 0]);
  });

  test('an answer that has not changed is 304 and costs nothing', async () => {
    const { fake, world } = await fakeFor({ repositories: rows(3) });
    const first = await get(`${fake.url}/orgs/acme/repos`, headersFor(world));
    const etag = first.headers.get('etag') ?? '';
    const second = await get(`${fake.url}/orgs/acme/repos`, { ...headersFor(world), 'if-none-match': etag });
    expect([second.status, second.text]).toEqual([304, '']);
    expect(second.headers.get('x-ratelimit-used')).toBe(first.headers.get('x-ratelimit-used'));

    world.repositories.pop();
    const third = await get(`${fake.url}/orgs/acme/repos`, { ...headersFor(world), 'if-none-match': etag });
    expect(third.status).toBe(200);
  });

  test('a wrong token is refused, and without one only what is public is seen', async () => {
    const { fake } = await fakeFor({ repositories: [shop, ...rows(1)] });
    const wrong = await get(`${fake.url}/orgs/acme/repos`, { authorization: 'token wrong' });
    expect([wrong.status, field([wrong.json()], 'message')]).toEqual([401, ['Bad credentials']]);
    const none = await get(`${fake.url}/orgs/acme/repos`, {});
    expect(field(none.json(), 'name')).toEqual(['r000']);
    expect((await get(`${fake.url}/repos/acme/shop`, {})).status).toBe(404);
    expect(fake.requests.map(({ authorization }) => authorization)).toEqual(['wrong', 'none', 'none']);
  });

  test('the commit of a branch is told in a line', async () => {
    const { fake, world } = await fakeFor({ repositories: [shop, fakeRepository({ name: 'empty' })] });
    const headers = { ...headersFor(world), accept: 'application/vnd.github.sha' };
    const asked = ['shop/commits/main', 'shop/commits/heads/main', 'shop/commits/gone', 'empty/commits/main'];
    const got = await Promise.all(asked.map((path) => get(`${fake.url}/repos/acme/${path}`, headers)));
    expect(got.map(({ status }) => status)).toEqual([200, 200, 422, 409]);
    expect(got[0]?.text).toBe(shop.head);
  });

  test('a repository that was renamed is found by its number', async () => {
    const renamed = new Map([['acme/store', 'acme/shop']]);
    const { fake, world } = await fakeFor({ repositories: [shop], renamed });
    const moved = await get(`${fake.url}/repos/acme/store/commits/main`, headersFor(world));
    const location = `${fake.url}/repositories/${shop.id}/commits/main`;
    expect([moved.status, moved.headers.get('location')]).toEqual([301, location]);
    expect((await get(location, headersFor(world))).status).toBe(200);
  });

  test('the archive is at another origin, once, and wants no token of ours', async () => {
    const { fake, world } = await fakeFor({ repositories: [shop] });
    const { status, headers } = await get(`${fake.url}/repos/acme/shop/tarball/main`, headersFor(world));
    const location = headers.get('location') ?? '';
    expect([status, new URL(location).origin]).toEqual([302, fake.archives]);
    const packed = Buffer.from(await (await fetch(location)).arrayBuffer());
    expect(gunzipSync(packed).includes(`acme-shop-${shop.head?.slice(0, 7)}/main.js`)).toBe(true);
    expect((await get(location, headersFor(world))).status).toBe(404);
    const archived = fake.requests.filter(({ kind }) => kind === 'tarball');
    expect(archived.map(({ authorization }) => authorization)).toEqual(['none', 'right']);
  });

  test('what is used up is refused until the hour is over', async () => {
    const { fake, world } = await fakeFor({ repositories: rows(1), limit: 2 });
    const ask = (): Promise<number> =>
      get(`${fake.url}/orgs/acme/repos`, headersFor(world)).then(({ status }) => status);
    expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 403]);
    expect((await get(`${fake.url}/rate_limit`, headersFor(world))).status).toBe(200);
  });
});

describe('GraphQL', () => {
  const list = `query($login: String!, $size: Int = 100, $cursor: String) {
    repositoryOwner(login: $login) {
      __typename
      ... on Organization { login }
      ... on User { id }
      all: repositories(first: $size, after: $cursor, ownerAffiliations: [OWNER], orderBy: {field: NAME, direction: ASC}) {
        totalCount pageInfo { hasNextPage endCursor } nodes { ...row }
      }
    }
  }
  fragment row on Repository { name repositoryTopics(first: 5) { nodes { topic { name } } } defaultBranchRef { target { oid } } }`;

  test('only what is selected comes back, under the name it was asked for', async () => {
    const { fake, world } = await fakeFor({ repositories: [shop] });
    const { json } = await query(fake, world, list, { login: 'ACME' });
    const row = {
      name: 'shop',
      repositoryTopics: { nodes: [{ topic: { name: 'till' } }] },
      defaultBranchRef: { target: { oid: shop.head } },
    };
    const pageInfo = { hasNextPage: false, endCursor: expect.any(String) };
    const all = { totalCount: 1, pageInfo, nodes: [row] };
    expect(json()).toEqual({ data: { repositoryOwner: { __typename: 'Organization', login: 'acme', all } } });
  });

  test('the cursor leads on', async () => {
    const { fake, world } = await fakeFor({ repositories: rows(5) });
    const first = await query(fake, world, list, { login: 'acme', size: 3 });
    const cursor = /"endCursor":"([^"]+)"/.exec(first.text)?.[1];
    const second = await query(fake, world, list, { login: 'acme', size: 3, cursor });
    const names = [first, second].map(({ text }) => text.match(/r\d{3}/g));
    expect(names).toEqual([
      ['r000', 'r001', 'r002'],
      ['r003', 'r004'],
    ]);
    expect(second.text).toContain('"hasNextPage":false');
  });

  test.each([
    ['{ repositoryOwner(login: "acme") { repositories(first: 101) { totalCount } } }', 'EXCESSIVE_PAGINATION'],
    ['{ repositoryOwner(login: "acme") { repositories { totalCount } } }', 'MISSING_PAGINATION_BOUNDARIES'],
    ['{ repositoryOwner(login: "acme") { repositories(first: 1, after: "x") { totalCount } } }', 'INVALID_CURSOR'],
    ['{ organization(login: "nobody") { login } }', 'NOT_FOUND'],
    ['{ repositoryOwner(login: "acme") { stars } }', "Field 'stars' doesn't exist on type 'Organization'"],
    ['{ repositoryOwner(login: "acme") { repositories(size: 1) { totalCount } } }', 'argumentNotAccepted'],
    ['{ repositoryOwner(login: "acme") ', 'Expected }, actual: end of file'],
  ])('%s is answered with an error', async (text, error) => {
    const { fake, world } = await fakeFor({ repositories: rows(2) });
    const answer = await query(fake, world, text);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(error);
  });

  test('it is refused where it is not allowed, and to whoever brings no token', async () => {
    const { fake, world } = await fakeFor();
    const url = `${fake.origin}/api/graphql`;
    expect((await get(url, { 'user-agent': 'a test' }, { method: 'POST', body: '{}' })).status).toBe(401);
    world.graphql = false;
    expect((await query(fake, world, '{ viewer { login } }')).status).toBe(403);
  });
});

describe('git', () => {
  test('a private repository is cloned with a token, shallow and without large blobs', async () => {
    const { fake, world } = await fakeFor({ repositories: [shop] });
    const to = join(folder, 'clone.git');
    const url = `${fake.origin}/acme/shop.git`;
    await gitWith(world.token, 'clone', '-q', '--bare', '--depth', '1', '--filter=blob:limit=1m', url, to);
    expect(await gitWith(null, '--git-dir', to, 'rev-list', '--all')).toBe(shop.head);
    const missing = await gitWith(null, '--git-dir', to, 'rev-list', '--objects', '--missing=print', 'HEAD');
    expect(missing.match(/^\?/gm)).toHaveLength(1);
  });

  test('a commit is fetched by its id', async () => {
    const { fake, world } = await fakeFor({ repositories: [shop] });
    const to = join(folder, 'fetched.git');
    await gitWith(null, 'init', '-q', '--bare', to);
    const url = `${fake.origin}/acme/shop.git`;
    await gitWith(world.token, '--git-dir', to, 'fetch', '-q', '--depth', '1', url, shop.head ?? '');
    expect(await gitWith(null, '--git-dir', to, 'cat-file', '-t', shop.head ?? '')).toBe('commit');
  });

  test('who brings no token or a wrong one is not let in, and an old name leads to the new one', async () => {
    const renamed = new Map([['acme/store', 'acme/shop']]);
    const { fake, world } = await fakeFor({ repositories: [shop], renamed });
    const ask = (name: string, token: string | null): Promise<string> =>
      gitWith(token, 'ls-remote', `${fake.origin}/acme/${name}.git`, 'HEAD');
    await expect(ask('shop', null)).rejects.toThrow('could not read Username');
    await expect(ask('shop', 'wrong')).rejects.toThrow('could not read Username');
    await expect(ask('nothing', world.token)).rejects.toThrow('not found');
    expect(await ask('store', world.token)).toContain(shop.head);
  });
});

describe('an App', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const app = { id: 77, installation: 88, publicKey, lifetime: 3600 };
  const jwt = (claims: object, key = privateKey): string => {
    const parts = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)));
    const signed = parts.map((part) => part.toString('base64url')).join('.');
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
  };
  const now = Math.floor(Date.now() / 1000);

  test('its token opens what the owner let it see', async () => {
    const { fake } = await fakeFor({ repositories: [shop], token: null, app });
    const headers = { authorization: `Bearer ${jwt({ iss: 77, iat: now - 30, exp: now + 500 })}` };
    expect((await get(`${fake.url}/orgs/acme/installation`, headers)).status).toBe(200);
    const url = `${fake.url}/app/installations/88/access_tokens`;
    const issued = await get(url, headers, { method: 'POST' });
    const [token] = field([issued.json()], 'token');
    const seen = await get(`${fake.url}/installation/repositories`, { authorization: `token ${token}` });
    expect([issued.status, seen.json()]).toMatchObject([201, { total_count: 1, repositories: [{ name: 'shop' }] }]);
    expect(seen.headers.get('x-oauth-scopes')).toBe(null);
  });

  test.each([
    ['another App', { iss: 78, iat: now, exp: now + 60 }, 404],
    ['a time that is over', { iss: 77, iat: now - 90, exp: now - 30 }, 401],
    ['a time too long', { iss: 77, iat: now, exp: now + 3600 }, 401],
    ['a clock that is ahead', { iss: 77, iat: now + 300, exp: now + 500 }, 401],
  ])('%s is refused', async (_, claims, status) => {
    const { fake } = await fakeFor({ app });
    const answer = await get(`${fake.url}/app`, { authorization: `Bearer ${jwt(claims)}` });
    expect(answer.status).toBe(status);
  });

  test('a signature by another key is refused', async () => {
    const { fake } = await fakeFor({ app });
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const headers = { authorization: `Bearer ${jwt({ iss: 77, iat: now, exp: now + 60 }, other)}` };
    expect((await get(`${fake.url}/app`, headers)).status).toBe(401);
  });
});

test('a stranger keeps what reaches it', async () => {
  const stranger = await openStranger();
  await get(`${stranger.origin}/here?a=1`, { authorization: 'Bearer lost' });
  await stranger.close();
  const kept = { method: 'GET', path: '/here?a=1', body: '', headers: { authorization: 'Bearer lost' } };
  expect(stranger.requests).toMatchObject([kept]);
});

/** One field of each row. */
function field(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`no list: ${JSON.stringify(value)}`);
  return value.map((row: Record<string, unknown>) => row[name]);
}
