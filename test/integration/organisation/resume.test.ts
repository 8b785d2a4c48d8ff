import { cpSync, existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gitIn } from '../../github/commits.ts';
import { dice } from '../../github/dice.ts';
import type { Kind } from '../../github/organisation.ts';
import type { FakeRepository } from '../../github/world.ts';
import { damages, type Kept, kept } from './damage.ts';
import {
  digestsIn,
  type Ground,
  keptIn,
  kills,
  openGround,
  patience,
  reportAt,
  repositories,
  type Said,
  seed,
} from './ground.ts';
import { countIn, killAt, moments } from './killing.ts';

let ground: Ground;
/** What a run kept and said that nobody disturbed. */
let whole: { readonly results: string; readonly bytes: string; readonly said: Said };

beforeAll(async () => {
  ground = await openGround(repositories(26));
  const [results, report] = [ground.path('results'), ground.path('reference.json')];
  const { code, stderr } = await ground.run(ground.scan(results, report, '--jobs', '2'));
  expect([code, stderr]).toEqual([3, expect.not.stringContaining('internal error')]);
  whole = { results, ...reportAt(report) };
}, patience(2));
afterAll(() => ground.close());

test('every repository is accounted for, and each that was not read is named', () => {
  const { places, coverage, complete } = whole.said.run;
  const { read, empty, unread, left } = coverage.forge;
  const of = (...kinds: readonly Kind[]): string[] =>
    kinds.flatMap((kind) => ground.organisation.kinds.get(kind) ?? []).map((name) => ground.place(name));
  const named = (incomplete: boolean): string[] =>
    whole.said.problems
      .filter((problem) => problem.reason === 'forge' && problem.incomplete === incomplete)
      .map(({ place }) => place);

  const all = ground.organisation.world.repositories.map(({ name }) => ground.place(name));
  expect(places.map(({ id }) => id)).toEqual(all.toSorted());
  expect(left).toEqual([]);
  expect({ unread: named(true), empty: named(false) }).toEqual({
    unread: of('lost', 'disabled').toSorted(),
    empty: of('empty').toSorted(),
  });
  expect({ empty, unread }).toEqual({ empty: of('empty').length, unread: of('lost', 'disabled').length });
  expect(read + empty + unread).toBe(all.length);
  expect(complete).toBe(false);
});

test(`killed ${kills} times and begun anew, it ends with the same bytes and leaves nothing behind`, {
  timeout: patience(kills + 2),
}, async () => {
  const [results, report, tmp] = [ground.path('results'), ground.path('report.json'), ground.room('tmp')];
  const args = ground.scan(results, report, '--jobs', '2');
  const waiting = moments(kills, dice(seed, 'kills'));
  const told: string[] = [];
  let ends = 0;
  for (let moment = waiting.shift(); moment; moment = waiting.shift()) {
    const program = ground.start(args, tmp);
    const isKilled = await killAt(moment, program, results, keptIn(whole.results).length);
    told.push(`${JSON.stringify(moment)}: ${isKilled ? 'killed' : 'over'}, ${countIn(results)} kept`);
    // A report is there as a whole, or not at all.
    if (existsSync(report)) expect(reportAt(report).bytes === whole.bytes).toBe(true);
    if (isKilled || ++ends > kills) continue;
    waiting.unshift(moment);
  }
  console.info(told.join('\n'));
  expect(ends).toBeLessThanOrEqual(kills);

  const last = await ground.run(args, tmp);
  expect([last.code, last.stderr]).toEqual([3, expect.not.stringMatching(/internal error|damaged/)]);
  expect(reportAt(report).bytes === whole.bytes).toBe(true);
  expect(digestsIn(results)).toEqual(digestsIn(whole.results));
  expect(readdirSync(tmp)).toEqual([]);
});

test('where nothing has changed, the server is asked for its list, and for no repository', {
  timeout: patience(1),
}, async () => {
  const [report, tmp, since] = [ground.path('report.json'), ground.room('tmp'), ground.fake.requests.length];
  const { stderr } = await ground.run(ground.scan(whole.results, report, '--jobs', '2'), tmp);

  const read = keptRepositories();
  expect(stderr).toContain(`${read} of ${ground.organisation.world.repositories.length} repositories are unchanged`);
  const asked = ground.fake.requests.slice(since).map(({ path }) => path);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((path) => !/^\/api\/graphql$|^\/api\/v3\/(?:users|orgs)\/acme$/.test(path))).toEqual([]);
  expect(reportAt(report).bytes === whole.bytes).toBe(true);
  expect(readdirSync(tmp)).toEqual([]);
});

test('what was damaged among the results is told of and read anew, with the same bytes', {
  timeout: patience(1),
}, async () => {
  const results = ground.path('results');
  cpSync(whole.results, results, { recursive: true });
  const all = await kept(results);
  const looks = all.filter(({ isLook }) => isLook);
  expect(looks.map(({ place }) => place)).toEqual(callers().map(ground.place, ground).toSorted());
  const damaged = damage(
    all.filter(({ isLook }) => !isLook),
    looks.slice(0, 1),
  );

  const [report, since] = [ground.path('report.json'), ground.fake.requests.length];
  const { stderr } = await ground.run(ground.scan(results, report, '--jobs', '2'));
  const told = damaged.filter(({ isTold }) => isTold).map(({ place }) => place);
  expect(warned(stderr)).toEqual(told.toSorted());
  // Whoever is looked at beside the library needs its files.
  const fetched = new Set([...damaged.map(({ place }) => place), ground.place('llm-client')]);
  expect(ground.fetched(since).map(ground.place, ground)).toEqual([...fetched].toSorted());
  expect(reportAt(report).bytes === whole.bytes).toBe(true);
  expect(digestsIn(results)).toEqual(digestsIn(whole.results));
});

test('where heads have moved, those alone are fetched, and who calls a library that is among them', {
  timeout: patience(1),
}, async () => {
  const [results, report] = [ground.path('results'), ground.path('report.json')];
  cpSync(whole.results, results, { recursive: true });
  const names = ['shop-frontend', 'llm-client'];
  const repositories = names.flatMap((name) => ground.organisation.byName.get(name) ?? []);
  const before = repositories.map(({ head }) => head ?? '');
  const since = ground.fake.requests.length;
  for (const repository of repositories) repository.head = await nextOf(repository);
  const after = repositories.map(({ head }) => head ?? '');
  await ground.run(ground.scan(results, report, '--jobs', '2'));
  for (const [at, repository] of repositories.entries()) repository.head = before[at] ?? null;

  expect(ground.fetched(since)).toEqual([...names, ...callers()].toSorted());
  const expected = before.reduce((text, head, at) => text.replaceAll(head, after[at] ?? ''), whole.bytes);
  expect(reportAt(report).bytes === expected).toBe(true);
});

test('what a process held that was killed while it read is removed by the next one', {
  timeout: patience(1),
}, async () => {
  const [results, report, tmp] = [ground.path('results'), ground.path('report.json'), ground.room('tmp')];
  const program = ground.start(ground.scan(results, report, '--jobs', '1'), tmp);
  const isReading = (): boolean => namesBelow(tmp).some((name) => name.startsWith('rollcall-git-'));
  while (!program.isOver && !isReading()) await sleep(5);
  program.kill('SIGKILL');
  expect((await program.ended).signal).toBe('SIGKILL');

  await ground.run(ground.scan(results, report, '--repos', 'nothing-yet'), tmp);
  expect(readdirSync(tmp)).toEqual([]);
});

function callers(): readonly string[] {
  return ground.organisation.callers;
}

/** How many repositories have a result. */
function keptRepositories(): number {
  const { coverage } = whole.said.run;
  return coverage.forge.read;
}

/** Places whose result is said to be damaged. */
function warned(stderr: string): string[] {
  const lines = stderr.split('\n').filter((line) => line.includes('warning:') && line.includes('damaged'));
  return lines.map((line) => / keeps of (\S+) is damaged/.exec(line)?.[1] ?? line).toSorted();
}

/** Damages some results, each in another way, and says whose they are, and whether it will be told. */
function damage(alone: readonly Kept[], looks: readonly Kept[]): { place: string; isTold: boolean }[] {
  const left = [...alone];
  const throws = dice(seed, 'damage');
  const chosen = damages.map((one) => ({ ...one, kept: left.splice(throws.below(left.length), 1) }));
  const all = [...chosen, ...damages.slice(0, 1).map((one) => ({ ...one, kept: looks }))];
  return all.flatMap(({ kept, does, isTold }) =>
    kept.map((one) => {
      does(one, left[0]?.path ?? '');
      return { place: one.place, isTold };
    }),
  );
}

/** A commit on top of a repository's own, in which nothing has changed. */
async function nextOf({ gitDir, head }: FakeRepository): Promise<string> {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@acme.example'];
  const commit = ['commit-tree', '-p', head ?? '', '-m', 'nothing', `${head}^{tree}`];
  return (await gitIn(gitDir ?? '', ...who, ...commit)).trim();
}

/** Names of all that is in a folder, while others write and remove there. */
function namesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => basename(path));
  } catch {
    return [];
  }
}
