import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ForgeOptions } from '../index.ts';
import { RollcallError } from '../model/error.ts';
import type { ForgeFilter } from '../model/forge.ts';
import type { Plan } from '../model/plan.ts';
import type { ResultStore } from '../model/results.ts';
import { fetchedBy, openResults } from '../roll.ts';
import { forgeAt, isForgeTarget } from '../text/forge.ts';
import type { ForgeFlags } from './forge-flags.ts';
import type { Io } from './io.ts';
import { note } from './note.ts';
import { shardIn } from './plan.ts';

/** Flags that go with no repository of a server. */
interface Others {
  readonly since?: string;
  readonly staged?: boolean;
  readonly verify?: boolean;
  readonly history?: boolean;
  readonly quiet?: boolean;
}

const usualWait = 30 * 60_000;
const usualClones = 4;

/** Time and chance. */
export const pace = {
  sleep: async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    await setTimeout(milliseconds, undefined, { signal });
  },
  random: Math.random,
};

/** How the server is spoken to that the targets name; `null` where none does. */
export async function forgeOf(
  targets: readonly string[],
  flags: ForgeFlags & Others,
  io: Io,
  plan: Plan | null = null,
): Promise<ForgeOptions | null> {
  if (!targets.some(isForgeTarget)) return null;
  refuse(flags);
  if (plan) refuseBeside(plan, targets, flags);
  return await serverBy(flags, io, plan);
}

/** How the server is spoken to that the flags name, or the plan. */
export async function serverBy(flags: ForgeFlags & Others, io: Io, plan: Plan | null = null): Promise<ForgeOptions> {
  const isFree = flags.fetch === undefined && !flags.isOffline;
  const fetch = isFree ? await fetchedBy() : (flags.fetch ?? 'git');
  if (isFree && fetch === 'archive' && !flags.quiet)
    await note(io, ['there is no git here that is safe on what others wrote: repositories are read from archives']);

  const shard = flags.shard === undefined ? null : shardIn(flags.shard, required(plan));
  return {
    forge: plan?.forge ?? forgeAt(flags.githubUrl ?? io.env.GITHUB_SERVER_URL ?? 'https://github.com'),
    plan,
    shard,
    isOffline: flags.isOffline === true,
    filter: filterOf(flags),
    env: io.env,
    results: await resultsAt(flags.results, io),
    // Whoever reads what is kept asks for what git gave, unless told otherwise.
    fetch,
    clones: flags.clones ?? usualClones,
    maxWait: flags.maxWait ?? usualWait,
    pace,
    onNote: (text) => {
      if (!flags.quiet) void note(io, [text]);
    },
  };
}

/** A shard without a plan would be one of another list each time. */
function required(plan: Plan | null): Plan {
  if (plan) return plan;
  throw new RollcallError('usage', '--shard goes with --plan', {
    hint: 'Make one: rollcall plan github:OWNER --shards 16 -o plan.json',
  });
}

/** A plan says which repositories are meant, and where they are: what else asks for some would be passed over. */
function refuseBeside(plan: Plan, targets: readonly string[], flags: ForgeFlags): void {
  const other = targets.find((target) => isForgeTarget(target) && !plan.targets.includes(target));
  const { githubUrl, repos, skipRepos, archived, forks, topic, visibility, language, pushedSince } = flags;
  const isFiltered =
    [repos, skipRepos, topic, visibility, language, pushedSince].some((flag) => flag !== undefined) ||
    archived === false ||
    forks === false;
  const what =
    other ??
    (githubUrl !== undefined && forgeAt(githubUrl).web !== plan.forge.web
      ? `--github-url ${githubUrl}`
      : isFiltered
        ? 'a filter of repositories'
        : null);
  if (what === null) return;
  throw new RollcallError('usage', `${what} goes with no plan: which repositories are read is what the plan says`, {
    hint: 'Say it to rollcall plan.',
  });
}

/** What stands in the way of a change is a work tree, and of asking vendors that keys are not kept. */
function refuse({ since, staged, verify, history, fetch }: Others & ForgeFlags): void {
  if (history && fetch === 'archive')
    throw new RollcallError('usage', '--history goes with no archives', {
      hint: 'They hold the files of one commit: use git.',
    });
  const flag = since !== undefined ? '--since' : staged ? '--staged' : verify ? '--verify' : null;
  if (flag === null) return;
  throw new RollcallError('usage', `${flag} goes with no github: target`, {
    hint: 'Clone the repository, and name its folder.',
  });
}

/** The store of results that a flag names; `null` without one. */
export async function resultsAt(place: string | undefined, io: Io): Promise<ResultStore | null> {
  if (place === undefined) return null;
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(place) ? place : resolve(io.cwd(), place);
  return await openResults(whole, { env: io.env, signal: io.signal, now: () => io.now().getTime(), ...pace });
}

/** Which repositories are meant. */
export function filterOf(flags: ForgeFlags): ForgeFilter {
  return {
    archived: flags.archived,
    forks: flags.forks,
    topics: flags.topic,
    visibility: flags.visibility,
    languages: flags.language,
    pushedSince: flags.pushedSince,
    only: flags.repos,
    except: flags.skipRepos,
  };
}
