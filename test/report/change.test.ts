import { describe, expect, test } from 'vitest';
import type { HistoryCoverage } from '../../src/model/history.ts';
import type { Mode, Report } from '../../src/model/report.ts';
import { explain } from '../../src/report/explain.ts';
import { json } from '../../src/report/formats/json.ts';
import { markdown } from '../../src/report/formats/markdown.ts';
import { sarif } from '../../src/report/formats/sarif.ts';
import { table } from '../../src/report/formats/table.ts';
import { parseReport } from '../../src/report/parse.ts';
import { agent, assess, finding, options, problem, report, shop } from './sample.ts';

const commit = 'abcdef1'.padEnd(40, '0');
const object = 'f'.repeat(40);
const history: HistoryCoverage = {
  repositories: 1,
  refs: 4,
  commits: 1234,
  objects: 56_789,
  read: 56_000,
  known: 789,
  failed: 0,
  bytes: 8_000_000_000,
};

/** A report of a mode, with as many files as were looked at. */
function of(mode: Mode, files: number, parts: Partial<Report> = {}, past: HistoryCoverage | null = null): Report {
  const value = report(parts);
  const coverage = { ...value.run.coverage, files, bytes: 4200, history: past };
  return { ...value, run: { ...value.run, mode, coverage } };
}

const key = finding('RC201', { severity: 'critical', agent: null, file: 'a.env', line: 3, message: 'A key is here.' });
const old = finding('RC201', { ...key, file: 'old.env', line: 7, commit, object, message: 'A key was here.' });

describe('the table of a change', () => {
  test.each<[string, Report]>([
    ['2 new keys in 5 changed files          4.2 kB', of('staged', 5, { findings: [key, old] })],
    ['1 new key in 1 changed file          4.2 kB', of('staged', 1, { findings: [key] })],
    ['no new key in 5 changed files          4.2 kB', of('staged', 5)],
    ['nothing is staged          4.2 kB', of('staged', 0)],
  ])('begins with: %s', (line, value) => {
    expect(table.render(value, options()).split('\n')[0]).toBe(`  ${line}`);
  });

  test('says that agents were not counted, and counts none', () => {
    const text = table.render(of('staged', 5, { findings: [key] }), options());
    expect(text).toContain('Only keys were looked for. Agents are counted in the whole tree: rollcall scan.');
    expect(text).not.toMatch(/\d agents?\b|language model|registry/);
  });

  test('says that keys may be missing where something was not read', () => {
    const value = of('staged', 5, { problems: [problem()] });
    const text = table.render({ ...value, run: { ...value.run, complete: false } }, options());
    expect(text).toContain('1 input could not be read, or not wholly, so keys may be missing here.');
  });
});

test('a page for a pull request says the same', () => {
  const text = markdown.render(of('staged', 5, { findings: [key, old] }), options());
  expect(text).toMatch(/^## rollcall: 2 new keys in 5 changed files\n/);
  expect(text).toContain('Agents are counted in the whole tree');
  expect(text).toContain('`old.env:7 @abcdef1`');
  expect(text).not.toMatch(/\*\*\d agents?|unreviewed/);
});

describe('JSON', () => {
  test('has no number of agents where none were counted, and is read back', () => {
    const value = of('staged', 5, { findings: [key] });
    const text = json.render(value, options());
    const { summary, run } = JSON.parse(text) as { summary: Record<string, unknown>; run: Record<string, unknown> };
    expect([summary.agents, summary.approved, summary.unreviewed, run.mode]).toEqual([null, null, null, 'staged']);
    expect(json.render(parseReport(text), options())).toBe(text);
  });

  test('has the commit and the object of every place', () => {
    const place = { repository: shop, file: 'x.env', line: 1, column: 1, commit, object };
    const text = json.render(of('history', 3, { findings: [{ ...old, locations: [place] }] }, history), options());
    const { findings, run } = JSON.parse(text) as Report;
    expect(findings[0]).toMatchObject({ commit, object, locations: [place] });
    expect(run.coverage.history).toEqual(history);
    expect(json.render(parseReport(text), options())).toBe(text);
  });
});

describe('the table of a history', () => {
  test('tells how much of it there was, and in which commit a key can be seen', () => {
    const text = table.render(
      of('history', 3, { assessments: [assess(agent('a'))], findings: [old] }, history),
      options(),
    );
    expect(text).toContain('3 files · 4.2 kB · history: 1,234 commits, 56,789 objects, 8.00 GB');
    expect(text).toMatch(/old\.env:7 @abcdef1 +A key was here/);
  });

  test('does not say that nothing was read where only the history was', () => {
    const text = table.render(of('history', 0, {}, history), options());
    expect(text).toContain('Of history only the keys are looked for, and no files were read.');
  });
});

describe('SARIF', () => {
  type Log = { runs: { results: { ruleId: string }[]; automationDetails: { id: string }; invocations: unknown[] }[] };
  const log = (value: Report): Log => JSON.parse(sarif.render(value, options())) as Log;

  test('shows what stands in a file, and counts what does not', () => {
    const place = { repository: shop, file: 'x.env', line: 1, column: 1, commit, object };
    const { runs } = log(of('history', 3, { findings: [{ ...key, locations: [place] }, old] }, history));
    expect(runs[0]?.results).toHaveLength(1);
    expect(runs[0]?.results[0]).not.toHaveProperty('relatedLocations');
    expect(JSON.stringify(runs[0]?.invocations)).toContain('1 finding in the history alone left out');
    expect(JSON.stringify(runs)).not.toContain('old.env');
  });

  test('of a change is no whole: it takes the place of no other', () => {
    const ids = (['tree', 'history', 'staged', 'since'] as const).map(
      (mode) => log(of(mode, 1)).runs[0]?.automationDetails.id,
    );
    expect(ids).toEqual([`rollcall/${shop}/`, `rollcall/${shop}/`, `rollcall/${shop}/staged/`, `rollcall/${shop}/`]);
  });
});

test('what is known of a finding in history names its commit and object', () => {
  const place = { repository: shop, file: 'x.env', line: 1, column: 1, commit, object };
  const value = of('history', 3, { findings: [{ ...old, locations: [place] }] }, history);
  const text = explain(value, old.fingerprint, options());
  expect(text).toContain(commit);
  expect(text).toContain(object);
  expect(text).toContain(`x.env:1:1 in commit ${commit}`);
});

describe('examples that nobody approved', () => {
  const demo = assess(agent('examples/demo', { example: true }));
  const other = assess(agent('examples/other', { example: true }));
  const approved = assess(agent('examples/old', { example: true }), 'approved');
  const real = assess(agent('desk'));

  test.each<[string, Report['assessments']]>([
    ['1 unreviewed agent is an example, and counts only by --fail-on low', [demo, approved, real]],
    ['2 unreviewed agents are examples, and count only by --fail-on low', [demo, other]],
  ])('are said to fail nothing: %s', (line, assessments) => {
    expect(table.render(report({ assessments }), options())).toContain(`\n  ${line}\n`);
    expect(markdown.render(report({ assessments }), options())).toContain(`\n\n${line}.\n\n`);
  });

  test('are told of nowhere where there are none', () => {
    const value = report({ assessments: [approved, real] });
    expect(table.render(value, options()) + markdown.render(value, options())).not.toContain('--fail-on');
  });
});
