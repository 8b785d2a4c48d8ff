import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { isClosedPipe, makeFolder, print, save } from '../../src/cli/output.ts';
import { failing, folder, recorder } from './stage.ts';

describe('a saved report', () => {
  test('is its owner’s alone', async () => {
    const path = join(folder({}), 'report.json');
    await save(path, '{}');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('takes the place of the one before it, whoever could read that', async () => {
    const path = join(folder({ 'report.json': 'the one before' }), 'report.json');
    await save(path, 'the new one');
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['the new one', 0o600]);
  });

  test('leaves nothing beside it', async () => {
    const root = folder({});
    await save(join(root, 'report.json'), '{}');
    expect(readdirSync(root)).toEqual(['report.json']);
  });

  test('is not written through a link', async () => {
    const root = folder({ 'secret.txt': 'mine' });
    symlinkSync('secret.txt', join(root, 'report.json'));
    await expect(save(join(root, 'report.json'), '{}')).rejects.toThrow('is a link');
    expect(readFileSync(join(root, 'secret.txt'), 'utf8')).toBe('mine');
  });

  test('is not written over a folder', async () => {
    const root = folder({});
    mkdirSync(join(root, 'report.json'));
    await expect(save(join(root, 'report.json'), '{}')).rejects.toThrow('is a folder');
  });

  test('that cannot be moved to its place leaves the old one and no draft', async () => {
    const root = folder({ 'report.json': 'the one before' });
    // What fails in the middle of the writing stands for a full disk.
    const late = breaking(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    await expect(save(join(root, 'report.json'), late)).rejects.toThrow('cannot be written (ENOSPC)');
    expect(readdirSync(root)).toEqual(['report.json']);
    expect(readFileSync(join(root, 'report.json'), 'utf8')).toBe('the one before');
  });

  test('of which a part cannot be made keeps the stack of that, and leaves the old one and no draft', async () => {
    const root = folder({ 'report.json': 'the one before' });
    const bug = new Error('no such agent');
    await expect(save(join(root, 'report.json'), breaking(bug))).rejects.toBe(bug);
    expect(readdirSync(root)).toEqual(['report.json']);
    expect(readFileSync(join(root, 'report.json'), 'utf8')).toBe('the one before');
  });

  test('in parts is what it is as a whole', async () => {
    const path = join(folder({}), 'report.json');
    await save(path, many());
    expect(readFileSync(path, 'utf8')).toBe([...many()].join(''));
  });

  test('needs its folder', async () => {
    await expect(save(join(folder({}), 'reports/report.json'), '{}')).rejects.toMatchObject({
      code: 'output',
      hint: 'Its folder does not exist; make it first.',
    });
  });
});

describe('a folder for reports', () => {
  test('is made for its owner alone, and so is what it stands in', async () => {
    const root = folder({});
    await makeFolder(join(root, 'out/sarif'));
    expect(['out', 'out/sarif'].map((path) => statSync(join(root, path)).mode & 0o777)).toEqual([0o700, 0o700]);
  });

  test('that is there stays as it is', async () => {
    const root = folder({ 'out/kept.txt': '' });
    await makeFolder(join(root, 'out'));
    expect(readdirSync(join(root, 'out'))).toEqual(['kept.txt']);
  });

  test.each([
    ['link', 'is a link'],
    ['file', 'is a file'],
  ])('is no %s', async (name, message) => {
    const root = folder({ file: '', 'there/kept.txt': '' });
    symlinkSync('there', join(root, 'link'));
    await expect(makeFolder(join(root, name))).rejects.toMatchObject({
      message: expect.stringContaining(`${message}, and is not written to`),
      hint: 'Name a folder, there or not.',
    });
  });

  test('cannot be made in a file', async () => {
    const root = folder({ file: '' });
    await expect(makeFolder(join(root, 'file/out'))).rejects.toThrow('cannot be written (ENOTDIR)');
  });
});

describe('a printed text', () => {
  test('is there when the promise is kept', async () => {
    const { stream, text } = recorder();
    await print(stream, 'all of it');
    expect(text()).toBe('all of it');
  });

  test('in parts is written whole, and in few pieces', async () => {
    const { stream, text } = recorder();
    const write = vi.spyOn(stream, 'write');
    await print(stream, many());
    expect(text()).toBe([...many()].join(''));
    expect(write.mock.calls.length).toBeLessThan(10);
  });

  test('is made no faster than it is read', async () => {
    let made = 0;
    const stream = new Writable({ write: () => {} }); // takes the first piece, and never asks for another
    void print(
      stream,
      counting(() => made++),
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(made).toBeLessThan(10_000);
  });

  test('of which a part cannot be made keeps the stack of that', async () => {
    const bug = new Error('no such agent');
    await expect(print(recorder().stream, breaking(bug))).rejects.toBe(bug);
  });

  test('that nobody reads is told as a closed pipe', async () => {
    const stream = failing('EPIPE').on('error', () => {});
    await expect(print(stream, 'x')).rejects.toSatisfy(isClosedPipe);
  });

  test('that finds no room is an error', async () => {
    const stream = failing('ENOSPC').on('error', () => {});
    await expect(print(stream, 'x')).rejects.toThrow('cannot be written to standard output (ENOSPC)');
  });
});

/** A text of a megabyte and more, in parts of a hundred characters. */
function many(): Iterable<string> {
  return counting(() => {});
}

function* counting(made: () => void): Iterable<string> {
  for (let index = 0; index < 15_000; index++) {
    made();
    yield `${index} ä😀`.padEnd(100, '.');
  }
}

function* breaking(error: Error): Iterable<string> {
  yield 'begun';
  throw error;
}
