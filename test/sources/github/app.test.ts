import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Credentials } from '../../../src/sources/github/credentials.ts';
import { rows } from '../../github/asking.ts';
import * as trouble from '../../github/trouble.ts';
import type { FakeRepository, FakeWorld } from '../../github/world.ts';
import { missingFrom, namesIn, type Stage, stageFor } from './stage.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
const app = { id: 77, installation: 88, publicKey, lifetime: 3600 };
const repositories = rows(120).map(
  (one): FakeRepository => ({ ...one, head: 'e'.repeat(40), empty: false, visibility: 'private' }),
);

/** A stage on which only an App is let in. */
async function stageOf(
  given: Partial<FakeWorld> = {},
  credentials: Partial<Extract<Credentials, { kind: 'app' }>> = {},
): Promise<Stage> {
  return await stageFor(
    { repositories, token: null, app, ...given },
    { credentials: { kind: 'app', appId: '77', privateKey, installation: null, from: 'A_TEST', ...credentials } },
  );
}

test.each([
  ['by GraphQL, the installation of the owner', true, null],
  ['by REST, an installation that is named', false, 88],
])('an App lists %s', async (_, graphql, installation) => {
  const { list, fake, client } = await stageOf({ graphql }, { installation });
  const listed = await list();
  expect(namesIn(listed)).toHaveLength(120);
  expect(listed.problems).toEqual([]);
  expect(listed.notes).toEqual([expect.stringMatching(/^asked 127\.0\.0\.1:\d+ as GitHub App 77$/)]);
  expect(fake.requests.filter(({ authorization }) => authorization !== 'right')).toEqual([]);
  expect(await client.token('acme')).toMatch(/^installation-/);
});

test('one token is asked for, however often it is needed', async () => {
  const { list, fake, client } = await stageOf();
  await list();
  await Promise.all([client.token('acme'), client.token('acme')]);
  expect(fake.requests.filter(({ path }) => path.endsWith('/access_tokens'))).toHaveLength(1);
});

test('what the installation says there is more of is missing', async () => {
  const when = ({ path }: { path: string }): boolean => path.includes('/installation/repositories');
  const { list } = await stageOf({
    graphql: false,
    troubles: [
      {
        when,
        does: (answer) => ({
          ...answer,
          body: Buffer.from(answer.body.toString().replace('"total_count":120', '"total_count":121')),
        }),
      },
    ],
  });
  expect(missingFrom(await list())).toEqual(['It has 121 repositories, and 120 were listed.']);
});

test('an App that is not installed is told to be', async () => {
  const { list } = await stageOf();
  await expect(list(['github:nobody'])).rejects.toMatchObject({
    code: 'target',
    message: expect.stringMatching(/^the GitHub App is not installed for nobody: .*404/),
    hint: expect.stringContaining('Install it there'),
  });
});

test.each([null, 88])('a key that is none is refused, and not told (installation %s)', async (installation) => {
  for (const bad of [
    'no key at all',
    privateKey.slice(0, 300),
    privateKey.replace(/\n[^-\n]{20}/, '\nAAAAAAAAAAAAAAAAAAAA'),
  ]) {
    const { list } = await stageOf({}, { privateKey: bad, installation });
    const error: unknown = await list().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'usage', message: 'the private key of the GitHub App cannot be read' });
    expect(JSON.stringify(error)).not.toContain(privateKey.split('\n')[2]);
  }
});

test('the key of another App is refused by the server', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  for (const installation of [null, 88]) {
    const { list } = await stageOf({}, { privateKey: String(other), installation });
    await expect(list()).rejects.toMatchObject({ code: 'target', message: expect.stringContaining('401') });
  }
});

test('an installation that is refused its token ends in an error', async () => {
  const when = ({ path }: { path: string }): boolean => path.endsWith('/access_tokens');
  const { list } = await stageOf({ troubles: [{ when, does: trouble.status(404) }] }, { installation: 88 });
  await expect(list()).rejects.toMatchObject({ code: 'target', message: expect.stringContaining('404') });
});
