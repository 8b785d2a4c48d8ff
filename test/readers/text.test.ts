import { expect, test } from 'vitest';
import { markdown } from '../../src/readers/markdown.ts';
import { plain } from '../../src/readers/plain.ts';
import { shown, took } from './entries.ts';

test('front matter is read, prose is not', () => {
  const text = '---\r\nname: triage\r\nmodel: "opus"\r\n---\r\nOPENAI_API_KEY: no\r\n';
  expect(shown(markdown.read(text, 'agent.md'))).toEqual(['name = "triage" @ 2:7', 'model = "opus" @ 3:9']);
  expect(markdown.read('# Title\na: b\n---\n', 'a.md').facts).toEqual([]);
  expect(markdown.read('---\na: b\n', 'a.md').facts).toEqual([]);
});

function strings(text: string): string[] {
  return plain
    .read(text, 'a.go')
    .facts.map((fact) => (fact.kind === 'string' ? `${fact.value} ${fact.at.line}:${fact.at.column}` : ''));
}

test('URLs and quoted strings of any text', () => {
  expect(strings('base := "https://api.acme.dev/v1"\n// see http://x.dev/y.\nk = \'gpt\' + `raw`')).toEqual([
    'https://api.acme.dev/v1 1:10',
    'http://x.dev/y 2:8',
    'gpt 3:6',
    'raw 3:14',
  ]);
});

test('an apostrophe opens no string', () => {
  expect(strings("don't say that it isn't")).toEqual([]);
});

test('more strings than are kept are told', () => {
  const reading = plain.read('"a" '.repeat(60_000), 'a.txt');
  expect(reading.facts).toHaveLength(50_000);
  expect(reading.trouble).toMatch(/more strings/);
});

test.each(['"'.repeat(300_000), 'http://'.repeat(60_000), `"${'a'.repeat(300_000)}`, "'a".repeat(150_000)])(
  'bait %#',
  (text) => {
    expect(took(() => plain.read(text, 'a.txt'))).toBeLessThan(6000);
  },
);
