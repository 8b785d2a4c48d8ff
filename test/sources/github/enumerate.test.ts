import { describe, expect, test } from 'vitest';
import { json } from '../../github/answer.ts';
import { rows } from '../../github/asking.ts';
import type { Trouble } from '../../github/trouble.ts';
import * as trouble from '../../github/trouble.ts';
import { type FakeRepository, fakeRepository } from '../../github/world.ts';
import { missingFrom, namesIn, stageFor } from './stage.ts';

const head = 'a'.repeat(40);

/** So many repositories with a commit, of which nothing can be fetched. */
function headed(count: number): FakeRepository[] {
  return rows(count).map((one) => ({ ...one, head, empty: false }));
}

/** An answer with other values in it. */
function saying(values: object): Trouble {
  return (answer) => {
    const body: unknown = JSON.parse(answer.body.toString());
    return { ...json(200, { ...Object(body), ...values }), headers: answer.headers };
  };
}

describe('by GraphQL', () => {
  test('all pages are read, in the order of the ids, a hundred a call', async () => {
    const { fake, list } = await stageFor({ repositories: headed(250) });
    const listed = await list();
    expect(namesIn(listed)).toEqual(headed(250).map(({ name }) => name));
    expect(listed.repositories[7]).toMatchObject({ id: expect.stringMatching(/^127\.0\.0\.1:\d+\/acme\/r007$/), head });
    expect(listed.problems).toEqual([]);
    expect(fake.requests.map(({ kind }) => kind)).toEqual(['graphql', 'graphql', 'graphql', 'rest', 'rest']);
    expect(listed.calls).toBe(5);
  });

  test('what is in no page is told by the count of the server', async () => {
    const { list } = await stageFor({
      repositories: headed(5),
      troubles: [{ when: ({ path }) => path === '/api/v3/orgs/acme', does: saying({ total_private_repos: 40 }) }],
    });
    expect(missingFrom(await list())).toEqual([
      'It has 40 private and internal repositories, and the token shows 0: 40 were not read.',
    ]);
  });

  test('a count that cannot be asked leaves the list incomplete', async () => {
    const when = ({ path }: { path: string }): boolean => path === '/api/v3/users/acme';
    const { list } = await stageFor({ repositories: headed(2), troubles: [{ when, does: trouble.status(503) }] });
    const listed = await list();
    expect(namesIn(listed)).toEqual(['r000', 'r001']);
    expect(missingFrom(listed)).toEqual([expect.stringContaining('How many repositories it has could not be asked')]);
  });

  test.each([{ public_repos: 'many' }, { public_repos: null }, { login: 7 }])(
    'counts that are no numbers are none: %j',
    async (values) => {
      const when = ({ path }: { path: string }): boolean => /\/(?:orgs|users)\/acme$/.test(path);
      const { list } = await stageFor({ repositories: headed(2), troubles: [{ when, does: saying(values) }] });
      expect(missingFrom(await list())).toEqual([expect.stringContaining('could not be asked')]);
    },
  );

  test('single sign-on leaves a hole in the answer, and the rest is read', async () => {
    const { list } = await stageFor({
      repositories: headed(3),
      troubles: [{ when: ({ kind }) => kind === 'graphql', does: trouble.samlPartial(1) }],
    });
    const listed = await list();
    expect(namesIn(listed)).toEqual(['r000', 'r002']);
    expect(missingFrom(listed)[0]).toMatch(/^Some of its repositories are not shown: .*SAML/);
  });

  test('a hole that nobody explains is one all the same', async () => {
    const hole: Trouble = (answer, before) => {
      const { errors: _, ...body } = JSON.parse(trouble.samlPartial(0)(answer, before).body.toString());
      return { ...json(200, body), headers: answer.headers };
    };
    const { list } = await stageFor({
      repositories: headed(3).map((one) => ({ ...one, visibility: 'private' })),
      troubles: [{ when: ({ kind }) => kind === 'graphql', does: hole }],
    });
    expect(missingFrom(await list())).toEqual(['It has 3 repositories, and 2 were listed.']);
  });

  test('an owner without repositories is not clean, and nobody is nobody', async () => {
    const { list } = await stageFor();
    expect(missingFrom(await list())).toEqual(['It shows no repository, so that nothing was read.']);
    await expect(list(['github:nobody'])).rejects.toMatchObject({
      code: 'target',
      message: expect.stringMatching(
        /^github:nobody cannot be listed with A_TEST: .* knows nobody of this name|status 404/,
      ),
      hint: expect.stringContaining('Is the name right?'),
    });
  });

  test.each([
    ['by status', trouble.status(503)],
    ['by GraphQL', trouble.graphqlTimeout()],
    ['by the connection', trouble.drop()],
  ])('a list that breaks off in the middle %s has what came before', async (_, does) => {
    const { list, waits } = await stageFor({
      repositories: headed(150),
      troubles: [{ when: ({ kind, number }) => kind === 'graphql' && number > 1, does }],
    });
    const listed = await list();
    expect(listed.repositories).toHaveLength(100);
    expect(missingFrom(listed)[0]).toMatch(/^The list of its repositories ends after 100 of 150: /);
    expect(waits).toEqual([1000, 2000, 4000, 8000]);
  });
});

describe('by REST, where GraphQL is not allowed', () => {
  test.each([
    ['refused', { graphql: false }],
    [
      'not there',
      {
        troubles: [
          { when: ({ kind }: { kind: string }): boolean => kind === 'graphql', does: trouble.status(404) },
        ] as trouble.Rule[],
      },
    ],
  ])('all pages and heads are read where it is %s', async (_, given) => {
    const { fake, list } = await stageFor({ repositories: headed(250), ...given });
    const listed = await list();
    expect(namesIn(listed)).toEqual(headed(250).map(({ name }) => name));
    expect(new Set(listed.repositories.map((one) => one.head))).toEqual(new Set([head]));
    expect(listed.problems).toEqual([]);
    expect(fake.peak()).toBeLessThan(12);
  });

  test('a repository without a commit is empty, one whose head is not told is incomplete', async () => {
    const repositories = [...headed(2), fakeRepository({ name: 'bare' })];
    const when = ({ path }: { path: string }): boolean => path.includes('/r001/commits/');
    const { list } = await stageFor({
      repositories,
      graphql: false,
      troubles: [{ when, does: trouble.status(404) }],
    });
    const listed = await list();
    expect(listed.repositories.map(({ head, empty }) => [head === null, empty])).toEqual([
      [true, true],
      [false, false],
      [true, false],
    ]);
    expect(listed.problems).toMatchObject([{ place: expect.stringMatching(/acme\/r001$/), incomplete: true }]);
  });

  test('half of a commit id is none', async () => {
    const when = ({ path }: { path: string }): boolean => path.includes('/commits/');
    const { list } = await stageFor({
      repositories: headed(1),
      graphql: false,
      troubles: [{ when, does: trouble.half() }],
    });
    const listed = await list();
    expect(listed.repositories).toMatchObject([{ head: null, empty: false }]);
    expect(missingFrom(listed)).toEqual([
      expect.stringMatching(/latest commit could not be asked: .* named no commit/),
    ]);
  });

  test('the repositories of an account are listed, its own with what is private', async () => {
    const repositories = headed(3).map(
      (one, at): FakeRepository => ({ ...one, visibility: at ? 'public' : 'private' }),
    );
    const other = await stageFor({ repositories, kind: 'User', graphql: false });
    expect(namesIn(await other.list())).toEqual(['r001', 'r002']);
    const own = await stageFor({ repositories, kind: 'User', viewer: 'acme', graphql: false });
    expect(namesIn(await own.list(['github:ACME']))).toEqual(['r000', 'r001', 'r002']);
  });

  test('a page that breaks off leaves what came before, and is told', async () => {
    const { list } = await stageFor({
      repositories: headed(150),
      graphql: false,
      troubles: [{ when: ({ path }) => /[?&]page=2\b/.test(path), does: trouble.status(502) }],
    });
    const listed = await list();
    expect(listed.repositories).toHaveLength(100);
    expect(missingFrom(listed)[0]).toMatch(/^The list of its repositories ends after 100: .*502/);
  });
});

test('without a token only what is public is listed, by REST, and the person is told', async () => {
  const repositories = headed(3).map((one, at): FakeRepository => ({ ...one, visibility: at ? 'public' : 'private' }));
  const { fake, list } = await stageFor({ repositories, token: null });
  const listed = await list();
  expect(namesIn(listed)).toEqual(['r001', 'r002']);
  expect(listed.notes).toEqual([expect.stringContaining('without a token: 60 calls an hour, and only what is public')]);
  expect(fake.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  expect(fake.requests.filter(({ kind }) => kind === 'graphql')).toEqual([]);
  await expect(list(['github:acme/r000'])).rejects.toMatchObject({
    message: expect.stringMatching(/^github:acme\/r000 cannot be listed without a token: .*404/),
    hint: expect.stringContaining('GITHUB_TOKEN'),
  });
});

describe('one repository', () => {
  test('it is found by the name that it had, and that is told', async () => {
    const renamed = new Map([['acme/store', 'acme/r001']]);
    const { list } = await stageFor({ repositories: headed(2), renamed });
    const listed = await list(['github:acme/store']);
    expect(listed.repositories).toMatchObject([{ name: 'acme/r001', head }]);
    expect(listed.problems).toMatchObject([
      { message: 'It is called acme/r001 now, and was asked for as acme/store.', incomplete: false },
    ]);
  });

  test('the case of its name is that of the server', async () => {
    const { list } = await stageFor({ repositories: headed(1) });
    expect(await list(['github:ACME/R000'])).toMatchObject({ repositories: [{ name: 'acme/r000' }], problems: [] });
  });

  test('one that is not there is refused with a hint', async () => {
    const { list } = await stageFor({ repositories: headed(1) });
    await expect(list(['github:acme/nothing'])).rejects.toMatchObject({
      code: 'target',
      message: expect.stringMatching(/^github:acme\/nothing cannot be listed with A_TEST: .*404/),
      hint: expect.stringContaining('Is the name right?'),
    });
  });

  test('a branch that it does not have is refused with a hint that speaks of branches', async () => {
    const { list } = await stageFor({ repositories: headed(1) });
    await expect(list(['github:acme/r000@gone'])).rejects.toMatchObject({
      message: expect.stringMatching(/^github:acme\/r000@gone cannot be listed .*No commit found/),
      hint: expect.stringMatching(/branch, tag or commit/),
    });
  });

  test('an empty one is empty, one that is closed is not asked for its commit', async () => {
    const repositories = [fakeRepository({ name: 'bare' }), ...headed(1).map((one) => ({ ...one, disabled: true }))];
    const { fake, list } = await stageFor({ repositories });
    const listed = await list(['github:acme/bare', 'github:acme/r000']);
    expect(listed.repositories).toMatchObject([
      { empty: true, head: null },
      { empty: false, disabled: true },
    ]);
    expect(fake.requests.filter(({ path }) => path.includes('/r000/commits'))).toEqual([]);
  });

  test('named beside its owner it is there once, however it was left out', async () => {
    const repositories = headed(2).map((one, at) => ({ ...one, archived: at === 1 }));
    const { list } = await stageFor({ repositories });
    const listed = await list(['github:acme', 'github:acme/r001', 'github:acme'], { archived: false });
    expect(namesIn(listed)).toEqual(['r000', 'r001']);
    expect([...listed.left]).toEqual([]);
  });
});
