import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Refs, readRefs } from '../../../src/sources/git/refs.ts';
import { repositoryAt } from '../../../src/sources/repository.ts';
import { addFiles, git, makeRepository, makeTree } from '../tree.ts';

function refs(root: string): Refs {
  const repository = repositoryAt(root, root);
  if (repository === null || repository === 'outside') throw new Error('no repository');
  return readRefs(repository);
}

const other = 'e'.repeat(40);

describe('refs', () => {
  test('are read as files and packed, and the file wins', () => {
    const root = makeRepository({ 'a.txt': 'a' });
    const head = git(root, 'rev-parse', 'HEAD').trim();
    git(root, 'tag', 'v1');
    git(root, 'update-ref', 'refs/odd/--output=x', head);
    git(root, 'pack-refs', '--all');
    addFiles(root, { '.git/refs/heads/main': `${other}\n`, '.git/refs/heads/new': `${other}\n` });
    const { ids, broken, unread } = refs(root);
    expect(Object.fromEntries(ids)).toEqual({
      'refs/heads/main': other,
      'refs/heads/new': other,
      'refs/odd/--output=x': head,
      'refs/tags/v1': head,
    });
    expect([broken, unread]).toEqual([[], '']);
  });

  test('that cannot be made out are named', () => {
    const root = makeRepository({ 'a.txt': 'a' });
    const lines = [
      '# pack-refs with: peeled',
      'not a line',
      `${'0'.repeat(40)} refs/heads/zero`,
      `^${other}`,
      `${other.slice(1)} refs/heads/short`,
    ];
    addFiles(root, {
      '.git/packed-refs': `${lines.join('\n')}\n`,
      '.git/refs/heads/loop': 'ref: refs/heads/loop\n',
      '.git/refs/heads/empty': '',
      '.git/refs/remotes/origin/HEAD': 'ref: refs/remotes/origin/gone\n',
    });
    expect(refs(root).broken.toSorted()).toEqual([
      'packed-refs',
      'refs/heads/empty',
      'refs/heads/loop',
      'refs/heads/short',
      'refs/heads/zero',
    ]);
  });

  test('behind a link out of the root are not read, and that is told', () => {
    const root = makeRepository({ 'a.txt': 'a' });
    const outside = makeTree({ stolen: `${other}\n` });
    symlinkSync(outside, join(root, '.git/refs/linked'));
    symlinkSync(join(outside, 'stolen'), join(root, '.git/refs/heads/stolen'));
    const { ids, broken } = refs(root);
    expect([...ids.keys()]).toEqual(['refs/heads/main']);
    expect(broken.toSorted()).toEqual(['refs/heads/stolen', 'refs/linked']);
  });

  test('in a form that is not known are not there, and that is told', () => {
    const root = makeRepository({ 'a.txt': 'a' });
    writeFileSync(join(root, '.git/config'), '[extensions]\n\trefstorage = reftable\n');
    expect(refs(root).unread).toBe('they are kept in a reftable');
  });

  test('of linked work trees lead to commits as well; what was fetched or moved away from does not', () => {
    const root = makeRepository({ 'a.txt': 'a' });
    mkdirSync(join(root, '.git/worktrees/side'), { recursive: true });
    addFiles(root, {
      '.git/worktrees/side/HEAD': `${other}\n`,
      '.git/FETCH_HEAD': `${other}\tnot-for-merge\tbranch 'x'\n`,
    });
    expect([...refs(root).ids.keys()]).toEqual(['refs/heads/main', 'worktrees/side/HEAD']);
  });
});

test('a shallow clone and grafts are seen', () => {
  const root = makeRepository({ 'a.txt': 'a' });
  expect(refs(root)).toMatchObject({ shallow: [], grafted: false });
  addFiles(root, { '.git/shallow': `${other}\nnoise\n`, '.git/info/grafts': `${other}\n` });
  expect(refs(root)).toMatchObject({ shallow: [other], grafted: true });
});
