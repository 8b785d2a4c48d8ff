import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Fake } from '../../github/fake.ts';
import type { Rule } from '../../github/trouble.ts';
import * as trouble from '../../github/trouble.ts';
import { commandLines, lacks, roomsHere, sharedOrganisation, type Told } from './stage.ts';

const { stage, folder } = sharedOrganisation();
const names = ['shop-frontend', 'inner-agent', 'old-agent', 'forked-agent'];

/** Waits until a request has come. */
async function come(fake: Fake, when: Rule['when']): Promise<void> {
  while (!fake.requests.some((request) => when(request, 1))) await setTimeout(5);
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('%s while repositories are fetched ends at once, with what is known', async (signal, code) => {
  const stop = new AbortController();
  const isLate: Rule['when'] = ({ method, path }) => method === 'POST' && path.startsWith('/acme/shop-frontend.git/');
  const { scan, fake } = await stage(names, { troubles: [{ when: isLate, does: trouble.slow(60_000) }] });
  const file = join(folder(), `${signal}.json`);
  const scanning = scan(['github:acme', '--clones', '2', '-o', `json=${file}`], { signal: stop.signal });
  await come(fake, isLate);
  const stopped = performance.now();
  stop.abort(signal);
  const said = await scanning;
  expect(performance.now() - stopped).toBeLessThan(2000);
  expect(said.code).toBe(code);
  const told = JSON.parse(readFileSync(file, 'utf8')) as Told; // what the schema of the report says
  expect(told.run.complete).toBe(false);
  expect(lacks(told)).toContainEqual(['shop-frontend', 'Nothing of it was read: the run was stopped before.']);
  expect(roomsHere()).toEqual([]);
  expect(commandLines().filter((line) => line.includes(fake.origin))).toEqual([]);
});

test.each<[string, boolean, Rule['when'], trouble.Trouble]>([
  ['the API answers slowly', true, ({ kind }) => kind === 'graphql', trouble.slow(60_000)],
  ['heads are asked', false, ({ path }) => path.includes('/commits/'), trouble.slow(60_000)],
])('a run that is stopped while %s ends at once, and gives no report', async (_, graphql, when, does) => {
  const stop = new AbortController();
  const { scan, fake } = await stage(names, { graphql, troubles: [{ when, does }] });
  const scanning = scan(['github:acme'], { signal: stop.signal });
  await come(fake, when);
  const stopped = performance.now();
  stop.abort('SIGINT');
  const { code, out, err } = await scanning;
  expect(performance.now() - stopped).toBeLessThan(2000);
  expect([code, out]).toEqual([130, '']);
  expect(err).toContain('interrupted before anything was known');
  expect(roomsHere()).toEqual([]);
});

test('a run that is stopped before it began asks nobody', async () => {
  const { scan, fake } = await stage(names);
  const { code, out } = await scan(['github:acme'], { signal: AbortSignal.abort('SIGINT') });
  expect([code, out]).toEqual([130, '']);
  expect(fake.requests).toEqual([]);
});
