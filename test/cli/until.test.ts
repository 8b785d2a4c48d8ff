import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { until } from '../../src/cli/until.ts';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let number = 1; number <= count; number++) yield number;
}

async function all<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const part of parts) found.push(part);
  return found;
}

test('a stream comes up to its end', async () => {
  expect(await all(until(numbers(3), new AbortController().signal))).toEqual([1, 2, 3]);
});

test('a pipe that stays silent ends when the run does', async () => {
  const stop = new AbortController();
  const silent: AsyncIterable<number> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
  setTimeout(() => stop.abort(), 10);
  expect(await all(until(silent, stop.signal))).toEqual([]);
});

test('a run that is over reads nothing', async () => {
  expect(await all(until(numbers(3), AbortSignal.abort()))).toEqual([]);
});

test('a fault of the stream is one of its reader', async () => {
  const broken: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('broken')) }),
  };
  await expect(all(until(broken, new AbortController().signal))).rejects.toThrow('broken');
});

test('nothing waits for the end of the run longer than for a part', async () => {
  const { signal } = new AbortController();
  let most = 0;
  for await (const _ of until(numbers(50), signal)) most = Math.max(most, getEventListeners(signal, 'abort').length);
  expect(most).toBeLessThanOrEqual(1);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
