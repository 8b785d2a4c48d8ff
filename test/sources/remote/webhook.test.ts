import { setTimeout as passed } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Post, Refusal } from '../../../src/sources/remote/post.ts';
import { Webhook } from '../../../src/sources/remote/webhook.ts';

const busy: Refusal = { fault: 'answered with status 503', passes: true };
const wrong: Refusal = { fault: 'answered with status 400', passes: false };
const lines = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `{"n":${from + at}}`);

/** A webhook whose server answers in turn, the last answer for good; time passes at once, unless told otherwise. */
function stage(
  answers: readonly (Refusal | null)[] = [null],
  { post, sleep }: { post?: Post; sleep?: typeof quick } = {},
) {
  const bodies: string[] = [];
  const slept: number[] = [];
  const lost: [number, string][] = [];
  const stop = new AbortController();
  const webhook = new Webhook({
    signal: stop.signal,
    sleep: async (milliseconds, signal) => {
      slept.push(milliseconds);
      await (sleep ?? quick)(milliseconds, signal);
    },
    lost: (count, fault) => lost.push([count, fault]),
    post: async (body, signal) => {
      bodies.push(body);
      if (post) return await post(body, signal);
      return answers[Math.min(bodies.length, answers.length) - 1] ?? null;
    },
  });
  return { webhook, bodies, slept, lost, stop };
}

/** So long a pause is over at once, but for what else is to happen; one that is woken ends as it does in life. */
async function quick(_: number, signal: AbortSignal): Promise<void> {
  await passed(1, undefined, { signal });
}

const life = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await passed(milliseconds, undefined, { signal });
};

describe('lines', () => {
  test('that come together are posted together, in their order', async () => {
    const { webhook, bodies, slept } = stage();
    for (const line of lines(3)) await webhook.post(line);
    await passed(20);
    expect(bodies).toEqual([`${lines(3).join('\n')}\n`]);
    expect(slept).toEqual([500]);
    await webhook.post('{"n":3}');
    await webhook.end();
    expect(bodies[1]).toBe('{"n":3}\n');
    expect([webhook.delivered, webhook.lost]).toEqual([4, 0]);
  });

  test('are posted by the hundred at most, and a full batch does not wait', async () => {
    const { webhook, bodies } = stage([null], { sleep: life });
    const from = performance.now();
    for (const line of lines(250)) await webhook.post(line);
    await webhook.end();
    expect(performance.now() - from).toBeLessThan(400);
    expect(bodies.map((body) => body.split('\n').length - 1)).toEqual([100, 100, 50]);
    expect(bodies.join('')).toBe(`${lines(250).join('\n')}\n`);
  });

  test('wait outside where the server is slower than they come', async () => {
    let open: () => void = () => {};
    const gate = new Promise<null>((resolve) => {
      open = () => resolve(null);
    });
    const { webhook } = stage([], { post: () => gate });
    let taken = 0;
    const giving = (async () => {
      for (const line of lines(3000)) {
        await webhook.post(line);
        taken++;
      }
    })();
    await passed(30);
    expect(taken).toBe(999); // the thousandth is in, and who gave it waits
    open();
    await giving;
    await webhook.end();
    expect(webhook.delivered).toBe(3000);
  });
});

describe('a batch that does not arrive', () => {
  test('is sent again after growing pauses, and nothing overtakes it', async () => {
    const { webhook, bodies, slept, lost } = stage([busy, busy, null]);
    for (const line of lines(150)) await webhook.post(line);
    await webhook.end();
    expect(bodies.map((body) => body.split('\n')[0])).toEqual(['{"n":0}', '{"n":0}', '{"n":0}', '{"n":100}']);
    expect(slept).toEqual([500, 500, 1000]); // the first is that for others to come
    expect([webhook.delivered, webhook.lost, lost]).toEqual([150, 0, []]);
  });

  test('is given up after six attempts; then each is tried once, until one arrives', async () => {
    const { webhook, bodies, slept, lost } = stage([busy, busy, busy, busy, busy, busy, busy, null, busy, null]);
    for (const line of lines(400)) await webhook.post(line);
    await webhook.end();
    expect(slept).toEqual([500, 500, 1000, 2000, 4000, 8000, 500]);
    expect(lost).toEqual([
      [100, 'answered with status 503'],
      [100, 'answered with status 503'],
    ]);
    expect(bodies.map((body) => body.split('\n')[0]).slice(5)).toEqual([
      '{"n":0}',
      '{"n":100}',
      '{"n":200}',
      '{"n":300}',
      '{"n":300}',
    ]);
    expect([webhook.delivered, webhook.lost]).toEqual([200, 200]);
  });

  test('because of what is wrong with it is not sent again', async () => {
    const { webhook, bodies, lost } = stage([wrong, null]);
    for (const line of lines(101)) await webhook.post(line);
    await webhook.end();
    expect(bodies).toHaveLength(2);
    expect(lost).toEqual([[100, 'answered with status 400']]);
    expect([webhook.delivered, webhook.lost]).toEqual([1, 100]);
  });
});

describe('when the run is to end', () => {
  test('what waits is sent at once', async () => {
    const { webhook, bodies, stop } = stage([null], { sleep: life });
    await webhook.post('{}');
    stop.abort('SIGINT');
    const from = performance.now();
    await webhook.end();
    expect(performance.now() - from).toBeLessThan(300);
    expect(bodies).toEqual(['{}\n']);
  });

  test('a long pause is cut short, for attempts while there is time', async () => {
    const { webhook, bodies, stop } = stage([busy, busy, null], { sleep: life });
    for (const line of lines(100)) await webhook.post(line);
    await passed(50);
    stop.abort('SIGINT');
    const from = performance.now();
    await webhook.end();
    expect(performance.now() - from).toBeLessThan(1000);
    expect(bodies).toHaveLength(3);
    expect(webhook.delivered).toBe(100);
  });

  test('a server that is silent is waited for no longer than two seconds, whatever waits', async () => {
    const silent: Post = (_, signal) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve({ fault: 'was not given the time to answer', passes: false })),
      );
    const { webhook, lost, stop } = stage([], { post: silent, sleep: life });
    const giving = (async () => {
      for (const line of lines(1200)) await webhook.post(line);
    })();
    await passed(20);
    stop.abort('SIGINT');
    const from = performance.now();
    await giving;
    await webhook.end();
    expect(performance.now() - from).toBeLessThan(2000);
    expect(webhook.lost).toBe(1200);
    expect(new Set(lost.map(([, fault]) => fault))).toEqual(new Set(['was not given the time to answer']));
  });
});
