import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { markdown } from '../../src/report/formats/markdown.ts';
import { hostile, named } from './hostile.ts';
import { agent, assess, call, finding, full, options, problem, report, shop } from './sample.ts';

const render = (value: Report, verbose = false) => markdown.render(value, options({ verbose }));

test('the headline is the number', () => {
  expect(render(full()).split('\n').slice(0, 3)).toEqual([
    '## rollcall: 3 of 4 agents unreviewed',
    '',
    '**4 agents**, 1 approved, **3 unreviewed** · 1 repository · 312 files · 4.1 MB · 2.9 s',
  ]);
});

test('where all is reviewed, the headline says so', () => {
  const text = render(report({ assessments: [assess(agent('a'), 'approved')] }));
  expect(text).toContain('## rollcall: no unreviewed agent\n');
  expect(text).not.toContain('###');
});

test('agents stand in a table under their verdict', () => {
  const text = render(full());
  expect(text).toContain('### Unreviewed (1)');
  expect(text).toContain(
    '| **support** | agent | openai, pinecone | 2 (1 write, 0 gated), 1 MCP | `services/support` |',
  );
  expect(text).toContain('### Drifted (1)');
  expect(text).toContain('| **triage** | caller | + anthropic | + issue&#95;refund | `services/triage` |');
  expect(text).not.toContain('billing');
});

test('verbose has the approved agents too', () => {
  expect(render(full(), true)).toContain('### Approved (1)');
});

test('findings follow, without those that the list of agents tells', () => {
  const text = render(full());
  expect(text).toContain('| critical | RC201 | `services/support/.env:3` | OpenAI project key sk-proj-… is embedded');
  expect(text).not.toContain('RC101');
  expect(text).not.toContain('RC203');
});

test('what was not read is said above and listed below', () => {
  const text = render(full());
  expect(text).toContain('**Incomplete: 1 input could not be read');
  expect(text).toContain('<details><summary>Not read</summary>');
  expect(text).toContain('- **may hide agents:** data/huge.json (too large)');
});

test('the evidence folds', () => {
  const text = render(full());
  expect(text).toContain('<details><summary>Evidence</summary>');
  expect(text).toContain('calls chat.completions.create of openai, model gpt-4.1, with the tools search, refund\n');
  expect(text).toContain('  - and 4 more witnesses\n');
});

test('a witness from elsewhere says why it was attached', () => {
  const evidence = [{ ...call, attachedBy: 'via' }] as const;
  expect(render(report({ assessments: [assess(agent('a', { evidence }))] }))).toContain(
    '(reached through another unit)\n',
  );
});

test('a missing registry is named with the next step', () => {
  const run = { ...report().run, registry: { origin: null, ref: null, digest: null } };
  expect(render(report({ run, assessments: [assess(agent('a'))] }))).toContain('Start one with `rollcall init`.');
});

test('where nothing is found it says so', () => {
  expect(render(report())).toContain('Nothing that was read uses a language model.');
});

describe('length', () => {
  const many = <T>(make: (index: number) => T) => Array.from({ length: 3000 }, (_, index) => make(index));
  const huge = report({
    assessments: many((index) => assess(agent(`services/s${index}`))),
    findings: many((index) => finding('RC301', { line: index })),
    problems: many((index) => problem({ file: `f${index}` })),
  });

  test('stays under what a comment may have, and says what was left out', () => {
    const text = render(huge);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.match(/\*\d+ more left out here\. The JSON report has them all\.\*/g)).toHaveLength(4);
  });

  test('no section crowds out another', () => {
    const text = render(huge);
    for (const title of ['### Unreviewed (3,000)', '### Findings (3,000)', 'Not read', 'Evidence']) {
      expect(text).toContain(title);
    }
    expect(text.match(/<details>/g)).toHaveLength(2);
    expect(text.match(/<\/details>/g)).toHaveLength(2);
  });

  test('what others do not need is not wasted', () => {
    const text = render(report({ assessments: huge.assessments }));
    expect(text.length).toBeGreaterThan(64_500);
  });

  test('one endless name does not fill it', () => {
    expect(render(named('n'.repeat(100_000))).length).toBeLessThan(21_000);
  });
});

describe('hostile names', () => {
  test.each(hostile)('%j is shown and does nothing', (name) => {
    const text = render(named(name), true);
    const prose = text.replace(/(`+) ?.*?[^`]\1(?!`)/g, 'CODE');
    expect(prose.replace(/<\/?(details|summary)>/g, '')).not.toMatch(/<|\]\(|@\w|https?:\/\//);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toMatch(/##(\[|vso\[)/i);
  });

  test.each(hostile)('%j breaks no table', (name) => {
    const tables = render(named(name))
      .split(/\n\n+/)
      .filter((part) => part.startsWith('|'));
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      const pipes = table.split('\n').map((row) => row.split('|').length);
      expect(new Set(pipes).size).toBe(1);
    }
  });
});

/** Two agents of which the first was accepted. */
function halfAccepted(): Report {
  const at = { file: '.rollcall/baseline.json', line: 4, column: 5 };
  const suppressed = { kind: 'baseline', check: 'RC101', reason: 'stood in May', until: null, at } as const;
  return report({
    assessments: [assess(agent('services/old')), assess(agent('services/new'))],
    findings: [
      finding('RC101', { agent: `${shop}//services/old`, suppressed }),
      finding('RC101', { agent: `${shop}//services/new` }),
    ],
    idle: [suppressed],
  });
}

test('agents that were accepted are counted, and do not hide those that were not', () => {
  const text = render(halfAccepted());
  expect(text).toContain('### Unreviewed (1)');
  expect(text).toContain('\n1 agent not approved, and accepted for now.\n');
  expect(text).toContain('\n1 finding suppressed by the baseline, 1 suppression without effect or run out.\n');
  expect(text).not.toContain('services/old');
  expect(render(halfAccepted(), true)).toContain('### Unreviewed, accepted (1)');
});
