import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openaiKey } from '../key.ts';
import { addFiles, git, makeTree } from '../sources/tree.ts';
import { silent } from '../world.ts';
import { leak, Past, pastKeys, places, scanPast } from './past.ts';

vi.setConfig({ testTimeout: 60_000 });

const short = (commit: string): string => commit.slice(0, 7);

describe('a key that only history holds', () => {
  test('is found, with the commit that brought it, the last that had it, and the one that took it out', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a\n' });
    const first = past.commit({ 'app/.env': `# settings\n${leak('one')}` });
    const last = past.commit({ 'a.txt': 'b\n' });
    const gone = past.commit({ 'app/.env': null });
    past.commit({ 'a.txt': 'c\n' });
    const report = await scanPast(past.root);
    expect(places(report)).toEqual([`app/.env:2 ${short(last)}`]);
    expect(pastKeys(report)[0]?.history).toEqual({
      object: past.git('rev-parse', `${first}:app/.env`),
      type: 'blob',
      first: { commit: first, date: '2025-02-02T10:00:00Z' },
      last: { commit: last, date: '2025-02-03T10:00:00Z' },
      removed: { commit: gone, date: '2025-02-04T10:00:00Z' },
      inHead: false,
      reachable: true,
    });
    expect(report.findings[0]?.message).toContain(
      `was written into this file by commit ${short(first)} on 2025-02-02 and removed by commit ${short(gone)} on 2025-02-04; it is in history only.`,
    );
    expect([report.run.mode, report.run.complete]).toEqual(['history', true]);
  });

  test('is one finding, however many versions of the file hold it, and shown as the latest has it', async () => {
    const past = new Past();
    for (let version = 0; version < 8; version++)
      past.commit({ '.env': `${'# line\n'.repeat(version)}${leak('one')}` });
    const last = past.head();
    past.commit({ '.env': null, 'b.txt': 'b' });
    const report = await scanPast(past.root);
    expect(places(report)).toEqual([`.env:8 ${short(last)}`]);
    expect(report.findings[0]?.locations).toEqual([]);
  });

  test('is found in ids of 32 bytes, in packs, and in a file whose name is not UTF-8', async () => {
    const past = new Past('sha256');
    writeFileSync(
      Buffer.concat([Buffer.from(`${past.root}/f`), Buffer.from([0xff, 0x2e, 0x65, 0x6e, 0x76])]),
      leak('one'),
    );
    past.commit({ 'a.txt': 'a' });
    past.git('rm', '-q', '--cached', '-r', '.');
    past.git('clean', '-q', '-d', '-f');
    past.commit({ 'a.txt': 'a' });
    past.git('gc', '-q');
    const report = await scanPast(past.root);
    expect(pastKeys(report).map(({ file, history }) => [file, history?.first?.commit.length])).toEqual([
      ['f\\xff.env', 64],
    ]);
  });

  test('is found in a merge that alone brings it, and in an archive', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    past.git('checkout', '-q', '-b', 'side');
    past.commit({ 'b.txt': 'b' });
    past.git('checkout', '-q', 'main');
    past.commit({ 'c.txt': 'c' });
    past.git('merge', '-q', '--no-ff', '--no-commit', 'side');
    const merge = past.commit({ 'evil.env': leak('one') });
    past.commit({ 'evil.env': null });
    const { gzipSync } = await import('node:zlib');
    past.commit({ 'old.env.gz': gzipSync(leak('two')) });
    past.commit({ 'old.env.gz': null });
    const report = await scanPast(past.root);
    expect(
      places(report)
        .map((one) => one.split(' ')[0])
        .toSorted(),
    ).toEqual(['evil.env:1', 'old.env.gz:1']);
    expect(pastKeys(report).find(({ file }) => file === 'evil.env')?.history?.first?.commit).toBe(merge);
  });

  test('has the same fingerprint as while it was in the tree', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one'), 'a.txt': 'a' });
    const before = await scanPast(past.root, { history: false });
    past.commit({ '.env': null });
    const after = await scanPast(past.root);
    expect(after.findings[0]?.fingerprint).toBe(before.findings[0]?.fingerprint);
  });
});

describe('a key that a file of the tree holds', () => {
  test('is one finding with its past, at the file', async () => {
    const past = new Past();
    past.commit({ '.env': `${leak('one')}` });
    const first = past.head();
    past.commit({ '.env': `# moved\n${leak('one')}` });
    const report = await scanPast(past.root);
    expect(places(report)).toEqual(['.env:2']);
    expect(report.findings[0]).toMatchObject({ commit: null, object: null, locations: [] });
    expect(report.findings[0]?.message).toContain(
      `is written into this file; commit ${short(first)} on 2025-02-01 brought it in.`,
    );
    expect(pastKeys(report)[0]?.history).toMatchObject({ inHead: true, removed: null });
  });

  test('is in other places too where history has it at other paths', async () => {
    const past = new Past();
    const old = past.commit({ 'old.env': leak('one') });
    past.commit({ 'old.env': null, 'new.env': leak('one') });
    const report = await scanPast(past.root);
    expect(places(report)).toEqual(['new.env:1']);
    expect(report.findings[0]?.locations).toMatchObject([{ file: 'old.env', line: 1, commit: old }]);
    expect(report.findings[0]?.message).toContain(
      `, and in one other place of the history; it was first written by commit ${short(old)} on 2025-02-01, into old.env.`,
    );
  });

  test('and nothing that the tree has is read twice', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a', 'b.txt': 'b' });
    const index = readFileSync(join(past.root, '.git/index'));
    // The index is older than the clock's tick: then what it says of the files is believed.
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(join(past.root, '.git/index'), index);
    const report = await scanPast(past.root);
    expect(report.run.coverage.history).toMatchObject({
      objects: 3,
      read: 1,
      known: 2,
      failed: 0,
      commits: 1,
      refs: 1,
    });
  });
});

describe('a key that no branch leads to', () => {
  test('is found in a commit that was dropped, and that is said', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    const dropped = past.commit({ '.env': leak('one') });
    past.git('reset', '-q', '--hard', 'HEAD~1');
    const report = await scanPast(past.root);
    expect(places(report)).toEqual([`.env:1 ${short(dropped)}`]);
    expect(pastKeys(report)[0]?.history).toMatchObject({ reachable: false, inHead: false });
    expect(report.findings[0]?.message).toContain('which no branch or tag leads to');
  });

  test('is found in an object that no commit holds', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    past.write({ '.env': leak('one') });
    past.git('add', '-f', '.env');
    past.git('rm', '-q', '-f', '.env');
    const report = await scanPast(past.root);
    const [key] = pastKeys(report);
    expect(key?.file).toBe(`<blob ${key?.history?.object.slice(0, 12)}>`);
    expect(key?.history).toMatchObject({ first: null, last: null, reachable: false });
    expect(report.findings[0]?.message).toContain('that no commit was seen to hold');
  });
});

describe('a key beside the files', () => {
  test('is found in the text of a commit, and named after it', async () => {
    const past = new Past();
    const commit = past.commit({ 'a.txt': 'a' }, `try it\n\nwith ${openaiKey('one')}`);
    const report = await scanPast(past.root);
    expect(places(report)).toEqual([`<commit ${commit.slice(0, 12)}>:7 ${short(commit)}`]);
    expect(report.findings[0]?.message).toContain(
      `is written into the message of commit ${short(commit)} on 2025-02-01`,
    );
  });

  test('is found in a tag, a note, a stash, and behind refs of any name', async () => {
    const past = new Past();
    const commit = past.commit({ 'a.txt': 'a' });
    past.git('tag', '-a', 'v1', '-m', `release ${openaiKey('tag')}`);
    past.git('notes', 'add', '-m', `note ${openaiKey('note')}`);
    past.write({ 'a.txt': leak('stash') });
    past.git('stash', '-q');
    past.git('checkout', '-q', '--detach');
    const odd = past.commit({ 'odd.env': leak('odd') });
    past.git('update-ref', 'refs/odd/-p', odd);
    past.git('checkout', '-q', 'main');
    const found = pastKeys(await scanPast(past.root));
    expect(found).toHaveLength(4);
    expect(found.every(({ history }) => history?.reachable)).toBe(true);
    expect(found.map(({ file }) => file.replace(/ .*/, '')).toSorted()).toEqual(
      ['<tag', 'a.txt', commit, 'odd.env'].toSorted(),
    );
    expect(found.find(({ history }) => history?.type === 'tag')?.history?.first?.commit).toBe(commit);
  });
});

describe('which histories are searched', () => {
  test('that of a repository inside of another folder, under its path', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one') });
    past.commit({ '.env': null, 'a.txt': 'a' });
    const outer = makeTree({ 'b.txt': 'b' });
    renameSync(past.root, join(outer, 'inner'));
    const report = await scanPast(outer);
    expect(places(report).map((one) => one.split(' ')[0])).toEqual(['inner/.env:1']);
  });

  test('that of a repository without a work tree', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one') });
    const bare = join(makeTree(), 'mirror.git');
    git(past.root, 'clone', '-q', '--bare', past.root, bare);
    const report = await scanPast(bare);
    expect(report.run.coverage).toMatchObject({ files: 0, history: { objects: 2, read: 2 } });
    expect(report.findings[0]?.message).toContain('is in this file in HEAD since commit');
  });

  test('none where there is none, and then that is no clean history', async () => {
    await expect(scanPast(makeTree({ 'a.txt': 'a' }))).rejects.toThrow(/no git repository/);
  });

  test('what the configuration leaves out is left out there, too', async () => {
    const past = new Past();
    past.commit({ 'third_party/x.env': leak('one'), 'a.env': leak('two') });
    past.commit({ 'third_party/x.env': null, 'a.env': null, 'b.txt': 'b' });
    const report = await scanPast(past.root, { config: { ...silent, exclude: ['third_party/**'] } });
    expect(places(report).map((one) => one.split(' ')[0])).toEqual(['a.env:1']);
  });
});

test('the report is the same whatever way the objects are stored', async () => {
  const past = new Past();
  for (let version = 0; version < 6; version++) {
    past.commit({ [`f${version}.env`]: leak(`${version % 3}`), 'a.txt': 'line\n'.repeat(version) });
    past.commit({ [`f${version}.env`]: null });
  }
  const loose = await scanPast(past.root);
  past.git('gc', '-q');
  const packed = await scanPast(past.root);
  expect(packed.findings).toEqual(loose.findings);
  expect(packed.unattached).toEqual(loose.unattached);
});

test('versions of a file are told apart by what changed in them, and each key is found', async () => {
  const past = new Past();
  const lines = Array.from({ length: 4000 }, (_, index) => `setting_${index} = value of openai ${index}\n`);
  const keys = new Map([
    [3, 'three'],
    [4, 'four'],
    [7, 'seven'],
  ]);
  for (let version = 0; version < 10; version++) {
    const at = 300 * version + 100;
    const key = keys.get(version);
    const middle = key ? leak(key) : `setting = ${version}\n`;
    past.commit({ 'big.ini': [...lines.slice(0, at), middle, ...lines.slice(at)].join('') });
  }
  past.commit({ 'big.ini': null, 'a.txt': 'a' });
  const report = await scanPast(past.root);
  expect(
    places(report)
      .map((one) => one.split(' ')[0])
      .toSorted(),
  ).toEqual(['big.ini:1001', 'big.ini:1301', 'big.ini:2201']);
});

test('a run that is stopped says that the history was not searched to the end', async () => {
  const past = new Past();
  past.commit({ '.env': leak('one') });
  addFiles(past.root, { 'b.txt': 'b' });
  const stop = new AbortController();
  const report = await scanPast(past.root, {
    signal: stop.signal,
    onProgress: ({ stage }) => {
      if (stage === 'census') stop.abort('SIGINT');
    },
  });
  expect(report.run.complete).toBe(false);
  expect(report.problems.map(({ message }) => message)).toContain(
    'interrupted: its history was not searched to the end',
  );
});
