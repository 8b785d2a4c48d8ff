import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { desk, folder, rollcall } from '../stage.ts';
import { accepted, place, taken, write } from '../taken.ts';

describe('rollcall baseline prune', () => {
  async function stale(): Promise<string> {
    const cwd = await taken();
    write(cwd, 'notes.md', 'nothing\n');
    return cwd;
  }

  test('takes out what matches nothing any more, and says which', async () => {
    const cwd = await stale();
    const { code, out, err } = await rollcall(['baseline', 'prune', place], { cwd });
    expect([code, err]).toEqual([0, `rollcall: took 1 of 3 entries out of ${place}\n`]);
    expect(out).toMatch(
      /^ {2}RC201 {2}notes\.md {2}matches nothing any more: OpenAI project \S*? ?key sk-proj-….{4} is written/,
    );
    expect(accepted(cwd).map(({ check }) => check)).toEqual(['RC101', 'RC201']);
    expect((await rollcall(['scan', '--baseline', place], { cwd })).out).not.toContain('without effect');
  });

  test('takes out what has run out', async () => {
    const cwd = await taken(desk, '--until', '2026-06-02');
    const world = { cwd, now: () => new Date('2026-06-02T00:00:00Z') };
    const { out } = await rollcall(['baseline', 'prune', place], world);
    expect(out).toContain('ran out on 2026-06-02: Agent "desk" calls openai');
    expect(accepted(cwd)).toEqual([]);
  });

  test('leaves everything else as it is written, reasons included', async () => {
    const cwd = await stale();
    const edited = readFileSync(join(cwd, place), 'utf8').replace('stood when the baseline was made', 'my own');
    writeFileSync(join(cwd, place), edited);
    const before = accepted(cwd);
    await rollcall(['baseline', 'prune', place], { cwd });
    expect(accepted(cwd)).toEqual(before.filter(({ file }) => file !== 'notes.md'));
    expect(accepted(cwd)[0]?.reason).toBe('my own');
  });

  test('changes nothing with --dry-run, and fails where there is something to do', async () => {
    const cwd = await stale();
    const before = readFileSync(join(cwd, place), 'utf8');
    const { code, out, err } = await rollcall(['baseline', 'prune', place, '--dry-run'], { cwd });
    expect([code, err]).toEqual([1, `rollcall: 1 of 3 entries of ${place} can go\n`]);
    expect(out).toContain('notes.md');
    expect(readFileSync(join(cwd, place), 'utf8')).toBe(before);
  });

  test('has nothing to do where all still stands', async () => {
    const cwd = await taken();
    const before = statSync(join(cwd, place)).ino;
    for (const argv of [[], ['--dry-run']]) {
      const { code, out } = await rollcall(['baseline', 'prune', place, ...argv], { cwd });
      expect([code, out]).toEqual([0, '']);
    }
    expect(statSync(join(cwd, place)).ino).toBe(before);
  });

  test.each([
    ['what stands in a place that was not wholly read', ['--max-file-size', '100'], 3],
    ['what was left out', ['--exclude', '*.md'], 0],
    ['what was not asked for', ['--include', 'desk/**'], 0],
    ['the entries of another place', ['desk'], 0],
  ])('keeps %s', async (_what, argv, expected) => {
    const cwd = await stale();
    const { code, out } = await rollcall(['baseline', 'prune', place, ...argv], { cwd });
    expect([code, out, accepted(cwd).length]).toEqual([expected, '', 3]);
  });

  test('changes nothing where it was interrupted', async () => {
    const cwd = await stale();
    for (const argv of [
      ['prune', place, '.', '-'],
      ['create', '-o', 'b.json', '.', '-'],
    ]) {
      const interrupt = new AbortController();
      const stdin = (async function* () {
        yield Buffer.from('one\n');
        interrupt.abort('SIGINT');
      })();
      const { code, err } = await rollcall(['baseline', ...argv], { cwd, stdin, signal: interrupt.signal });
      expect([code, err]).toEqual([130, '']);
    }
    expect([accepted(cwd).length, existsSync(join(cwd, 'b.json'))]).toEqual([3, false]);
  });

  test('could not run without a baseline, or with one that is not understood', async () => {
    const cwd = folder({ ...desk, 'bad.json': '{}' });
    expect((await rollcall(['baseline', 'prune', 'none.json'], { cwd })).err).toContain('none.json does not exist');
    expect((await rollcall(['baseline', 'prune', 'bad.json'], { cwd })).err).toContain('bad.json:1:1: schemaVersion');
    expect((await rollcall(['baseline', 'prune'], { cwd })).code).toBe(2);
  });
});
