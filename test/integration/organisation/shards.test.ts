import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dice } from '../../github/dice.ts';
import { type Ground, openGround, patience, reportAt, repositories, type Said, seed, usual } from './ground.ts';
import { countIn, killAt } from './killing.ts';
import type { Ended } from './program.ts';

/** A plan, as far as it is looked at here. */
interface Planned {
  readonly shards: number;
  readonly repositories: readonly { readonly id: string; readonly head: string | null; readonly shard: number }[];
}

const shards = 5;
let ground: Ground;
let bytes: string;
let plan: string;
let results: string;
let planned: Planned;
/** The last shard is killed half-way; the others come in any order before it. */
const [killed = 0, ...others] = shuffled([1, 2, 3, 4, 5]);

beforeAll(async () => {
  ground = await openGround(repositories(17));
  [plan, results] = [ground.path('plan.json'), ground.path('results')];
  const report = ground.path('reference.json');
  await ground.run(ground.scan(ground.path('own'), report, '--jobs', '2'));
  ({ bytes } = reportAt(report));
  const server = ['--github-url', ground.fake.origin];
  const { code } = await ground.run(['plan', 'github:acme', ...server, '--shards', String(shards), '-o', plan]);
  expect(code).toBe(0);
  planned = JSON.parse(readFileSync(plan, 'utf8'));
}, patience(2));
afterAll(() => ground.close());

test('a plan has every repository in one of its shards, and no shard is empty', () => {
  const all = ground.organisation.world.repositories.map(({ name }) => ground.place(name));
  expect(planned.repositories.map(({ id }) => id)).toEqual(all.toSorted());
  expect([...new Set(planned.repositories.map(({ shard }) => shard))].toSorted()).toEqual([1, 2, 3, 4, 5]);
});

test('where a shard is missing, what it had is named one by one, and the report is not complete', {
  timeout: patience(2),
}, async () => {
  const waiting = others.values();
  const hand = async (): Promise<void> => {
    for (const number of waiting) {
      const { stderr } = await ground.run(shard(number));
      expect(stderr).not.toMatch(/internal error/);
    }
  };
  await Promise.all([hand(), hand()]);

  const { code, said } = await merged();
  expect(code).toBe(3);
  expect(said.run.complete).toBe(false);
  expect(missing(said)).toEqual(headed(killed));
  expect(said.problems.filter(({ message }) => message.includes(`shard ${killed} of 5 is missing`))).toHaveLength(
    headed(killed).length,
  );
});

test('a shard that was killed half-way is missing as far as it did not get, and is taken up again', {
  timeout: patience(2),
}, async () => {
  const before = countIn(results);
  const half = before + Math.ceil(headed(killed).length / 2);
  const isKilled = await killAt({ share: 1, delay: 0 }, ground.start(shard(killed)), results, half);
  const { code, said } = await merged();
  if (isKilled) {
    expect(code).toBe(3);
    expect(missing(said)).toHaveLength(headed(killed).length - (countIn(results) - before));
    expect(headed(killed)).toEqual(expect.arrayContaining(missing(said)));
  }

  await ground.run(shard(killed));
  const all = await merged();
  expect(missing(all.said)).toEqual([]);
  // Each shard sees its own repositories: who calls a library of another shard is looked at by whoever sees all.
  const waiting = all.said.problems.filter(({ message }) => message.includes('scan the plan once more'));
  expect(waiting.map(({ place }) => place)).toEqual(ground.organisation.callers.map(ground.place, ground).toSorted());
  expect(all.said.run.complete).toBe(false);
});

test('once the plan is scanned as a whole, the shards together say the same bytes as one process', {
  timeout: patience(1),
}, async () => {
  const since = ground.fake.requests.length;
  const report = ground.path('linked.json');
  await ground.run(['scan', '--plan', plan, '--results', results, '-o', `json=${report}`, ...usual, '--jobs', '1']);
  expect(reportAt(report).bytes === bytes).toBe(true);
  expect(ground.fetched(since)).toEqual([...ground.organisation.callers, 'llm-client'].toSorted());

  const after = ground.fake.requests.length;
  const { code, stdout, bytes: together } = await merged();
  expect(together === bytes).toBe(true);
  expect([code, stdout]).toEqual([3, '']);
  expect(ground.fake.requests.length).toBe(after);
});

test('merged by other rules of reading, nothing of it counts, and each repository says so', {
  timeout: patience(1),
}, async () => {
  const { code, said } = await merged('--max-file-size', '1m');
  expect(code).toBe(3);
  const told = said.problems.filter(({ message }) =>
    message.includes('holds no result of it by this salt, these rules and this configuration'),
  );
  expect(told.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5].flatMap(headed).toSorted());
  expect(said.run.coverage.forge.read).toBe(0);
});

test.each([
  ['3/4', 'does not fit the plan, which has 5 shards'],
  ['6/5', 'names no shard'],
])('a shard %s is refused', async (name, why) => {
  const { code, stderr } = await ground.run(['scan', '--plan', plan, '--shard', name, '--results', results]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
});

test.each<[string, (text: string) => string, 'scan' | 'merge']>([
  ['cut off', (text) => text.slice(0, text.length / 2), 'scan'],
  ['empty', () => '', 'merge'],
  ['a report', () => bytes, 'merge'],
  ['without its repositories', (text) => JSON.stringify({ ...JSON.parse(text), repositories: undefined }), 'scan'],
])('a plan that is %s is refused', async (_, spoilt, command) => {
  const path = ground.path('spoilt.json');
  writeFileSync(path, spoilt(readFileSync(plan, 'utf8')));
  const words = command === 'scan' ? ['scan', '--shard', '1/5', '--plan', path] : ['report', 'merge', path];
  const { code, stderr } = await ground.run([...words, '--results', results]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^rollcall: .*spoilt\.json/)]);
});

function shard(number: number): string[] {
  const own = ['--shard', `${number}/${shards}`, '--results', results, '--jobs', '1', '--clones', '2'];
  return ['scan', '--plan', plan, ...own, ...usual];
}

async function merged(...more: readonly string[]): Promise<Ended & { bytes: string; said: Said }> {
  const report = ground.path('merged.json');
  const ended = await ground.run([
    'report',
    'merge',
    plan,
    '--results',
    results,
    '-o',
    `json=${report}`,
    ...usual,
    ...more,
  ]);
  return { ...ended, ...reportAt(report) };
}

/** What of a shard can be read: it has a commit, and its server lets people in. */
function headed(number: number): string[] {
  const closed = (ground.organisation.kinds.get('disabled') ?? []).map(ground.place, ground);
  const own = planned.repositories.filter(({ shard, head }) => shard === number && head !== null);
  return own.map(({ id }) => id).filter((id) => !closed.includes(id));
}

/** Places of which a report says that their shard is missing. */
function missing({ problems }: Said): string[] {
  return problems.filter(({ message }) => /shard \d of 5 is missing/.test(message)).map(({ place }) => place);
}

function shuffled(numbers: readonly number[]): number[] {
  const throws = dice(seed, 'shards');
  const left = [...numbers];
  return numbers.flatMap(() => left.splice(throws.below(left.length), 1));
}
