import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { applyEnvironment } from '../../src/cli/environment.ts';
import { createFlags, scanFlags } from '../../src/cli/flags.ts';

/** The flags of a scan as they stand after arguments and environment. */
function flags(argv: readonly string[], env: Readonly<Record<string, string>>): Record<string, unknown> {
  const command = new Command();
  for (const option of scanFlags()) command.addOption(option);
  command.parse([...argv], { from: 'user' });
  applyEnvironment(command, env);
  return command.opts();
}

describe('the environment', () => {
  test.each([
    ['ROLLCALL_REGISTRY', 'agents.yaml', 'registry', 'agents.yaml'],
    ['ROLLCALL_FAIL_ON', 'high,RC105', 'failOn', ['high', 'RC105']],
    ['ROLLCALL_EXIT_ZERO', '1', 'exitZero', true],
    ['ROLLCALL_EXIT_ZERO', 'false', 'exitZero', undefined],
    ['ROLLCALL_NO_IGNORE', 'yes', 'ignore', false],
    ['ROLLCALL_NO_IGNORE', '0', 'ignore', true],
    ['ROLLCALL_NO_CONFIG', 'true', 'config', false],
    ['ROLLCALL_NO_BASELINE', 'true', 'baseline', false],
    ['ROLLCALL_ACCEPT_MARKS', 'gitleaks,trufflehog', 'acceptMarks', ['gitleaks', 'trufflehog']],
    ['ROLLCALL_JOBS', '3', 'jobs', 3],
    ['ROLLCALL_MAX_FILE_SIZE', '2M', 'maxFileSize', 2 * 1024 * 1024],
    ['ROLLCALL_OUTPUT', 'table\nsarif=a.sarif', 'output', ['table', 'sarif=a.sarif']],
    ['ROLLCALL_EXCLUDE', '{a,b}/**', 'exclude', ['{a,b}/**']],
    ['ROLLCALL_COLOR', 'never', 'color', 'never'],
    ['ROLLCALL_REGISTRY', '', 'registry', undefined],
  ])('%s=%j stands for a flag', (variable, value, name, meant) => {
    expect(flags([], { [variable]: value })[name]).toEqual(meant);
  });

  test('gives way to the flag', () => {
    expect(flags(['--fail-on', 'low'], { ROLLCALL_FAIL_ON: 'high' }).failOn).toEqual(['low']);
  });

  test('gives way to --no-config too', () => {
    expect(flags(['--no-config'], { ROLLCALL_CONFIG: 'a.yaml' }).config).toBe(false);
  });

  test('asks for no second report where a flag names one', () => {
    expect(flags(['--output', 'json'], { ROLLCALL_FORMAT: 'table' }).format).toBeUndefined();
  });

  test('says no salt file: ROLLCALL_SALT is the salt itself', () => {
    expect(flags([], { ROLLCALL_SALT: 'not a path' }).salt).toBeUndefined();
  });

  test('does not say what a baseline holds and where it goes, but by which policy', () => {
    const parent = new Command('baseline');
    const command = parent.command('create');
    for (const option of createFlags()) command.addOption(option);
    parent.parse(['create'], { from: 'user' });
    const env = {
      ROLLCALL_OUTPUT: 'json=a.json',
      ROLLCALL_FORCE: '1',
      ROLLCALL_REASON: 'x',
      ROLLCALL_REGISTRY: 'a.yaml',
    };
    applyEnvironment(command, env);
    expect(command.opts()).toEqual({ ignore: true, progress: true, registry: 'a.yaml' });
  });

  test.each([
    ['ROLLCALL_JOBS', 'many', 'from 1 to 999'],
    ['ROLLCALL_QUIET', 'perhaps', 'either 1 or 0'],
    ['ROLLCALL_COLOR', 'blue', 'Allowed choices'],
  ])('%s=%s is a mistake that names the variable', (variable, value, hint) => {
    expect(() => flags([], { [variable]: value })).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining(variable),
        hint: expect.stringContaining(hint),
      }),
    );
  });
});
