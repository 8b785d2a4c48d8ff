import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Checkpoint } from '../../../src/sources/log/checkpoint.ts';
import { follow } from '../../../src/sources/log/follow.ts';
import { sha256 } from '../../../src/text/fingerprint.ts';
import { makeTree } from '../tree.ts';
import { caughtUp, Following } from './following.ts';

const count = (number: number, from = 0) => Array.from({ length: number }, (_, at) => `line ${from + at}`);
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/** A log of which an earlier run read 20 lines, and half of the next was there. */
async function makeRead(head = '') {
  const root = makeTree({ 'logs/access.log': `${head}${text(count(20))}line` });
  const log = join(root, 'logs/access.log');
  const state = join(root, 'state/checkpoint');
  const first = await caughtUp([log], state, { fromStart: true });
  expect(first.lines().slice(-20)).toEqual(count(20));
  return { root, log, state, again: () => caughtUp([log], state) };
}

function pack(path: string): void {
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
  rmSync(path);
}

describe('after a stop', () => {
  test('nothing comes twice and nothing is left out', async () => {
    const { log, again } = await makeRead();
    expect((await again()).lines()).toEqual([]);
    appendFileSync(log, ` 20\n${text(count(5, 21))}`);
    const second = await again();
    expect(second.lines()).toEqual(count(6, 20));
    expect(second.of('lines')[0]).toMatchObject({ line: 21 });
    expect(second.of('opened')[0]?.beginning.toString()).toBe(text(count(20)));
    expect(second.of('problem')).toEqual([]);
  });

  test('what is left in a file that was put away comes first', async () => {
    const { log, again } = await makeRead();
    appendFileSync(log, ` 20\n${text(count(4, 21))}`);
    renameSync(log, `${log}.2`);
    writeFileSync(`${log}.1`, text(count(5, 25)));
    writeFileSync(log, text(count(5, 30)));
    expect((await again()).lines()).toEqual(count(15, 20));
    expect((await again()).lines()).toEqual([]);
  });

  test.each(['', '#columns and what else each file of this log begins with, line for line\n'.repeat(8)])(
    'it is found packed too, by what is in it',
    async (head) => {
      const { log, again } = await makeRead(head);
      appendFileSync(log, ` 20\n${text(count(4, 21))}`);
      writeFileSync(`${log}.3.gz`, gzipSync(`${head}${text(count(500, 900))}`));
      renameSync(log, `${log}.2`);
      pack(`${log}.2`);
      writeFileSync(`${log}.1`, `${head}${text(count(5, 25))}`);
      pack(`${log}.1`);
      writeFileSync(log, `${head}${text(count(5, 30))}`);
      const second = await again();
      expect(second.lines().filter((line) => line.startsWith('line'))).toEqual(count(15, 20));
      expect(second.of('truncated')).toEqual([]);
      expect(second.of('opened').map(({ name }) => name)).toEqual(['access.log.2.gz', 'access.log.1.gz', 'access.log']);
      expect((await again()).lines()).toEqual([]);
    },
  );

  test('a packed file that is cut is read as far as it goes, and that is said', async () => {
    const { log, again } = await makeRead();
    appendFileSync(log, ` 20\n${text(count(4, 21))}`);
    const packed = gzipSync(readFileSync(log));
    writeFileSync(`${log}.1.gz`, packed.subarray(0, packed.length - 4));
    writeFileSync(log, text(count(5, 25)));
    const second = await again();
    expect(second.lines()).toEqual(count(10, 20));
    expect(second.of('problem')).toMatchObject([{ file: 'access.log.1.gz', reason: 'undecodable', incomplete: true }]);
  });

  test('a log that was cut back goes on in its copy', async () => {
    const { log, again } = await makeRead();
    appendFileSync(log, ` 20\n${text(count(4, 21))}`);
    copyFileSync(log, `${log}.1`);
    truncateSync(log);
    appendFileSync(log, text(count(5, 25)));
    const second = await again();
    expect(second.lines()).toEqual(count(10, 20));
    expect(second.of('truncated')).toMatchObject([{ path: log, isCopied: true }]);
  });

  test('another file on the same inode is another file', async () => {
    const { log, state } = await makeRead();
    writeFileSync(log, text(count(40, 100)));
    const second = await caughtUp([log], state);
    expect(second.lines()).toEqual(count(40, 100));
    expect(second.of('truncated')).toMatchObject([{ isCopied: false }]);
    expect(second.of('problem')).toMatchObject([{ reason: 'changed', incomplete: true }]);
  });

  test('a file that was read to its end and removed is not asked for again', async () => {
    const { log, state } = await makeRead();
    const following = new Following([log], { checkpoint: new Checkpoint(state) });
    appendFileSync(log, ' 20\n');
    await following.until(() => following.lines().length === 1);
    rmSync(log);
    writeFileSync(log, text(count(2, 21)));
    await following.until(() => following.lines().length === 3);
    await following.stop();
    appendFileSync(log, text(count(1, 23)));
    const second = await caughtUp([log], state);
    expect(second.lines()).toEqual(count(1, 23));
    expect(second.of('problem')).toEqual([]);
  });

  test('a log that came in between is read from its start', async () => {
    const { root, log, state } = await makeRead();
    const other = join(root, 'logs/other.log');
    writeFileSync(other, 'new\n');
    expect((await caughtUp([log, other], state)).lines()).toEqual(['new']);
  });

  test('in the midst of a file the rest comes', async () => {
    const lines = count(400_000);
    const root = makeTree({ 'access.log': text(lines) });
    const log = join(root, 'access.log');
    const end = new AbortController();
    let seen = '';
    const checkpoint = new Checkpoint(join(root, 'state'));
    for await (const event of follow([log], { place: 'logs', signal: end.signal, checkpoint, fromStart: true })) {
      if (event.kind !== 'lines') continue;
      seen += event.chunk.toString();
      end.abort();
    }
    expect(seen.length).toBeLessThan(text(lines).length);
    const second = await caughtUp([log], join(root, 'state'));
    expect(seen.split('\n').slice(0, -1).concat(second.lines())).toEqual(lines);
  });

  test('where the loop was broken off, the last lines come again', async () => {
    const root = makeTree({ 'access.log': 'one\n' });
    const log = join(root, 'access.log');
    const { signal } = new AbortController();
    const checkpoint = new Checkpoint(join(root, 'state'));
    for await (const event of follow([log], { place: 'logs', signal, checkpoint, fromStart: true })) {
      if (event.kind === 'lines') break;
    }
    expect((await caughtUp([log], join(root, 'state'), { fromStart: true })).lines()).toEqual(['one']);
  });
});

describe('a checkpoint', () => {
  test('is for its owner alone, and holds nothing of the log', async () => {
    const { state } = await makeRead();
    expect(statSync(state).mode & 0o777).toBe(0o600);
    expect(readFileSync(state, 'utf8')).not.toContain('line 1');
  });

  test.each([
    ['damaged', (text: string) => text.replace('"offset":', '"offset":1')],
    ['cut', (text: string) => text.slice(0, -20)],
    ['of something else', () => '{"offset": 7}'],
    ['empty', () => ''],
    ['no JSON, with a right digest', () => `rollcall-checkpoint 1 ${sha256('{')}\n{`],
  ])('that is %s is told of and not used', async (_, spoil) => {
    const { log, state } = await makeRead();
    writeFileSync(state, spoil(readFileSync(state, 'utf8')));
    const second = await caughtUp([log], state, { fromStart: true });
    expect(second.lines()).toEqual(count(20));
    expect(second.of('problem')).toMatchObject([{ incomplete: false, message: expect.stringContaining('damaged') }]);
  });

  test('of other logs is told of', async () => {
    const { root, state } = await makeRead();
    writeFileSync(join(root, 'other.log'), 'one\n');
    const second = await caughtUp([join(root, 'other.log')], state);
    expect(second.of('problem')).toMatchObject([{ message: expect.stringContaining('other logs') }]);
  });

  test('is not written through a link, and that is said', async () => {
    const root = makeTree({ 'access.log': 'one\n', victim: 'mine' });
    symlinkSync(join(root, 'victim'), join(root, 'state'));
    const run = await caughtUp([join(root, 'access.log')], join(root, 'state'), { fromStart: true });
    expect(run.of('problem')).toMatchObject([{ message: expect.stringContaining('no regular file') }]);
    expect(readFileSync(join(root, 'victim'), 'utf8')).toBe('mine');
  });

  test('is written while the logs are followed, with what is kept beside it', async () => {
    const size = 65 << 20;
    const root = makeTree({ 'access.log': Buffer.alloc(size, 'GET / 200\n') });
    const checkpoint = new Checkpoint(join(root, 'state'));
    const kept: number[] = [];
    const beforeSave = () => {
      kept.push(checkpoint.positions.length);
    };
    const { signal } = new AbortController();
    let given = 0;
    const options = { place: 'logs', signal, checkpoint, beforeSave, fromStart: true };
    for await (const event of follow([join(root, 'access.log')], options)) {
      if (event.kind === 'lines') given += event.chunk.length;
      if (event.kind === 'idle') break;
    }
    expect(given).toBe(size - (size % 10));
    expect(kept).toEqual([0, 1]);
    expect(new Checkpoint(join(root, 'state')).positions).toMatchObject([{ offset: given, line: given / 10 + 1 }]);
  });
});
