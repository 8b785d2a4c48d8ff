import type { Enumeration, ForgeRepository } from '../../model/forge.ts';
import type { Problem } from '../../model/problem.ts';
import type { ForgeCoverage } from '../../model/report.ts';
import type { ResultStore } from '../../model/results.ts';
import { Client } from '../../sources/github/client.ts';
import { findCredentials } from '../../sources/github/credentials.ts';
import { enumerate } from '../../sources/github/enumerate.ts';
import { openWorkroom } from '../../sources/workroom.ts';
import { forgeTarget, isForgeTarget } from '../../text/forge.ts';
import { byCodeUnit } from '../../text/order.ts';
import type { ScanOptions } from '../options.ts';
import { decode, isIntact } from '../survey/codec.ts';
import { noSurvey, type Survey } from '../survey/survey.ts';
import { Together } from '../survey/together.ts';
import { placeOf } from './one.ts';
import { type Outcome, Run } from './run.ts';
import { openSurveyors } from './surveyors.ts';

/** What was read of the repositories that a server holds. */
export interface ForgeRead {
  readonly survey: Survey;
  readonly coverage: ForgeCoverage;
}

/** Lists what the targets name on their server, reads what no kept result covers, and puts all of it together. */
export async function readOrganisations(options: ScanOptions, salt: string | null): Promise<ForgeRead> {
  const { forge } = options;
  if (!forge) throw new Error('there is no server to ask');
  const targets = options.targets.filter(isForgeTarget).map(forgeTarget);
  const credentials = await findCredentials(forge.forge, forge.env);
  const client = new Client({
    ...forge,
    credentials,
    budget: forge.maxWait,
    version: options.version,
    signal: options.signal,
  });
  options.onProgress?.({ stage: 'repositories', done: 0, total: 0 });
  const listed = await enumerate(targets, client, forge.filter);
  for (const note of listed.notes) forge.onNote(note);
  const [first] = targets;
  const key = options.salt ?? salt ?? `rollcall:${forge.forge.host}/${first?.owner.toLowerCase()}`;
  const room = openWorkroom();
  const surveyors = await openSurveyors({ ...options, salt: key }, options);
  try {
    const run = new Run({ client, room, surveyors, options, forge, salt: key });
    const outcomes = await run.all(listed.repositories);
    return await collected(listed, outcomes, run.results);
  } finally {
    await surveyors.close();
    room.close();
  }
}

async function collected(
  { repositories, problems, left }: Enumeration,
  outcomes: readonly Outcome[],
  results: ResultStore,
): Promise<ForgeRead> {
  const all = new Together();
  all.add({ ...noSurvey, unread: problems });
  const counts = { read: 0, empty: 0, unread: 0 };
  for (const [at, repository] of repositories.entries()) {
    const outcome = outcomes[at] ?? { kind: 'unread', why: 'the run was stopped before' };
    const survey = await surveyFor(repository, outcome, results);
    all.add(survey);
    if (outcome.kind === 'empty') counts.empty++;
    else if (survey.files > 0 || outcome.kind === 'surveyed') counts.read++;
    else counts.unread++;
  }
  const reasons = [...left].map(([reason, count]) => ({ reason, count }));
  return { survey: all.survey, coverage: { ...counts, left: reasons.sort((a, b) => byCodeUnit(a.reason, b.reason)) } };
}

async function surveyFor(repository: ForgeRepository, outcome: Outcome, results: ResultStore): Promise<Survey> {
  const places = [placeOf(repository)];
  switch (outcome.kind) {
    case 'empty':
      return { ...noSurvey, places, unread: [said(repository, 'It is empty: it has no commit.', false)] };
    case 'unread':
      return { ...noSurvey, places, unread: [said(repository, `Nothing of it was read: ${outcome.why}.`, true)] };
    case 'surveyed': {
      const bytes = await results.read(outcome.address);
      if (bytes && isIntact(bytes, outcome.address)) return await decode(bytes);
      const message = `What was found in it is in ${results.name} no longer.`;
      return { ...noSurvey, places, unread: [said(repository, message, true)] };
    }
    default:
      return outcome satisfies never;
  }
}

function said({ id }: ForgeRepository, message: string, incomplete: boolean): Problem {
  return { kind: 'problem', place: id, file: '.', reason: 'forge', message, incomplete };
}
