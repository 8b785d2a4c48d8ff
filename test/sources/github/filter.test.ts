import { expect, test } from 'vitest';
import type { ForgeFilter } from '../../../src/model/forge.ts';
import { fakeRepository } from '../../github/world.ts';
import { missingFrom, namesIn, stageFor } from './stage.ts';

const common = { head: 'c'.repeat(40), empty: false, pushedAt: '2026-05-04T03:02:01Z' };
const repositories = [
  fakeRepository({ ...common, name: 'api', language: 'Go', topics: ['till', 'core'] }),
  fakeRepository({ ...common, name: 'attic', archived: true, language: 'Go' }),
  fakeRepository({ ...common, name: 'bot', fork: true, language: 'Python', topics: ['till'] }),
  fakeRepository({ ...common, name: 'desk-old', visibility: 'private', pushedAt: '2026-05-03T23:59:59Z' }),
  fakeRepository({ ...common, name: 'desk-web', visibility: 'internal', language: 'TypeScript' }),
  fakeRepository({ name: 'nothing', pushedAt: null }),
];

test.each([
  [{}, ['api', 'attic', 'bot', 'desk-old', 'desk-web', 'nothing'], []],
  [{ archived: false }, ['api', 'bot', 'desk-old', 'desk-web', 'nothing'], [['archived', 1]]],
  [{ forks: false }, ['api', 'attic', 'desk-old', 'desk-web', 'nothing'], [['fork', 1]]],
  [{ topics: ['till'] }, ['api', 'bot'], [['topic', 4]]],
  [{ topics: ['core', 'none'] }, ['api'], [['topic', 5]]],
  [{ visibility: ['private', 'internal'] }, ['desk-old', 'desk-web'], [['visibility', 4]]],
  [{ visibility: ['public'] }, ['api', 'attic', 'bot', 'nothing'], [['visibility', 2]]],
  [{ languages: ['go', 'TYPESCRIPT'] }, ['api', 'attic', 'desk-web'], [['language', 3]]],
  [{ pushedSince: '2026-05-04' }, ['api', 'attic', 'bot', 'desk-web', 'nothing'], [['not pushed to since', 1]]],
  [{ only: ['desk-*', 'b?t'] }, ['bot', 'desk-old', 'desk-web'], [['name', 3]]],
  [{ except: ['desk-*'] }, ['api', 'attic', 'bot', 'nothing'], [['name', 2]]],
  [{ only: ['desk-*'], except: ['*-old'] }, ['desk-web'], [['name', 5]]],
  [
    { archived: false, forks: false, languages: ['go'] },
    ['api'],
    [
      ['archived', 1],
      ['fork', 1],
      ['language', 3],
    ],
  ],
] as const satisfies readonly (readonly [ForgeFilter, readonly string[], readonly (readonly [string, number])[]])[])(
  '%j leaves %j, and the rest is counted',
  async (filter, names, left) => {
    for (const graphql of [true, false]) {
      const { list } = await stageFor({ repositories, graphql });
      const listed = await list(['github:acme'], filter);
      expect(namesIn(listed)).toEqual(names);
      expect([...listed.left].sort()).toEqual(left);
      expect(listed.problems).toEqual([]);
    }
  },
);

test('where a filter leaves nothing, nothing is clean', async () => {
  const { list } = await stageFor({ repositories });
  expect(missingFrom(await list(['github:acme'], { topics: ['none'] }))).toEqual([
    'All of its 6 repositories are left out by a filter, so that nothing was read.',
  ]);
});

test('who names a repository means it, whatever is filtered', async () => {
  const { list } = await stageFor({ repositories });
  const filter = { archived: false, only: ['api'], visibility: ['private'] } as const;
  expect(namesIn(await list(['github:acme/attic'], filter))).toEqual(['attic']);
});
