import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openQueue } from '../../../src/sources/queue/open.ts';
import { job } from './job.ts';
import { kinds, type Server } from './servers.ts';

const script = join(import.meta.dirname, 'worker.mjs');

describe.each(kinds)('a worker that is killed, on $name', ({ program, missing, start }) => {
  let server: Server;
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-kill-'));
  const processes = new Set<ChildProcess>();

  beforeAll(async () => {
    if (program !== null) server = await start(program);
  }, 60_000);
  beforeEach(({ skip }) => skip(program === null, missing));
  afterAll(async () => {
    for (const one of processes) one.kill('SIGKILL');
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  function begin(queue: string, lock: number, log: string, poison = ''): ChildProcess {
    const args = [script, server.url, queue, String(lock), log, poison];
    const worker = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    processes.add(worker);
    worker.on('exit', () => processes.delete(worker));
    return worker;
  }

  test('loses no job', async () => {
    const lock = 1_000;
    const queue = await openQueue(server.url, { queue: 'kill', lock });
    const log = join(folder, 'kill');
    writeFileSync(log, '');
    const jobs = Array.from({ length: 160 }, (_, at) => job(`${at}`));
    await queue.add(jobs);

    const workers = [1, 2, 3, 4].map(() => begin('kill', lock, log));
    let kills = 0;
    while (kills < 5) {
      // Often enough that some die with four jobs in hand, and others before they have one.
      const begun = lines(log, 'begun').length;
      while (lines(log, 'begun').length < begun + 15 && (await queue.counts()).waiting > 20) await sleep(30);
      const at = kills % workers.length;
      workers[at]?.kill('SIGKILL');
      kills += 1;
      workers[at] = begin('kill', lock, log);
    }
    await Promise.all(workers.filter(({ exitCode }) => exitCode === null).map((one) => once(one, 'exit')));

    expect(new Set(lines(log, 'done'))).toEqual(new Set(jobs.map(({ id }) => id)));
    // Some were in hand.
    expect(lines(log, 'begun').length).toBeGreaterThan(jobs.length);
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, completed: 160, failed: 0 });
    await queue.close();
  });

  test('is not followed by others without end, where it is the job that kills it', async () => {
    const lock = 500;
    const queue = await openQueue(server.url, { queue: 'poison', lock });
    const log = join(folder, 'poison');
    writeFileSync(log, '');
    const poison = job('poison');
    await queue.add([poison, ...Array.from({ length: 20 }, (_, at) => job(`${at}`))]);

    let started = 0;
    for (let code: number | null = null; code !== 0; started += 1)
      [code] = await once(begin('poison', lock, log, poison.id), 'exit');

    expect(lines(log, 'begun').filter((id) => id === poison.id)).toHaveLength(5);
    expect(started).toBe(6);
    expect(await queue.failed()).toEqual([{ ...poison, attempts: 5, reason: 'its worker died, 5 times in a row' }]);
    expect((await queue.counts()).completed).toBe(20);

    // Put in anew, it has five lives again.
    await queue.add([poison]);
    await queue.work(async () => {}, { concurrency: 1, signal: new AbortController().signal, untilDrained: true });
    expect(await queue.counts()).toMatchObject({ completed: 21, failed: 0 });
    await queue.close();
  });
});

function lines(log: string, word: string): string[] {
  const all = readFileSync(log, 'utf8').split('\n');
  return all.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
}
