import { RollcallError } from '../../model/error.ts';
import type { ForgeRepository } from '../../model/forge.ts';
import type { ResultStore } from '../../model/results.ts';
import type { Client } from '../../sources/github/client.ts';
import { directoryStore } from '../../sources/results/directory.ts';
import type { Workroom } from '../../sources/workroom.ts';
import type { ScanOptions } from '../options.ts';
import { addressOf } from '../survey/address.ts';
import { decode, encode, isIntact } from '../survey/codec.ts';
import { surveyAt } from '../survey/kept.ts';
import { DiskRoom } from './disk.ts';
import { withLibraries } from './libraries.ts';
import { asking, type Look, linked } from './looks.ts';
import { Unread, withLibraryFiles, withRepository } from './one.ts';
import type { ForgeOptions } from './options.ts';
import { type Headed, headed, type Outcome } from './outcome.ts';
import type { SurveyJob } from './surveyor.ts';
import type { Surveyors } from './surveyors.ts';

/** What a run goes by. */
export interface RunGround {
  readonly client: Client;
  readonly room: Workroom;
  readonly surveyors: Surveyors;
  readonly options: ScanOptions;
  readonly forge: ForgeOptions;
  readonly salt: string;
}

/** Bytes that may stand on the disk at a time, but for one repository that is larger by itself. */
const diskBytes = 900_000_000;

/** What a repository takes on the disk for each byte that its server has of it: its pack, and its files as they are read. */
const unpacked = 4;

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

  /** What became of each, in the same order: each read by itself, or in the light of what the others offer as well. */
  async all(repositories: readonly ForgeRepository[], how: 'alone' | 'linked'): Promise<readonly Outcome[]> {
    const { options, forge } = this.#ground;
    let done = 0;
    const first = await this.#each(repositories, async (repository) => {
      const outcome = await this.first(repository);
      options.onProgress?.({ stage: 'repositories', done: ++done, total: repositories.length });
      return outcome;
    });
    if (forge.results && this.#known > 0)
      forge.onNote(
        `${this.#known} of ${repositories.length} repositories are unchanged and were taken from ${forge.results.name}`,
      );
    if (options.signal.aborted || how === 'alone') return first;
    return await linked(repositories, first, this.results, (looks) => this.#each(looks, (look) => this.again(look)));
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

  /** Reads a repository by itself. */
  async first(repository: ForgeRepository): Promise<Outcome> {
    const { options, salt } = this.#ground;
    const wanted = headed(repository);
    if ('kind' in wanted) return wanted;
    if (options.signal.aborted) return { kind: 'unread', why: stopped };
    const address = addressOf(wanted, salt, options);
    if (await this.#isKept(address, repository)) {
      this.#known++;
      return { kind: 'surveyed', address };
    }
    return await this.#survey(wanted, address, (job) => this.#ground.surveyors.survey(job));
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
    survey: (job: SurveyJob) => Promise<Uint8Array | Unread>,
  ): Promise<Outcome> {
    const { options, salt } = this.#ground;
    try {
      const bytes = await this.#disk.with(repository.kilobytes * 1024 * unpacked, () =>
        withRepository(repository, address, this.#ground, (job) => survey({ ...job, salt })),
      );
      if (bytes instanceof Unread) return { kind: 'unread', why: bytes.why, isLimit: bytes.isLimit };
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

  /** Looks once more at a repository that asks for packages of others which call a model, with those beside it. */
  async again({ surveyed, address, wanted }: Look): Promise<Outcome> {
    const { repository } = surveyed;
    if (this.#ground.options.signal.aborted) return { kind: 'unread', why: stopped };
    if (await this.#isKept(address, repository)) return { kind: 'surveyed', address };
    const first = await surveyAt(this.results, surveyed.address);
    if (!first) return { kind: 'unread', why: `what was found in it is in ${this.results.name} no longer` };
    const outcome = await this.#survey(repository, address, (job) =>
      withLibraryFiles(wanted, this.#ground, async (libraries) => {
        const bytes = await this.#ground.surveyors.survey({ ...job, folder: null, libraries });
        return await encode(address, withLibraries(first, await decode(Buffer.from(bytes))));
      }),
    );
    return outcome.kind === 'unread' ? lacking(surveyed, wanted, outcome) : outcome;
  }
}

/** What was found in a repository by itself still holds. */
function lacking(
  { address }: Look['surveyed'],
  wanted: Look['wanted'],
  { why, isLimit = false }: Extract<Outcome, { kind: 'unread' }>,
): Outcome {
  return {
    kind: 'surveyed',
    address,
    lacks: `${asking(wanted)}, and could not be looked at beside them: ${why}.`,
    isLimit,
  };
}
