import { RollcallError } from '../../model/error.ts';
import type { Enumeration, ForgeRepository } from '../../model/forge.ts';
import type { Problem } from '../../model/problem.ts';
import type { ForgeCoverage } from '../../model/report.ts';
import type { ResultStore } from '../../model/results.ts';
import { Client } from '../../sources/github/client.ts';
import { findCredentials } from '../../sources/github/credentials.ts';
import { enumerate } from '../../sources/github/enumerate.ts';
import { directoryStore } from '../../sources/results/directory.ts';
import { openWorkroom, type Workroom } from '../../sources/workroom.ts';
import { forgeTarget, isForgeTarget } from '../../text/forge.ts';
import { byCodeUnit } from '../../text/order.ts';
import type { ScanOptions } from '../options.ts';
import { addressOf } from '../survey/address.ts';
import { decode, isIntact } from '../survey/codec.ts';
import { noSurvey, type Survey } from '../survey/survey.ts';
import { Together } from '../survey/together.ts';
import { DiskRoom } from './disk.ts';
import { placeOf, withRepository } from './one.ts';
import type { ForgeOptions } from './options.ts';
import { openSurveyors, type Surveyors } from './surveyors.ts';

/** What was read of the repositories that a server holds. */
export interface ForgeRead {
  readonly survey: Survey;
  readonly coverage: ForgeCoverage;
}

/** Bytes of clones that may stand on the disk at a time, but for one that is larger by itself. */
const diskBytes = 768 << 20;

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

/** What became of a repository: its survey is kept under the address, or there is a sentence that says why there is none. */
type Outcome =
  | { readonly kind: 'surveyed'; readonly address: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unread'; readonly why: string };

interface Ground {
  readonly client: Client;
  readonly room: Workroom;
  readonly surveyors: Surveyors;
  readonly options: ScanOptions;
  readonly forge: ForgeOptions;
  readonly salt: string;
}

class Run {
  readonly results: ResultStore;
  readonly #ground: Ground;
  readonly #disk = new DiskRoom(diskBytes);
  #known = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.results = ground.forge.results ?? directoryStore(ground.room.folder());
  }

  async all(repositories: readonly ForgeRepository[]): Promise<readonly Outcome[]> {
    const { options, forge } = this.#ground;
    const outcomes: Outcome[] = [];
    let [next, done] = [0, 0];
    const worker = async (): Promise<void> => {
      for (let at = next++; at < repositories.length; at = next++) {
        const repository = repositories[at];
        if (!repository) return;
        outcomes[at] = await this.#one(repository);
        options.onProgress?.({ stage: 'repositories', done: ++done, total: repositories.length });
      }
    };
    await Promise.all(Array.from({ length: forge.clones }, worker));
    if (forge.results && this.#known > 0)
      forge.onNote(
        `${this.#known} of ${repositories.length} repositories are unchanged and were taken from ${forge.results.name}`,
      );
    return outcomes;
  }

  async #one(repository: ForgeRepository): Promise<Outcome> {
    const { options, surveyors, salt, forge } = this.#ground;
    const { head } = repository;
    if (repository.disabled) return { kind: 'unread', why: 'its server lets nobody in' };
    if (head === null) return { kind: 'empty' };
    if (options.signal.aborted) return { kind: 'unread', why: 'the run was stopped before' };
    const address = addressOf({ ...repository, head }, salt, options);
    const kept = await this.results.read(address);
    if (kept && isIntact(kept, address)) {
      this.#known++;
      return { kind: 'surveyed', address };
    }
    if (kept) forge.onNote(`warning: what ${this.results.name} keeps of ${repository.id} is damaged; it is read anew`);
    const bytes = await this.#read({ ...repository, head }, address, surveyors);
    if (typeof bytes === 'string') return { kind: 'unread', why: bytes };
    await this.results.write(address, bytes);
    return { kind: 'surveyed', address };
  }

  async #read(
    repository: ForgeRepository & { readonly head: string },
    address: string,
    surveyors: Surveyors,
  ): Promise<Uint8Array | string> {
    const { options } = this.#ground;
    try {
      return await this.#disk.with(repository.kilobytes * 1024, () =>
        withRepository(repository, address, this.#ground, (job) => surveyors.survey(job)),
      );
    } catch (error) {
      if (options.signal.aborted) return 'the run was stopped before';
      if (error instanceof RollcallError) throw error;
      return `it brought its reader down (${error instanceof Error ? error.name : 'an error'})`;
    }
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
