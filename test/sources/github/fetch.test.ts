import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type FetchFault, type FetchOptions, fetchObjects } from '../../../src/sources/git/fetch.ts';
import { snapshot } from '../../../src/sources/git/snapshot.ts';
import type { Repository } from '../../../src/sources/repository.ts';
import { plain } from '../../github/answer.ts';
import { fakeFor } from '../../github/asking.ts';
import { dice } from '../../github/dice.ts';
import type { Fake } from '../../github/fake.ts';
import { writeHistory } from '../../github/history.ts';
import { openStranger } from '../../github/stranger.ts';
import type { Trouble } from '../../github/trouble.ts';
import * as trouble from '../../github/trouble.ts';
import { type FakeRepository, type FakeWorld, fakeRepository } from '../../github/world.ts';

let root = '';
let shop: FakeRepository;

beforeAll(async () => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'rollcall-fetch-'));
  const gitDir = join(root, 'shop.git');
  const film = dice(1, 'film').bytes(300_000);
  const head = await writeHistory(gitDir, {
    branch: 'main',
    commits: [
      [{ path: 'old.js', data: 'one\n' }],
      [
        { path: 'main.js', data: 'two\n' },
        { path: 'film.bin', data: film },
      ],
    ],
  });
  shop = fakeRepository({ name: 'shop', visibility: 'private', gitDir, head });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A server with the shop, and a way to fetch from it. */
interface Shop {
  readonly fake: Fake;
  readonly world: FakeWorld;
  readonly folder: string;
  fetch(given?: Partial<FetchOptions>): Promise<Repository | FetchFault>;
}

async function shopWith(does?: Trouble, given: Partial<FakeWorld> = {}): Promise<Shop> {
  const troubles = does ? [{ when: ({ kind }: { kind: string }) => kind === 'git', does }] : [];
  const { fake, world } = await fakeFor({ repositories: [shop], troubles, ...given });
  const folder = mkdtempSync(join(root, 'fetched-'));
  const { name } = world.repositories[0] ?? shop;
  const fetch: Shop['fetch'] = (options = {}) =>
    fetchObjects({
      url: `${fake.origin}/acme/${name}.git`,
      head: shop.head ?? '',
      history: false,
      maxBlob: 200_000,
      token: world.token,
      folder,
      env: {},
      patience: 20_000,
      mostBytes: 1e9,
      signal: new AbortController().signal,
      ...options,
    });
  return { fake, world, folder, fetch };
}

/** The repository that was fetched, or the fault as an error. */
function proven(result: Repository | FetchFault): Repository {
  if ('fault' in result) throw new Error(result.fault);
  return result;
}

test('one commit is fetched, without its past and without large files, and read', async () => {
  const { fetch, fake, folder } = await shopWith();
  const repository = proven(await fetch());
  const read = await snapshot(repository, {
    place: 'here/acme/shop',
    commit: shop.head ?? '',
    selects: () => true,
    spool: join(folder, 'files'),
    maxBytes: 200_000,
    mostBytes: 1 << 20,
    signal: new AbortController().signal,
  });
  expect(read.blobs.map(({ origin }) => origin.path)).toEqual(['main.js', 'old.js']);
  expect(read.problems).toMatchObject([{ file: 'film.bin', reason: 'too-large', incomplete: true }]);
  expect(fake.requests.at(-1)).toMatchObject({ kind: 'git', authorization: 'right', status: 200 });
});

test('the token stands nowhere in what is left on the disk', async () => {
  const { fetch, folder, world } = await shopWith();
  proven(await fetch({ history: true, maxBlob: null }));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(files.map(({ name }) => name)).toContain('config');
  for (const { parentPath, name } of files)
    expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain(world.token);
});

test.each([
  ['500', trouble.status(500), 'is out of order', true],
  ['502', trouble.status(502), 'is out of order', true],
  ['503', trouble.status(503), 'is out of order', true],
  ['429', trouble.status(429), 'allows no further clone for now', true],
  ['404', trouble.status(404), 'does not have it, or does not show it to this token', false],
  ['403', refusing(403), 'refuses to give it', false],
  ['401', refusing(401), 'wants a token, or another one', false],
  ['a dropped connection', trouble.drop(), 'broke off', true],
  ['an empty answer', () => plain(200, ''), 'does not speak git', true],
  ['a page for people', trouble.html(), 'does not speak git', true],
] as const)('%s is told in our words, and whether it passes', async (_, does, fault, passes) => {
  const { fetch } = await shopWith(does);
  expect(await fetch()).toEqual({ fault, passes, isLimit: fault.startsWith('allows no') });
});

function refusing(status: 401 | 403): Trouble {
  return () => plain(status, 'No.', status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {});
}

describe('in the middle of the pack', () => {
  test.each([
    ['502', trouble.status(502), 'is out of order', true],
    ['429', trouble.status(429), 'allows no further clone for now', true],
    ['a dropped connection', trouble.drop(), 'broke off', true],
    ['a connection that ends too early', trouble.truncated(), 'broke off', true],
    ['half a pack', trouble.half(), 'broke off', true],
    ['nothing', (() => plain(200, '')) satisfies Trouble, 'does not speak git', true],
  ] as const)('%s is told, and may pass', async (_, does, fault, passes) => {
    const { fetch, world } = await shopWith();
    world.troubles.push({ when: ({ method }) => method === 'POST', does });
    expect(await fetch({ maxBlob: null })).toMatchObject({ fault, passes });
  });

  test('a byte that is another one is damage', async () => {
    const { fetch, world } = await shopWith();
    const flip: Trouble = (answer) => {
      const body = Buffer.from(answer.body);
      const at = Math.floor(body.length / 2);
      body.writeUInt8((body[at] ?? 0) ^ 0xff, at);
      return { ...answer, body };
    };
    world.troubles.push({ when: ({ method }) => method === 'POST', does: flip });
    expect(await fetch({ maxBlob: null })).toMatchObject({ fault: 'sent what git takes for damaged', passes: false });
  });
});

test.each(['invalid', 'ssl-certificate', 'corrupt', 'redirect', 'Connection-pool'])(
  'a repository called %s is not taken for what went wrong',
  async (name) => {
    const { fetch } = await shopWith(trouble.drop(), { repositories: [{ ...shop, name }] });
    expect(await fetch()).toMatchObject({ fault: 'broke off', passes: true });
    const moved = await shopWith(trouble.status(404), { repositories: [{ ...shop, name }] });
    expect(await moved.fetch()).toMatchObject({ fault: expect.stringContaining('does not have it') });
  },
);

test('a commit that is there no more is told', async () => {
  const { fetch } = await shopWith();
  expect(await fetch({ head: '1'.repeat(40) })).toMatchObject({ fault: 'does not give the commit any more' });
});

test.each([301, 302, 307, 308] as const)('a redirect with %d leads nowhere', async (code) => {
  const stranger = await openStranger();
  onTestFinished(() => stranger.close());
  const { fetch } = await shopWith(trouble.redirectTo(`${stranger.origin}/acme/shop.git/info/refs`, code));
  expect(await fetch()).toMatchObject({ fault: 'redirects, and is not followed', passes: false });
  const { fetch: later, world } = await shopWith();
  world.troubles.push({
    when: ({ method }) => method === 'POST',
    does: trouble.redirectTo(`${stranger.origin}/acme/shop.git/git-upload-pack`, code),
  });
  expect(await later()).toHaveProperty('fault');
  expect(stranger.requests).toEqual([]);
});

test('alternates at another server are not asked for', async () => {
  const stranger = await openStranger();
  onTestFinished(() => stranger.close());
  const { fetch } = await shopWith((answer, _) => answer);
  const { fetch: dumb, world } = await shopWith();
  world.troubles.push(
    { when: ({ path }) => path.includes('info/refs'), does: () => plain(200, `${shop.head}\trefs/heads/main\n`) },
    {
      when: ({ path }) => path.includes('alternates'),
      does: () => plain(200, `${stranger.origin}/acme/shop.git/objects\n`),
    },
  );
  expect(await dumb()).toHaveProperty('fault');
  expect(stranger.requests).toEqual([]);
  proven(await fetch());
});

test('what takes too long or too much room is stopped', async () => {
  const { fetch } = await shopWith(trouble.slow(60_000));
  const begin = performance.now();
  expect(await fetch({ patience: 300 })).toMatchObject({ fault: 'took longer than 0 minutes', passes: false });
  expect(performance.now() - begin).toBeLessThan(5000);

  const { fetch: large, world } = await shopWith();
  world.troubles.push({ when: ({ method }) => method === 'POST', does: trouble.slow(5000) });
  expect(await large({ mostBytes: 10 })).toMatchObject({ fault: 'sent more than 0 GB', passes: false });
});

test('a run that is stopped stops git, before it began and after', async () => {
  const { fetch } = await shopWith(trouble.slow(60_000));
  const begin = performance.now();
  const early = new AbortController();
  const fetching = fetch({ signal: early.signal });
  early.abort('SIGINT');
  await expect(fetching).rejects.toBe('SIGINT');

  const { fetch: again, fake } = await shopWith(trouble.slow(60_000));
  const late = new AbortController();
  const running = again({ signal: late.signal });
  const failed = expect(running).rejects.toBe('SIGTERM');
  while (fake.requests.length === 0) await new Promise(setImmediate);
  late.abort('SIGTERM');
  await failed;
  expect(performance.now() - begin).toBeLessThan(4000);
});
