import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openaiKey } from '../../key.ts';
import { caller, desk, folder, recorder, rollcall } from '../stage.ts';

const first = /^ {2}1 agent {3}0 approved {3}1 unreviewed /;

describe('rollcall scan', () => {
  test('prints a table to stdout and why it fails to stderr', async () => {
    const { code, out, err } = await rollcall(['scan'], { cwd: folder(desk) });
    expect(out).toMatch(first);
    expect([code, err]).toEqual([
      1,
      'rollcall: 1 agent over the line (--fail-on unregistered,pending,ambiguous,high)\n',
    ]);
  });

  test('is quiet where it is asked to be', async () => {
    const { code, out, err } = await rollcall(['scan', '-q'], { cwd: folder(desk) });
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(first);
  });

  test('is clean where nothing calls a model', async () => {
    const { code, err } = await rollcall(['scan'], { cwd: folder({ 'main.js': 'export const one = 1;\n' }) });
    expect([code, err]).toEqual([0, '']);
  });

  test('could not run where there is nothing to read', async () => {
    const { code, err } = await rollcall(['scan'], { cwd: folder({}) });
    expect([code, err]).toEqual([2, expect.stringContaining('nothing to scan')]);
  });

  test('writes several reports of one scan', async () => {
    const cwd = folder(desk);
    const argv = ['scan', '-o', 'table', '-o', 'json=report.json', '--output', 'sarif=report.sarif'];
    const { out, err } = await rollcall(argv, { cwd });
    expect(out).toMatch(first);
    expect(err).toContain('rollcall: wrote report.json\nrollcall: wrote report.sarif\n');
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')).summary.agents).toBe(1);
    expect(JSON.parse(readFileSync(join(cwd, 'report.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(statSync(join(cwd, 'report.json')).mode & 0o777).toBe(0o600);
  });

  test('writes what it can where one report cannot be written, and could not run', async () => {
    const cwd = folder(desk);
    const { code, out } = await rollcall(['scan', '-o', 'json=no/report.json', '-o', 'table'], { cwd });
    expect(code).toBe(2);
    expect(out).toMatch(first);
  });

  test('writes a file for each repository, also where nothing is found', async () => {
    const root = folder({ 'shop/desk/main.js': caller, 'crm/main.js': 'export const one = 1;\n' });
    const { err } = await rollcall(['scan', 'shop', 'crm', '-o', 'sarif=out/sarif/', '-o', 'sarif=all.sarif'], {
      cwd: root,
    });
    expect(err).toContain('rollcall: wrote out/sarif/\n');
    const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));
    const { runs, ...head } = read('all.sarif');
    expect(readdirSync(join(root, 'out/sarif')).sort()).toEqual(['crm.sarif', 'shop.sarif']);
    expect([read('out/sarif/shop.sarif'), read('out/sarif/crm.sarif')]).toEqual(
      runs.map((run: unknown) => ({ ...head, runs: [run] })),
    );
    expect(read('out/sarif/crm.sarif').runs[0].results).toEqual([]);
    expect(statSync(join(root, 'out/sarif')).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, 'out/sarif/crm.sarif')).mode & 0o777).toBe(0o600);
  });

  test('writes the files of the other repositories where that of one is a link, and could not run', async () => {
    const root = folder({ ...desk, 'crm/main.js': '', 'out/kept.txt': 'mine' });
    symlinkSync('kept.txt', join(root, 'out/crm.sarif'));
    const { code, err } = await rollcall(['scan', 'crm', 'desk', '-o', 'sarif=out/'], { cwd: root });
    expect([code, err]).toEqual([2, expect.stringContaining('crm.sarif is a link, and is not written to')]);
    expect(readFileSync(join(root, 'out/kept.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(root, 'out/desk.sarif'))).toBe(true);
  });

  test.each(['json=out/', 'table=./', 'markdown=/'])(
    'could not run with %s: it is no report by repository',
    async (wish) => {
      const cwd = folder(desk);
      const { code, out, err } = await rollcall(['scan', '-o', wish], { cwd });
      expect([code, out, err]).toEqual([
        2,
        '',
        `rollcall: --output "${wish}" names a folder\n\nName a file in it. A folder, with a file for each repository, is for: sarif\n`,
      ]);
      expect(existsSync(join(cwd, 'out'))).toBe(false);
    },
  );

  test('gives the same bytes for the same input', async () => {
    const cwd = folder(desk);
    const world = (day: string) => ({ cwd, now: () => new Date(day) });
    const one = await rollcall(['scan', '--format', 'json', '--jobs', '1'], world('2026-06-01T00:00:00Z'));
    const other = await rollcall(['scan', '--format', 'json', '--jobs', '8'], world('2026-06-02T10:00:00Z'));
    expect(one.out).toBe(other.out);
    expect(one.out).not.toContain('2026-06');
  });

  test('tells the time where it is asked to', async () => {
    const { out } = await rollcall(['scan', '--format', 'json', '--timestamp'], { cwd: folder(desk) });
    expect(JSON.parse(out).run).toMatchObject({ startedAt: '2026-06-01T12:00:00.000Z', durationMs: 0 });
  });

  test('tells the time that SOURCE_DATE_EPOCH says, and no duration', async () => {
    const env = { SOURCE_DATE_EPOCH: '86400' };
    const { out } = await rollcall(['scan', '--format', 'json', '--timestamp'], { cwd: folder(desk), env });
    expect(JSON.parse(out).run).toMatchObject({ startedAt: '1970-01-02T00:00:00.000Z', durationMs: null });
  });

  test('reads standard input', async () => {
    const { out } = await rollcall(['scan', '-', '--format', 'json'], { stdin: desk['desk/main.js'] });
    expect(JSON.parse(out).run.coverage.files).toBe(1);
  });

  test('uses colours where it is told to, and never in a file', async () => {
    const cwd = folder(desk);
    const { out } = await rollcall(['scan', '--color', 'always', '-o', 'table', '-o', 'table=table.txt'], { cwd });
    expect(out).toContain('\u001b[');
    expect(readFileSync(join(cwd, 'table.txt'), 'utf8')).not.toContain('\u001b[');
  });
});

describe('the gate of a scan', () => {
  test.each([
    [['--fail-on', 'critical'], 0],
    [['--fail-on', 'pending'], 0],
    [['--fail-on', 'unreviewed'], 1],
    [['--fail-on', 'RC101'], 1],
    [['--exit-zero'], 0],
  ])('%j: %i', async (argv, expected) => {
    expect((await rollcall(['scan', ...argv], { cwd: folder(desk) })).code).toBe(expected);
  });

  test('an unread file makes the scan incomplete, unless that is allowed', async () => {
    const cwd = folder({ 'main.js': 'export const one = 1;\n' });
    const argv = ['scan', '--max-file-size', '10'];
    expect((await rollcall(argv, { cwd })).code).toBe(3);
    expect((await rollcall([...argv, '--allow-incomplete'], { cwd })).code).toBe(0);
  });

  test('is set by the configuration, by the environment over that, by flags over both', async () => {
    const cwd = folder({ ...desk, '.rollcall/config.yaml': 'failOn: [critical]' });
    const env = { ROLLCALL_FAIL_ON: 'unregistered' };
    expect((await rollcall(['scan'], { cwd })).code).toBe(0);
    expect((await rollcall(['scan'], { cwd, env })).code).toBe(1);
    expect((await rollcall(['scan', '--fail-on', 'pending'], { cwd, env })).code).toBe(0);
  });

  test('a configuration that speaks of a check there is not could not run', async () => {
    const cwd = folder({ ...desk, '.rollcall/config.yaml': 'checks: { RC109: off }' });
    const { code, err } = await rollcall(['scan'], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining('there is no check "RC109"')]);
  });
});

describe('what is scanned', () => {
  const bundled = { ...desk, '.gitignore': 'desk/\n', 'main.js': '' };

  test('files that the tree ignores are not', async () => {
    expect((await rollcall(['scan', '--format', 'json'], { cwd: folder(bundled) })).out).toContain('"agents": 0');
  });

  test('files that the tree ignores are with --no-ignore', async () => {
    expect((await rollcall(['scan', '--no-ignore'], { cwd: folder(bundled) })).out).toMatch(first);
  });

  test('--exclude leaves paths out', async () => {
    expect((await rollcall(['scan', '--exclude', 'desk/**'], { cwd: folder({ ...desk, 'main.js': '' }) })).code).toBe(
      0,
    );
  });

  test('--max-file-size makes a larger file an unread one', async () => {
    const { code } = await rollcall(['scan', '--max-file-size', '10', '--fail-on', 'critical'], { cwd: folder(desk) });
    expect(code).toBe(3);
  });

  test('the salt is the key of the fingerprints', async () => {
    const key = openaiKey('salt');
    const cwd = folder({ ...desk, 'desk/.env': `OPENAI_API_KEY=${key}\n`, 'salt.txt': 'from a file\n' });
    const print = async (argv: readonly string[], env = {}) => {
      const { out } = await rollcall(['scan', '--format', 'json', ...argv], { cwd, env });
      return /"masked": .*\n\s*"fingerprint": "([0-9a-f]+)"/.exec(out)?.[1];
    };
    const [own, file, variable] = [
      await print([]),
      await print(['--salt', 'salt.txt']),
      await print([], { ROLLCALL_SALT: 'from a file' }),
    ];
    expect(file).toMatch(/^[0-9a-f]{32}$/);
    expect([file === variable, file === own]).toEqual([true, false]);
  });

  test('a salt without anything in it is refused', async () => {
    const { code, err } = await rollcall(['scan', '--salt', 'salt'], { cwd: folder({ salt: '\n' }) });
    expect([code, err]).toEqual([2, expect.stringContaining('the salt is empty')]);
  });
});

describe('progress', () => {
  const world = (cwd: string, now: () => Date, env = {}) => ({ cwd, env, now });

  /** A clock that moves on by so many seconds whenever it is looked at. */
  function clockOf(step: number): () => Date {
    let seconds = 0;
    return () => {
      seconds += step;
      return new Date(seconds * 1000);
    };
  }

  test('is one line every 30 seconds in CI', async () => {
    const clock = clockOf(20);
    const { err } = await rollcall(['scan', '--exit-zero'], world(folder(desk), clock, { CI: 'true' }));
    expect(err).toMatch(/^rollcall: (?:reading|listing|taking)/m);
  });

  test('is nothing where nobody watches', async () => {
    const clock = clockOf(60);
    const { err } = await rollcall(['scan', '--exit-zero'], world(folder(desk), clock));
    expect(err).not.toMatch(/^rollcall: (?:reading|listing|taking)/m);
  });

  test('moves on a terminal, and is gone at the end', async () => {
    const terminal = recorder({ isTTY: true, columns: 80 });
    const stderr = Object.assign(terminal.stream, {
      cursorTo: () => true,
      clearLine: () => true,
      moveCursor: () => true,
    });
    await rollcall(['scan', '--exit-zero'], { cwd: folder(desk), stderr });
    expect(terminal.text()).toContain('starting');
  });

  test('--no-progress shows none on a terminal either', async () => {
    const terminal = recorder({ isTTY: true, columns: 80 });
    await rollcall(['scan', '--no-progress', '--fail-on', 'critical'], { cwd: folder(desk), stderr: terminal.stream });
    expect(terminal.text()).toBe('');
  });
});

describe('nothing is written', () => {
  test('into the scanned folder', async () => {
    const cwd = folder(desk);
    await rollcall(['scan'], { cwd });
    expect(existsSync(join(cwd, '.rollcall'))).toBe(false);
  });
});
