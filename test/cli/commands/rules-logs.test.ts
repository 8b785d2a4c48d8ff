import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, rollcall } from '../stage.ts';

const rules = join(import.meta.dirname, '../../../rules');

/** A layout of one's own: `own|192.0.2.7|1780315200|api.openai.com`. */
const own = ({
  host = 'api.openai.com',
  text = String.raw`^own\|(?<source>[^|]+)\|(?<time>\d+)\|(?<host>[^|\s]+)$`,
} = {}) => `
id: own
name: The proxy that we wrote
docs: https://wiki.corp.example/proxy
text: '${text}'
fields: { time: time, source: source, host: host }
records: [{ basis: connect }]
examples:
  - lines: |
      own|192.0.2.7|1780315200|api.openai.com
      own|192.0.2.7|1780315201|api.openai.com.evil.example
    events:
      - { line: 1, time: '2026-06-01T12:00:00.000Z', source: 192.0.2.7, host: ${host}, provider: openai, basis: connect }
      - { line: 2, host: api.openai.com.evil.example, provider: null }
`;

const callers = `
apis: []
callers:
  - { kind: sdk, name: our-sdk, pattern: '^our-sdk/', examples: [our-sdk/1.2], ignore: [not-our-sdk/1.2] }
`;

const files = { 'rules/logs/own.yaml': own(), 'rules/callers.yaml': callers };

describe('rollcall rules list', () => {
  test('tells the layouts of logs that are known, and how many examples prove them', async () => {
    const { out } = await rollcall(['rules', 'list']);
    const formats = readdirSync(join(rules, 'logs')).filter((name) => name.endsWith('.yaml'));
    const wrappers = readdirSync(join(rules, 'logs/wrappers'));
    expect(out).toContain(`  ${formats.length} LOG FORMATS\n`);
    expect(out).toContain(`  ${wrappers.length} WRAPPERS OF LINES\n`);
    for (const file of [...formats, ...wrappers]) expect(out).toContain(`\n  ${file.replace('.yaml', '')} `);
  });

  test('tells them to programs, with those of an own folder', async () => {
    const cwd = folder(files);
    const { out } = await rollcall(['rules', 'list', '--rules', 'rules', '--format', 'json'], { cwd });
    const { logs, callers } = JSON.parse(out);
    const docs = 'https://wiki.corp.example/proxy';
    expect(logs).toContainEqual({ id: 'own', name: 'The proxy that we wrote', docs, examples: 1 });
    expect(logs).toContainEqual(expect.objectContaining({ id: 'squid', name: expect.any(String) }));
    expect(callers).toContainEqual({ id: 'our-sdk', kind: 'sdk', examples: 2 });
  });
});

describe('rollcall rules check', () => {
  const check = (changed: Record<string, string> = {}) =>
    rollcall(['rules', 'check', 'rules'], { cwd: folder({ ...files, ...changed }) });

  test('counts layouts and callers', async () => {
    const { code, out } = await check();
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('1 log formats, 0 wrappers, 1 callers: all 3 examples hold\n'),
    ]);
  });

  test('names the event that was expected and not seen', async () => {
    const { code, err } = await check({ 'rules/logs/own.yaml': own({ host: 'api.anthropic.com' }) });
    expect(code).toBe(2);
    expect(err).toContain('1 of 3 examples are not lived up to');
    expect(err).toMatch(
      /own: example 1: expected \{.*"host":"api.anthropic.com".*\}; seen: \{.*"host":"api.openai.com"/,
    );
  });

  test('names the line that has another layout', async () => {
    const { err } = await check({ 'rules/logs/own.yaml': own({ text: '^own (?<source>.*)$' }) });
    expect(err).toContain('own: example 1: line 1 is of no format');
  });

  test.each([
    String.raw`^own\|(?<source>[^|]+)\|(?<time>\d+)\|(?<host>(?:[a-z]+[.]?)+)$`,
    String.raw`^own\|(?<source>.*)\|.*\|.*\|(?<time>\d+)\|(?<host>[^|]+)$|^own\|(?<s>[^|]+)\|(?<t>\d+)\|(?<h>[^|]+)$`,
  ])('refuses a pattern that somebody could keep busy: %s', async (text) => {
    const { code, err } = await check({ 'rules/logs/own.yaml': own({ text }) });
    expect(code).toBe(2);
    expect(err).toContain('1 pattern takes too long');
    expect(err).toContain('own: pattern shape.patterns.0: takes too long over a line that holds');
  });

  test('names file and line of what is no regular expression', async () => {
    const { code, err } = await check({ 'rules/logs/own.yaml': own({ text: '^own (?<source>.*' }) });
    expect([code, err]).toEqual([2, expect.stringContaining('logs/own.yaml:5: text: ')]);
    expect(err).toContain('is not a regular expression');
  });

  test('holds callers against their examples', async () => {
    const { err } = await check({
      'rules/callers.yaml': callers.replace('[our-sdk/1.2]', '[their-sdk/1.2, python-requests/2.32.3]'),
    });
    expect(err).toContain('callers: sdk our-sdk: their-sdk/1.2: is taken for nothing');
    expect(err).toContain('callers: sdk our-sdk: python-requests/2.32.3: is taken for client');
  });
});

describe('an own layout', () => {
  const lines = 'own|192.0.2.7|1780315200|api.openai.com\nown|192.0.2.8|1780315201|example.org\n';

  test('is read by a scan', async () => {
    const cwd = folder({ ...files, 'proxy.log': lines });
    const { out } = await rollcall(['scan', 'log:proxy.log', '--rules', 'rules', '-o', 'json'], { cwd });
    const report = JSON.parse(out);
    expect(report.agents).toMatchObject([{ kind: 'runtime', providers: ['openai'] }]);
    expect(report.run.coverage.logs).toMatchObject([{ format: 'own', records: 2, foreign: 0 }]);
  });

  test('is read by watch', async () => {
    const cwd = folder(files);
    const { out } = await rollcall(['watch', '-', '--rules', 'rules', '--format', 'ndjson'], { cwd, stdin: lines });
    expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({ kind: 'caller', host: 'api.openai.com' });
  });
});
