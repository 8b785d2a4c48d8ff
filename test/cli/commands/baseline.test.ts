import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openaiKey } from '../../key.ts';
import { caller, desk, folder, rollcall } from '../stage.ts';
import { accepted, key, place, shop, taken, write } from '../taken.ts';

describe('rollcall baseline create', () => {
  test('accepts what is found, agents among it, and says what it did', async () => {
    const cwd = folder(shop);
    const { code, out, err } = await rollcall(['baseline', 'create'], { cwd });
    expect([code, out]).toEqual([0, '']);
    expect(err).toBe(
      [
        `rollcall: wrote ${place}: 3 findings accepted (1 RC101, 2 RC201)`,
        'rollcall: next: rollcall scan --baseline FILE, or name it as the baseline in .rollcall/config.yaml',
        '',
      ].join('\n'),
    );
    expect(accepted(cwd).map(({ check, file, agent }) => [check, file, typeof agent])).toEqual([
      ['RC101', 'desk/main.js', 'string'],
      ['RC201', 'notes.md', 'undefined'],
      ['RC201', 'desk/.env', 'string'],
    ]);
  });

  test('makes a scan green, whose every other word stays', async () => {
    const cwd = await taken();
    expect((await rollcall(['scan'], { cwd })).code).toBe(1);
    const { code, out, err } = await rollcall(['scan', '--baseline', place], { cwd });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('  1 agent   0 approved   1 unreviewed');
    expect(out).toContain('  ACCEPTED  1 agent not approved, and accepted for now (--verbose lists them)\n');
    expect(out).toContain('  3 findings suppressed by the baseline\n');
    expect(out).not.toContain('UNREVIEWED');
  });

  test('leaves what is new red, and shows nothing else', async () => {
    const cwd = await taken();
    write(cwd, 'till/package.json', '{ "name": "till", "dependencies": { "openai": "^6.0.0" } }');
    write(cwd, 'till/main.js', caller);
    write(cwd, 'till/.env', `OPENAI_API_KEY=${openaiKey('till')}\n`);
    const { code, out, err } = await rollcall(['scan', '--baseline', place], { cwd });
    expect([code, err]).toEqual([
      1,
      'rollcall: 1 agent and 1 finding over the line (--fail-on unregistered,pending,ambiguous,high)\n',
    ]);
    expect(out).toMatch(/UNREVIEWED {2}1, .*\n.*\n {2}till /);
    expect(out).toContain('RC201  till/.env:1');
    expect(out).not.toContain('desk/');
  });

  test('survives moved and indented lines, and files that move within their agent', async () => {
    const cwd = await taken();
    write(cwd, 'desk/main.js', `// one\n// two\n${caller.replace(/^/gm, '  ')}`);
    rmSync(join(cwd, 'desk/.env'));
    write(cwd, 'desk/config/.env', `\n\nexport OPENAI_API_KEY="${key}"\n`);
    write(cwd, 'docs/old/notes.md', readFileSync(join(cwd, 'notes.md'), 'utf8'));
    rmSync(join(cwd, 'notes.md'));
    expect((await rollcall(['scan', '--baseline', place], { cwd })).code).toBe(0);
  });

  test('does not survive a key that moves to another agent', async () => {
    const cwd = await taken({ ...shop, 'till/package.json': '{ "name": "till" }', 'till/main.js': caller });
    write(cwd, 'till/.env', readFileSync(join(cwd, 'desk/.env'), 'utf8'));
    rmSync(join(cwd, 'desk/.env'));
    const { code, out } = await rollcall(['scan', '--baseline', place], { cwd });
    expect([code, out]).toEqual([1, expect.stringContaining('RC201  till/.env:1')]);
    expect(out).toContain('1 suppression without effect or run out');
  });

  test('writes the same bytes again, wherever the lines have gone', async () => {
    const cwd = await taken();
    const before = readFileSync(join(cwd, place), 'utf8');
    write(cwd, 'desk/.env', `# one\n\nOPENAI_API_KEY=${key}\n`);
    await rollcall(['baseline', 'create', '--force', '--jobs', '3'], { cwd, now: () => new Date('2026-07-01') });
    expect(readFileSync(join(cwd, place), 'utf8')).toBe(before);
  });

  test('holds no key', async () => {
    const text = readFileSync(join(await taken(), place), 'utf8');
    for (const secret of [key, openaiKey('notes')])
      for (let at = 0; at + 12 < secret.length; at++) expect(text).not.toContain(secret.slice(at, at + 12));
  });

  test('gives the reason and the day that it is given', async () => {
    const cwd = await taken(shop, '--reason', 'before rollcall, SEC-9', '--until', '2026-12-31');
    expect(new Set(accepted(cwd).map(({ reason, until }) => `${until} ${reason}`))).toEqual(
      new Set(['2026-12-31 before rollcall, SEC-9']),
    );
    const world = (day: string) => ({ cwd, now: () => new Date(`${day}T12:00:00Z`) });
    expect((await rollcall(['scan', '--baseline', place], world('2026-12-30'))).code).toBe(0);
    const { code, out } = await rollcall(['scan', '--baseline', place], world('2026-12-31'));
    expect([code, out]).toEqual([1, expect.stringContaining('3 suppressions without effect or run out')]);
  });

  test('accepts findings of the checks that are named, and says what fails all the same', async () => {
    const cwd = folder(shop);
    const { code, err } = await rollcall(['baseline', 'create', '--check', 'RC101'], { cwd });
    expect([code, err]).toEqual([
      0,
      expect.stringContaining('1 finding accepted (1 RC101)\nrollcall: 2 findings over the line all the same\n'),
    ]);
    expect(accepted(cwd).map(({ check }) => check)).toEqual(['RC101']);
  });

  test('says that an agent waits for approval, which no finding tells of', async () => {
    const registry =
      'apiVersion: rollcall/v1\nagents: [{ id: desk, name: desk, status: pending, match: { repos: [{ repo: REPO }] } }]\n';
    const cwd = folder({ ...desk, '.rollcall/config.yaml': 'failOn: [unreviewed]\n' });
    write(cwd, '.rollcall/registry.yaml', registry.replace('REPO', cwd.split('/').at(-1) ?? ''));
    const { err } = await rollcall(['baseline', 'create'], { cwd });
    expect(err).toContain('0 findings accepted\nrollcall: 1 agent over the line all the same\n');
  });

  test('accepts nothing that is accepted elsewhere', async () => {
    const cwd = await taken({
      ...shop,
      '.rollcall/config.yaml':
        "ignore: [{ check: RC201, path: 'desk/**', reason: revoked }]\nacceptMarks: [gitleaks]\n",
      'notes.md': `${openaiKey('notes')} <!-- gitleaks:allow -->\n`,
    });
    expect(accepted(cwd).map(({ check }) => check)).toEqual(['RC101']);
  });

  test('writes all of it anew, and not what the old one leaves, with --force', async () => {
    const cwd = await taken({ ...shop, '.rollcall/config.yaml': `baseline: ${place}\n` });
    await rollcall(['baseline', 'create', '--force', '--reason', 'again'], { cwd });
    expect(accepted(cwd).map(({ reason }) => reason)).toEqual(['again', 'again', 'again']);
  });

  test('writes an empty one where nothing is found', async () => {
    const cwd = await taken({ 'main.js': 'export const one = 1;\n' });
    expect(accepted(cwd)).toEqual([]);
  });

  test('writes beside the first folder that is scanned, or where it is told to', async () => {
    const cwd = folder({ 'shop/main.js': caller });
    expect((await rollcall(['baseline', 'create', 'shop'], { cwd })).err).toContain(`wrote shop/${place}: `);
    expect((await rollcall(['baseline', 'create', 'shop', '-o', 'accepted.json'], { cwd })).code).toBe(0);
    expect(accepted(cwd, 'accepted.json')).toEqual(accepted(cwd, `shop/${place}`));
    const { out } = await rollcall(['baseline', 'create', 'shop', '-q', '--output', '-'], { cwd });
    expect(JSON.parse(out).findings).toEqual(accepted(cwd, 'accepted.json'));
  });

  test('is for its owner alone, and leaves nothing beside it', async () => {
    const cwd = await taken();
    expect(statSync(join(cwd, place)).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(cwd, '.rollcall'))).toEqual(['baseline.json']);
  });

  test('does not take ROLLCALL_OUTPUT for its own', async () => {
    const cwd = folder(desk);
    await rollcall(['baseline', 'create'], { cwd, env: { ROLLCALL_OUTPUT: 'json=report.json', ROLLCALL_REASON: 'x' } });
    expect([existsSync(join(cwd, 'json=report.json')), accepted(cwd)[0]?.reason]).toEqual([
      false,
      'stood when the baseline was made',
    ]);
  });

  test('of a scan that could not read all is incomplete, unless that is allowed', async () => {
    const cwd = folder(desk);
    const argv = ['baseline', 'create', '--max-file-size', '10', '--force'];
    expect((await rollcall(argv, { cwd })).code).toBe(3);
    expect((await rollcall([...argv, '--allow-incomplete'], { cwd })).code).toBe(0);
  });
});

describe('rollcall baseline create could not run', () => {
  test('where there is one already, which stays as it is', async () => {
    const cwd = folder({ ...desk, [place]: 'mine' });
    const { code, err } = await rollcall(['baseline', 'create'], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining(`${place} is there already`)]);
    expect(readFileSync(join(cwd, place), 'utf8')).toBe('mine');
  });

  test.each([[[]], [['--force']]])('through a link: %j', async (argv) => {
    const cwd = folder({ ...desk, 'elsewhere.json': 'mine', '.rollcall/x': '' });
    symlinkSync('../elsewhere.json', join(cwd, place));
    expect((await rollcall(['baseline', 'create', ...argv], { cwd })).code).toBe(2);
    expect(readFileSync(join(cwd, 'elsewhere.json'), 'utf8')).toBe('mine');
  });

  test('in a folder that is a link', async () => {
    const cwd = folder({ 'shop/main.js': caller, 'elsewhere/x': '' });
    symlinkSync('../elsewhere', join(cwd, 'shop/.rollcall'));
    const { code, err } = await rollcall(['baseline', 'create', 'shop'], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining('is a link, and is not written through')]);
    expect(readdirSync(join(cwd, 'elsewhere'))).toEqual(['x']);
  });

  test('in a folder that nobody may write in, and leaves nothing', async () => {
    const cwd = folder(desk);
    mkdirSync(join(cwd, '.rollcall'));
    chmodSync(join(cwd, '.rollcall'), 0o500);
    // Root may write everywhere.
    if (process.getuid?.() !== 0) expect((await rollcall(['baseline', 'create'], { cwd })).code).toBe(2);
    expect((await rollcall(['baseline', 'create', '-o', 'no/baseline.json'], { cwd })).code).toBe(2);
    chmodSync(join(cwd, '.rollcall'), 0o700);
  });

  test.each([
    ['with a day that there is not', ['--until', '2027-02-30'], 'is not a day of the calendar'],
    ['with a day that is over', ['--until', '2026-06-01'], '--until 2026-06-01 is over'],
    ['without a reason', ['--reason', ''], 'the reason'],
    ['with a reason on two lines', ['--reason', 'a\nb'], 'the reason is empty, longer'],
    ['with a check that there is not', ['--check', 'RC210'], 'there is no check "RC210"\n\nDid you mean RC201?'],
  ])('%s', async (_what, argv, message) => {
    const cwd = folder(desk);
    const { code, err } = await rollcall(['baseline', 'create', ...argv], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(join(cwd, place))).toBe(false);
  });
});
