import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { transportTo } from '../../../src/sources/github/transport.ts';
import { forgeAt } from '../../../src/text/forge.ts';
import { rows } from '../../github/asking.ts';
import { listen } from '../../github/listen.ts';
import { openStranger, type Stranger } from '../../github/stranger.ts';
import * as trouble from '../../github/trouble.ts';
import { missingFrom, stageFor } from './stage.ts';

const repositories = rows(3).map((one) => ({ ...one, head: 'f'.repeat(40), empty: false }));
let stranger: Stranger;

beforeAll(async () => {
  stranger = await openStranger();
});

afterAll(() => stranger.close());

describe.each([301, 302, 307, 308] as const)('a redirect with status %d to another server', (code) => {
  test('of GraphQL is an error, and nothing is sent there', async () => {
    const does = trouble.redirectTo(`${stranger.origin}/api/graphql`, code);
    const { list } = await stageFor({ repositories, troubles: [{ when: ({ kind }) => kind === 'graphql', does }] });
    await expect(list()).rejects.toMatchObject({
      message: expect.stringContaining(`leads to ${stranger.origin}, where nobody was asked for`),
      hint: expect.stringContaining('--github-url'),
    });
    expect(stranger.requests).toEqual([]);
  });

  test('of REST is an error, or leaves the list incomplete, and nothing is sent there', async () => {
    const does = trouble.redirectTo(`${stranger.origin}/api/v3/orgs/acme`, code);
    const all = await stageFor({
      repositories,
      graphql: false,
      troubles: [{ when: ({ kind }) => kind === 'rest', does }],
    });
    await expect(all.list()).rejects.toMatchObject({ message: expect.stringContaining(`leads to ${stranger.origin}`) });
    const one = await stageFor({ repositories, troubles: [{ when: ({ kind }) => kind === 'rest', does }] });
    await expect(one.list(['github:acme/r000'])).rejects.toMatchObject({ code: 'target' });
    const heads = await stageFor({
      repositories,
      graphql: false,
      troubles: [{ when: ({ path }) => path.includes('/r001/commits'), does }],
    });
    expect(missingFrom(await heads.list())).toEqual([expect.stringContaining(`leads to ${stranger.origin}`)]);
    const counts = await stageFor({
      repositories,
      troubles: [{ when: ({ path }) => path.endsWith('/orgs/acme'), does }],
    });
    expect(missingFrom(await counts.list())).toEqual([expect.stringContaining(`leads to ${stranger.origin}`)]);
    expect(stranger.requests).toEqual([]);
  });
});

test.each([
  'http://localhost:1/',
  'https://127.0.0.1/',
  '//127.0.0.2/api/v3/',
  'http://a-token-of-the-fake@127.0.0.1:1/',
  'file:///etc/passwd',
])('a redirect to %s is not followed', async (location) => {
  const troubles = [{ when: ({ kind }: { kind: string }) => kind === 'graphql', does: trouble.redirectTo(location) }];
  const { list } = await stageFor({ repositories, troubles });
  const error: unknown = await list().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: expect.stringMatching(/leads to \S+, where nobody was asked for/) });
  expect(String(error)).not.toContain('a-token-of-the-fake');
});

test('a redirect on the same server is followed, and one in a circle is not', async () => {
  const { list, fake, world } = await stageFor({ repositories });
  const to = (path: string) => trouble.redirectTo(`${fake.origin}${path}`, 307);
  world.troubles.push({ when: ({ path }) => path === '/api/graphql', times: 1, does: to('/api/graphql?again') });
  expect((await list()).repositories).toHaveLength(3);
  world.troubles.push({ when: ({ kind }) => kind === 'rest', does: to('/api/v3/orgs/acme') });
  expect(missingFrom(await list())).toEqual([expect.stringContaining('redirects in a circle')]);
});

test('a server that says the token again does not have it told', async () => {
  const { list, world } = await stageFor({ repositories });
  const echo: trouble.Trouble = ({ headers }) => ({
    status: 403,
    headers: { ...headers, 'x-oauth-scopes': world.token ?? '' },
    body: Buffer.from(JSON.stringify({ message: `Bad token ${world.token}` })),
  });
  world.troubles.push({ when: ({ path }) => /\/(?:orgs|users)\/acme$/.test(path), does: echo });
  const { problems, notes } = await list();
  expect(problems).toMatchObject([{ message: expect.stringMatching(/Bad token \*+/) }]);
  expect(JSON.stringify([problems, notes])).not.toContain(world.token);
});

test('an answer without end is cut off, and one that says no length has to be whole', async () => {
  const part = Buffer.alloc(1 << 20, 0x20);
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    if (request.url === '/api/v3/cut') response.write('[1', () => response.destroy());
    else if (request.url === '/api/v3/whole') response.end('[1]');
    else response.on('drain', () => response.write(part)).write(Buffer.concat([part, part]));
  });
  const { origin, close } = await listen(server);
  onTestFinished(close);
  const ask = transportTo(forgeAt(origin), { env: {}, signal: new AbortController().signal });
  const get = { method: 'GET', headers: {} };
  expect(await (await ask(`${origin}/api/v3/whole`, get)).json()).toEqual([1]);
  await expect(ask(`${origin}/api/v3/cut`, get)).rejects.toMatchObject({ kind: 'unanswered' });
  await expect(ask(`${origin}/api/v3/endless`, get)).rejects.toThrow('sent more than 64 MiB');
});

test('nobody but the server is asked, whatever the address says', async () => {
  const ask = transportTo(forgeAt('http://127.0.0.1:1'), { env: {}, signal: new AbortController().signal });
  const headers = { authorization: 'token a-token' };
  await expect(ask(`${stranger.origin}/api/v3/user`, { method: 'GET', headers })).rejects.toMatchObject({
    kind: 'foreign',
  });
  expect(stranger.requests).toEqual([]);
});
