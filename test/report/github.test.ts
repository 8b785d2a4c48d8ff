import { array, assert, constantFrom, integer, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { visible } from '../../src/report/escape.ts';
import { github } from '../../src/report/formats/github.ts';
import { hostile, named } from './hostile.ts';
import { agent, assess, finding, full, options, problem, report, shop } from './sample.ts';

interface Command {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** What the runner understands of each line: `::name key=value,key=value::message`. */
function commands(value: Report): Command[] {
  const lines = github.render(value, options()).split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => {
    const [, level = '', pairs = '', message = ''] =
      /^::(error|warning|notice) ((?:file|title)=[^:\r\n]*)::([^\r\n]*)$/u.exec(line) ?? [];
    expect([level, line]).not.toContain('');
    const properties = pairs.split(',').map((pair) => pair.split(/=(.*)/s).slice(0, 2).map(unescaped));
    return { level, properties: Object.fromEntries(properties), message: unescaped(message) };
  });
}

function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = { '3A': ':', '2C': ',', '0D': '\r', '0A': '\n', '25': '%' };
  return text.replace(/%(3A|2C|0D|0A|25)/g, (_, code: string) => characters[code] ?? '');
}

const many = (severity: Finding['severity'], count: number) =>
  Array.from({ length: count }, (_, index) => finding('RC301', { severity, message: `${severity} ${index}` }));

const levels = (value: Report) => commands(value).map(({ level }) => level);

test('a finding stands beside its line', () => {
  const [first] = commands(full());
  expect(first).toEqual({
    level: 'error',
    properties: { file: 'services/support/.env', line: '3', col: '16', title: 'RC201: Embedded LLM key' },
    message: 'OpenAI project key sk-proj-… is embedded, also in services/crm',
  });
});

test('an approved agent without a finding needs no word', () => {
  expect(github.render(report({ assessments: [assess(agent('a'), 'approved')] }), options())).toBe('');
});

test.each([
  ['critical', 'error'],
  ['high', 'error'],
  ['medium', 'warning'],
  ['low', 'notice'],
] as const)('%s is %s', (severity, level) => {
  expect(levels(report({ findings: many(severity, 1) }))).toEqual([level]);
});

describe('at most ten of a level', () => {
  test('are shown, the most serious first, and the others counted', () => {
    const findings = [...many('low', 14), ...many('medium', 12), ...many('high', 9), ...many('critical', 4)];
    const said = commands(report({ findings }));
    const counts = ['error', 'warning', 'notice'].map((level) => said.filter((one) => one.level === level).length);
    expect(counts).toEqual([10, 10, 10]);
    expect(said[0]?.message).toBe('critical 0');
    expect(said.at(-1)?.message).toMatch(/^3 more errors, 2 more warnings, 5 more notices: /);
  });

  test('are all shown where there are ten', () => {
    const findings = [...many('low', 10), ...many('medium', 10), ...many('high', 10)];
    expect(commands(report({ findings })).map(({ message }) => message)).toHaveLength(30);
    expect(github.render(report({ findings }), options())).not.toContain('more');
  });
});

describe('what does not fail has no annotation', () => {
  test('a suppressed finding', () => {
    const at = { file: 'a', line: 1, column: 1 };
    const suppressed = { kind: 'baseline', check: 'RC101', reason: '', until: null, at } as const;
    const assessments = [assess(agent('services/support'))];
    expect(levels(report({ assessments, findings: [finding('RC101', { suppressed })] }))).toEqual([]);
  });

  test('a finding, and an agent, that were there before the change', () => {
    const old = finding('RC301', { fingerprint: 'a'.repeat(32) });
    const fresh = finding('RC301', { fingerprint: 'b'.repeat(32), message: 'new' });
    const value = report({
      assessments: [assess(agent('old'), 'pending'), assess(agent('new'), 'pending')],
      findings: [old, fresh],
      comparison: {
        base: { ref: 'origin/main', commit: 'c'.repeat(40) },
        agents: [
          { id: `${shop}//new`, name: 'new', kind: 'new', gained: [], lost: [], before: null, after: 'pending' },
        ],
        entries: [],
        known: [old.fingerprint],
        gone: [],
        config: null,
      },
    });
    expect(commands(value).map(({ message }) => message)).toEqual([
      'new',
      expect.stringContaining(`Agent "new" (${shop}//new)`),
    ]);
  });
});

describe('an agent that may fail without a finding', () => {
  test('has a warning while it waits for approval', () => {
    const [said] = commands(report({ assessments: [assess(agent('a'), 'pending')] }));
    expect(said).toMatchObject({
      level: 'warning',
      properties: { file: 'a/src/agent.ts', line: '14', title: 'rollcall: agent pending' },
      message: `Agent "a" (${shop}//a): Entry triage asks for approval and has none yet.`,
    });
  });

  test('has an error where its check is off, and a notice where it is an example', () => {
    const value = report({ assessments: [assess(agent('a')), assess(agent('b', { example: true }))] });
    expect(levels(value)).toEqual(['error', 'notice']);
  });

  test('has none where a finding tells of it', () => {
    const value = report({ assessments: [assess(agent('services/support'))], findings: [finding('RC101')] });
    expect(levels(value)).toEqual(['error']);
  });
});

test('that something was not read is a warning of the run', () => {
  const run = { ...report().run, complete: false };
  expect(commands(report({ run, problems: [problem()] }))).toEqual([
    { level: 'warning', properties: { title: 'rollcall: incomplete' }, message: expect.stringContaining('1 input') },
  ]);
});

describe('a place', () => {
  const run = report().run;
  const folder = { id: 'services', source: 'directory', commit: null } as const;
  const fileOf = (value: Report) => commands(value)[0]?.properties.file;
  const one = (more: Partial<Finding>) => [finding('RC301', more)];

  test.each([
    ['services', 'services/desk/main.js'],
    ['dir:./services/', 'services/desk/main.js'],
    ['.', 'desk/main.js'],
    ['/srv/checkout', undefined],
    ['../other', undefined],
  ])('in a folder %s of the checkout is %s', (target, file) => {
    const findings = one({ repository: 'services', file: 'desk/main.js' });
    expect(fileOf(report({ findings, run: { ...run, places: [folder], targets: [target] } }))).toBe(file);
  });

  test('in another repository than the checkout is told in words', () => {
    const places = [...run.places, { ...folder, source: 'git' as const }];
    const [said] = commands(report({ findings: one({}), run: { ...run, places } }));
    expect(said?.properties.file).toBeUndefined();
    expect(said?.message).toBe('what RC301 says (github.com/acme/shop//services/support/src/agent.ts:14)');
  });

  test('in the history is told in words, with its commit', () => {
    const past = { commit: 'abcdef1'.padEnd(40, '0'), object: 'f'.repeat(40) };
    expect(commands(report({ findings: one(past) }))[0]).toMatchObject({
      properties: { title: expect.stringContaining('RC301') },
      message: 'what RC301 says (services/support/src/agent.ts:14 @abcdef1)',
    });
  });

  test('in an archive is the archive', () => {
    const [said] = commands(report({ findings: one({ file: 'lib/app.jar!/conf/app.yaml', line: 9 }) }));
    expect(said?.properties).toMatchObject({ file: 'lib/app.jar', line: '1', col: '1' });
  });

  test('of the registry is in the checkout, unless it lies beside it', () => {
    expect(fileOf(report({ findings: one({ repository: null, file: '.rollcall/registry.yaml' }) }))).toBe(
      '.rollcall/registry.yaml',
    );
    expect(fileOf(report({ findings: one({ repository: null, file: '../central/agents.yaml' }) }))).toBeUndefined();
  });
});

describe('hostile names', () => {
  test.each(hostile)('%j gives no order to the runner', (name) => {
    const text = github.render(named(name), options());
    expect(commands(named(name)).length).toBeGreaterThan(1);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    expect(text).not.toMatch(/##(\[|vso\[)/i);
  });

  test('each line is a command of ours, and is read back', () => {
    const odd = constantFrom('\n', '\r\n', '::', '%', '%0A', '%25', ',', '=', ':', '##[', '\u2028', ' ', ...hostile);
    const text = array(odd, { maxLength: 6 }).map((parts) => parts.join(''));
    const some = record({ message: text, file: text, other: string(), line: integer({ min: -1, max: 1e9 }) });
    assert(
      property(some, ({ message, file, other, line }) => {
        const findings = [finding('RC301', { message, file: `src/${file}${other}`, line })];
        const [said, ...more] = commands(report({ findings }));
        expect(more).toEqual([]);
        if (said?.properties.file !== undefined) expect(said.message).toBe(visible(message));
        expect(said?.message.startsWith(visible(message))).toBe(true);
        expect(said?.properties.file ?? 'src/').toMatch(/^src\//);
      }),
    );
  });
});
