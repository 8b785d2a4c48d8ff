import { expect, test } from 'vitest';
import type { Document } from '../../src/model/document.ts';
import { suppressions } from '../../src/scan/suppression.ts';

function read(text: string): ReturnType<typeof suppressions> {
  const document: Document = {
    facts: [],
    exports: [],
    manifest: null,
    entry: false,
    trouble: '',
    place: 'shop',
    file: 'main.py',
    text,
    context: 'production',
    hits: new Set(),
    salt: '',
    locals: new Set(),
  };
  return suppressions(document, ['RC101', 'RC201', 'RC203']);
}

test('a mark with a reason suppresses, from its own place', () => {
  const { suppressions: found } = read('x = 1\n# rollcall-ignore RC201: revoked in May\n');
  expect(found).toEqual([
    {
      kind: 'inline',
      check: 'RC201',
      reason: 'revoked in May',
      until: null,
      at: { file: 'main.py', line: 2, column: 3 },
    },
  ]);
});

test('it may end on a day', () => {
  expect(read('// rollcall-ignore RC101 until 2027-01-31: pilot').suppressions[0]?.until).toBe('2027-01-31');
});

test('the end of a comment is no part of the reason', () => {
  expect(read('/* rollcall-ignore RC101: pilot */').suppressions[0]?.reason).toBe('pilot');
});

test.each(['# rollcall-ignore RC201', '# rollcall-ignore RC201:', '# rollcall-ignore RC201 because'])(
  '%s has no reason: it does not count, and that is said',
  (text) => {
    const { suppressions: found, problems } = read(text);
    expect(found).toEqual([]);
    expect(problems.map(({ file, incomplete }) => ({ file, incomplete }))).toEqual([
      { file: 'main.py', incomplete: false },
    ]);
  },
);

test.each([
  ['RC101 RC201', ['RC101', 'RC201']],
  ['RC101, RC201 ,RC203', ['RC101', 'RC201', 'RC203']],
  ['RC201 RC201', ['RC201']],
])('%s: one mark for several checks, each once', (list, checks) => {
  const { suppressions: found, problems } = read(`# rollcall-ignore ${list} until 2027-01-31: pilot`);
  expect(found.map(({ check }) => check)).toEqual(checks);
  expect(new Set(found.map(({ until, reason }) => `${until} ${reason}`))).toEqual(new Set(['2027-01-31 pilot']));
  expect(problems).toEqual([]);
});

test('two marks on one line are two', () => {
  const { suppressions: found } = read('x /* rollcall-ignore RC101: a */ y /* rollcall-ignore RC201: b */ z');
  expect(found.map(({ check, reason, at }) => [check, reason, at.column])).toEqual([
    ['RC101', 'a', 6],
    ['RC201', 'b', 39],
  ]);
});

test.each([
  ['<!-- rollcall-ignore RC101: pilot --> <b>', 'pilot'],
  ['{# rollcall-ignore RC101: pilot #}', 'pilot'],
  ['{{!-- rollcall-ignore RC101: pilot --}}', 'pilot'],
  ['<%# rollcall-ignore RC101: pilot %>', 'pilot'],
  ['"//": "rollcall-ignore RC101: pilot", "key": 1', 'pilot'],
  ['["# rollcall-ignore RC101: pilot\\n", "x"]', 'pilot'],
  ['# rollcall-ignore RC101: the "pilot", SEC-7', 'the "pilot", SEC-7'],
  ['# rollcall-ignore RC101: it is a "pilot"', 'it is a "pilot"'],
])('%s: the reason ends where the comment does', (text, reason) => {
  expect(read(text).suppressions).toMatchObject([{ reason }]);
});

test.each([
  ['no day of the calendar', '# rollcall-ignore RC201 until 2027-02-30: pilot', 'ends on no day of the calendar'],
  ['no day at all', '# rollcall-ignore RC201 until summer: pilot', 'ends on no day of the calendar'],
  ['no check', '# rollcall-ignore rc-201: pilot', 'names no check'],
  ['a colon too early', '# rollcall-ignore: RC201 pilot', 'names no check'],
  ['an empty comment', '/* rollcall-ignore RC201: */', 'has no reason'],
  ['a check that there is not', '# rollcall-ignore RC210: pilot', 'there is no such check; did you mean RC201?'],
])('a mark with %s does not count, and that is said', (_what, text, message) => {
  const { suppressions: found, problems } = read(text);
  expect(found).toEqual([]);
  expect(problems).toMatchObject([{ incomplete: false, message: expect.stringContaining(message) }]);
});

test('of several checks those that there are count', () => {
  const { suppressions: found, problems } = read('# rollcall-ignore RC201 RC999: pilot');
  expect([found.map(({ check }) => check), problems.length]).toEqual([['RC201'], 1]);
});

test.each(['Write `rollcall-ignore` above it.', 'see rollcall-ignores RC201: x', 'rollcall-ignore-file RC201: x'])(
  'prose is no mark: %s',
  (text) => {
    expect(read(text)).toEqual({ suppressions: [], problems: [] });
  },
);

test('a long line of marks takes no time', () => {
  const started = performance.now();
  read('rollcall-ignore RC201 '.repeat(50_000));
  read(`rollcall-ignore ${'RC201 '.repeat(100_000)}`);
  expect(performance.now() - started).toBeLessThan(8000);
});
