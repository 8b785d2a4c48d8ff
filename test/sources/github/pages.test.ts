import { expect, test } from 'vitest';
import { rows } from '../../github/asking.ts';
import { openStranger } from '../../github/stranger.ts';
import type { Rule, Trouble } from '../../github/trouble.ts';
import * as trouble from '../../github/trouble.ts';
import { type FakeRepository, fakeRepository } from '../../github/world.ts';
import { missingFrom, namesIn, type Stage, stageFor } from './stage.ts';

/** So many repositories with a commit, which nobody counts: they are private. */
function closed(count: number): FakeRepository[] {
  return rows(count).map((one) => ({ ...one, head: 'b'.repeat(40), empty: false, visibility: 'private' }));
}

/** A list of 250 while a trouble is at the pages of one way of asking. */
async function during(way: 'graphql' | 'rest', does: Trouble, from = 2): Promise<Stage> {
  const isPage: Rule['when'] = ({ kind, path, body }) =>
    way === 'graphql' ? kind === 'graphql' && body.includes('"size"') : path.includes('/repos?');
  let pages = 0;
  const when: Rule['when'] = (request, count) => isPage(request, count) && ++pages >= from;
  return await stageFor({ repositories: closed(250), graphql: way === 'graphql', troubles: [{ when, does }] });
}

/** The last page leads to the second one, and so on for ever. */
function circle(): Trouble {
  let first: string | null = null;
  return (answer) => {
    const text = answer.body.toString();
    const cursor = /"endCursor":"([^"]+)"/.exec(text)?.[1] ?? '';
    first ??= cursor;
    if (!text.includes('"hasNextPage":false')) return answer;
    const led = text.replace(cursor, first).replace('"hasNextPage":false', '"hasNextPage":true');
    return { ...answer, body: Buffer.from(led) };
  };
}

test.each([
  ['graphql', 'an empty page', trouble.emptyPage(), 2, 'does not go on after 100 of 250'],
  ['graphql', 'the page before', trouble.repeatedPage(), 2, 'It has 250 repositories, and 100 were listed'],
  ['graphql', 'the answer before', trouble.stuckPage(), 2, 'does not go on after 200 of 250'],
  ['graphql', 'a cursor that was there before', circle(), 1, 'does not go on after 250 of 250'],
  ['rest', 'an empty page', trouble.emptyPage(), 2, 'has a page without a new one after 100'],
  ['rest', 'the page before', trouble.repeatedPage(), 2, 'has a page without a new one after 100'],
  ['rest', 'the answer before', trouble.stuckPage(), 2, 'has a page without a new one after 100'],
] as const)('%s: a list that goes on with %s ends, and is incomplete', async (way, _, does, from, words) => {
  const { list, fake } = await during(way, does, from);
  const listed = await list();
  expect(missingFrom(listed)).toEqual([expect.stringContaining(words)]);
  expect(fake.requests.filter(({ path }) => /graphql|\/repos\?/.test(path)).length).toBeLessThan(6);
});

test.each(['graphql', 'rest'] as const)('%s: a list that changes while it is read misses none', async (way) => {
  const repositories = closed(150);
  const { list, world } = await stageFor({ repositories, graphql: way === 'graphql' });
  const [first = fakeRepository({ name: 'none' })] = repositories;
  world.troubles.push({
    when: ({ path, kind }) => kind === 'graphql' || path.includes('/repos?'),
    times: 1,
    does: (answer) => {
      world.repositories.push(fakeRepository({ name: 'brand-new', visibility: 'private' }));
      first.archived = true;
      return answer;
    },
  });
  const listed = await list();
  expect(namesIn(listed)).toContain('brand-new');
  expect(listed.repositories).toHaveLength(151);
  expect(listed.problems).toEqual([]);
});

test('graphql: one that is deleted while the list is read is in the list, and not missing', async () => {
  const { list, world } = await stageFor({ repositories: closed(150) });
  world.troubles.push({
    when: ({ kind }) => kind === 'graphql',
    times: 1,
    does: (answer) => {
      world.repositories.splice(3, 1);
      return answer;
    },
  });
  const listed = await list();
  expect(listed.repositories).toHaveLength(150);
  expect(listed.problems).toEqual([]);
});

test.each(['graphql', 'rest'] as const)('%s: two troubles at once are told both', async (way) => {
  const hole: Trouble =
    way === 'graphql'
      ? trouble.samlPartial(0)
      : (answer) => ({ ...answer, headers: { ...answer.headers, 'x-github-sso': 'partial-results; organizations=1' } });
  const { list, world } = await during(way, hole);
  world.troubles.push({
    when: ({ path, number, kind }) => (kind === 'graphql' ? number > 2 : /[?&]page=3\b/.test(path)),
    does: trouble.drop(),
  });
  expect(missingFrom(await list())).toEqual([
    expect.stringMatching(/^Some of its repositories are not shown: .*(?:SAML|single sign-on)/),
    expect.stringMatching(/^The list of its repositories ends after (?:199 of 250|200): .* did not answer/),
  ]);
});

test('an organisation that lets nobody in without single sign-on is refused, in its own words', async () => {
  const { list } = await stageFor({
    repositories: closed(2),
    troubles: [{ when: () => true, does: trouble.samlRefusal() }],
  });
  await expect(list()).rejects.toMatchObject({
    message: expect.stringMatching(/^github:acme cannot be listed with A_TEST: .* answered with status 403/),
    hint: expect.stringContaining('single sign-on'),
  });
});

test('rest: a next page at another server is not asked for', async () => {
  const stranger = await openStranger();
  const { list } = await during('rest', trouble.foreignNext(stranger.origin), 1);
  await expect(list()).rejects.toMatchObject({
    message: expect.stringContaining(`leads to ${stranger.origin} for the next page, and is not followed there`),
  });
  const later = await during('rest', trouble.foreignNext(stranger.origin), 2);
  expect(missingFrom(await later.list())).toEqual([
    expect.stringMatching(/ends after 100: .* leads to http:\/\/127\.0\.0\.1:\d+ for the next page/),
  ]);
  expect(stranger.requests).toEqual([]);
  await stranger.close();
});
