import { RollcallError } from '../../model/error.ts';
import type { ForgeRepository } from '../../model/forge.ts';
import type { ResultStore } from '../../model/results.ts';
import type { Client } from '../../sources/github/client.ts';
import { directoryStore } from '../../sources/results/directory.ts';
import type { Workroom } from '../../sources/workroom.ts';
import type { ScanOptions } from '../options.ts';
import { addressOf } from '../survey/address.ts';
import { decode, encode, isIntact } from '../survey/codec.ts';
import type { Survey } from '../survey/survey.ts';
import { DiskRoom } from './disk.ts';
import { addressWith, Libraries, type Library, rounds, type Surveyed, withLibraries } from './libraries.ts';
import { librariesOf, withRepository } from './one.ts';
import type { ForgeOptions } from './options.ts';
import type { SurveyJob } from './surveyor.ts';
import type { Surveyors } from './surveyors.ts';

/** What became of a repository: its survey is kept under the address, or there is a sentence that says why there is none. */
export type Outcome =
  | { readonly kind: 'surveyed'; readonly address: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unread'; readonly why: string };

/** What a run goes by. */
export interface RunGround {
  readonly client: Client;
  readonly room: Workroom;
  readonly surveyors: Surveyors;
  readonly options: ScanOptions;
  readonly forge: ForgeOptions;
  readonly salt: string;
}

type Headed = ForgeRepository & { readonly head: string };

/** Bytes of clones that may stand on the disk at a time, but for one that is larger by itself. */
const diskBytes = 768 << 20;

const stopped = 'the run was stopped before';

/** Reads repositories, several at a time: those alone that no kept result covers. */
export class Run {
  readonly results: ResultStore;
  readonly #ground: RunGround;
  readonly #disk = new DiskRoom(diskBytes);
  #known = 0;

  constructor(ground: RunGround) {
    this.#ground = ground;
    this.results = ground.forge.results ?? directoryStore(ground.room.folder());
  }

  /** What became of each, in the same order. */
  async all(repositories: readonly ForgeRepository[]): Promise<readonly Outcome[]> {
    const { options, forge } = this.#ground;
    let done = 0;
    const first = await this.#each(repositories, async (repository) => {
      const outcome = await this.#first(repository);
      options.onProgress?.({ stage: 'repositories', done: ++done, total: repositories.length });
      return outcome;
    });
    if (forge.results && this.#known > 0)
      forge.onNote(
        `${this.#known} of ${repositories.length} repositories are unchanged and were taken from ${forge.results.name}`,
      );
    return options.signal.aborted ? first : await this.#linked(repositories, first);
  }

  async #each<T>(items: readonly T[], run: (item: T) => Promise<Outcome>): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let at = next++; at < items.length; at = next++) {
        const item = items[at];
        if (item !== undefined) outcomes[at] = await run(item);
      }
    };
    await Promise.all(Array.from({ length: this.#ground.forge.clones }, worker));
    return outcomes;
  }

  async #first(repository: ForgeRepository): Promise<Outcome> {
    const { options, salt } = this.#ground;
    const { head } = repository;
    if (repository.disabled) return { kind: 'unread', why: 'its server lets nobody in' };
    if (head === null) return { kind: 'empty' };
    if (options.signal.aborted) return { kind: 'unread', why: stopped };
    const address = addressOf({ ...repository, head }, salt, options);
    if (await this.#isKept(address, repository)) {
      this.#known++;
      return { kind: 'surveyed', address };
    }
    return await this.#survey({ ...repository, head }, address, (job) => this.#ground.surveyors.survey(job));
  }

  async #isKept(address: string, { id }: ForgeRepository): Promise<boolean> {
    const kept = await this.results.read(address);
    if (kept && isIntact(kept, address)) return true;
    if (kept)
      this.#ground.forge.onNote(`warning: what ${this.results.name} keeps of ${id} is damaged; it is read anew`);
    return false;
  }

  async #survey(
    repository: Headed,
    address: string,
    survey: (job: SurveyJob) => Promise<Uint8Array>,
  ): Promise<Outcome> {
    const { options } = this.#ground;
    try {
      const bytes = await this.#disk.with(repository.kilobytes * 1024, () =>
        withRepository(repository, address, this.#ground, survey),
      );
      if (typeof bytes === 'string') return { kind: 'unread', why: bytes };
      await this.results.write(address, bytes);
      return { kind: 'surveyed', address };
    } catch (error) {
      if (options.signal.aborted) return { kind: 'unread', why: stopped };
      if (error instanceof RollcallError) throw error;
      return {
        kind: 'unread',
        why: `it brought its reader down (${error instanceof Error ? error.name : 'an error'})`,
      };
    }
  }

  /** Looks once more at repositories that ask for packages of others which call a model, with those beside them. */
  async #linked(repositories: readonly ForgeRepository[], first: readonly Outcome[]): Promise<readonly Outcome[]> {
    const outcomes = [...first];
    for (let round = 0; round < rounds; round++) {
      const { libraries, asks } = await this.#packages(repositories, outcomes);
      if (libraries.size === 0) return outcomes;
      const wanting = repositories.flatMap((repository, at) => {
        const surveyed = surveyedAt(repository, first[at]);
        if (!surveyed) return [];
        const wanted = libraries.wantedBy(surveyed, asks.get(repository.id) ?? [], (id) => asks.get(id) ?? []);
        const address = wanted.length === 0 ? '' : addressWith(surveyed, wanted);
        const now = outcomes[at];
        return wanted.length === 0 || (now?.kind === 'surveyed' && now.address === address)
          ? []
          : [{ at, surveyed, wanted, address }];
      });
      if (wanting.length === 0) return outcomes;
      const found = await this.#each(wanting, (one) => this.#again(one.surveyed, one.address, one.wanted));
      for (const [index, { at }] of wanting.entries()) {
        const outcome = found[index];
        if (outcome) outcomes[at] = outcome;
      }
    }
    return outcomes;
  }

  /** What repositories offer, and what they ask for that any of them offers. */
  async #packages(
    repositories: readonly ForgeRepository[],
    outcomes: readonly Outcome[],
  ): Promise<{ readonly libraries: Libraries; readonly asks: ReadonlyMap<string, readonly string[]> }> {
    const libraries = new Libraries();
    const asks = new Map<string, readonly string[]>();
    for (const [at, repository] of repositories.entries()) {
      const surveyed = surveyedAt(repository, outcomes[at]);
      const survey = surveyed && (await this.#read(surveyed.address));
      if (!surveyed || !survey) continue;
      libraries.add(surveyed, survey);
      if (survey.packages.asks.length > 0) asks.set(repository.id, survey.packages.asks);
    }
    return { libraries, asks };
  }

  async #read(address: string): Promise<Survey | null> {
    const bytes = await this.results.read(address);
    return bytes && isIntact(bytes, address) ? await decode(bytes) : null;
  }

  async #again(surveyed: Surveyed, address: string, wanted: readonly Library[]): Promise<Outcome> {
    const { repository } = surveyed;
    if (this.#ground.options.signal.aborted) return { kind: 'unread', why: stopped };
    if (await this.#isKept(address, repository)) return { kind: 'surveyed', address };
    const first = await this.#read(surveyed.address);
    if (!first) return { kind: 'unread', why: `what was found in it is in ${this.results.name} no longer` };
    return await this.#survey(repository, address, async (job) =>
      librariesOf(wanted, this.#ground, async (libraries) => {
        const second = await decode(
          Buffer.from(await this.#ground.surveyors.survey({ ...job, folder: null, libraries })),
        );
        return await encode(address, withLibraries(first, second));
      }),
    );
  }
}

function surveyedAt(repository: ForgeRepository, outcome: Outcome | undefined): Surveyed | null {
  const { head } = repository;
  return outcome?.kind === 'surveyed' && head !== null
    ? { repository: { ...repository, head }, address: outcome.address }
    : null;
}
