import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { table } from '../../src/report/formats/table.ts';
import { columns } from '../../src/report/width.ts';
import { hostile, named } from './hostile.ts';
import { agent, assess, finding, full, options, problem, report, shop } from './sample.ts';

function lines(text: string): string[] {
  return text.split('\n');
}

test('the first line is the number', () => {
  expect(lines(table.render(full(), options()))[0]).toBe(
    '  4 agents   1 approved   3 unreviewed          1 repository · 312 files · 4.1 MB · 2.9 s',
  );
});

test('a scan without a clock names no duration', () => {
  expect(lines(table.render(report(), options()))[0]).toBe('  0 agents          1 repository · 312 files · 4.1 MB');
});

test('agents stand under their verdict, the approved ones only as a number', () => {
  const text = table.render(full(), options());
  expect(text).toMatch(/UNREVIEWED {2}1.*\n.*\n {2}support /);
  expect(text).toMatch(/DRIFTED {2}1.*\n {2}triage +caller +\+ anthropic +\+ issue_refund /);
  expect(text).toMatch(/EXPIRED {2}1.*\n {2}legacy /);
  expect(text).not.toContain('billing');
});

test('verbose lists the approved agents too', () => {
  expect(table.render(full(), options({ verbose: true }))).toMatch(/APPROVED {2}1.*\n {2}billing /);
});

test('the tools that write and those that ask first are counted', () => {
  const tools = [
    { name: 'a', access: 'write', approval: 'human' },
    { name: 'b', access: 'execute', approval: 'none' },
    { name: 'c', access: 'read', approval: 'unknown' },
  ] as const;
  const text = table.render(report({ assessments: [assess(agent('x', { tools, dynamic: ['tools'] }))] }), options());
  expect(text).toContain('3+ (2 write, 1 gated)');
});

test('agents with tools come before callers, examples last', () => {
  const assessments = [
    assess(agent('example', { example: true })),
    assess(agent('caller', { level: 'caller' })),
    assess(agent('agent')),
  ];
  const text = table.render(report({ assessments }), options());
  expect(text.indexOf('  agent   ')).toBeLessThan(text.indexOf('  caller'));
  expect(text.indexOf('  caller')).toBeLessThan(text.indexOf('  example'));
});

test('with several repositories an agent is found by repository and path', () => {
  const assessments = [assess(agent('a')), assess(agent('b', { repository: 'github.com/acme/crm' }))];
  const text = table.render(report({ assessments }), options());
  expect(text).toContain('acme/shop//a');
  expect(text).toContain('acme/crm//b');
  expect(text).not.toContain('github.com');
});

test('an agent at the root of its repository is found by its first witness', () => {
  const root = agent('.', { name: 'root' });
  const text = table.render(report({ assessments: [assess(root)] }), options());
  expect(text).toContain('./src/agent.ts');
});

test('findings are one line each, the most serious first, and RC101 does not repeat the list of agents', () => {
  const text = table.render(full(), options());
  const checks = [...text.matchAll(/^ {2}\w+ +(RC\d{3})/gm)].map(([, check]) => check);
  expect(checks).toEqual(['RC201', 'RC301', 'RC105']);
  expect(text).toContain('  critical  RC201  services/support/.env:3 ');
});

test('verbose lists every finding, the suppressed with its reason', () => {
  const text = table.render(full(), options({ verbose: true, width: 200 }));
  expect(text).toContain('RC101');
  expect(text).toContain('(suppressed in the code until 2027-01-01: migrating)');
});

test('a long message goes on under its own column', () => {
  const message = 'word '.repeat(60).trim();
  const text = table.render(report({ findings: [finding('RC301', { message })] }), options({ width: 100 }));
  const [first, ...more] = lines(text).filter((line) => line.includes('word'));
  expect(more.length).toBeGreaterThan(1);
  for (const line of more) expect(line.indexOf('word')).toBe(first?.indexOf('word'));
});

test('components are one line of counts', () => {
  expect(table.render(full(), options())).toContain('  Beside them: 1 library, 1 MCP server\n');
});

test('what was not read is said and named where it is little, and all of it listed when asked', () => {
  const brief = table.render(full(), options());
  expect(brief).toContain('Incomplete: 1 input could not be read');
  expect(brief).toContain('\n    data/huge.json (too large): was searched');
  const long = table.render(full(), options({ verbose: true }));
  expect(long.split('data/huge.json (too large): was searched')).toHaveLength(2);

  const [problem] = full().problems.filter(({ incomplete }) => incomplete);
  if (!problem) throw new Error('The sample has none.');
  const problems = ['a', 'b', 'c', 'd'].map((file) => ({ ...problem, file }));
  const many = table.render({ ...full(), problems }, options());
  expect(many).toContain('Incomplete: 4 inputs could not be read');
  expect(many).toContain('(--verbose lists them)');
  expect(many).not.toContain('a (too large)');
});

test('an incomplete scan without a known reason is called incomplete too', () => {
  const cut = report({ run: { ...report().run, complete: false } });
  expect(table.render(cut, options())).toContain('Incomplete: the scan did not end');
});

test('suppressions are counted', () => {
  expect(table.render(full(), options())).toContain(
    '  1 finding suppressed in the code, 1 suppression without effect or run out\n',
  );
});

test('where there is no registry the next step is named', () => {
  const run = { ...report().run, registry: { origin: null, ref: null, digest: null } };
  const text = table.render(report({ run, assessments: [assess(agent('x'))] }), options());
  expect(text).toContain('No registry was found, so nothing is approved yet. Start one with rollcall init.');
  expect(table.render(report({ run }), options())).not.toContain('No registry');
});

describe('where nothing is found', () => {
  test('it says so, and what was left out', () => {
    const coverage = { ...report().run.coverage, skipped: [{ reason: 'ignored', count: 12 }] };
    const text = table.render(report({ run: { ...report().run, coverage } }), options());
    expect(text).toContain('Nothing that was read uses a language model.');
    expect(text).toContain('Left out: 12 ignored');
  });

  test('the folder of git is no file that was left out', () => {
    const coverage = { ...report().run.coverage, skipped: [{ reason: 'git-directory', count: 1 }] };
    expect(table.render(report({ run: { ...report().run, coverage } }), options())).not.toContain('Left out');
  });

  test('nothing read is not nothing found', () => {
    const coverage = { repositories: 0, files: 0, bytes: 0, skipped: [], history: null };
    const text = table.render(report({ run: { ...report().run, coverage } }), options());
    expect(text).toContain('Nothing was read, so nothing can be said.');
    expect(text).not.toContain('uses a language model');
  });
});

describe('layout', () => {
  const long = report({
    assessments: [
      assess(
        agent(`services/${'deep/'.repeat(30)}end`, {
          name: 'n'.repeat(80),
          providers: ['openai', 'anthropic', 'mistral'],
        }),
      ),
    ],
    findings: [finding('RC301', { file: `services/${'deep/'.repeat(30)}end.ts`, message: 'short' })],
    problems: [problem()],
  });

  test.each([60, 80, 100, 160])('no line of a table is wider than %i columns', (width) => {
    const text = table.render(long, options({ width }));
    for (const line of lines(text)) expect(columns(line)).toBeLessThanOrEqual(width);
  });

  test('a long path loses its middle and keeps both ends', () => {
    expect(table.render(long, options({ width: 100 }))).toMatch(/services\/.*….*end\n/);
  });

  test('no line ends in a space', () => {
    expect(table.render(full(), options())).not.toMatch(/ $/m);
  });

  test('ASCII means ASCII', () => {
    expect(table.render(full(), options({ unicode: false, verbose: true }))).toMatch(/^\p{ASCII}*$/u);
    expect(table.render(named('é漢\u202e'), options({ unicode: false }))).toMatch(/^\p{ASCII}*$/u);
  });

  test('colour adds escape codes and changes no letter', () => {
    const colored = table.render(full(), options({ color: true }));
    expect(colored).toContain('\u001b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of colours begin with one.
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(table.render(full(), options()));
  });
});

describe('hostile names', () => {
  test.each(hostile)('%j', (name) => {
    const text = table.render(named(name), options({ verbose: true }));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toMatch(/##(\[|vso\[)/i);
  });
});

test('three thousand agents are no trouble', () => {
  const assessments = Array.from({ length: 3000 }, (_, index) => assess(agent(`services/s${index}`)));
  expect(lines(table.render(report({ assessments }), options({ verbose: true }))).length).toBeGreaterThan(3000);
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

test('agents that were accepted do not hide those that were not', () => {
  const text = table.render(halfAccepted(), options());
  expect(text).toContain('  2 agents   0 approved   2 unreviewed');
  expect(text).toMatch(/UNREVIEWED {2}1, .*\n.*\n {2}new /);
  expect(text).toContain('  ACCEPTED  1 agent not approved, and accepted for now (--verbose lists them)\n');
  expect(text).not.toContain('services/old');
});

test('verbose lists the accepted agents behind the others, and suppressions that can go', () => {
  const text = table.render(halfAccepted(), options({ verbose: true, width: 200 }));
  expect(text).toMatch(/UNREVIEWED {2}1,[\s\S]*services\/new[\s\S]*UNREVIEWED, ACCEPTED {2}1,[\s\S]*services\/old/);
  expect(text).toContain('  WITHOUT EFFECT OR RUN OUT  1\n');
  expect(text).toContain('  .rollcall/baseline.json:4: RC101, suppressed by the baseline: stood in May\n');
});
