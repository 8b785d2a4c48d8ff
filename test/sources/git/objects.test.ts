import { describe, expect, test } from 'vitest';
import { isoOf, parseCommit, parseTag } from '../../../src/sources/git/commit.ts';
import { entryAt } from '../../../src/sources/git/tree.ts';

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string]; // made of three

function commit(lines: readonly string[]): ReturnType<typeof parseCommit> {
  return parseCommit(Buffer.from(`${lines.join('\n')}\n\nmessage\n`, 'latin1'));
}

describe('a commit', () => {
  test('tells its tree, its parents and when its author made it', () => {
    const lines = [
      `tree ${a}`,
      `parent ${b}`,
      `parent ${c}`,
      'author A <a@b> 1738576800 +0100',
      'committer C <c@d> 1 +0000',
    ];
    expect(commit(lines)).toEqual({ tree: a, parents: [b, c], seconds: 1738576800 });
  });

  test('has no date where its author line has none', () => {
    expect(commit([`tree ${a}`, 'author A <a@b> yesterday'])).toEqual({ tree: a, parents: [], seconds: null });
  });

  test.each([[[]], [['tree abc']], [[`tree ${a}`, 'parent abc']], [[`parent ${b}`, `tree ${a}`]]])(
    'is none of %j',
    (lines) => {
      expect(commit(lines)).toBeNull();
    },
  );

  test('is not told by what its message says', () => {
    const text = `tree ${a}\nauthor A <a@b> 5 +0000\n\nparent ${b}\nauthor B <b@b> 9 +0000\n`;
    expect(parseCommit(Buffer.from(text))).toEqual({ tree: a, parents: [], seconds: 5 });
  });
});

test('a tag tells what it stands at', () => {
  const tag = Buffer.from(`object ${a}\ntype commit\ntag v1\ntagger T <t@t> 1 +0000\n\nrelease\n`);
  expect(parseTag(tag)).toEqual({ object: a, type: 'commit' });
  expect(parseTag(Buffer.from(`object ${a}\ntype spoon\n`))).toBeNull();
});

test('seconds are a time in UTC, where a calendar has them', () => {
  expect(isoOf(1738576800)).toBe('2025-02-03T10:00:00Z');
  expect(isoOf(null)).toBeNull();
  expect(isoOf(1e12)).toBeNull();
});

describe('a tree', () => {
  const idOf = (letter: string): string => letter.repeat(40);
  const entry = (mode: string, name: string, letter: string): Buffer =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(idOf(letter), 'hex')]);
  const tree = Buffer.concat([
    entry('100644', 'a b', '1'),
    entry('40000', 'lib', '2'),
    entry('160000', 'module', '3'),
    entry('040000', 'old', '4'),
    entry('120000', 'z\xff', '5'),
  ]);
  const entries = (bytes: Buffer): unknown[] => {
    const found: unknown[] = [];
    for (let one = entryAt(bytes, 0, 20); one; one = entryAt(bytes, one.end, 20))
      found.push([one.mode, bytes.toString('latin1', ...one.name), bytes.toString('hex', one.id, one.end)[0]]);
    return found;
  };

  test('has files, folders and other repositories', () => {
    expect(entries(tree)).toEqual([
      ['file', 'a b', '1'],
      ['folder', 'lib', '2'],
      ['module', 'module', '3'],
      ['folder', 'old', '4'],
      ['file', 'z\xff', '5'],
    ]);
  });

  test('is gone through up to where it is damaged', () => {
    expect(entries(tree.subarray(0, 50))).toEqual([['file', 'a b', '1']]);
  });
});
