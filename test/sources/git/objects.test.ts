import { describe, expect, test } from 'vitest';
import { isoOf, parseCommit, parseTag } from '../../../src/sources/git/commit.ts';
import { Ids } from '../../../src/sources/git/ids.ts';
import { blobsIn, foldersIn } from '../../../src/sources/git/tree.ts';

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
  const ids = (...letters: readonly string[]): Ids => {
    const found = new Ids(20);
    for (const letter of letters) found.addHex(Buffer.from(idOf(letter)), 0);
    return found;
  };

  test('has folders, and tells where their ids stand', () => {
    const found = [...foldersIn(tree, 20)].map(({ name, at }) => [name, tree.toString('hex', at, at + 20)]);
    expect(found).toEqual([
      ['lib', idOf('2')],
      ['old', idOf('4')],
    ]);
  });

  test('has blobs that are looked for, few or many, and no folder for one', () => {
    const wanted = [
      { name: 'a b', number: 1 },
      { name: 'z\xff', number: 2 },
    ];
    expect([...blobsIn(tree, ids('2', '1', '5'))]).toEqual(wanted);
    const others = ['6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    expect([...blobsIn(tree, ids('2', '1', '5', ...others))]).toEqual(wanted);
    expect([...blobsIn(tree, ids('9'))]).toEqual([]);
  });

  test('is gone through up to where it is damaged', () => {
    expect([...blobsIn(tree.subarray(0, 50), ids('1', '2'))]).toEqual([{ name: 'a b', number: 0 }]);
    expect([...foldersIn(tree.subarray(0, 50), 20)]).toEqual([]);
  });
});
