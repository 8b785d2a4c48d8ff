import { RollcallError } from '../../model/error.ts';
import type { Plan } from '../../model/plan.ts';
import { type Job, Pause, type Queue, type WorkOptions } from '../../model/queue.ts';
import type { ResultStore } from '../../model/results.ts';
import { openWorkroom } from '../../sources/workroom.ts';
import type { ScanOptions } from '../options.ts';
import { addressOf, type SurveyOptions } from '../survey/address.ts';
import { intactAt } from '../survey/kept.ts';
import { clientFor } from './client.ts';
import { type Look, linked } from './looks.ts';
import type { ForgeOptions } from './options.ts';
import { type Headed, headed, type Outcome } from './outcome.ts';
import { Run } from './run.ts';
import { openSurveyors } from './surveyors.ts';

/** What was put into a queue, and what needed not be. */
export interface Enqueued {
  readonly added: number;
  /** Jobs that wait, or are worked on, already. */
  readonly known: number;
  /** Repositories of which the result is there. */
  readonly kept: number;
  /** Repositories of which nothing can be read: they are empty, or closed. */
  readonly without: number;
}

/** What is put where. */
export interface FleetGround {
  readonly queue: Queue;
  readonly results: ResultStore;
  /** Key of the fingerprints where nobody named one: it is no secret. One that is goes into no queue; workers have it. */
  readonly scope: string;
}

/** What a job is about: a repository by itself, or once more beside libraries of others. */
type Task =
  | { readonly kind: 'alone'; readonly repository: Headed; readonly scope: string }
  | { readonly kind: 'beside'; readonly look: Look; readonly scope: string };

/**
 * Puts what is missing into a queue: repositories whose result is not kept, and those that have to be looked at beside the
 * libraries of others, as far as that is known by now. It may be asked as often as one likes.
 */
export async function enqueueFleet(
  plan: Plan,
  { queue, results, scope }: FleetGround,
  options: SurveyOptions & Pick<ScanOptions, 'salt'>,
): Promise<Enqueued> {
  const key = options.salt ?? scope;
  const jobs: Job[] = [];
  const put = (id: string, task: Task): void => {
    jobs.push({ id, data: { ...task } });
  };
  let [kept, without] = [0, 0];
  const first: Outcome[] = [];
  for (const repository of plan.repositories) {
    const wanted = headed(repository);
    if ('kind' in wanted) {
      without++;
      first.push(wanted);
      continue;
    }
    const address = addressOf(wanted, key, options);
    const survey = await intactAt(results, address);
    if (survey) kept++;
    else put(address, { kind: 'alone', repository: wanted, scope });
    first.push(survey ? { kind: 'surveyed', address } : { kind: 'unread', why: 'it waits in the queue' });
  }
  await linked(plan.repositories, first, results, async (looks) => {
    const outcomes: Outcome[] = [];
    for (const look of looks) {
      const isKept = (await intactAt(results, look.address)) !== null;
      if (!isKept) put(look.address, { kind: 'beside', look, scope });
      outcomes.push({ kind: 'surveyed', address: isKept ? look.address : look.surveyed.address });
    }
    return outcomes;
  });
  // What is put in twice, in two rounds, is one job.
  const added = await queue.add([...new Map(jobs.map((job) => [job.id, job])).values()]);
  return { ...added, kept, without };
}

/** How long all workers wait where the server allows no more for now, ms. */
const limitPause = 60_000;

/** Does jobs of a queue, until the run is stopped or, where asked for, nothing is left. */
export async function workFleet(
  queue: Queue,
  work: Omit<WorkOptions, 'signal'>,
  options: ScanOptions,
  forge: ForgeOptions,
): Promise<void> {
  const { signal } = options;
  // Whoever is told to end takes no further job, and does those that it has: half a job would count as a failed one.
  const own: ScanOptions = { ...options, signal: new AbortController().signal };
  const client = await clientFor(own, forge);
  const room = openWorkroom();
  const surveyors = await openSurveyors(own, own);
  const runs = new Map<string, Run>();
  const runFor = (scope: string): Run => {
    // The fingerprints of two owners have two keys.
    const run =
      runs.get(scope) ?? new Run({ client, room, surveyors, options: own, forge, salt: options.salt ?? scope });
    runs.set(scope, run);
    return run;
  };
  try {
    await queue.work(
      async ({ id, data }) => {
        const task = taskIn(data);
        const run = runFor(task.scope);
        const outcome = task.kind === 'alone' ? await run.first(task.repository) : await run.again(task.look);
        settle(outcome, id);
      },
      { ...work, signal },
    );
  } finally {
    await surveyors.close();
    room.close();
  }
}

/** The task in the data of a job. Whoever may write to the queue says what is read, but not from where. */
function taskIn(data: Job['data']): Task {
  const task = data as unknown as Task; // its parts are looked at below, as far as they lead anywhere
  const repositories =
    task.kind === 'alone'
      ? [task.repository]
      : [task.look.surveyed.repository, ...task.look.wanted.map(({ repository }) => repository)];
  const isPlain = repositories.every(
    ({ name, head }) => /^[\w.-]+\/[\w.-]+$/.test(name) && /^[0-9a-f]{40,64}$/.test(head),
  );
  if (isPlain) return task;
  throw new Error('it names no repository and no commit');
}

/** A job is done once what it is about is kept under its own name. */
function settle(outcome: Outcome, id: string): void {
  const why = outcome.kind === 'unread' ? outcome.why : outcome.kind === 'surveyed' ? outcome.lacks : undefined;
  if (why !== undefined) {
    if (outcome.kind !== 'empty' && outcome.isLimit) throw new Pause(why, limitPause);
    throw new Error(why);
  }
  if (outcome.kind === 'surveyed' && outcome.address !== id)
    throw new RollcallError('usage', 'it was put into the queue by other rules, another configuration or another salt');
}
