import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Job, Pause, type Queue, type WorkOptions } from '../../../src/model/queue.ts';
import { openQueue } from '../../../src/sources/queue/open.ts';
import type { QueueOptions } from '../../../src/sources/queue/options.ts';
import { job, titleOf } from './job.ts';
import { lineTo } from './line.ts';
import { kinds, type Server } from './servers.ts';

describe.each(kinds)('a queue in $name', ({ program, missing, start }) => {
  let server: Server;
  let round = 0;
  const opened: Queue[] = [];

  beforeAll(async () => {
    if (program !== null) server = await start(program);
  }, 60_000);
  afterAll(() => server?.stop());
  beforeEach(({ skip }) => {
    skip(program === null, missing);
    round += 1;
  });
  afterEach(async () => {
    for (const queue of opened.splice(0)) await queue.close();
  });

  /** The same one for all who ask within a test. */
  async function open(options: QueueOptions = {}, url = server.url): Promise<Queue> {
    const queue = await openQueue(url, { queue: `test-${round}`, backoff: 50, lock: 1_500, ...options });
    opened.push(queue);
    return queue;
  }

  test('knows a job while it waits and while it is worked on, and takes it anew when it was done', async () => {
    const queue = await open();
    expect(await queue.add([job('a'), job('b'), job('a')])).toEqual({ added: 2, known: 1 });
    expect(await queue.add([job('b'), job('c')])).toEqual({ added: 1, known: 1 });
    expect((await queue.counts()).waiting).toBe(3);

    const known: number[] = [];
    const done = await drain(queue, async ({ id }) => {
      if (id === job('b').id) known.push((await queue.add([job('b')])).known);
    });
    expect(known).toEqual([1]);
    expect(done).toHaveLength(3);
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, completed: 3, failed: 0 });

    expect(await queue.add([job('a', { newer: true }), job('d')])).toEqual({ added: 2, known: 0 });
    const again: unknown[] = [];
    await drain(queue, async ({ data }) => {
      again.push(data);
    });
    expect(again).toContainEqual({ newer: true });
    expect((await queue.counts()).completed).toBe(4);
  });

  test('hands over what was given, to the letter', async () => {
    const data = {
      b: 'U+0000 \u0000, half a pair \ud800',
      a: [null, 1.5, { 10: true, 9: '' }],
      url: "'; drop table job",
    };
    const queue = await open();
    await queue.add([job('a', data)]);
    const got: string[] = [];
    await drain(queue, async (one) => {
      got.push(JSON.stringify(one.data));
    });
    expect(got).toEqual([JSON.stringify(data)]);
  });

  test('tries a job five times, later each time, and says why it was given up', async () => {
    const queue = await open({ backoff: 100 });
    await queue.add([job('a'), job('b')]);
    const told: string[] = [];
    const times: number[] = [];
    await queue.work(
      async ({ id }) => {
        if (id !== job('a').id) return;
        times.push(performance.now());
        throw new Error('no disk\u0000\nis left');
      },
      { ...endless(), onJob: ({ id }, outcome, reason) => told.push(`${titleOf(id)} ${outcome} ${reason}`) },
    );

    const retried = Array.from({ length: 4 }, () => 'a retried no disk is left');
    expect(told.filter((one) => one.startsWith('a'))).toEqual([...retried, 'a failed no disk is left']);
    expect(told).toContain('b done null');
    // Half of it is by chance: 100 to 200 ms after the fourth time would be less than the least of it.
    const [first = 0, second = 0, , fourth = 0, fifth = 0] = times;
    expect(second - first).toBeGreaterThan(45);
    expect(fifth - fourth).toBeGreaterThan(390);
    expect(await queue.failed()).toEqual([{ ...job('a'), attempts: 5, reason: 'no disk is left' }]);

    expect(await queue.add([job('a')])).toEqual({ added: 1, known: 0 });
    expect(await queue.failed()).toEqual([]);
    expect(await drain(queue)).toEqual(['a']);
  });

  test('lists who was given up in the order of ids, over pages', async () => {
    const queue = await open({ backoff: 1 });
    const jobs = Array.from({ length: 205 }, (_, at) => job(`one ${at}`));
    await queue.add(jobs);
    expect((await queue.counts()).waiting).toBe(205);
    await queue.work(
      async () => {
        throw new Error('no');
      },
      { ...endless(), concurrency: 20 },
    );
    expect((await queue.failed()).map(({ id }) => id)).toEqual(jobs.map(({ id }) => id).toSorted());
  });

  test('holds all workers back for a pause, which is no attempt', async () => {
    const queue = await open();
    const other = await open();
    await queue.add(Array.from({ length: 12 }, (_, at) => job(`${at}`)));
    const begun: number[] = [];
    const told: string[] = [];
    let pauses = 0;
    let [from, until] = [0, 0];
    const handle = async () => {
      begun.push(performance.now());
      if (begun.length < 3 || pauses === 7) return sleep(10);
      pauses += 1;
      from = performance.now();
      until = from + 150;
      throw new Pause('the forge wants a rest', 150);
    };
    const onJob: WorkOptions['onJob'] = (_, outcome, reason) => told.push(`${outcome} ${reason}`);
    await Promise.all([queue, other].map((one) => one.work(handle, { ...endless(), concurrency: 1, onJob })));

    expect(told.filter((one) => one === 'retried the forge wants a rest')).toHaveLength(7);
    expect(told.filter((one) => one === 'done null')).toHaveLength(12);
    expect(await queue.failed()).toEqual([]);
    // Whoever had taken one already may begin it; nobody takes one after that.
    expect(begun.filter((at) => at > from + 30 && at < until - 30)).toEqual([]);
  });

  test('keeps to one limit with several workers', async () => {
    const limit = { max: 4, duration: 300 };
    const [queue, other] = [await open({ limit }), await open({ limit })];
    await queue.add(Array.from({ length: 14 }, (_, at) => job(`${at}`)));
    const begun: number[] = [];
    const handle = async () => {
      begun.push(performance.now());
    };
    await Promise.all([queue, other].map((one) => one.work(handle, endless())));
    expect(begun).toHaveLength(14);
    expect(Math.max(...begun) - Math.min(...begun)).toBeGreaterThan(3 * 300 - 100);
  });

  test('is drained when no other worker has a job either', async () => {
    const [queue, other] = [await open(), await open()];
    await queue.add([job('slow')]);
    let ended = false;
    const slow = queue.work(async () => {
      await sleep(600);
      ended = true;
    }, endless());
    await sleep(200);
    await other.work(async () => {}, endless());
    expect(ended).toBe(true);
    await slow;
  });

  test('waits for more until it is stopped, and then ends what it has and takes nothing else', async () => {
    const queue = await open();
    const stop = new AbortController();
    const log: string[] = [];
    const working = queue.work(
      async ({ id }, signal) => {
        log.push(`begun ${titleOf(id)}`);
        if (id === job('last').id) stop.abort();
        await sleep(200);
        log.push(`done ${titleOf(id)} ${signal.aborted}`);
      },
      { concurrency: 1, signal: stop.signal, untilDrained: false },
    );
    await sleep(300);
    await queue.add([job('first')]);
    await sleep(500);
    await queue.add([job('last')]);
    await queue.add([job('never')]);
    await working;
    expect(log).toEqual(['begun first', 'done first false', 'begun last', 'done last false']);
    expect(await queue.counts()).toEqual({ waiting: 1, active: 0, delayed: 0, completed: 2, failed: 0 });
    await queue.work(async () => {}, { ...endless(), signal: stop.signal });
    expect((await queue.counts()).waiting).toBe(1);
  });

  test('goes on when a connection that was lost is back', async () => {
    const line = await lineTo(server.port);
    const troubles: string[] = [];
    const queue = await open({ onTrouble: (one) => troubles.push(one) }, through(server.url, line.port));
    await queue.add(Array.from({ length: 60 }, (_, at) => job(`${at}`)));
    const done = new Set<string>();
    const working = queue.work(
      async ({ id }) => {
        await sleep(30);
        done.add(id);
      },
      { ...endless(), concurrency: 2 },
    );
    await sleep(250);
    line.cut();
    await sleep(700);
    const before = troubles.length;
    line.mend();
    await working;
    expect(done.size).toBe(60);
    expect((await queue.counts()).completed).toBe(60);
    expect(before).toBeGreaterThan(0);
    // It does not knock without end.
    expect(before).toBeLessThan(100);
    line.close();
  });

  test('can be stopped while the server is gone', async () => {
    const line = await lineTo(server.port);
    const queue = await openQueue(through(server.url, line.port), {
      queue: `test-${round}`,
      lock: 1_000,
      patience: 1_000,
    });
    await queue.add([job('a'), job('b')]);
    const stop = new AbortController();
    const working = queue.work(
      async () => {
        line.cut();
        await sleep(200);
        stop.abort();
      },
      { concurrency: 1, signal: stop.signal, untilDrained: false },
    );
    await working.catch(() => {});
    await queue.close();
    line.close();
    // Another one does both.
    expect(await drain(await open())).toEqual(['a', 'b']);
  });

  test('forgets the oldest of very many that are done', async () => {
    const queue = await open({ remembered: 5 });
    await queue.add(Array.from({ length: 12 }, (_, at) => job(`${at}`)));
    await drain(queue);
    expect((await queue.counts()).completed).toBe(5);
  });
});

function endless(): WorkOptions {
  return { concurrency: 4, signal: new AbortController().signal, untilDrained: true };
}

/** The names of those that were done. */
async function drain(queue: Queue, handle: (job: Job) => Promise<void> = async () => {}): Promise<string[]> {
  const done: string[] = [];
  await queue.work(handle, {
    ...endless(),
    onJob: ({ id }, outcome) => {
      if (outcome === 'done') done.push(titleOf(id));
    },
  });
  return done.toSorted();
}

function through(text: string, port: number): string {
  const url = new URL(text);
  url.port = String(port);
  return url.href;
}
