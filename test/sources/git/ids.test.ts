import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Ids } from '../../../src/sources/git/ids.ts';

function id(seed: number): string {
  return createHash('sha1').update(String(seed)).digest('hex');
}

function text(id: string): Buffer {
  return Buffer.from(id, 'latin1');
}

test('ids are found again by their digits and by their bytes, also those that are added after one was looked for', () => {
  const ids = new Ids(20, 1);
  for (let seed = 0; seed < 500; seed++) {
    expect(ids.indexOfHex(text(id(seed)), 0)).toBe(-1);
    expect(ids.addHex(text(id(seed)), 0)).toBe(seed);
  }
  expect([...ids]).toEqual(Array.from({ length: 500 }, (_, seed) => id(seed)));
  expect(ids.indexOfHex(text(`xx${id(77)}`), 2)).toBe(77);
  expect(ids.indexOf(Buffer.from(id(499), 'hex'), 0)).toBe(499);
  expect(ids.indexOf(Buffer.from(id(500), 'hex'), 0)).toBe(-1);
});

test('what has no digits for an id is none', () => {
  const ids = new Ids(20);
  expect(ids.addHex(text(id(1).toUpperCase()), 0)).toBe(-1);
  expect(ids.addHex(text(id(1).slice(1)), 0)).toBe(-1);
  expect(ids.length).toBe(0);
});

test('an id is added once where that is asked for', () => {
  const ids = new Ids(20);
  expect([id(1), id(2), id(1)].map((one) => ids.ofHex(text(one), 0))).toEqual([0, 1, 0]);
});
