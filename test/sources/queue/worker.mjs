// A worker in a process of its own, to be killed. Node 20 runs no TypeScript, so it runs what was built.
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openQueue } from '../../../dist/sources/queue/open.js';

const [url = '', queue, lock, file = '', poison] = process.argv.slice(2);
const kept = await openQueue(url, { queue, lock: Number(lock) });
await kept.work(
  async ({ id }) => {
    appendFileSync(file, `begun ${id}\n`);
    if (id === poison) process.kill(process.pid, 'SIGKILL');
    await sleep(20 + Math.random() * 60);
    appendFileSync(file, `done ${id}\n`);
  },
  { concurrency: 4, signal: new AbortController().signal, untilDrained: true },
);
await kept.close();
