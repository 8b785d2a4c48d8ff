import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openaiKey } from '../../key.ts';
import { leak, Past } from '../../scan/past.ts';
import { addFiles, git, makeTree } from '../../sources/tree.ts';
import { rollcall } from '../stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const program = join(import.meta.dirname, '../../../bin/rollcall.js');

/** A repository in which a key is staged. */
function staged(): Past {
  const past = new Past();
  past.commit({ 'a.txt': 'a' });
  past.write({ '.env': leak('one') });
  past.git('add', '-f', '.env');
  return past;
}

describe('rollcall scan --staged', () => {
  test('fails on a key, and says where it stands', async () => {
    const { code, out, err } = await rollcall(['scan', '--staged'], { cwd: staged().root });
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}1 new key in 1 changed file/);
    expect(out).toContain('.env:1');
    expect(out).not.toContain(openaiKey('one').slice(8, 40));
    expect(err).toBe('rollcall: 1 finding over the line (--fail-on unregistered,pending,ambiguous,high)\n');
  });

  test('is content where nothing is staged, or nothing of it is a key', async () => {
    const past = new Past();
    past.commit({ '.env': leak('old') });
    expect(await rollcall(['scan', '--staged'], { cwd: past.root })).toMatchObject({ code: 0, err: '' });
    past.write({ 'b.txt': 'b' });
    past.git('add', 'b.txt');
    const { code, out } = await rollcall(['scan', '.', '--staged', '--format', 'json'], { cwd: past.root });
    expect([code, (JSON.parse(out) as { run: { mode: string } }).run.mode]).toEqual([0, 'staged']);
  });

  test('takes the index that git names to its hooks, where it runs', async () => {
    const past = staged();
    past.git('read-tree', '--index-output=.git/other', 'HEAD');
    const env = { GIT_INDEX_FILE: '.git/other' };
    expect((await rollcall(['scan', '--staged'], { cwd: past.root, env })).code).toBe(0);
    // Of another folder it says nothing.
    expect((await rollcall(['scan', past.root, '--staged'], { cwd: makeTree(), env })).code).toBe(1);
  });

  test('goes by the configuration, and by the baseline that it names', async () => {
    const past = staged();
    past.write({ '.rollcall/config.yaml': 'checks: { RC201: off }\n' });
    expect((await rollcall(['scan', '--staged'], { cwd: past.root })).code).toBe(0);
    expect((await rollcall(['scan', '--staged', '--no-config'], { cwd: past.root })).code).toBe(1);
    past.write({ '.rollcall/config.yaml': 'chekcs: {}\n' });
    expect(await rollcall(['scan', '--staged'], { cwd: past.root })).toMatchObject({ code: 2 });
  });

  test('accepts a key that was accepted in the tree', async () => {
    const past = staged();
    expect(await rollcall(['baseline', 'create', '--reason', 'known'], { cwd: past.root })).toMatchObject({ code: 0 });
    const flags = ['--baseline', '.rollcall/baseline.json'];
    expect((await rollcall(['scan', '--staged', ...flags], { cwd: past.root })).code).toBe(0);
  });

  test.each([
    [['scan', '--staged', '--since', 'main'], "cannot be used with option '--since <ref>'"],
    [['scan', '--staged', '--history'], "cannot be used with option '--staged'"],
    [['scan', '--staged', '--verify'], "cannot be used with option '--staged'"],
    [['scan', 'a', 'b', '--staged'], 'a change is that of one repository, and 2 targets are named'],
    [['scan', '--staged', '--exclude', '!(a)'], 'holds an extended pattern'],
    [['scan', '--staged'], '. is not a git repository'],
  ])('%j is a mistake', async (argv, message) => {
    const { code, out, err } = await rollcall(argv, { cwd: makeTree({ 'a/x': '', 'b/x': '' }) });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

describe('as a hook of git', () => {
  /** Commits, and what the hook says. */
  function commit(root: string, ...words: string[]): string {
    try {
      return git(root, 'commit', '-q', ...words) || 'committed';
    } catch {
      return 'refused';
    }
  }

  function hooked(past: Past): void {
    const hook = join(past.root, '.git/hooks/pre-commit');
    mkdirSync(join(past.root, '.git/hooks'), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\nexec '${process.execPath}' '${program}' scan --staged\n`);
    chmodSync(hook, 0o755);
  }

  test('a commit of a key is refused, however it is committed, and another is not', () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a', 'b.txt': 'b' });
    hooked(past);
    past.write({ 'a.txt': leak('one') });
    expect(commit(past.root, '-a', '-m', 'all')).toBe('refused');
    expect(commit(past.root, 'a.txt', '-m', 'this')).toBe('refused');
    past.write({ 'a.txt': 'a2', 'b.txt': 'b2' });
    expect(commit(past.root, '-a', '-m', 'all')).toBe('committed');
    expect(past.git('log', '--format=%s', '-1')).toBe('all');
  });

  test('also in a linked work tree', () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    hooked(past);
    const tree = join(makeTree(), 'linked');
    past.git('worktree', 'add', '-q', tree);
    addFiles(tree, { 'a.txt': leak('one') });
    expect(commit(tree, '-a', '-m', 'all')).toBe('refused');
    addFiles(tree, { 'a.txt': 'b' });
    expect(commit(tree, '-a', '-m', 'all')).toBe('committed');
  });
});

describe('rollcall scan --since', () => {
  test('fails on a key that a branch brings, in every format', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    past.git('branch', 'base');
    past.commit({ '.env': leak('one') });
    const files = ['json', 'sarif', 'markdown'].flatMap((format) => ['-o', `${format}=out.${format}`]);
    const { code, out } = await rollcall(['scan', '--since', 'base', '-o', 'table', ...files], { cwd: past.root });
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}no new agent {10}since base \([0-9a-f]{7}\)\n/);
    const said = ['json', 'sarif', 'markdown'].map((format) => readFileSync(join(past.root, `out.${format}`), 'utf8'));
    for (const text of said) {
      expect(text).toContain('.env');
      expect(text).not.toContain(openaiKey('one').slice(8, 40));
    }
  });

  test('of a commit that is not there could not run', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    const { code, err } = await rollcall(['scan', '--since', 'origin/main'], { cwd: past.root });
    expect(code).toBe(2);
    expect(err).toContain('--since origin/main: there is no branch, tag or commit of this name');
    expect(err).toContain('fetch-depth: 0');
  });
});

describe('rollcall scan --history', () => {
  test('fails on a key that only history holds, and keeps what it knows where that is asked for', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one') });
    past.commit({ '.env': null, 'a.txt': 'a' });
    const cache = join(makeTree(), 'kept');
    expect((await rollcall(['scan'], { cwd: past.root })).code).toBe(0);
    for (const known of [0, 4]) {
      const { code, out } = await rollcall(['scan', '--history', '--cache', cache, '--format', 'json'], {
        cwd: past.root,
      });
      const { run } = JSON.parse(out) as { run: { mode: string; coverage: { history: { known: number } } } };
      expect([code, run.mode]).toEqual([1, 'history']);
      expect(run.coverage.history.known).toBeGreaterThanOrEqual(known);
    }
  });

  test('of a shallow clone is incomplete', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    past.commit({ 'a.txt': 'b' });
    const clone = join(makeTree(), 'clone');
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${past.root}`, clone], { stdio: 'ignore' });
    const { code, out } = await rollcall(['scan', '--history', '-v'], { cwd: clone });
    expect(code).toBe(3);
    expect(out).toContain('git fetch --unshallow');
    expect((await rollcall(['scan', '--history', '--allow-incomplete'], { cwd: clone })).code).toBe(0);
  });

  test('of a folder without a repository could not run', async () => {
    const { code, err } = await rollcall(['scan', '--history'], { cwd: makeTree({ 'a.txt': 'a' }) });
    expect(code).toBe(2);
    expect(err).toContain('there is no git repository in .');
  });
});
