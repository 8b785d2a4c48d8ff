import { InvalidArgumentError, Option } from 'commander';
import { policyFlags, readFlags, type ScanFlags } from './flags.ts';
import { filterFlags, forgeFlags, span } from './forge-flags.ts';

/** Flags of the commands of a fleet. */
export interface FleetFlags extends Omit<ScanFlags, 'output'> {
  readonly queue?: string;
  readonly queueName?: string;
  /** Repositories a minute, by all workers together. */
  readonly rate?: number;
  /** Milliseconds after which a worker that says nothing is taken for dead. */
  readonly lock?: number;
  readonly untilDrained?: boolean;
  readonly output?: string;
}

/** The flags of `rollcall fleet enqueue`. */
export function enqueueFlags(): readonly Option[] {
  return [
    ...queueFlags(),
    ...forgeFlags().filter(({ long }) => long !== '--shard' && long !== '--clones'),
    new Option('-o, --output <file>', 'writes the plan, for rollcall report merge'),
    ...surveyFlags(),
  ];
}

/** The flags of `rollcall fleet work`. */
export function workFlags(): readonly Option[] {
  const filters = new Set(filterFlags().map(({ long }) => long));
  return [
    ...queueFlags(),
    new Option('--until-drained', 'ends once nothing is left to do; by default it waits for more'),
    new Option('--rate <n>', 'repositories a minute, by all workers together').argParser(rate),
    ...forgeFlags().filter(({ long }) => !filters.has(long) && long !== '--shard' && long !== '--plan'),
    ...surveyFlags(),
    new Option('-v, --verbose', 'tell of what is done too'),
  ];
}

/** The flags of `rollcall fleet status`. */
export function statusFlags(): readonly Option[] {
  return [...queueFlags(), new Option('--format <format>', 'text or json').default('text'), quiet()];
}

function queueFlags(): readonly Option[] {
  return [
    new Option('--queue <url>', 'redis://… or postgres://…; ROLLCALL_QUEUE holds one with a password'),
    new Option('--queue-name <name>', 'of several in one database; by default rollcall'),
    new Option('--lock <time>', 'a worker that says nothing for so long is taken for dead; by default 30s').argParser(
      span,
    ),
  ];
}

/** What decides what is found in a repository. Registry and baseline do not: a report is held against them. */
function surveyFlags(): readonly Option[] {
  const own = new Set(['--config', '--no-config', '--rules']);
  return [
    ...policyFlags().filter(({ long }) => own.has(long ?? '')),
    new Option('--history', 'search the history of the repositories for keys too'),
    ...readFlags().filter(({ long }) => long !== '--no-ignore'),
    quiet(),
  ];
}

function quiet(): Option {
  return new Option('-q, --quiet', 'say nothing but errors');
}

function rate(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number of repositories a minute.');
}
