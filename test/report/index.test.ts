import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { formats, loadFormat, paged } from '../../src/report/index.ts';
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

test.each([...formats.keys()])('%s has pages where it is said to have them, and in parts the same text', async (id) => {
  const format = await loadFormat(id);
  expect(format.pages !== undefined).toBe(paged.has(id));
  const text = format.render(full(), options());
  expect([...(format.parts?.(full(), options()) ?? [text])].join('')).toBe(text);
});

test.each(['xml', '', 'constructor', '__proto__'])('%j is no format', async (id) => {
  await expect(loadFormat(id)).rejects.toThrow(RollcallError);
});
