import { describe, expect, test } from 'vitest';
import { plain } from '../../github/answer.ts';
import { rows } from '../../github/asking.ts';
import type { Rule, Trouble } from '../../github/trouble.ts';
import * as trouble from '../../github/trouble.ts';
import { homes, lacks, sharedOrganisation } from './stage.ts';

const { stage } = sharedOrganisation();
const names = ['shop-frontend', 'inner-agent', 'acme.github.io--v2.0_x'];

/** A rule for the git requests of one repository. */
function gitOf(name: string, does: Trouble, times = Infinity): Rule {
  return { when: ({ kind, path }) => kind === 'git' && path.startsWith(`/acme/${name}.git/`), times, does };
}

function refusing(status: 401 | 403): Trouble {
  return () => plain(status, 'No.', status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {});
}

describe('one repository that cannot be cloned is named, and the others are read', () => {
  test.each([
    ['401', refusing(401), 'wants a token, or another one', 0],
    ['403', refusing(403), 'refuses to give it', 0],
    ['404', trouble.status(404), 'does not have it, or does not show it to this token', 0],
    ['502', trouble.status(502), 'is out of order', 2],
    ['429', trouble.status(429), 'allows no further clone for now', 2],
    ['a pack that breaks off', trouble.truncated(), 'broke off', 2],
    ['an empty answer', () => plain(200, ''), 'does not speak git', 2],
  ] as const)('%s', async (_, does, words, waits) => {
    const { scan } = await stage(names, { troubles: [gitOf('inner-agent', does)] });
    const scanned = await scan(['github:acme', '--exit-zero']);
    expect([scanned.code, scanned.told().run.complete]).toEqual([3, false]);
    expect(scanned.told().run.coverage.forge).toMatchObject({ read: 2, unread: 1 });
    expect(homes(scanned.told())).toEqual(['shop-frontend']);
    expect(lacks(scanned.told())).toEqual([
      ['inner-agent', expect.stringMatching(new RegExp(`^Nothing of it was read: 127\\.0\\.0\\.1:\\d+ ${words}\\.$`))],
    ]);
    expect(scanned.waits).toHaveLength(waits);
  });
});

test('clones that fail twice are tried again, and the report is whole', async () => {
  const troubles = [
    gitOf('inner-agent', trouble.status(503), 2),
    gitOf('shop-frontend', trouble.drop(), 1),
    { ...gitOf('acme.github.io--v2.0_x', trouble.truncated(), 1) },
  ];
  const { scan } = await stage(names, { troubles });
  const { code, told, waits } = await scan();
  expect([code, told().run.complete]).toEqual([1, true]);
  expect(homes(told())).toEqual(['inner-agent', 'shop-frontend']);
  expect(waits).toHaveLength(4);
});

test('a burst of troubles of the API ends in the same report as none', async () => {
  const { scan, world } = await stage(names.slice(0, 2));
  const quiet = await scan();
  const none: Trouble = (answer) => answer;
  const burst = [
    ...[trouble.status(500), trouble.drop(), trouble.half(), trouble.secondaryLimit(30), none],
    ...[trouble.html(), trouble.primaryLimit(60), trouble.truncated(), trouble.status(502), none],
  ];
  const next: Trouble = (answer, before) => (burst.shift() ?? none)(answer, before);
  world.troubles.push({ when: ({ kind }) => kind !== 'git', does: next });
  const { out, waits } = await scan();
  expect(burst).toEqual([]);
  expect(waits).toHaveLength(8);
  expect(out).toBe(quiet.out);
});

describe('a list that breaks off in the middle is never a clean report', () => {
  test.each([
    [
      'a limit that lasts longer than --max-wait',
      trouble.primaryLimit(1800),
      /allows no further call for 3[01] minutes/,
    ],
    ['a server that is out of order', trouble.status(503), /answered with status 503/],
    ['a connection that is dropped', trouble.drop(), /did not answer/],
    ['an empty page', trouble.emptyPage(), /It has 102 repositories, and 100 were listed/],
    ['an answer that is none', trouble.html(), /sent a page for people/],
  ])('%s', async (_, does, words) => {
    const { scan, world } = await stage(['shop-frontend']);
    // A page holds a hundred: those before the last ones are empty.
    world.repositories.push(...rows(101));
    world.troubles.push({ when: ({ kind, number }) => kind === 'graphql' && number > 1, does });
    const { code, told } = await scan(['github:acme', '--exit-zero', '--max-wait', '5m']);
    expect([code, told().run.complete]).toEqual([3, false]);
    expect(told().run.coverage.forge).toMatchObject({ read: 1, empty: 99 });
    expect(lacks(told())).toContainEqual(['acme', expect.stringMatching(words)]);
  });
});

test('a limit in the middle of the list is waited for, and the report is whole', async () => {
  const { scan, world } = await stage(['shop-frontend']);
  world.repositories.unshift(...rows(101));
  world.troubles.push({
    when: ({ kind, number }) => kind === 'graphql' && number > 1,
    times: 1,
    does: trouble.primaryLimit(120),
  });
  const { code, told, waits } = await scan(['github:acme', '--max-wait', '5m']);
  expect([code, told().run.complete]).toEqual([1, true]);
  expect(homes(told())).toEqual(['shop-frontend']);
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThan(119_000);
});

test.each([
  ['500', trouble.status(500)],
  ['a limit', trouble.primaryLimit(7200)],
  ['an answer that is none', trouble.html()],
])('%s from all that is asked is an error, and no report', async (_, does) => {
  const { scan } = await stage(names, { troubles: [{ when: () => true, does }] });
  const { code, out, err } = await scan();
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^rollcall: github:acme cannot be listed with GITHUB_ENTERPRISE_TOKEN: 127/m);
  expect(err).not.toContain('internal error');
});

test('what single sign-on hides is told, and what is found all the same fails first', async () => {
  const troubles = [{ when: ({ kind }: { kind: string }) => kind === 'graphql', does: trouble.samlPartial(1) }];
  const { scan } = await stage(names, { troubles });
  const { code, told } = await scan(['github:acme', '--exit-zero']);
  expect([code, told().run.complete]).toEqual([3, false]);
  expect(lacks(told())[0]).toEqual(['acme', expect.stringMatching(/^Some of its repositories are not shown: .*SAML/)]);
  const failed = await scan();
  expect([failed.code, failed.told().run.complete]).toEqual([1, false]);
});
