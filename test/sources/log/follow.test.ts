import {
  appendFileSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { liveLogs } from '../../../src/sources/log/follow.ts';
import type { Followed } from '../../../src/sources/log/following.ts';
import { Tail } from '../../../src/sources/log/tail.ts';
import { makeTree } from '../tree.ts';
import { Following } from './following.ts';

const count = (number: number, from = 0) => Array.from({ length: number }, (_, at) => `line ${from + at}`);
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

function makeLog(content = ''): { root: string; log: string } {
  const root = makeTree({ 'access.log': content });
  return { root, log: join(root, 'access.log') };
}

describe('a log that is followed', () => {
  test('gives what comes, not what was there, and well within a second', async () => {
    const { log } = makeLog('before\n');
    const following = new Following([log], { poll: 200 });
    await following.until(() => following.of('idle').length === 1);
    const start = performance.now();
    appendFileSync(log, 'new\n');
    await following.until(() => following.lines().length > 0);
    expect(performance.now() - start).toBeLessThan(500);
    expect(following.lines()).toEqual(['new']);
    expect(following.of('lines')).toMatchObject([{ path: log, offset: 7, line: null, isContinued: false }]);
    const [opened] = following.of('opened');
    expect(opened).toMatchObject({ path: log, name: 'access.log', offset: 7, beginning: Buffer.from('before\n') });
  });

  test('from its start gives all, with numbers', async () => {
    const { log } = makeLog('one\r\ntwo\rthree\n');
    const following = new Following([log], { fromStart: true });
    await following.until(() => following.lines().length === 3);
    appendFileSync(log, 'four\n');
    await following.until(() => following.lines().length === 4);
    expect(following.of('lines').map(({ line, offset }) => [line, offset])).toEqual([
      [1, 0],
      [4, 15],
    ]);
  });

  test('keeps half a line until its other half is there', async () => {
    const { log } = makeLog('half of the first');
    const following = new Following([log]);
    await following.until(() => following.of('idle').length === 1);
    appendFileSync(log, ' line\nhalf of the sec');
    await following.until(() => following.lines().length === 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(following.lines()).toEqual(['half of the first line']);
    appendFileSync(log, 'ond\n');
    await following.until(() => following.lines().length === 2);
    expect(following.lines()[1]).toBe('half of the second');
  });

  test('may end its lines by CR alone', async () => {
    const { log } = makeLog();
    const following = new Following([log], { fromStart: true });
    for (const part of ['one\rtwo\r', 'three\r', '\nfour\r\n', 'five\r']) {
      appendFileSync(log, part);
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    expect(following.lines()).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect(following.of('lines').at(-1)).toMatchObject({ line: 5 });
  });

  test('gives a line of megabytes in parts', async () => {
    const long = 'x'.repeat(2_500_000);
    const { log } = makeLog(`first\n${long}\nlast\n`);
    const following = new Following([log], { fromStart: true });
    await following.until(() => following.lines().length === 3);
    expect(following.lines()[1]).toBe(long);
    const parts = following.of('lines');
    expect(parts.map(({ isContinued }) => isContinued)).toContain(true);
    expect(parts.every(({ chunk }) => chunk.length <= 1 << 20)).toBe(true);
    expect(parts.at(-1)?.continues).toBe(false);
  });

  test('need not be there yet, nor its folder', async () => {
    const root = makeTree();
    const log = join(root, 'later/access.log');
    const following = new Following([log]);
    await following.until(() => following.of('idle').length === 1);
    mkdirSync(join(root, 'later'));
    writeFileSync(log, 'first\n');
    await following.until(() => following.lines().length === 1);
    expect(following.lines()).toEqual(['first']);
  });

  test('is not followed through a link', async () => {
    const { root, log } = makeLog('secret\n');
    symlinkSync(log, join(root, 'link.log'));
    const following = new Following([join(root, 'link.log')], { fromStart: true });
    await following.until(() => following.of('idle').length === 1 && following.of('problem').length > 0);
    expect(following.lines()).toEqual([]);
    expect(following.of('problem')).toMatchObject([{ file: 'link.log', reason: 'link', incomplete: true }]);
  });
});

describe('rotation', () => {
  test('by rename, while a program still writes to the old file', async () => {
    const { log } = makeLog();
    const following = new Following([log]);
    await following.until(() => following.of('idle').length === 1);
    const file = openSync(log, 'a');
    writeSync(file, text(count(10)));
    renameSync(log, `${log}.1`);
    writeSync(file, text(count(10, 10)));
    writeFileSync(log, text(count(10, 30)));
    await following.until(() => following.lines().length === 30);
    writeSync(file, text(count(10, 20)));
    closeSync(file);
    await following.until(() => following.lines().length === 40);
    expect(following.lines().toSorted()).toEqual(count(40).toSorted());
    expect(following.of('opened').map(({ offset }) => offset)).toEqual([0, 0]);
    expect(new Set(following.of('lines').map(({ identity }) => identity)).size).toBe(2);
  });

  test.each([1, 0])('10,000 lines over 3 rotations, counted from %i: none lost, none twice, in order', async (from) => {
    const { log } = makeLog();
    const following = new Following([log], { fromStart: true });
    const all = count(10_000);
    let file = openSync(log, 'a');
    for (let at = 0; at < all.length; at += 10) {
      writeSync(file, text(all.slice(at, at + 10)));
      if (at % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      if (at % 2500 !== 2000) continue;
      for (const number of [from + 2, from + 1, from])
        if (hasFile(`${log}.${number}`)) renameSync(`${log}.${number}`, `${log}.${number + 1}`);
      renameSync(log, `${log}.${from}`);
      closeSync(file);
      file = openSync(log, 'a');
    }
    closeSync(file);
    await following.until(() => following.lines().length >= all.length);
    expect(following.lines()).toEqual(all);
  });

  test('twice between two looks: the file in between is read too', async () => {
    const { log } = makeLog(text(count(5)));
    const following = new Following([log], { fromStart: true, poll: 400 });
    await following.until(() => following.lines().length === 5);
    renameSync(log, `${log}.2`);
    writeFileSync(`${log}.1`, text(count(5, 5)));
    writeFileSync(log, text(count(5, 10)));
    await following.until(() => following.lines().length === 15);
    expect(following.lines()).toEqual(count(15));
  });

  test('by copytruncate: counted, and the copy is read on', async () => {
    const { log } = makeLog();
    const following = new Following([log], { fromStart: true });
    appendFileSync(log, text(count(50)));
    await following.until(() => following.lines().length === 50);
    appendFileSync(log, text(count(50, 50)));
    copyFileSync(log, `${log}.1`);
    truncateSync(log);
    appendFileSync(log, text(count(10, 100)));
    await following.until(() => following.lines().length === 110);
    expect(following.lines()).toEqual(count(110));
    const [opened] = following.of('lines').slice(-1);
    expect(opened).toMatchObject({ line: 1, offset: 0 });
  });

  test('by copytruncate without a copy: what may be lost is said', async () => {
    const { log } = makeLog(text(count(50)));
    const following = new Following([log], { fromStart: true });
    await following.until(() => following.lines().length === 50);
    truncateSync(log);
    appendFileSync(log, 'after\n');
    await following.until(() => following.lines().length === 51);
    expect(following.of('truncated')).toMatchObject([{ path: log, count: 1, isCopied: false }]);
  });

  test('a file that was cut back and grew past its old length is a new one', async () => {
    const { log } = makeLog(text(count(5)));
    const following = new Following([log], { fromStart: true, poll: 300 });
    await following.until(() => following.lines().length === 5);
    writeFileSync(log, text(count(50, 100)));
    await following.until(() => following.lines().length === 55);
    expect(following.of('truncated')).toHaveLength(1);
    expect(following.lines()).toEqual([...count(5), ...count(50, 100)]);
  });

  test('removed and made anew, be it on the same inode', async () => {
    const { log } = makeLog(text(count(5)));
    const following = new Following([log], { fromStart: true });
    await following.until(() => following.lines().length === 5);
    rmSync(log);
    await new Promise((resolve) => setTimeout(resolve, 60));
    writeFileSync(log, text(count(5, 5)));
    await following.until(() => following.lines().length === 10);
    expect(following.lines()).toEqual(count(10));
    expect(following.of('truncated')).toEqual([]);
  });

  test('a log whose name bears the day goes on in that of the next', async () => {
    const root = makeTree({ 'app-20260130.log': 'old\n', 'app-20260131.log': 'one\n' });
    const following = new Following([join(root, 'app.log')]);
    await following.until(() => following.of('idle').length === 1);
    appendFileSync(join(root, 'app-20260131.log'), 'two\n');
    writeFileSync(join(root, 'app-20260201.log'), 'three\n');
    await following.until(() => following.lines().length === 2);
    expect(following.lines()).toEqual(['two', 'three']);
  });
});

test('a packed file is not followed, and that is said', async () => {
  const root = makeTree({ 'access.log': gzipSync('one\n') });
  const following = new Following([join(root, 'access.log')], { fromStart: true });
  await following.until(() => following.of('idle').length > 0 && following.of('problem').length > 0);
  expect(following.of('problem')).toMatchObject([{ file: 'access.log', reason: 'undecodable', incomplete: true }]);
});

test('many logs of a folder are followed at once, and those that come', async () => {
  const root = makeTree(Object.fromEntries(count(40).map((_, at) => [`log-${at}`, 'old\n'])));
  const following = new Following(() => readdirSync(root).map((name) => join(root, name)));
  await following.until(() => following.of('idle').length === 1);
  for (let at = 0; at < 40; at++) appendFileSync(join(root, `log-${at}`), `new ${at}\n`);
  renameSync(join(root, 'log-0'), join(root, 'log-0.1'));
  writeFileSync(join(root, 'log-0'), 'newer\n');
  writeFileSync(join(root, 'late'), 'late\n');
  await following.until(() => following.lines().length >= 42);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(following.lines().length).toBe(42);
  expect(following.lines(join(root, 'log-0'))).toEqual(['new 0', 'newer']);
  expect(following.lines(join(root, 'late'))).toEqual(['late']);
});

test('a file that was put away is followed with its log, and by itself only where it alone is named', async () => {
  const root = makeTree({ 'access.log': 'two\n', 'access.log.1': 'one\n' });
  const [log, old] = [join(root, 'access.log'), join(root, 'access.log.1')];
  expect(liveLogs([log, old, join(root, 'other-20260131.gz')])).toEqual([log, join(root, 'other')]);
  const both = new Following([log, old], { fromStart: true });
  const one = new Following([old], { fromStart: true });
  await both.until(() => both.of('idle').length > 0 && one.of('idle').length > 0);
  expect([both.lines(), one.lines()]).toEqual([['two'], ['one']]);
});

test('a file that was put away is closed when it has been quiet for long, and half a line at its end is given', async () => {
  const { log } = makeLog('one\n');
  const options = { where: { place: 'logs', file: 'it' }, room: Buffer.alloc(1 << 20), poll: 40_000 };
  const tail = new Tail(log, { ...options, signal: new AbortController().signal });
  onTestFinished(() => tail.close());
  await tail.begin(true);
  await texts(tail.round());
  appendFileSync(log, 'half');
  renameSync(log, `${log}.1`);
  writeFileSync(log, 'two\n');
  await texts(tail.round());
  expect(await texts(tail.round())).toEqual(['two\n']);
  expect(tail.positions().length).toBe(2);
  expect(await texts(tail.tick())).toEqual([]);
  expect(await texts(tail.tick())).toEqual([]);
  expect(await texts(tail.tick())).toEqual(['half']);
  expect(tail.positions()).toMatchObject([{ path: log, offset: 4 }]);
});

async function texts(events: AsyncIterable<Followed>): Promise<string[]> {
  const found: string[] = [];
  for await (const event of events) if (event.kind === 'lines') found.push(event.chunk.toString());
  return found;
}

function hasFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
