import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { homes, lacks, sharedOrganisation } from './stage.ts';

const { stage } = sharedOrganisation();
const plain = ['shop-frontend', 'old-agent', 'forked-agent', 'inner-agent', 'acme.github.io--v2.0_x'];

test('all repositories of an organisation are read, and their agents found', async () => {
  const { scan, fake } = await stage(plain);
  const { code, told, err, waits } = await scan();
  expect(code).toBe(1);
  expect(told().run).toMatchObject({
    complete: true,
    coverage: { forge: { read: 5, empty: 0, unread: 0, left: [] } },
  });
  expect(told().problems).toEqual([]);
  expect(homes(told())).toEqual(['forked-agent', 'inner-agent', 'old-agent', 'shop-frontend']);
  expect(err).toContain('with the token of GITHUB_ENTERPRISE_TOKEN, which has the scopes read:org, repo');
  expect(err).toContain('warning: repo allows changes');
  expect(waits).toEqual([]);
  expect(fake.requests.filter(({ authorization }) => authorization === 'wrong')).toEqual([]);
});

test('what is empty is told, what is closed or has no branch makes it incomplete', async () => {
  const { scan } = await stage(['nothing-yet', 'taken-down', 'lost-branch', 'acme.github.io--v2.0_x']);
  const { code, told } = await scan();
  expect(code).toBe(3);
  expect(told().run).toMatchObject({ complete: false, coverage: { forge: { read: 1, empty: 1, unread: 2 } } });
  expect(lacks(told())).toEqual([
    ['lost-branch', expect.stringMatching(/^Nothing of it was read: .*branch/)],
    ['taken-down', 'Nothing of it was read: its server lets nobody in.'],
  ]);
  expect((await scan(['github:acme', '--allow-incomplete'])).code).toBe(0);
});

test('an organisation without repositories is not clean', async () => {
  const { scan } = await stage([]);
  const { code, told } = await scan();
  expect([code, told().run.complete]).toEqual([3, false]);
});

test('what a filter leaves out is counted', async () => {
  const { scan } = await stage(plain);
  const { told } = await scan(['github:acme', '--no-archived', '--no-forks', '--skip-repos', '*.github.io*']);
  expect(told().run.coverage.forge).toEqual({
    read: 2,
    empty: 0,
    unread: 0,
    left: [
      { reason: 'archived', count: 1 },
      { reason: 'fork', count: 1 },
      { reason: 'name', count: 1 },
    ],
  });
  expect(homes(told())).toEqual(['inner-agent', 'shop-frontend']);
});

test('a GitHub App lists and clones', async () => {
  const pem = { type: 'pkcs8', format: 'pem' } as const;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: pem,
  });
  const app = { id: 77, installation: 88, publicKey, lifetime: 3600 };
  const { scan, fake } = await stage(plain, { token: null, app });
  const env = { ROLLCALL_GITHUB_APP_ID: '77', ROLLCALL_GITHUB_APP_PRIVATE_KEY: privateKey.replaceAll('\n', '\\n') };
  const { code, told, err } = await scan(['github:acme'], { env });
  expect([code, told().run.complete]).toEqual([1, true]);
  expect(homes(told())).toContain('inner-agent');
  expect(err).toContain('as GitHub App 77');
  expect(
    fake.requests.filter(({ kind, authorization }) => kind === 'git' && authorization === 'right').length,
  ).toBeGreaterThan(1);
});

test('a token that does not tell its scopes, and an account of a person', async () => {
  const { scan } = await stage(plain, { scopes: null, kind: 'User', viewer: 'acme' });
  const { code, told, err } = await scan();
  expect([code, told().run.complete]).toEqual([1, true]);
  expect(homes(told())).toContain('inner-agent');
  expect(err).toContain('which does not tell its permissions');
  expect(err).not.toContain('warning:');
});

test('without a token what is public is read', async () => {
  const { scan } = await stage(plain, { token: null });
  const { code, told, err } = await scan();
  expect([code, told().run.complete]).toEqual([1, true]);
  expect(homes(told())).toEqual(['forked-agent', 'old-agent', 'shop-frontend']);
  expect(err).toContain('without a token');
});

test('a list by REST gives the same report as one by GraphQL', async () => {
  const names = ['shop-frontend', 'inner-agent', 'nothing-yet'];
  const { scan, world } = await stage(names);
  const first = await scan();
  world.graphql = false;
  expect((await scan()).out).toBe(first.out);
});

test.each([
  ['github:nobody', /github:nobody cannot be listed with GITHUB_ENTERPRISE_TOKEN: .*\n\nIs the name right\?/],
  ['github:acme/nothing', /github:acme\/nothing cannot be listed with .*404.*\n\nIs the name right\?/],
])('%s is nothing, and the person is told what to do', async (target, message) => {
  const { scan } = await stage(plain);
  const { code, out, err } = await scan([target]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(message);
});

test('a repository that was renamed is read under its new name, and that is told', async () => {
  const { scan } = await stage(plain, { renamed: new Map([['acme/storefront', 'acme/shop-frontend']]) });
  const { code, told } = await scan(['github:acme/storefront']);
  expect([code, told().run.complete]).toEqual([1, true]);
  expect(homes(told())).toEqual(['shop-frontend']);
  expect(told().problems).toMatchObject([
    { message: 'It is called acme/shop-frontend now, and was asked for as acme/storefront.', incomplete: false },
  ]);
});

test('one that is gone, or renamed, between the list and the clone is named', async () => {
  const { scan, world } = await stage(plain);
  world.troubles.push({
    when: ({ path }) => path === '/api/v3/orgs/acme',
    times: 1,
    does: (answer) => {
      world.hidden.add('old-agent');
      world.renamed.set('acme/inner-agent', 'acme/shop-frontend');
      return answer;
    },
  });
  const { code, told } = await scan(['github:acme', '--exit-zero']);
  expect([code, told().run.complete]).toEqual([3, false]);
  expect(lacks(told())).toEqual([
    ['inner-agent', expect.stringMatching(/^Nothing of it was read: \S+ redirects, and is not followed\.$/)],
    [
      'old-agent',
      expect.stringMatching(/^Nothing of it was read: \S+ does not have it, or does not show it to this token\.$/),
    ],
  ]);
});
