import { resolve } from 'node:path';
import {
  defaultSalt,
  enqueueFleet,
  openQueue,
  planOrganisations,
  type Queue,
  type QueueCounts,
  type ResultStore,
  RollcallError,
  renderPlan,
  type ScanOptions,
  visible,
  workFleet,
} from '../../index.ts';
import { optionsFor } from '../census.ts';
import type { ExitCode } from '../exit.ts';
import type { FleetFlags } from '../fleet-flags.ts';
import { resultsAt, serverBy } from '../forge.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { print, save } from '../output.ts';
import { savedPlan } from '../plan.ts';
import { loadRules } from '../rules.ts';

/** `rollcall fleet enqueue`: lists an owner's repositories, or takes a plan, and puts what is not kept yet into the queue. */
export async function enqueue(io: Io, targets: readonly string[], flags: FleetFlags): Promise<ExitCode> {
  const saved = flags.plan === undefined ? null : await savedPlan(flags.plan, io);
  if ((saved === null) === (targets.length === 0))
    throw new RollcallError('usage', 'either targets are put into the queue or a plan', {
      hint: 'Name github:OWNER, or --plan FILE.',
    });
  // Workers have git, whatever this machine has.
  const server = await serverBy({ ...flags, fetch: flags.fetch ?? 'git' }, io, saved);
  const results = await keptAt(flags, io);
  const { options } = await optionsFor(saved?.targets ?? targets, flags, server, await settingOf(flags, io));
  const plan = saved ?? (await planOrganisations(options, server, 1));
  if (flags.output !== undefined) await save(resolve(io.cwd(), flags.output), renderPlan(plan));
  return await withQueue(flags, io, async (queue) => {
    const scope = defaultSalt(plan.targets, plan.forge);
    const { added, known, kept, without } = await enqueueFleet(plan, { queue, results, scope }, options);
    const said = [
      `${added} of ${plan.repositories.length} repositories put into ${queue.name}`,
      ...(known > 0 ? [`${known} waiting there already`] : []),
      ...(kept > 0 ? [`${kept} kept in ${results.name}`] : []),
      ...(without > 0 ? [`${without} empty or closed`] : []),
    ];
    if (!flags.quiet)
      await note(io, [said.join(', '), ...plan.problems.map(({ place, message }) => `${place}: ${message}`)]);
    return plan.problems.every(({ incomplete }) => !incomplete) ? 0 : 3;
  });
}

/** `rollcall fleet work`: reads what the queue holds, until it is stopped. */
export async function work(io: Io, flags: FleetFlags): Promise<ExitCode> {
  const results = await keptAt(flags, io);
  const server = await serverBy(flags, io);
  const { options } = await optionsFor([], flags, server, await settingOf(flags, io));
  const untilDrained = flags.untilDrained === true;
  return await withQueue(flags, io, async (queue) => {
    const forge = { ...server, results };
    await workFleet(queue, { concurrency: forge.clones, untilDrained, onJob: teller(flags, io) }, options, forge);
    // A worker that is told to end has done what it was to do.
    return 0;
  });
}

/** `rollcall fleet status`: how many jobs stand where, and which were given up. */
export async function status(io: Io, flags: FleetFlags): Promise<ExitCode> {
  return await withQueue(flags, io, async (queue) => {
    const counts = await queue.counts();
    const failed = await queue.failed();
    const given = failed.map(({ data, attempts, reason }) => ({ repository: repositoryOf(data), attempts, reason }));
    if (flags.format === 'json') await print(io.stdout, `${JSON.stringify({ ...counts, givenUp: given }, null, 2)}\n`);
    else await print(io.stdout, inWords(queue, counts, given));
    return failed.length > 0 ? 3 : 0;
  });
}

interface GivenUp {
  readonly repository: string;
  readonly attempts: number;
  readonly reason: string;
}

function inWords(
  { name }: Queue,
  { waiting, active, delayed, completed, failed }: QueueCounts,
  given: readonly GivenUp[],
): string {
  const lines = given.map(
    ({ repository, attempts, reason }) => `  ${repository}, after ${attempts} attempts: ${reason}`,
  );
  return [
    `${name}: ${waiting} waiting, ${active} at work, ${delayed} to be tried again, ${completed} done, ${failed} given up`,
    ...lines,
    '',
  ]
    .map(visible)
    .join('\n');
}

function repositoryOf(data: Readonly<Record<string, unknown>>): string {
  const found = /"id":"([^"]{1,300})"/.exec(JSON.stringify(data));
  return found?.[1] ?? 'unknown';
}

function teller({ quiet, verbose }: FleetFlags, io: Io) {
  return (
    { data }: { readonly data: Readonly<Record<string, unknown>> },
    outcome: string,
    reason: string | null,
  ): void => {
    if (quiet || (outcome === 'done' && !verbose)) return;
    void note(io, [`${repositoryOf(data)} ${outcome}${reason === null ? '' : `: ${reason}`}`]);
  };
}

async function withQueue(flags: FleetFlags, io: Io, run: (queue: Queue) => Promise<ExitCode>): Promise<ExitCode> {
  const url = flags.queue;
  if (url === undefined || url === '')
    throw new RollcallError('usage', 'a fleet needs to know its queue', {
      hint: 'Set ROLLCALL_QUEUE to redis://… or postgres://…, with its password: it is not put on a command line.',
    });
  const { rate, queueName, lock } = flags;
  const queue = await openQueue(url, {
    ...(queueName === undefined ? {} : { queue: queueName }),
    ...(lock === undefined ? {} : { lock }),
    ...(rate === undefined ? {} : { limit: { max: rate, duration: 60_000 } }),
    onTrouble: (trouble) => {
      if (!flags.quiet) void note(io, [trouble]);
    },
  });
  try {
    return await run(queue);
  } finally {
    await queue.close();
  }
}

async function keptAt({ results }: FleetFlags, io: Io): Promise<ResultStore> {
  const store = await resultsAt(results, io);
  if (store) return store;
  throw new RollcallError('usage', 'a fleet needs a place for its results', {
    hint: 'Name a folder that all machines share, or a bucket: --results s3://BUCKET/PREFIX',
  });
}

async function settingOf(
  { rules }: FleetFlags,
  io: Io,
): Promise<{ readonly rules: ScanOptions['rules']; readonly timed: boolean; readonly io: Io }> {
  return { rules: await loadRules(rules, io.cwd()), timed: false, io };
}
