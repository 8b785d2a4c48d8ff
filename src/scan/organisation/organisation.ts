import type { ForgeRepository } from '../../model/forge.ts';
import type { Plan } from '../../model/plan.ts';
import type { ForgeCoverage } from '../../model/report.ts';
import type { ResultStore } from '../../model/results.ts';
import type { Client } from '../../sources/github/client.ts';
import { enumerate } from '../../sources/github/enumerate.ts';
import { openWorkroom } from '../../sources/workroom.ts';
import { forgeTarget, isForgeTarget } from '../../text/forge.ts';
import { holdLittle } from '../logs/heap.ts';
import type { ScanOptions } from '../options.ts';
import { surveyAt } from '../survey/kept.ts';
import { noSurvey, type Survey } from '../survey/survey.ts';
import { Together } from '../survey/together.ts';
import { clientFor } from './client.ts';
import { keepShard, keptOutcomes } from './kept.ts';
import { placeOf } from './one.ts';
import type { ForgeOptions } from './options.ts';
import { type Outcome, said } from './outcome.ts';
import { planOf } from './plan.ts';
import { Run } from './run.ts';
import { openSurveyors } from './surveyors.ts';

/** What was read of the repositories that a server holds. */
export interface ForgeRead {
  readonly survey: Survey;
  readonly coverage: ForgeCoverage;
}

/** What listing depends on, and reading as well. */
type Options = Pick<ScanOptions, 'targets' | 'version' | 'signal' | 'onProgress'>;

/** Lists what the targets name on their server, once, for many to read. */
export async function planOrganisations(options: Options, forge: ForgeOptions, shards: number): Promise<Plan> {
  return await listed(await clientFor(options, forge), options, forge, shards);
}

/**
 * Reads the repositories that the targets name, or a plan, or one shard of it, as far as no kept result covers them, and
 * puts all of it together. `key`: of the fingerprints.
 */
export async function readOrganisations(options: ScanOptions, forge: ForgeOptions, key: string): Promise<ForgeRead> {
  if (forge.plan && forge.isOffline) return await readKept(options, forge, forge.plan, key);
  const client = await clientFor(options, forge);
  const plan = forge.plan ?? (await listed(client, options, forge, 1));
  const { shard = null } = forge;
  const repositories = shard ? plan.repositories.filter((one) => one.shard === shard.number) : plan.repositories;
  holdLittle();
  const room = openWorkroom();
  const surveyors = await openSurveyors(options, options);
  try {
    const run = new Run({ client, room, surveyors, options, forge, salt: key });
    // A library and who calls it may be read by two shards: only who sees all of them can tell.
    const outcomes = await run.all(repositories, shard ? 'alone' : 'linked');
    if (shard && forge.plan) await keepShard(forge.plan, shard, repositories, outcomes, run.results);
    return await collected({ ...plan, repositories }, outcomes, run.results);
  } finally {
    await surveyors.close();
    room.close();
  }
}

/** Reads nothing but what is kept: what is missing is told. */
async function readKept(options: ScanOptions, forge: ForgeOptions, plan: Plan, key: string): Promise<ForgeRead> {
  if (!forge.results) throw new Error('nothing is kept anywhere');
  const outcomes = await keptOutcomes(plan, forge.results, key, options);
  return await collected(plan, outcomes, forge.results);
}

async function listed(client: Client, options: Options, forge: ForgeOptions, shards: number): Promise<Plan> {
  const targets = options.targets.filter(isForgeTarget);
  options.onProgress?.({ stage: 'repositories', done: 0, total: 0 });
  const enumeration = await enumerate(targets.map(forgeTarget), client, forge.filter);
  for (const note of enumeration.notes) forge.onNote(note);
  return planOf(enumeration, forge.forge, targets, shards);
}

async function collected(
  {
    repositories,
    problems,
    left,
  }: Pick<Plan, 'problems' | 'left'> & { readonly repositories: readonly ForgeRepository[] },
  outcomes: readonly Outcome[],
  results: ResultStore,
): Promise<ForgeRead> {
  const all = new Together();
  all.add({ ...noSurvey, unread: problems });
  const told = new Set(problems.map(({ place }) => place));
  const counts = { read: 0, empty: 0, unread: 0 };
  for (const [at, repository] of repositories.entries()) {
    const outcome = outcomes[at] ?? { kind: 'unread', why: 'the run was stopped before' };
    const survey = await surveyFor(repository, outcome, results);
    const isTold = outcome.kind === 'unread' && told.has(repository.id);
    all.add(isTold ? { ...noSurvey, places: [placeOf(repository)] } : (survey ?? lost(repository, results)));
    counts[!survey || outcome.kind === 'unread' ? 'unread' : outcome.kind === 'empty' ? 'empty' : 'read']++;
  }
  return { survey: all.survey, coverage: { ...counts, left } };
}

async function surveyFor(repository: ForgeRepository, outcome: Outcome, results: ResultStore): Promise<Survey | null> {
  const places = [placeOf(repository)];
  switch (outcome.kind) {
    case 'empty':
      return { ...noSurvey, places, unread: [said(repository, 'It is empty: it has no commit.', false)] };
    case 'unread':
      return { ...noSurvey, places, unread: [said(repository, `Nothing of it was read: ${outcome.why}.`, true)] };
    case 'surveyed': {
      const survey = await surveyAt(results, outcome.address);
      if (!survey || outcome.lacks === undefined) return survey;
      return { ...survey, unread: [...survey.unread, said(repository, outcome.lacks, true)] };
    }
    default:
      return outcome satisfies never;
  }
}

/** What was there a moment ago. */
function lost(repository: ForgeRepository, { name }: ResultStore): Survey {
  const message = `What was found in it is in ${name} no longer.`;
  return { ...noSurvey, places: [placeOf(repository)], unread: [said(repository, message, true)] };
}
