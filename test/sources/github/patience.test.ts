import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { json } from '../../github/answer.ts';
import { rows } from '../../github/asking.ts';
import type { Rule, Trouble } from '../../github/trouble.ts';
import * as trouble from '../../github/trouble.ts';
import { missingFrom, stageFor } from './stage.ts';

const minute = 60_000;
const repositories = rows(150).map((one) => ({ ...one, head: 'd'.repeat(40), empty: false }));

/** A rule for the calls of GraphQL, from the nth on. */
function graphqlFrom(nth: number, does: Trouble, times = 1): Rule {
  return { when: ({ kind, number }) => kind === 'graphql' && number >= nth, times, does };
}

/** A limit of an answer from a server whose clock is an hour behind. */
function behind(limit: Trouble): Trouble {
  return (answer, before) => {
    const limited = limit(answer, before);
    const reset = Number(limited.headers['x-ratelimit-reset']) - 3600;
    const date = new Date(Date.now() - 3_600_000).toUTCString();
    return { ...limited, headers: { ...limited.headers, 'x-ratelimit-reset': String(reset), date } };
  };
}

describe('a limit is waited for as long as the server says', () => {
  test.each([
    ['the hour of GraphQL', trouble.primaryLimit(90), 90_000],
    ['the hour of GraphQL by its other name', trouble.primaryLimit(90, 'RATE_LIMITED'), 90_000],
    ['the hour by a clock that is behind', behind(trouble.primaryLimit(90)), 90_000],
    ['too much at once, by status 403', trouble.secondaryLimit(7), 7000],
    ['too much at once, by status 429', trouble.secondaryLimit(7, 429), 7000],
    ['too much at once, without a word of how long', trouble.secondaryLimit(null), minute],
    ['too much at once, by 429 without a word', trouble.secondaryLimit(null, 429), minute],
    ['too much at once, by status 200', secondaryByGraphql(), minute],
  ])('%s', async (_, does, delay) => {
    const { list, waits } = await stageFor({ repositories, troubles: [graphqlFrom(1, does)] });
    const listed = await list();
    expect(listed.repositories).toHaveLength(150);
    expect(listed.problems).toEqual([]);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(delay - 1500);
    expect(waits[0]).toBeLessThan(delay + 3500);
  });

  test('in the middle of a list, by GraphQL and by REST, and it goes on where it was', async () => {
    const byGraphql = await stageFor({ repositories, troubles: [graphqlFrom(2, trouble.primaryLimit(60))] });
    expect((await byGraphql.list()).repositories).toHaveLength(150);
    expect(byGraphql.waits).toHaveLength(1);

    const when: Rule['when'] = ({ path }) => /[?&]page=2\b/.test(path);
    const troubles = [{ when, times: 1, does: trouble.primaryLimit(60) }];
    const byRest = await stageFor({ repositories, graphql: false, troubles });
    const listed = await byRest.list();
    expect(listed.repositories.filter(({ head }) => head !== null)).toHaveLength(150);
    expect(listed.problems).toEqual([]);
    expect(byRest.waits).toHaveLength(1);
  });

  test('those who meet it together wait once', async () => {
    const when: Rule['when'] = ({ path }) => path.includes('/commits/');
    const troubles = [{ when, times: 8, does: trouble.secondaryLimit(300) }];
    // Eight times five minutes would be more than may be waited.
    const waits: number[] = [];
    const pace = { random: () => 0.5, sleep: async (delay: number) => void (await setTimeout(100, waits.push(delay))) };
    const { list } = await stageFor({ repositories, graphql: false, troubles }, { budget: 35 * minute, pace });
    expect((await list()).problems).toEqual([]);
    expect(waits.length).toBeLessThan(7);
  });
});

function secondaryByGraphql(): Trouble {
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  return ({ headers }) => ({ ...json(200, { data: null, errors: [{ message }] }), headers });
}

describe('a limit that lasts too long', () => {
  test('at the first question is an error with a hint', async () => {
    const { list, waits } = await stageFor(
      { repositories, troubles: [graphqlFrom(1, trouble.primaryLimit(50 * 60), 99)] },
      { budget: 30 * minute },
    );
    await expect(list()).rejects.toMatchObject({
      code: 'target',
      message: expect.stringMatching(/allows no further call for 5[01] minutes, and that is longer than may be waited/),
      hint: expect.stringContaining('--max-wait'),
    });
    expect(waits).toEqual([]);
  });

  test('in the middle leaves the list incomplete', async () => {
    const { list, fake } = await stageFor(
      { repositories, troubles: [graphqlFrom(2, trouble.primaryLimit(50 * 60), 99)] },
      { budget: 30 * minute },
    );
    const listed = await list();
    expect(listed.repositories).toHaveLength(100);
    expect(missingFrom(listed)[0]).toMatch(/ends after 100 of 150: .* allows no further call for 5[01] minutes/);
    expect(fake.requests.filter(({ kind }) => kind === 'graphql')).toHaveLength(2);
  });

  test('while heads are asked is asked for the rest no more', async () => {
    const when: Rule['when'] = ({ path }) => path.includes('/commits/');
    const { list, fake } = await stageFor(
      { repositories, graphql: false, troubles: [{ when, does: trouble.primaryLimit(50 * 60) }] },
      { budget: 30 * minute },
    );
    const listed = await list();
    expect(listed.repositories.filter(({ head, empty }) => head === null && !empty)).toHaveLength(150);
    expect(missingFrom(listed)).toHaveLength(150);
    expect(fake.requests.filter(({ path }) => path.includes('/commits/')).length).toBeLessThan(17);
  });

  test('or that comes again and again uses up what may be waited', async () => {
    const { list, waits } = await stageFor(
      { repositories, troubles: [graphqlFrom(1, trouble.secondaryLimit(300), 99)] },
      { budget: 12 * minute },
    );
    await expect(list()).rejects.toMatchObject({ message: expect.stringContaining('longer than may be waited') });
    expect(waits).toHaveLength(2);
  });
});

describe('what fails and passes', () => {
  test.each([
    ['500', trouble.status(500)],
    ['502', trouble.status(502)],
    ['503', trouble.status(503)],
    ['a connection that is dropped', trouble.drop()],
    ['a body that is too short', trouble.truncated()],
    ['half of the JSON', trouble.half()],
    ['a page for people', trouble.html()],
    ['GraphQL that takes too long', trouble.graphqlTimeout()],
  ])('%s is tried again, later each time, up to four times', async (_, does) => {
    const { list, waits } = await stageFor({ repositories, troubles: [graphqlFrom(1, does, 4)] });
    const listed = await list();
    expect(listed.repositories).toHaveLength(150);
    expect(listed.problems).toEqual([]);
    expect(waits).toEqual([1000, 2000, 4000, 8000]);
  });

  test.each([
    ['500', trouble.status(500)],
    ['a connection that is dropped', trouble.drop()],
    ['a body that is too short', trouble.truncated()],
    ['half of the JSON', trouble.half()],
    ['a page for people', trouble.html()],
  ])('%s from all that is asked is an error, and never an empty list', async (_, does) => {
    const { list } = await stageFor({ repositories, troubles: [{ when: () => true, does }] });
    await expect(list()).rejects.toMatchObject({
      code: 'target',
      message: expect.stringMatching(/^github:acme cannot be listed with A_TEST: 127\.0\.0\.1:\d+ /),
    });
  });

  test('an answer that does not come in time is none', async () => {
    const troubles = [graphqlFrom(2, trouble.slow(60_000), 99)];
    const { list } = await stageFor({ repositories, troubles }, { patience: 150 });
    const listed = await list();
    expect(listed.repositories).toHaveLength(100);
    expect(missingFrom(listed)[0]).toMatch(/ends after 100 of 150: .* did not answer within 0\.15 seconds/);
  });

  test('what is refused is not tried again', async () => {
    const { list, waits, fake } = await stageFor({ repositories, token: 'right' });
    await expect(list(['github:acme/none'])).rejects.toMatchObject({ code: 'target' });
    expect(waits).toEqual([]);
    expect(fake.requests).toHaveLength(1);
  });
});

test('a wait ends when the run is stopped', async () => {
  const stop = new AbortController();
  const pace = {
    random: () => 0.5,
    sleep: (_: number, signal: AbortSignal): Promise<void> => {
      stop.abort('SIGINT');
      return Promise.reject(signal.reason);
    },
  };
  const troubles = [graphqlFrom(1, trouble.primaryLimit(60), 99)];
  const { list } = await stageFor({ repositories, troubles }, { pace, signal: stop.signal });
  await expect(list()).rejects.toBe('SIGINT');
});
