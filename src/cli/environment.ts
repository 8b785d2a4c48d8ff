import { type Command, InvalidArgumentError, type Option } from 'commander';
import { RollcallError } from '../model/error.ts';
import { collect } from './collect.ts';
import type { Io } from './io.ts';

/** Not flags by another name: `ROLLCALL_SALT` is the salt itself, and asking for help is nothing that lasts. */
const apart: ReadonlySet<string> = new Set(['salt', 'help', 'version']);

/** What a baseline holds and where it goes is said to the command that writes it: ROLLCALL_OUTPUT is for reports. */
const apartIn: Readonly<Record<string, ReadonlySet<string>>> = {
  baseline: new Set(['output', 'reason', 'until', 'check', 'force', 'dry-run']),
  rules: new Set(['output', 'table']),
  plan: new Set(['output']),
  fleet: new Set(['output', 'format']),
  // Who approves, what is written and what is shown is said each time.
  registry: new Set([
    'by',
    'at',
    'expires',
    'evidence',
    'reason',
    'all',
    'all-pending',
    'force',
    'write',
    'dry-run',
    'target',
    'agents-dir',
    'status',
    'owner',
    'expiring',
    'format',
    'output',
    'from',
    'to',
    'repo',
    'path',
    'id',
  ]),
};

/** Two names of one wish: whoever gives one of them as a flag does not mean the other from the environment. */
const rivals: Readonly<Record<string, string>> = { output: 'format', format: 'output' };

/**
 * Lets `ROLLCALL_FAIL_ON=high` stand for `--fail-on high`, for every flag of a command that was not given.
 * A flag that may be repeated takes one value a line.
 */
export function applyEnvironment(command: Command, env: Io['env']): void {
  for (const option of command.options) {
    const variable = variableOf(option);
    const value = env[variable];
    if (!value || isApart(option, command) || isGiven(command, option.attributeName())) continue;

    const meant = attempt(variable, () => parse(option, value));
    if (meant !== undefined) command.setOptionValueWithSource(option.attributeName(), meant, 'env');
  }
}

function isApart(option: Option, command: Command): boolean {
  const names = [command.name(), command.parent?.name() ?? ''];
  return apart.has(option.name()) || names.some((name) => apartIn[name]?.has(option.name()) ?? false);
}

function isGiven(command: Command, name: string): boolean {
  return [name, rivals[name] ?? name].some((each) => command.getOptionValueSource(each) === 'cli');
}

function variableOf(option: Option): string {
  return `ROLLCALL_${option.long?.slice(2).toUpperCase().replaceAll('-', '_')}`;
}

function parse(option: Option, value: string): unknown {
  if (option.isBoolean() || option.negate) return isTrue(value) ? !option.negate : undefined;
  if (!option.parseArg) return value;

  return lines(option, value).reduce<unknown>((before, line) => option.parseArg?.(line, before), undefined);
}

function lines(option: Option, value: string): readonly string[] {
  return option.parseArg === collect ? value.split('\n').filter((line) => line !== '') : [value];
}

function isTrue(value: string): boolean {
  const word = value.toLowerCase();
  if (['1', 'true', 'yes'].includes(word)) return true;
  if (['0', 'false', 'no'].includes(word)) return false;
  throw new InvalidArgumentError('It is either 1 or 0.');
}

function attempt<T>(variable: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new RollcallError('usage', `the environment variable ${variable} is not understood`, { hint: error.message });
  }
}
