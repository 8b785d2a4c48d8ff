import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { complaints, faultOf } from '../../../src/sources/git/complaints.ts';
import { ask, findGit, isSafe } from '../../../src/sources/git/program.ts';
import { makeTree } from '../tree.ts';

describe('a version of git', () => {
  test.each(['2.39.4', '2.39.5', '2.40.2', '2.43.10', '2.45.1', '2.46.0', '2.100.0', '3.0.0'])(
    '%s is safe',
    (version) => {
      expect(isSafe(version)).toBe(true);
    },
  );

  test.each(['', '1.9.9', '2.34.1', '2.38.9', '2.39.3', '2.40.1', '2.44.0', '2.45.0'])('%j is not', (version) => {
    expect(isSafe(version)).toBe(false);
  });
});

describe('what git is started with', () => {
  const before = { ...process.env };
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  });

  test('is nothing of the environment of this process', async () => {
    const root = makeTree();
    process.env.GIT_CONFIG_COUNT = '1';
    process.env.GIT_CONFIG_KEY_0 = 'core.editor';
    process.env.GIT_CONFIG_VALUE_0 = 'planted';
    process.env.GIT_EDITOR = 'planted';
    process.env.GIT_TRACE = join(root, 'trace');
    process.env.GIT_OBJECT_DIRECTORY = join(root, 'nowhere');
    const git = await findGit();
    const { answer } = await ask(git, ['var', 'GIT_EDITOR'], { directory: root });
    expect(answer.toString()).not.toContain('planted');
    expect((await ask(git, ['var', 'GIT_PAGER'], { directory: root })).answer.toString()).toBe('cat\n');
  });

  test('is a way to run that is told when it fails, and does not ask', async () => {
    const { code, said } = await ask(await findGit(), ['cat-file', '--batch'], { directory: makeTree() }, 'x\n');
    expect(code).toBe(128);
    expect(said[0]).toMatch(/^fatal: not a git repository/);
  });
});

describe('a line on stderr', () => {
  test.each([
    ['hint: Support for <GIT_DIR>/info/grafts is deprecated', null],
    ['error: inflate: data stream error (incorrect header check)', 'damaged'],
    ['error: unable to unpack f6a061061c8ea1d960b51c83f653d29f5717d6cc header', 'damaged'],
    ['fatal: unable to stream 97df410a933db54335074406c331c5704f307eb2 to stdout', 'damaged'],
    ['fatal: loose object eacbac7a28e94b9a6613803ddef7884e4b863be1 (stored in /x/ea/cb) is corrupt', 'damaged'],
    ['error: non-monotonic index /x/.git/objects/pack/pack-00.idx', 'pack'],
    ['error: Could not read 0aabd328785f2ac9c31142e1c7d2e7c3ff82af8e', 'missing'],
    ['fatal: Failed to traverse parents of commit 17cefc7ab798b1e46b7ec0bbe68f16e2c7233f7e', 'missing'],
    ['fatal: Out of memory, malloc failed (tried to allocate 99 bytes)', 'memory'],
    ['error: unable to open /x: Permission denied', 'denied'],
    ['warning: something that nobody has seen yet', 'unknown'],
  ])('%j is told', (line, fault) => {
    expect(faultOf(line)).toBe(fault);
  });

  test('makes the scan incomplete, whatever it says, once for each kind', () => {
    const said = ['error: inflate: x', 'error: inflate: y', 'what is this', 'hint: never mind'];
    const at = { place: 'shop', file: '.' };
    expect(complaints('Reading', { code: 0, said }, at)).toEqual([
      {
        kind: 'problem',
        ...at,
        reason: 'git',
        message: 'Reading: git found a damaged object, 2 times, so something may be missing from what was read.',
        incomplete: true,
      },
      {
        kind: 'problem',
        ...at,
        reason: 'git',
        message: 'Reading: git said "what is this", so something may be missing from what was read.',
        incomplete: true,
      },
    ]);
  });

  test('is not needed: an exit code that is not 0 is enough', () => {
    expect(complaints('Reading', { code: 1, said: [] }, { place: 'shop', file: '.' })).toMatchObject([
      { incomplete: true },
    ]);
    expect(complaints('Reading', { code: 0, said: ['hint: x'] }, { place: 'shop', file: '.' })).toEqual([]);
  });
});
