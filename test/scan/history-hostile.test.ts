import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { addFiles, git, makeTree } from '../sources/tree.ts';
import { leak, Past, pastKeys, places, scanPast } from './past.ts';

vi.setConfig({ testTimeout: 60_000 });

// Every scan leaves the folder for temporary files as it was.
let temporary = '';
const before = process.env.TMPDIR;
beforeEach(() => {
  temporary = realpathSync(mkdtempSync(join(tmpdir(), 'rollcall-room-')));
});
afterEach(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  expect(readdirSync(temporary)).toEqual([]);
  rmSync(temporary, { recursive: true });
});

/** Scans with a folder for temporary files of its own. */
async function scan(root: string, options: Parameters<typeof scanPast>[1] = {}): Promise<Report> {
  process.env.TMPDIR = temporary;
  return await scanPast(root, options);
}

function messages({ problems }: Report, isIncomplete = true): string[] {
  return problems.filter(({ incomplete }) => incomplete === isIncomplete).map(({ message }) => message);
}

/** The file of a loose object, made writable. */
function objectFile(root: string, id: string): string {
  const path = join(root, '.git/objects', id.slice(0, 2), id.slice(2));
  if (existsSync(path)) chmodSync(path, 0o644);
  return path;
}

function packs(root: string): string[] {
  const folder = join(root, '.git/objects/pack');
  return readdirSync(folder).flatMap((name) => (name.endsWith('.idx') ? join(folder, name) : []));
}

/** Writes an object under any name, as whoever forges one would. */
function forge(root: string, id: string, type: string, body: Buffer): void {
  mkdirSync(join(root, '.git/objects', id.slice(0, 2)), { recursive: true });
  writeFileSync(objectFile(root, id), deflateSync(Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body])));
}

describe('what is not there or cannot be read makes the scan incomplete, and keys are found all the same', () => {
  test('a blob that is gone', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one'), 'gone.txt': 'gone' });
    const gone = past.git('rev-parse', 'HEAD:gone.txt');
    past.commit({ '.env': null, 'gone.txt': null });
    rmSync(objectFile(past.root, gone));
    const report = await scan(past.root);
    expect(messages(report)).toEqual([`1 object that its history names is not there (${gone}).`]);
    expect(places(report)).toHaveLength(1);
  });

  test('a tree that is gone, with the blobs in it', async () => {
    const past = new Past();
    past.commit({ 'lib/.env': leak('one'), 'a.txt': 'a' });
    const tree = past.git('rev-parse', 'HEAD:lib');
    past.commit({ 'lib/.env': null });
    rmSync(objectFile(past.root, tree));
    const report = await scan(past.root);
    expect(messages(report)).toEqual([`1 object that its history names is not there (${tree}).`]);
    expect(pastKeys(report).map(({ file }) => file)).toEqual([expect.stringMatching(/^<blob /)]);
  });

  test('a commit that is gone: what is before it is not', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one') });
    const gone = past.commit({ '.env': null, 'a.txt': 'a' });
    past.commit({ 'a.txt': 'b' });
    rmSync(objectFile(past.root, gone));
    const report = await scan(past.root);
    expect(messages(report)).toEqual([`1 object that its history names is not there (${gone}).`]);
    expect(pastKeys(report)[0]?.history).toMatchObject({ reachable: false, first: { date: '2025-02-01T10:00:00Z' } });
  });

  test('objects that are cut short, or noise, in the midst of others', async () => {
    const past = new Past();
    const noisy = Buffer.from(Array.from({ length: 9000 }, (_, at) => (at * at * 31 + (at >> 3) * 7) % 251));
    for (let at = 0; at < 6; at++) {
      const bytes = Buffer.concat([Buffer.from(`${at}`), noisy]);
      past.commit({ [`f${at}.bin`]: bytes, [`${at}.env`]: leak(`${at}`) });
    }
    const [cut, noise] = ['HEAD:f2.bin', 'HEAD:f4.bin'].map((name) => past.git('rev-parse', name)) as [string, string]; // of two
    const files = Array.from({ length: 6 }, (_, at) => [`${at}.env`, `f${at}.bin`]).flat();
    past.commit({ ...Object.fromEntries(files.map((file) => [file, null])), 'a.txt': 'a' });
    const whole = readFileSync(objectFile(past.root, cut));
    writeFileSync(objectFile(past.root, cut), whole.subarray(0, whole.length / 2));
    writeFileSync(objectFile(past.root, noise), 'noise');
    const report = await scan(past.root);
    expect(places(report)).toHaveLength(6);
    const { objects = 0, read = 0, known = 0, failed = 0 } = report.run.coverage.history ?? {};
    expect([failed, read + known + failed]).toEqual([2, objects]);
    expect(messages(report)).toEqual([
      '1 object could not be read to the end.',
      `1 object is damaged and could not be read (${noise}).`,
      'Reading its history: git found a damaged object, 3 times, so something may be missing from what was read.',
    ]);
  });

  test('a damaged tree, beyond which git does not go: the blobs are read without their names', async () => {
    const past = new Past();
    past.commit({ 'lib/a.env': leak('one'), 'other/b.env': leak('two') });
    const tree = past.git('rev-parse', 'HEAD:lib');
    past.commit({ 'lib/a.env': null, 'other/b.env': null, 'a.txt': 'a' });
    writeFileSync(objectFile(past.root, tree), 'noise');
    const report = await scan(past.root);
    expect(places(report)).toHaveLength(2);
    expect(report.run.complete).toBe(false);
    expect(pastKeys(report).map(({ file }) => file.replace(/ .*/, ''))).toEqual(['<blob', 'other/b.env']);
  });

  test('a pack that is noise', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one') });
    addFiles(past.root, {
      [`.git/objects/pack/pack-${'0'.repeat(40)}.pack`]: `PACK${'x'.repeat(300)}`,
      [`.git/objects/pack/pack-${'0'.repeat(40)}.idx`]: 'y'.repeat(1200),
    });
    const report = await scan(past.root);
    expect(messages(report)[0]).toContain('git could not read a pack of objects');
    expect(places(report)).toEqual(['.env:1']);
  });

  test('a history that is cut off, by a shallow clone or by grafts', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one') });
    const cut = past.commit({ '.env': null, 'a.txt': 'a' });
    addFiles(past.root, { '.git/shallow': `${cut}\n`, '.git/info/grafts': `${cut}\n` });
    const report = await scan(past.root);
    expect(messages(report)).toEqual([
      expect.stringMatching(/^It has grafts/),
      expect.stringMatching(/^Its history is cut off \(a shallow clone\)/),
    ]);
    expect(places(report)).toHaveLength(1);
  });

  test('a shallow clone as git makes one', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one') });
    past.commit({ '.env': null, 'a.txt': 'a' });
    const clone = join(makeTree(), 'clone');
    git(past.root, 'clone', '-q', '--depth', '1', `file://${past.root}`, clone);
    const report = await scan(clone);
    expect(messages(report)).toEqual([expect.stringMatching(/^Its history is cut off/)]);
    expect(places(report)).toEqual([]);
  });

  test('refs that lead to nothing, or cannot be made out', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    addFiles(past.root, {
      '.git/refs/heads/nothing': `${'e'.repeat(40)}\n`,
      '.git/refs/heads/loop': 'ref: refs/heads/loop\n',
    });
    expect(messages(await scan(past.root))).toEqual([
      `1 object that its history names is not there (${'e'.repeat(40)}).`,
      '1 of its refs cannot be made out (refs/heads/loop).',
    ]);
  });

  test('objects over the size limit, of which the beginning is read', async () => {
    const past = new Past();
    past.commit({ 'big.env': `${leak('one')}${'x'.repeat(5000)}\n${leak('two')}`, 'a.txt': 'a' });
    past.commit({ 'big.env': null });
    const report = await scan(past.root, { maxBytes: 2000 });
    expect(messages(report)).toEqual([
      'Of 1 object over the size limit (--max-file-size) only the beginning was read.',
    ]);
    expect(pastKeys(report)).toHaveLength(1);
  });

  test('objects over the size limit, and what a later one has of the part that was not read', async () => {
    const past = new Past();
    const lines = Array.from({ length: 400 }, (_, at) => `# line ${at} says ${at * at} of openai\n`);
    const tail = [...lines.slice(300), leak('end')].join('');
    past.commit({ 'a.env': `${lines.join('')}${leak('end')}` });
    past.commit({ 'a.env': tail });
    past.commit({ 'a.env': null });
    past.git('repack', '-adfq');
    expect(past.git('verify-pack', '-v', ...packs(past.root))).toContain('chain length = 1: 1 object');
    const report = await scan(past.root, { maxBytes: tail.length + 10 });
    expect(messages(report)).toHaveLength(1);
    expect(pastKeys(report)).toHaveLength(1);
  });

  test('files that are kept elsewhere', async () => {
    const past = new Past();
    const pointer = (size: number): string =>
      `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize ${size}\n`;
    past.commit({ 'logo.png': pointer(1), 'data.csv': pointer(2) });
    past.commit({ 'logo.png': null, 'data.csv': null, 'a.txt': 'a' });
    const report = await scan(past.root);
    const told = '1 object is no content but stands for a file kept elsewhere (Git LFS), which was not read.';
    expect([messages(report), messages(report, false)]).toEqual([[told], [told]]);
  });

  test('a repository without a commit has no history that could be clean', async () => {
    const root = makeTree({ 'a.txt': 'a' });
    git(root, 'init', '-q', '--template=');
    expect(messages(await scan(root))).toEqual(['It has no commits, so there is no history to search.']);
  });

  test('a repository that leads out of what is scanned', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one') });
    const root = makeTree({ 'a.txt': 'a', '.git': `gitdir: ${past.root}/.git\n` });
    const report = await scan(root);
    expect(messages(report)).toEqual([
      expect.stringMatching(/^Its \.git leads out of what is scanned.*git worktree list/),
    ]);
    expect(places(report)).toEqual([]);
  });
});

describe('what is forged', () => {
  test('replaced objects are read as they are', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one') });
    const blob = past.git('rev-parse', 'HEAD:.env');
    past.commit({ '.env': null, 'a.txt': 'plain' });
    past.git('replace', '-f', blob, past.git('rev-parse', 'HEAD:a.txt'));
    expect(places(await scan(past.root))).toHaveLength(1);
  });

  test('a commit that is its own ancestor, and a tree that is in itself, are no endless walk', async () => {
    const past = new Past();
    past.commit({ '.env': leak('one') });
    const [commit, tree] = ['c'.repeat(40), 'd'.repeat(40)];
    const entry = Buffer.concat([Buffer.from('40000 in\0'), Buffer.from(tree, 'hex')]);
    const blob = Buffer.concat([Buffer.from('100644 x.env\0'), Buffer.from(past.git('rev-parse', 'HEAD:.env'), 'hex')]);
    forge(past.root, tree, 'tree', Buffer.concat([entry, blob]));
    forge(past.root, commit, 'commit', Buffer.from(`tree ${tree}\nparent ${commit}\nauthor A <a> 1 +0000\n\nloop\n`));
    addFiles(past.root, { '.git/refs/heads/loop': `${commit}\n` });
    expect(places(await scan(past.root))).toEqual(['.env:1']);
  });

  test('a few trees that spell paths without number cost neither time nor memory', async () => {
    const past = new Past();
    past.commit({ 'bomb.env': leak('one') });
    let [mode, id] = ['100644', past.git('rev-parse', 'HEAD:bomb.env')];
    for (let level = 0; level < 9; level++) {
      const entries = Array.from({ length: 10 }, (_, at) =>
        Buffer.concat([Buffer.from(`${mode} n${at}\0`), Buffer.from(id, 'hex')]),
      );
      id = level.toString(16).padStart(40, 'b');
      forge(past.root, id, 'tree', Buffer.concat(entries));
      mode = '40000';
    }
    forge(past.root, 'a'.repeat(40), 'commit', Buffer.from(`tree ${id}\nauthor A <a> 1 +0000\n\nbomb\n`));
    addFiles(past.root, { '.git/refs/heads/bomb': `${'a'.repeat(40)}\n` });
    const report = await scan(past.root);
    expect(report.findings.filter(({ check }) => check === 'RC201')).toHaveLength(1);
    expect(pastKeys(report).length).toBeLessThan(6000);
  }, 60_000);

  test('names and messages that a terminal or a page would act on are only text', async () => {
    const past = new Past();
    past.commit({ 'a\nb\u001b[2J.env': leak('one'), '<b>.env': leak('two') }, '::error::x\n\u001b[31m<script>');
    past.commit({ 'a\nb\u001b[2J.env': null, '<b>.env': null, 'a.txt': 'a' });
    expect(pastKeys(await scan(past.root)).map(({ file }) => file)).toEqual(['<b>.env', 'a\nb\u001b[2J.env']);
  });

  test('what a repository configures is not run', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a', '.gitattributes': '*.txt diff=evil filter=evil\n' });
    const sprung = join(makeTree(), 'sprung');
    const trap = join(makeTree({ 'trap.sh': `#!/bin/sh\n: > ${sprung}\n` }), 'trap.sh');
    chmodSync(trap, 0o755);
    writeFileSync(
      join(past.root, '.git/config'),
      `[core]\n\tfsmonitor = ${trap}\n\tsshCommand = ${trap}\n\talternateRefsCommand = ${trap}\n[remote "origin"]\n\turl = ext::${trap}\n\tpromisor = true\n[extensions]\n\tpartialClone = origin\n[protocol "ext"]\n\tallow = always\n`,
    );
    rmSync(objectFile(past.root, past.git('rev-parse', 'HEAD:a.txt')));
    const report = await scan(past.root);
    expect(existsSync(sprung)).toBe(false);
    expect(report.run.complete).toBe(false);
  });
});
