import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Log, Run } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { sarif } from '../../src/report/formats/sarif.ts';
import { hostile, named } from './hostile.ts';
import { checks, finding, full, options, problem, report, shop } from './sample.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const schema = new URL('../../fixtures/reports/sarif-schema-2.1.0.json', import.meta.url);
const valid = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));

function log(value: Report): Log {
  return JSON.parse(sarif.render(value, options()));
}

/** The only run of a report. */
function run(value: Report): Run {
  const { runs } = log(value);
  expect(runs).toHaveLength(1);
  return runs[0] as Run;
}

function results(...findings: Finding[]) {
  return run(report({ findings })).results ?? [];
}

const notes = (value: Report) => run(value).invocations?.[0]?.toolExecutionNotifications ?? [];

const all: readonly (readonly [string, Report])[] = [
  ['nothing', report()],
  ['every field', full()],
  ['a clock', report({ run: { ...report().run, startedAt: '2026-09-01T08:00:00.000Z' } })],
  ['no place', report({ run: { ...report().run, places: [] } })],
  ...hostile.map((name) => [JSON.stringify(name).slice(0, 40), named(name)] as const),
];

describe.each(all)('a report with %s', (_, value) => {
  test('follows the schema', () => {
    valid(log(value));
    expect(valid.errors).toBeNull();
  });

  test('has regions that say where they start, and relative URIs under the root', () => {
    for (const { results } of log(value).runs) {
      for (const { locations = [], relatedLocations = [] } of results ?? []) {
        for (const { physicalLocation } of [...locations, ...relatedLocations]) {
          expect(physicalLocation?.region?.startLine).toBeGreaterThanOrEqual(1);
          expect(physicalLocation?.region?.startColumn).toBeGreaterThanOrEqual(1);
          const { uri = '', uriBaseId } = physicalLocation?.artifactLocation ?? {};
          expect(uriBaseId).toBe('%SRCROOT%');
          expect(new URL(uri, 'file:///root/').href).toMatch(/^file:\/\/\/root\//);
        }
      }
    }
  });

  test('does nothing to a terminal or a CI log', () => {
    const text = sarif.render(value, options());
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    expect(text).not.toMatch(/##(\[|vso\[)/i);
  });
});

test('there is one run for each repository, each with its own findings and problems', () => {
  const crm = 'github.com/acme/crm';
  const places = [...report().run.places, { id: crm, source: 'git', commit: null } as const];
  const { runs } = log(
    report({
      run: { ...report().run, places },
      findings: [finding('RC101'), finding('RC201', { repository: crm }), finding('RC105', { repository: null })],
      problems: [problem({ place: crm })],
    }),
  );
  expect(runs.map(({ automationDetails }) => automationDetails?.id)).toEqual([
    'rollcall/github.com/acme/shop/',
    'rollcall/github.com/acme/crm/',
    'rollcall/registry/',
  ]);
  expect(runs.map(({ results }) => results?.map(({ ruleId }) => ruleId))).toEqual([['RC101'], ['RC201'], ['RC105']]);
  expect(runs.map(({ invocations }) => invocations?.[0]?.toolExecutionNotifications?.length)).toEqual([0, 1, 0]);
});

describe('the page of a repository', () => {
  const [crm, docs] = ['github.com/acme/crm', 'github.com/acme/docs'];
  const places = [...report().run.places, ...[crm, docs].map((id) => ({ id, source: 'git', commit: null }) as const)];
  const value = report({
    run: { ...report().run, places },
    findings: [finding('RC101'), finding('RC201', { repository: crm }), finding('RC105', { repository: null })],
    problems: [problem({ place: crm })],
  });
  const pages = [...(sarif.pages?.(value, options()) ?? [])].map(({ place, parts }) => ({
    place,
    log: JSON.parse([...parts].join('')) as Log,
  }));

  test('holds its run and no other, as it stands among all', () => {
    const { runs, ...head } = log(value);
    expect(pages.map((page) => page.log)).toEqual(runs.map((one) => ({ ...head, runs: [one] })));
  });

  test('is there also where nothing was found', () => {
    expect(pages.map(({ place }) => place)).toEqual([shop, crm, docs, 'registry']);
    expect(pages[2]?.log.runs[0]?.results).toEqual([]);
  });
});

test('with one repository, a finding about the registry goes with it', () => {
  expect(results(finding('RC105', { repository: null }))).toHaveLength(1);
});

test('a rule carries its texts, how serious it is and its tags', () => {
  const [rule] = run(report({ findings: [finding('RC201')] })).tool.driver.rules ?? [];
  expect(rule).toMatchObject({
    id: 'RC201',
    name: 'EmbeddedLLMKey',
    helpUri: 'https://owasp.org/',
    help: { markdown: 'Why RC201 matters.\n\n**To mend.** How to mend RC201.\n\n- [OWASP](https://owasp.org/)' },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['security', 'external/cwe/cwe-798'], precision: 'high', 'security-severity': '9.5' },
  });
});

test('a rule without texts is named all the same', () => {
  const { rules } = run(report({ findings: [finding('RC999')] })).tool.driver;
  expect(rules).toEqual([{ id: 'RC999' }]);
});

test('each result points at its rule', () => {
  const { results = [], tool } = run(full());
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
  expect(tool.driver.rules?.map(({ id }) => checks.has(id))).not.toContain(false);
});

test('the fingerprint is that of the finding', () => {
  const [result] = results(finding('RC301', { fingerprint: 'f'.repeat(32) }));
  expect(result?.partialFingerprints).toEqual({ primaryLocationLineHash: 'f'.repeat(32) });
});

test('the commit that brought a finding is a property of it', () => {
  const broughtBy = { commit: 'c0ffee'.padEnd(40, '0'), date: '2026-09-03' };
  const [known, unknown] = results(finding('RC103', { broughtBy }), finding('RC103'));
  expect(known?.properties).toMatchObject({ broughtBy });
  expect(unknown?.properties).not.toHaveProperty('broughtBy');
});

test.each([
  ['critical', 'error'],
  ['high', 'error'],
  ['medium', 'warning'],
  ['low', 'note'],
] as const)('%s is the level %s', (severity, level) => {
  expect(results(finding('RC301', { severity }))[0]?.level).toBe(level);
});

test('a suppressed finding stays out', () => {
  const suppressed = {
    kind: 'config',
    check: 'RC301',
    reason: 'x',
    until: null,
    at: { file: 'c', line: 1, column: 1 },
  } as const;
  expect(results(finding('RC301', { suppressed }))).toEqual([]);
});

test('witnesses are related locations, at most a hundred, and only of the same repository', () => {
  const sighting = { repository: shop, file: 'a.ts', column: 1, commit: null, object: null };
  const many = Array.from({ length: 150 }, (_, index) => ({ ...sighting, line: index + 1 }));
  const elsewhere = { ...sighting, repository: 'github.com/acme/crm', line: 1 };
  expect(results(finding('RC202', { locations: many }))[0]?.relatedLocations).toHaveLength(100);
  expect(results(finding('RC202', { locations: [elsewhere] }))[0]?.relatedLocations).toBeUndefined();
});

test('beyond five thousand results the least serious are left out and counted', () => {
  const low = Array.from({ length: 5003 }, (_, line) => finding('RC105', { severity: 'low', line }));
  const value = report({ findings: [...low, finding('RC201', { severity: 'critical' })] });
  const { results = [] } = run(value);
  expect(results).toHaveLength(5000);
  expect(results[0]?.ruleId).toBe('RC201');
  expect(notes(value).map(({ message }) => message.text)).toEqual([
    '4 findings of least severity left out: a run holds 5,000 results.',
  ]);
});

describe('an incomplete scan', () => {
  test('was not successful, and says what was not read', () => {
    const [invocation] = run(full()).invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications).toMatchObject([
      { level: 'error', message: { text: 'data/huge.json (too large): was searched for keywords only.' } },
      { level: 'note', message: { text: 'link (a link): was not followed.' } },
    ]);
    expect(invocation?.properties).toMatchObject({ complete: false, filesScanned: 312, filesSkipped: 0 });
  });

  test('a complete one was', () => {
    expect(run(report()).invocations?.[0]?.executionSuccessful).toBe(true);
  });

  test('a flood of problems ends in a count, and what matters comes first', () => {
    const flood = Array.from({ length: 1500 }, () => problem({ incomplete: false }));
    const told = notes(report({ problems: [...flood, problem()] }));
    expect(told).toHaveLength(1001);
    expect(told[0]?.level).toBe('error');
    expect(told.at(-1)?.message.text).toBe('501 more inputs could not be read, or not wholly.');
  });

  test('files left out are counted by reason', () => {
    const coverage = { ...report().run.coverage, skipped: [{ reason: 'ignored', count: 12 }] };
    const told = notes(report({ run: { ...report().run, coverage } }));
    expect(told[0]?.message.text).toBe('12 files in all of the scan not read: ignored.');
  });
});

describe('provenance', () => {
  test('names the commit of a repository that has an address', () => {
    expect(run(report()).versionControlProvenance).toMatchObject([
      { repositoryUri: 'https://github.com/acme/shop', revisionId: expect.stringMatching(/^c0ffee0+$/) },
    ]);
  });

  test.each(['shop', 'acme/shop', 'github.com/shop', 'evil.com/a/../b', 'x y.com/a/b'])('%s has none', (id) => {
    const places = [{ id, source: 'git', commit: 'c0ffee' } as const];
    expect(run(report({ run: { ...report().run, places } })).versionControlProvenance).toBeUndefined();
  });

  test('without a commit there is none', () => {
    const places = [{ id: shop, source: 'git', commit: null } as const];
    expect(run(report({ run: { ...report().run, places } })).versionControlProvenance).toBeUndefined();
  });
});

test.each([
  ['app/[id]/page.tsx', 'app/%5Bid%5D/page.tsx'],
  ['a b/ü.py', 'a%20b/%C3%BC.py'],
  ['a:b/c', 'a%3Ab/c'],
  ['//evil.example/x', 'evil.example/x'],
  ['.', '.'],
  ['a/\ud800', 'a/%EF%BF%BD'],
  ['100%', '100%25'],
])('the path %j is the URI %j', (file, uri) => {
  expect(results(finding('RC301', { file }))[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
});

test.each([
  ['see [here](https://evil.example)', 'see [here\\](https://evil.example)'],
  ['tool {0}', 'tool {{0}}'],
  ['list[int] {"a": 1}', 'list[int] {"a": 1}'],
])('the message %j is %j', (message, text) => {
  expect(results(finding('RC301', { message }))[0]?.message.text).toBe(text);
});
