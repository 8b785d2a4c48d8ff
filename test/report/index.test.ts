import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { formats, loadFormat } from '../../src/report/index.ts';
import { full, options } from './sample.ts';

const files = await readdir(new URL('../../src/report/formats', import.meta.url));

test('every file of a format is listed', () => {
  expect([...formats.keys()].sort()).toEqual(files.map((file) => file.replace('.ts', '')).sort());
});

test.each([...formats.keys()])('%s loads, knows its id and gives the same text twice', async (id) => {
  const format = await loadFormat(id);
  expect(format.id).toBe(id);
  expect(format.render(full(), options())).toBe(format.render(full(), options()));
});

test.each([...formats.keys()])('%s ends with one line end', async (id) => {
  expect((await loadFormat(id)).render(full(), options())).toMatch(/[^\n]\n$/);
});

test.each(['xml', '', 'constructor', '__proto__'])('%j is no format', async (id) => {
  await expect(loadFormat(id)).rejects.toThrow(RollcallError);
});
