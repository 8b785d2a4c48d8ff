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
  return suppressions(document);
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
