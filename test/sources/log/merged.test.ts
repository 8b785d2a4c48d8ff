import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { merged } from '../../../src/sources/log/merged.ts';

async function* every<T>(milliseconds: number, ...values: readonly T[]): AsyncGenerator<T> {
  for (const value of values) {
    await pause(milliseconds);
    yield value;
  }
}

async function all<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const part of parts) found.push(part);
  return found;
}

test('what comes of several sources comes as it comes, and ends when all have', async () => {
  const found = await all(merged([every(5, 'a', 'b', 'c'), every(1, 'd'), every(1)]));
  expect(found).toHaveLength(4);
  expect(found[0]).toBe('d');
  expect(found.filter((one) => one !== 'd')).toEqual(['a', 'b', 'c']);
});

test('one that is silent holds up no other', async () => {
  const silent: AsyncIterable<string> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
  const found: string[] = [];
  for await (const one of merged([silent, every(0, 'a', 'b', 'c')])) {
    found.push(one);
    if (found.length === 3) break;
  }
  expect(found).toEqual(['a', 'b', 'c']);
});

test('a fault of one is told', async () => {
  const broken: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('broken')) }),
  };
  await expect(all(merged([every(1, 'a'), broken]))).rejects.toThrow('broken');
});

test('none is asked for more before what it gave was taken', async () => {
  let asked = 0;
  const eager: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        asked++;
        return { done: asked > 5, value: asked };
      },
    }),
  };
  for await (const one of merged([eager])) {
    await pause(2);
    expect(asked).toBe(one);
  }
});
