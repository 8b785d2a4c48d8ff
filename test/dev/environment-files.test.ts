import { expect, test } from 'vitest';
import { environmentFiles } from '../../src/dev/environment-files.ts';

const made = (templates: Record<string, string[]>) => Object.fromEntries(environmentFiles(templates));

test('a file is its lines, each ended', () => {
  expect(made({ 'a/.env': ['PORT=1', '# two'], 'b/.env': [] })).toEqual({
    'a/.env': 'PORT=1\n# two\n',
    'b/.env': '\n',
  });
});

test('a template becomes so many characters, the same every time', () => {
  const [one, other] = [made({ '.env': ['KEY={{hex:40}}'] }), made({ '.env': ['KEY={{hex:40}}'] })];
  expect(one['.env']).toMatch(/^KEY=[0-9a-f]{40}\n$/);
  expect(one).toEqual(other);
});

test('each line has characters of its own', () => {
  const lines = made({ '.env': ['{{hex:40}}', '{{hex:40}}'] })['.env']?.split('\n') ?? [];
  expect(lines[0]).not.toBe(lines[1]);
});

test('a seed gives the same key in two places, and prints nothing', () => {
  const files = made({
    'a.env': ['A={{seed shared}}k-{{hex:40}}'],
    'b.env': ['# first', 'LONGER={{seed shared}}k-{{hex:40}}'],
  });
  const key = files['a.env']?.slice('A='.length);
  expect(key).toMatch(/^k-[0-9a-f]{40}\n$/);
  expect(files['b.env']).toBe(`# first\nLONGER=${key}`);
});
