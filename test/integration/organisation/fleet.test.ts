import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dice } from '../../github/dice.ts';
import { type Rule, slow } from '../../github/trouble.ts';
import { kinds, type Server } from '../../sources/queue/servers.ts';
import { digestsIn, type Ground, kills, openGround, patience, reportAt, repositories, seed, usual } from './ground.ts';
import { countIn, killAt, moments } from './killing.ts';
import type { Ended, Program } from './program.ts';

const lock = ['--lock', '2s'];
/** Milliseconds until a worker that was told to end has ended. */
const grace = 10_000;

let ground: Ground;
let queues = 0;
/** What one process keeps and says. */
let whole: { readonly results: string; readonly bytes: string };

beforeAll(async () => {
  ground = await openGround(repositories(10));
  const [results, report] = [ground.path('reference'), ground.path('reference.json')];
  await ground.run(ground.scan(results, report, '--jobs', '2'));
  whole = { results, bytes: reportAt(report).bytes };
}, patience(2));
afterAll(() => ground?.close());

/** By default on what is here: what the two do alike is shown where the queue is. */
const [usualKind = kinds[0]] = kinds.filter(({ program }) => program !== null);
const chosen = process.env.ROLLCALL_ORGANISATION || !usualKind ? kinds : [usualKind];

describe.each(chosen)('a fleet on $name', ({ program, missing, start }) => {
  let server: Server;
  let queue = '';
  let results = '';
  let plan = '';

  beforeAll(async () => {
    if (program !== null) server = await start(program);
  }, 60_000);
  beforeEach(({ skip }) => {
    skip(program === null, missing);
    [queue, results, plan] = [`queue-${++queues}`, ground.path('results'), ground.path('plan.json')];
  });
  afterAll(() => server?.stop());

  test(`of four workers, of which ${kills} are killed and replaced, says the same bytes as one process`, {
    timeout: patience(kills + 3),
  }, async () => {
    expect(await enqueued()).toMatchObject({ added: readable(), waiting: 0 });
    expect(await enqueued()).toMatchObject({ added: 0, waiting: readable() });

    const throws = dice(seed, `fleet ${kills}`);
    const workers = Array.from({ length: 4 }, () => worker('--until-drained'));
    let killed = 0;
    for (const moment of moments(kills, throws)) {
      // The last moment of all would find nobody at work.
      const now = 'share' in moment ? { ...moment, share: Math.min(moment.share, 0.8) } : moment;
      const at = throws.below(workers.length);
      for (const victim of workers.splice(at, 1)) {
        if (await killAt(now, victim, results, readable())) killed++;
        workers.push(worker('--until-drained'));
      }
    }
    // A fast machine may have nothing left to do before the last of them.
    expect(killed).toBeGreaterThan(0);
    for (const { code, stderr } of await Promise.all(workers.map(({ ended }) => ended)))
      expect([code, stderr]).toEqual([0, expect.not.stringMatching(/internal error|failed/)]);
    expect(countIn(results)).toBe(readable());

    // Libraries are known by now, and who calls them is looked at beside them.
    const callers = ground.organisation.callers.length;
    expect(await enqueued()).toMatchObject({ added: callers, kept: readable() });
    const last = worker();
    while (countIn(results) < readable() + callers && !last.isOver) await sleep(50);
    await ends(last);
    expect(await enqueued()).toMatchObject({ added: 0, waiting: 0, kept: readable() });

    expect(digestsIn(results)).toEqual(digestsIn(whole.results));
    const report = ground.path('merged.json');
    await ground.run(['report', 'merge', plan, '--results', results, '-o', `json=${report}`, ...usual]);
    expect(reportAt(report).bytes === whole.bytes).toBe(true);
    const status = await fleet('status');
    expect(status).toMatchObject({ code: 0, stderr: '' });
    const done = readable() + callers;
    expect(status.stdout).toContain(`0 waiting, 0 at work, 0 to be tried again, ${done} done, 0 given up`);
  });

  test('lets a worker go that is told to end, once the job in its hand is done', { timeout: patience(1) }, async () => {
    await enqueued();
    const { troubles } = ground.organisation.world;
    const rule: Rule = { when: ({ path }) => path.endsWith('git-upload-pack'), does: slow(700) };
    troubles.push(rule);
    const since = ground.fake.requests.length;
    const going = worker('--verbose');
    // In the midst of fetching the second.
    while (ground.fetched(since).length < 2 && !going.isOver) await sleep(20);
    const { stderr } = await ends(going).finally(() => troubles.splice(troubles.indexOf(rule), 1));
    expect(stderr).not.toMatch(/retried|failed/);
    expect(countIn(results)).toBe(2);
    const { stdout } = await fleet('status', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ waiting: readable() - 2, active: 0, delayed: 0, completed: 2 });
  });

  async function ends(told: Program): Promise<Ended> {
    const from = Date.now();
    told.kill('SIGTERM');
    const ended = await told.ended;
    expect(Date.now() - from).toBeLessThan(grace);
    expect([0, 143]).toContain(ended.signal === 'SIGTERM' ? 143 : ended.code);
    expect(ended.stderr).not.toMatch(/internal error/);
    return ended;
  }

  function worker(...more: readonly string[]): Program {
    const how = ['--github-url', ground.fake.origin, '--results', results, '--jobs', '1', '--clones', '1'];
    return started('work', ...how, ...lock, '--no-progress', ...more);
  }

  function fleet(...args: readonly string[]): Promise<Ended> {
    return started(...args).ended;
  }

  function started(command = '', ...more: readonly string[]): Program {
    const args = ['fleet', command, '--queue-name', queue, ...more];
    return ground.start(args, undefined, { ROLLCALL_QUEUE: server.url });
  }

  /** Puts the organisation into the queue, and gives back what was said of it. */
  async function enqueued(): Promise<{ added: number; waiting: number; kept: number }> {
    const how = ['--github-url', ground.fake.origin, '--results', results, '-o', plan, ...lock];
    const { stderr } = await fleet('enqueue', 'github:acme', ...how);
    const number = (form: RegExp): number => Number(form.exec(stderr)?.[1] ?? 0);
    return {
      added: number(/(\d+) of \d+ repositories put into/),
      waiting: number(/(\d+) waiting there already/),
      kept: number(/(\d+) kept in/),
    };
  }
});

/** How many repositories can be read at all. */
function readable(): number {
  const { world, kinds: named } = ground.organisation;
  return world.repositories.filter(({ head }) => head !== null).length - (named.get('disabled') ?? []).length;
}
