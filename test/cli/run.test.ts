import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failing, folder, recorder, rollcall } from './stage.ts';

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

describe('rollcall', () => {
  test('as a program tells its version', () => {
    expect(execFileSync(join(root, 'bin/rollcall.js'), ['--version'], { encoding: 'utf8' })).toBe(`${version}\n`);
  });

  test.each(['--version', '-V'])('%s tells the version', async (flag) => {
    expect(await rollcall([flag])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test('--help names every command on stdout', async () => {
    const { code, out, err } = await rollcall(['--help']);
    expect([code, err]).toEqual([0, '']);
    for (const name of ['scan', 'init', 'explain', 'rules', 'registry', 'report'])
      expect(out).toContain(`\n  ${name} `);
  });

  test('without a command it helps on stderr and could not run', async () => {
    const { code, out, err } = await rollcall([]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('Commands:');
  });

  test.each([
    [['scn'], 'Did you mean scan?'],
    [['scan', '--formt', 'json'], 'Did you mean --format?'],
    [['scan', '--format', 'jsn'], 'Did you mean json?'],
    [['scan', '--output', 'report.sarif'], 'Did you mean --output sarif=report.sarif?'],
    [['scan', '--fail-on', 'hihg'], 'Did you mean high?'],
    [['rules', 'list', '--format', 'jsno'], 'Did you mean json?'],
  ])('%j is misspelt, and told so', async (argv, hint) => {
    const { code, out, err } = await rollcall(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(hint);
  });

  test.each([
    ['explain', "missing required argument 'subject'"],
    ['registry diff', "missing required argument 'range'"],
    ['registry import', "missing required argument 'files'"],
    ['registry export', "required option '--to <format>' not specified"],
    ['registry shrink', "missing required argument 'id'"],
    ['baseline prune', "missing required argument 'file'"],
    ['report render', "missing required argument 'file'"],
    ['report diff', "missing required argument 'before'"],
  ])('%s, told nothing, shows how it is called', async (command, complaint) => {
    const { code, out, err } = await rollcall(command.split(' '));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(complaint);
    expect(err).toContain(`\n\nSuch as: rollcall ${command} `);
  });

  test.each([
    [['scan', '--jobs', '0'], 'from 1 to 999'],
    [['scan', '--max-file-size', '5X'], 'such as 500K or 20M'],
    [['scan', '--max-file-size', '2G'], 'from 1 to 512M'],
    [['scan', '--fail-on', 'high,'], 'a list of words'],
    [['scan', '--color', 'blue'], 'Allowed choices are auto, always, never'],
    [['scan', '-o', 'json', '-o', 'table'], 'two reports would go to standard output'],
    [['scan', '-o', 'json=a', '-o', 'sarif=a'], 'two reports would go to a'],
    [['scan', '-o', 'json='], 'names no file'],
    [['scan', '--exclude', '!(a)'], 'holds an extended pattern'],
    [['scan', 'no-such-folder'], 'There is no file or folder no-such-folder'],
  ])('%j is a mistake that could not run', async (argv, message) => {
    const { code, out, err } = await rollcall(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

describe('a run that ends early', () => {
  test('ends quietly where nobody reads', async () => {
    const err = recorder();
    const { code } = await rollcall(['--version'], { stdout: failing('EPIPE'), stderr: err.stream });
    expect([code, err.text()]).toEqual([141, '']);
  });

  test('could not run where the report finds no room', async () => {
    const { code, err } = await rollcall(['--version'], { stdout: failing('ENOSPC') });
    expect([code, err]).toEqual([2, 'rollcall: the report cannot be written to standard output (ENOSPC)\n']);
  });

  test('keeps its exit code where stderr is closed', async () => {
    const { code } = await rollcall(['scan', '--formt'], { stderr: failing('EPIPE') });
    expect(code).toBe(2);
  });

  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const;

  test.each(signals)('by %s reports what is known, as incomplete', async (name, expected) => {
    const stop = new AbortController();
    async function* interrupted() {
      yield Buffer.from('one = 1\n');
      stop.abort(name);
    }
    const argv = ['scan', '.', '-', '--format', 'json'];
    const world = { stdin: interrupted(), signal: stop.signal, cwd: folder({ 'main.js': '' }) };
    const { code, out } = await rollcall(argv, world);
    expect(code).toBe(expected);
    expect(JSON.parse(out).run.complete).toBe(false);
  });

  test('does not wait for a pipe that stays silent', async () => {
    const stop = new AbortController();
    async function* silent() {
      setImmediate(() => stop.abort('SIGINT'));
      yield await new Promise<Uint8Array>(() => {});
    }
    expect((await rollcall(['scan', '-'], { stdin: silent(), signal: stop.signal })).code).toBe(130);
  });

  test.each(signals)('by %s at once knows nothing, and says so', async (name, expected) => {
    const signal = AbortSignal.abort(name);
    const { code, out, err } = await rollcall(['scan'], { signal, cwd: folder({ 'main.js': '' }) });
    expect([code, out, err]).toEqual([expected, '', 'rollcall: interrupted before anything was known\n']);
  });

  test('in a folder that was deleted could not run', async () => {
    const gone = Object.assign(new Error('no such directory'), { syscall: 'uv_cwd' });
    const { code, err } = await rollcall(['scan'], { cwd: gone });
    expect([code, err]).toEqual([2, 'rollcall: the current folder is there no more\n']);
  });

  test('by an error of ours could not run, and shows no stack', async () => {
    const now = () => {
      throw new Error('no clock');
    };
    const { code, err } = await rollcall(['scan'], { now, cwd: folder({ 'a.js': '' }) });
    expect(code).toBe(2);
    expect(err).toBe(
      'rollcall: internal error: no clock\n\nThis is a bug in rollcall. ROLLCALL_DEBUG=1 shows where.\n',
    );
  });

  test('by an error of ours shows the stack where it is asked for', async () => {
    const now = () => {
      throw new Error('no clock');
    };
    const { err } = await rollcall(['scan'], { now, cwd: folder({ 'a.js': '' }), env: { ROLLCALL_DEBUG: '1' } });
    expect(err).toContain('run.test.ts');
  });
});
