import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isClosedPipe, print, save } from '../../src/cli/output.ts';
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
    const late = {
      toString: () => {
        throw new Error('no text');
      },
    };
    // What fails in the middle of the writing stands for a full disk.
    await expect(save(join(root, 'report.json'), late as unknown as string)).rejects.toThrow('cannot be written');
    expect(readdirSync(root)).toEqual(['report.json']);
    expect(readFileSync(join(root, 'report.json'), 'utf8')).toBe('the one before');
  });

  test('needs its folder', async () => {
    await expect(save(join(folder({}), 'reports/report.json'), '{}')).rejects.toMatchObject({
      code: 'output',
      hint: 'Its folder does not exist; make it first.',
    });
  });
});

describe('a printed text', () => {
  test('is there when the promise is kept', async () => {
    const { stream, text } = recorder();
    await print(stream, 'all of it');
    expect(text()).toBe('all of it');
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
