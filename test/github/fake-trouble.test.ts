import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fakeFor, type Got, get, gitWith, headersFor, nextOf, query, rows } from './asking.ts';
import { writeHistory } from './history.ts';
import * as trouble from './trouble.ts';
import { fakeRepository } from './world.ts';

const always = (): boolean => true;
const list = `query($cursor: String) { repositoryOwner(login: "acme") { repositories(first: 2, after: $cursor) {
  totalCount pageInfo { hasNextPage endCursor } nodes { name } } } }`;

/** Asks for a page of two while the given trouble is on. */
async function during(does: trouble.Trouble, search = '?per_page=2'): Promise<Got> {
  const { fake, world } = await fakeFor({ repositories: rows(5), troubles: [{ when: always, does }] });
  return get(`${fake.url}/orgs/acme/repos${search}`, headersFor(world));
}

/** Asks GraphQL while the given trouble is on. */
async function asking(does: trouble.Trouble): Promise<Got> {
  const { fake, world } = await fakeFor({ repositories: rows(5), troubles: [{ when: always, does }] });
  return query(fake, world, list);
}

test.each([500, 502, 503, 504] as const)('a server fails with %d', async (code) => {
  expect((await during(trouble.status(code))).status).toBe(code);
});

test('a rule holds as often as it says, and knows how often a request came', async () => {
  const { fake, world } = await fakeFor({ repositories: rows(1) });
  world.troubles.push({ when: ({ kind }) => kind === 'rest', times: 2, does: trouble.status(503) });
  world.troubles.push({ when: (_, count) => count === 4, does: trouble.status(500) });
  const statuses: number[] = [];
  for (let time = 0; time < 5; time++) {
    statuses.push((await get(`${fake.url}/orgs/acme/repos`, headersFor(world))).status);
  }
  expect(statuses).toEqual([503, 503, 200, 500, 200]);
  expect(fake.requests.map(({ status, number }) => [status, number])).toEqual(
    statuses.map((status, index) => [status, index + 1]),
  );
});

test('a connection is dropped', async () => {
  await expect(during(trouble.drop())).rejects.toThrow('fetch failed');
});

test('an answer ends too early for its length', async () => {
  await expect(during(trouble.truncated())).rejects.toThrow('terminated');
});

test('half of an answer is no JSON', async () => {
  const { status, text, json } = await during(trouble.half());
  expect([status, text.startsWith('[{')]).toEqual([200, true]);
  expect(json).toThrow(SyntaxError);
});

test('an answer is long in coming, and closing the fake ends the wait', async () => {
  const begin = performance.now();
  expect((await during(trouble.slow(200))).status).toBe(200);
  expect(performance.now() - begin).toBeGreaterThan(190);

  const { fake, world } = await fakeFor({ troubles: [{ when: always, does: trouble.slow(60_000) }] });
  const answer = get(`${fake.url}/user`, headersFor(world));
  const failed = expect(answer).rejects.toThrow('fetch failed');
  while (fake.requests.length === 0) await new Promise(setImmediate);
  await fake.close();
  await failed;
});

test('the hour is used up', async () => {
  const { status, headers, text } = await during(trouble.primaryLimit(90));
  expect([status, headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
  expect(Number(headers.get('x-ratelimit-reset')) - Date.now() / 1000).toBeGreaterThan(85);
  expect(text).toContain('API rate limit exceeded');

  const answer = await asking(trouble.primaryLimit(90));
  expect([answer.status, answer.headers.get('x-ratelimit-remaining')]).toEqual([200, '0']);
  expect(answer.json()).toMatchObject({ errors: [{ type: 'RATE_LIMIT' }] });
});

test('too much at once', async () => {
  const { status, headers, text } = await during(trouble.secondaryLimit(7));
  expect([status, headers.get('retry-after'), headers.get('x-ratelimit-remaining')]).toEqual([403, '7', '4999']);
  expect(text).toContain('secondary rate limit');
  const without = await during(trouble.secondaryLimit(null, 429));
  expect([without.status, without.headers.get('retry-after')]).toEqual([429, null]);
});

test('the next page is elsewhere', async () => {
  const page = await during(trouble.foreignNext('http://127.0.0.1:9'));
  expect(nextOf(page)).toBe('http://127.0.0.1:9/api/v3/organizations/4711/repos?per_page=2&page=2');
  expect(nextOf(await during(trouble.foreignNext('http://127.0.0.1:9'), ''))).toContain('http://127.0.0.1:9/');
});

test('another place is named', async () => {
  const { status, headers } = await during(trouble.redirectTo('http://127.0.0.1:9/'));
  expect([status, headers.get('location')]).toEqual([302, 'http://127.0.0.1:9/']);
});

test('a page for people comes instead', async () => {
  const { status, headers } = await during(trouble.html());
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
});

test('single sign-on is asked for', async () => {
  const { status, headers } = await during(trouble.samlRefusal());
  expect([status, headers.get('x-github-sso')]).toEqual([403, expect.stringContaining('required; url=')]);
});

test('a page is empty though more follow', async () => {
  const page = await during(trouble.emptyPage());
  expect([page.text, nextOf(page)]).toEqual(['[]', expect.stringContaining('page=2')]);
  const answer = await asking(trouble.emptyPage());
  expect(answer.text).toContain('"hasNextPage":true');
  expect(answer.text).toContain('"nodes":[]');
});

test('a page repeats the one before', async () => {
  const { fake, world } = await fakeFor({ repositories: rows(6) });
  world.troubles.push({ when: ({ number }) => number === 2, does: trouble.repeatedPage() });
  const first = await get(`${fake.url}/orgs/acme/repos?per_page=2`, headersFor(world));
  const second = await get(nextOf(first) ?? '', headersFor(world));
  expect([second.text, nextOf(second)]).toEqual([first.text, expect.stringContaining('page=3')]);
});

test('a cursor leads in a circle', async () => {
  const { fake, world } = await fakeFor({ repositories: rows(6) });
  world.troubles.push({ when: ({ number }) => number > 1, does: trouble.stuckPage() });
  const first = await query(fake, world, list);
  const cursor = /"endCursor":"([^"]+)"/.exec(first.text)?.[1];
  expect((await query(fake, world, list, { cursor })).text).toBe(first.text);
});

test('GraphQL fails with status 200, in time, and in part', async () => {
  const error = { type: 'NOT_FOUND', path: ['repositoryOwner'], message: 'Nobody.' };
  const failed = await asking(trouble.graphqlError(error.type, error.message, error.path));
  expect([failed.status, failed.json()]).toEqual([200, { data: null, errors: [error] }]);
  expect((await asking(trouble.graphqlTimeout())).status).toBe(502);
  expect((await asking(trouble.samlPartial(1))).json()).toMatchObject({
    data: { repositoryOwner: { repositories: { totalCount: 5, nodes: [{ name: 'r000' }, null] } } },
    errors: [{ type: 'FORBIDDEN', extensions: { saml_failure: true } }],
  });
});

test('git fails, and its pack breaks off in the middle', async () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'rollcall-fake-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const gitDir = join(folder, 'shop.git');
  const head = await writeHistory(gitDir, { branch: 'main', commits: [[{ path: 'a.txt', data: 'a'.repeat(9999) }]] });
  const { fake, world } = await fakeFor({ repositories: [fakeRepository({ name: 'shop', gitDir, head })] });
  const clone = (): Promise<string> =>
    gitWith(world.token, 'clone', '-q', '--bare', `${fake.origin}/acme/shop.git`, join(folder, 'clone.git'));
  world.troubles.push({ when: ({ kind }) => kind === 'git', times: 1, does: trouble.status(503) });
  await expect(clone()).rejects.toThrow('503');
  world.troubles.push({ when: ({ method }) => method === 'POST', times: 2, does: trouble.truncated() });
  await expect(clone()).rejects.toThrow(/early EOF|remote end hung up|transfer closed|RPC failed|curl/);
  world.troubles.length = 0;
  await clone();
  expect(fake.requests.at(-1)?.status).toBe(200);
});
