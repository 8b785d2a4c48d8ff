import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { scanChange } from '../../src/scan/change/change.ts';
import type { Change } from '../../src/scan/change/options.ts';
import type { ScanOptions } from '../../src/scan/options.ts';
import { openaiKey } from '../key.ts';
import { addFiles, git, makeTree } from '../sources/tree.ts';
import { rules, scanAt, silent } from '../world.ts';
import { leak, Past, places } from './past.ts';

vi.setConfig({ testTimeout: 60_000 });

const asStaged: Change = { kind: 'staged', index: null, directory: null };

function scan(
  root: string,
  change: Change = asStaged,
  options: Partial<Parameters<typeof scanChange>[0]> = {},
): Promise<Report> {
  return scanChange({
    targets: [root],
    cwd: '/',
    rules: rules(),
    config: silent,
    today: '2026-11-20',
    salt: 'test',
    trustTree: true,
    maxBytes: 100 << 20,
    version: '0.0.0',
    startedAt: null,
    clock: null,
    signal: new AbortController().signal,
    change,
    ...options,
  });
}

function since(root: string, ref: string, options: Partial<ScanOptions> = {}): Promise<Report> {
  return scanAt([root], { cwd: '/', since: { ref, registryPlace: null }, ...options });
}

/** A repository with a commit, in which files are staged. */
function staged(before: Record<string, string>, after: Record<string, string | Uint8Array | null>): Past {
  const past = new Past();
  past.commit({ 'a.txt': 'a', ...before });
  past.write(after);
  past.git('add', '-A', '-f');
  return past;
}

describe('what is staged', () => {
  test('is searched for keys, with files and bytes counted', async () => {
    const past = staged({}, { '.env': `# new\n${leak('one')}`, 'b.txt': 'plain' });
    const report = await scan(past.root);
    expect(places(report)).toEqual(['.env:2']);
    expect(report.run).toMatchObject({ mode: 'staged', complete: true, coverage: { files: 2, history: null } });
    expect(report.findings[0]).toMatchObject({ severity: 'critical', commit: null, object: null, agent: null });
  });

  test('is the index, not the work tree', async () => {
    const past = staged({}, { '.env': leak('one') });
    past.write({ '.env': 'gone again\n', 'later.env': leak('two') });
    expect(places(await scan(past.root))).toEqual(['.env:1']);
  });

  test('brings no key that the same file held before, but each that it did not', async () => {
    const past = staged({ '.env': leak('old') }, { '.env': `${leak('old')}${leak('new')}`, 'copy.env': leak('old') });
    expect(places(await scan(past.root)).toSorted()).toEqual(['.env:2', 'copy.env:1']);
  });

  test('brings no key where a file is only moved', async () => {
    const past = staged({ 'a.env': leak('old') }, { 'a.env': null, 'b.env': leak('old') });
    const report = await scan(past.root);
    expect([places(report), report.run.coverage.files]).toEqual([[], 0]);
  });

  test('may be the first commit, an archive, a link, or nothing', async () => {
    const past = new Past();
    past.write({ '.env': leak('one') });
    past.git('add', '-A', '-f');
    expect(places(await scan(past.root))).toEqual(['.env:1']);
    expect(places(await scan(staged({}, { 'x.env.gz': gzipSync(leak('one')) }).root))).toEqual(['x.env.gz:1']);
    const nothing = await scan(staged({}, {}).root);
    expect([nothing.findings, nothing.run.coverage.files, nothing.run.complete]).toEqual([[], 0, true]);
  });

  test('is accepted by a comment in it, and by the configuration', async () => {
    const marked = staged({}, { '.env': `${leak('one').trim()} # rollcall-ignore RC201: made up\n` });
    expect((await scan(marked.root)).findings[0]?.suppressed).toMatchObject({ kind: 'inline', reason: 'made up' });
    expect((await scan(marked.root, asStaged, { trustTree: false })).findings[0]?.suppressed).toBeNull();
    const ignore = {
      check: 'RC201',
      path: 'docs/**',
      agent: null,
      reason: 'docs',
      until: null,
      at: { file: 'c', line: 1, column: 1 },
    };
    const config = { ...silent, ignore: [ignore, { ...ignore, path: 'nothing/**' }] };
    const report = await scan(staged({}, { 'docs/x.md': leak('one') }).root, asStaged, { config });
    expect(report.findings[0]?.suppressed).toMatchObject({ kind: 'config' });
    expect(report.idle).toEqual([]);
  });

  test('is not all that it should be where something of it cannot be read', async () => {
    const past = staged({}, { 'b.env': leak('one'), 'c.env': leak('two') });
    const blob = past.git('rev-parse', ':b.env');
    rmSync(join(past.root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
    const report = await scan(past.root);
    expect(places(report)).toEqual(['c.env:1']);
    expect(report.problems).toMatchObject([{ file: 'b.env', incomplete: true }]);
    expect(report.run.complete).toBe(false);
  });

  test('is nothing where the index is noise, and that is incomplete', async () => {
    const past = staged({}, { '.env': leak('one') });
    writeFileSync(join(past.root, '.git/index'), `DIRC${'x'.repeat(100)}`);
    const report = await scan(past.root);
    expect([places(report), report.run.complete]).toEqual([[], false]);
  });

  test('is told of a file in conflict', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    past.git('checkout', '-q', '-b', 'side');
    past.commit({ 'a.txt': 'side' });
    past.git('checkout', '-q', 'main');
    past.commit({ 'a.txt': 'main' });
    expect(() => past.git('merge', '-q', 'side')).toThrow();
    expect((await scan(past.root)).problems).toMatchObject([{ file: 'a.txt', incomplete: true }]);
  });

  test('in another index is that one', async () => {
    const past = staged({}, { '.env': leak('one') });
    past.git('read-tree', '--index-output=.git/other', 'HEAD');
    past.git('add', '-A', '-f');
    const index = Buffer.from(join(past.root, '.git/other')).toString('latin1');
    expect(places(await scan(past.root, { ...asStaged, index }))).toEqual([]);
  });

  test('in a linked work tree is read where git names its repository, and else not', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    const tree = join(makeTree(), 'linked');
    past.git('worktree', 'add', '-q', tree);
    addFiles(tree, { '.env': leak('one') });
    git(tree, 'add', '-f', '.env');
    await expect(scan(tree)).rejects.toThrow(/leads out of it/);
    const directory = Buffer.from(join(past.root, '.git/worktrees/linked')).toString('latin1');
    expect(places(await scan(tree, { ...asStaged, directory }))).toEqual(['.env:1']);
  });

  test('is asked of a repository', async () => {
    await expect(scan(makeTree({ 'a.txt': 'a' }))).rejects.toThrow(/is not a git repository/);
  });
});

describe('what has come since', () => {
  test('are keys of all commits, those that were taken out again among them', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a', 'old.env': leak('old') });
    past.git('branch', 'base');
    const brief = past.commit({ 'brief.env': leak('brief') });
    past.commit({ 'brief.env': null, 'kept.env': `# kept\n${leak('kept')}` });
    const report = await since(past.root, 'base');
    expect(places(report).toSorted()).toEqual([`brief.env:1 ${brief.slice(0, 7)}`, 'kept.env:2']);
    expect(report.run).toMatchObject({
      mode: 'since',
      complete: true,
      coverage: { files: 3, history: { commits: 2 } },
    });
    expect(report.findings.find(({ file }) => file === 'kept.env')?.message).toMatch(
      /; commit \w{7} on 2025-02-03 brought it in\.$/,
    );
  });

  test('are those that the work tree has otherwise than HEAD', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a', 'b.env': leak('old') });
    past.write({ 'a.txt': leak('changed'), 'new.env': leak('new') });
    const report = await since(past.root, 'HEAD');
    expect(places(report).toSorted()).toEqual(['a.txt:1', 'new.env:1']);
  });

  test('are none that the file held where the other branch goes on, or where they parted', async () => {
    const past = new Past();
    past.commit({ 'a.env': leak('both'), 'b.env': 'B=1\n' });
    past.git('checkout', '-q', '-b', 'work');
    past.commit({ 'a.env': `# edited\n${leak('both')}`, 'b.env': leak('theirs') });
    past.git('checkout', '-q', 'main');
    past.commit({ 'a.env': 'A=1\n', 'b.env': leak('theirs') });
    past.git('checkout', '-q', 'work');
    expect(places(await since(past.root, 'main'))).toEqual([]);
  });

  test('are in the text of a commit, and in an archive', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    const commit = past.commit({ 'x.env.gz': gzipSync(leak('one')) }, `use ${openaiKey('two')}`);
    const found = places(await since(past.root, 'HEAD~1'));
    expect(found).toEqual([expect.stringContaining(`<commit ${commit.slice(0, 12)}>`), 'x.env.gz:1']);
  });

  test.each(['base', 'refs/heads/base', 'heads/base', 'v1', 'origin/base', 'HEAD~2', 'HEAD^^', 'v1^0', '@~2'])(
    'a commit that is called %s',
    async (name) => {
      const past = new Past();
      past.commit({ 'a.txt': 'a' });
      past.git('branch', 'base');
      past.git('tag', '-a', 'v1', '-m', 'v1');
      past.git('update-ref', 'refs/remotes/origin/base', 'HEAD');
      past.commit({ '.env': leak('one') });
      past.commit({ 'b.txt': 'b' });
      past.git('pack-refs', '--all');
      expect(places(await since(past.root, name))).toEqual(['.env:1']);
    },
  );

  test('a commit by its id, or the beginning of it', async () => {
    const past = new Past();
    const base = past.commit({ 'a.txt': 'a' });
    past.commit({ '.env': leak('one') });
    expect(places(await since(past.root, base))).toEqual(['.env:1']);
    expect(places(await since(past.root, base.slice(0, 8)))).toEqual(['.env:1']);
  });

  test.each([
    ['nothing', /there is no branch, tag or commit of this name/],
    ['--output=x', /there is no branch/],
    ['HEAD~9', /before the first commit/],
    ['deadbeef', /its commit is not in this repository/],
    ['blob', /it is a blob, not a commit/],
  ])('%s is no commit, and that is told', async (name, reason) => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    past.git('tag', 'blob', past.git('rev-parse', 'HEAD:a.txt'));
    await expect(since(past.root, name)).rejects.toThrow(reason);
  });

  test('is not whole where the history is cut off in between', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    past.git('branch', 'base');
    const cut = past.commit({ 'b.txt': 'b' });
    past.commit({ '.env': leak('one') });
    addFiles(past.root, { '.git/shallow': `${cut}\n` });
    const report = await since(past.root, 'base');
    expect(report.problems).toMatchObject([
      { message: expect.stringContaining('cut off within the change'), incomplete: true },
    ]);
    expect(places(report)).toEqual(['.env:1']);
  });

  test('is nothing where nothing has, and no file has changed', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    const report = await since(past.root, 'HEAD');
    expect([report.findings, report.run.complete, report.run.coverage.history?.commits]).toEqual([[], true, 0]);
  });
});

test('the fingerprint of a finding is that of a scan of the tree, whoever holds the key there', async () => {
  const agent = `import OpenAI from 'openai';\nconst client = new OpenAI({ apiKey: '${openaiKey('one')}' });\nawait client.chat.completions.create({ model: 'gpt-5', messages: [] });\n`;
  const past = staged({}, { 'bot/package.json': '{ "name": "bot" }', 'bot/main.js': agent });
  const [change, tree] = [await scan(past.root), await scanAt([past.root])];
  const of = ({ findings }: Report): unknown =>
    findings.flatMap(({ check, fingerprint }) => (check === 'RC201' ? fingerprint : []));
  expect(tree.findings.find(({ check }) => check === 'RC201')?.agent).not.toBeNull();
  expect(of(change)).toEqual(of(tree));
});
