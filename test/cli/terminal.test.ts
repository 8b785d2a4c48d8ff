import { describe, expect, test } from 'vitest';
import { type ColorChoice, looks, plain } from '../../src/cli/terminal.ts';
import { recorder } from './stage.ts';

function look(
  terminal: { isTTY?: boolean; columns?: number },
  env: Record<string, string>,
  color: ColorChoice = 'auto',
) {
  const { stream } = recorder(terminal);
  return looks(
    {
      stdin: (async function* () {})(),
      stdout: stream,
      stderr: stream,
      env,
      cwd: () => '/',
      now: () => new Date(0),
      signal: new AbortController().signal,
    },
    color,
  );
}

const terminal = { isTTY: true, columns: 132 };
const utf8 = { LANG: 'de_DE.UTF-8' };

describe('a text for stdout', () => {
  test('fits the terminal', () => {
    expect(look(terminal, utf8)).toEqual({ color: true, width: 132, unicode: true });
  });

  test('is the same on every machine where there is no terminal', () => {
    expect(look({}, { LANG: 'C' })).toEqual(plain);
    expect(look({ columns: 40 }, {})).toEqual(plain);
  });

  test.each([
    [{ LANG: 'C' }, false],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
    [{ LC_CTYPE: 'C.utf8' }, true],
    [{ WT_SESSION: '1' }, true],
  ])('is in UTF-8 where the terminal is: %j', (env, unicode) => {
    expect(look(terminal, env as Record<string, string>).unicode).toBe(unicode);
  });

  test.each([
    ['auto', terminal, { NO_COLOR: '1' }, false],
    ['auto', terminal, { NO_COLOR: '' }, true],
    ['auto', terminal, { TERM: 'dumb' }, false],
    ['auto', {}, { FORCE_COLOR: '1' }, true],
    ['auto', terminal, { FORCE_COLOR: '0' }, false],
    ['auto', {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    ['always', {}, { NO_COLOR: '1' }, true],
    ['never', terminal, { FORCE_COLOR: '1' }, false],
  ] as const)('--color %s on %j with %j: %s', (choice, stdout, env, color) => {
    expect(look(stdout, env, choice).color).toBe(color);
  });
});
