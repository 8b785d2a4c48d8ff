import { Worker } from 'node:worker_threads';
import type { RuleSet } from '../../model/ruleset.ts';
import type { IdsData } from '../../sources/git/ids.ts';
import type { PackData } from '../../sources/git/packs/pack.ts';
import type { Plan } from '../../sources/git/packs/plan.ts';
import type { PathsData } from '../../sources/git/paths.ts';
import { sharedInts } from '../../sources/git/shared.ts';
import type { Store } from '../../sources/git/store.ts';
import type { TreesPart } from '../../sources/git/trees.ts';
import type { InspectOptions } from '../inspect.ts';
import type { Tally } from './looker.ts';

/** What a thread of a crew is started with. */
export interface CrewData {
  readonly rules: RuleSet;
  readonly inspect: InspectOptions;
  readonly place: string;
  readonly below: string;
  readonly maxBytes: number;
  /** 1 as soon as nothing more is to be read. */
  readonly stopped: Int32Array;
  /** Which thread it is: the first one, which has the crew, is 1. */
  readonly number: number;
}

/** What a crew is told to do. All threads take from the same plans. */
export type Order =
  | {
      readonly kind: 'trees';
      readonly packs: readonly PackData[];
      readonly plans: readonly Plan[];
      readonly known: { readonly trees: IdsData; readonly blobs: IdsData; readonly damaged: IdsData };
    }
  | {
      readonly kind: 'blobs';
      readonly packs: readonly PackData[];
      readonly plans: readonly Plan[];
      readonly blobs: IdsData;
      readonly paths: PathsData;
      /** By blob, the number of the thread that has read it. */
      readonly done: Uint8Array;
    };

/** What each thread answers; `null` where it came to an end before. */
export interface Answers {
  readonly trees: TreesPart;
  readonly blobs: Tally;
}

/** Packs of fewer bytes are read before a thread is ready. */
const worthwhile = 24 << 20;
/** Each thread holds the rules, and objects that others are changes of. */
const mostThreads = 4;
const limits = { stackSizeMb: 64, maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 6 };
const usual = new URL('./worker.js', import.meta.url);

/** Threads that read the packs of a repository beside this one. */
export class Crew {
  readonly #workers: readonly Worker[];
  readonly #stopped = sharedInts(1);
  /** Threads that have come to an end. */
  readonly #gone = new Set<Worker>();

  /** As many as there are jobs, this thread being one of them; none for a store that is soon read. */
  constructor(
    jobs: number,
    { packs }: Pick<Store, 'packs'>,
    data: Omit<CrewData, 'stopped' | 'number'>,
    { worker, least }: { readonly worker: URL; readonly least: number } = { worker: usual, least: worthwhile },
  ) {
    const bytes = packs.reduce((sum, pack) => sum + pack.bytes, 0);
    const count = bytes < least ? 0 : Math.min(jobs, mostThreads) - 1;
    this.#workers = Array.from({ length: count }, (_, at) => {
      const workerData: CrewData = { ...data, stopped: this.#stopped, number: at + 2 };
      const one = new Worker(worker, { workerData, resourceLimits: limits });
      one.once('error', () => this.#gone.add(one));
      one.once('exit', () => this.#gone.add(one));
      return one;
    });
  }

  /** Tells all threads to do something, and gives what they answer. */
  run<K extends Order['kind']>(order: Extract<Order, { kind: K }>): Promise<(Answers[K] | null)[]> {
    return Promise.all(this.#workers.map((worker) => this.#ask<Answers[K]>(worker, order)));
  }

  /** Ends as soon as each thread is through with the object that it is at. */
  stop(): void {
    Atomics.store(this.#stopped, 0, 1);
  }

  async close(): Promise<void> {
    this.stop();
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #ask<T>(worker: Worker, order: Order): Promise<T | null> {
    if (this.#gone.has(worker)) return Promise.resolve(null);
    return new Promise((resolve) => {
      worker.once('message', resolve);
      worker.once('error', () => resolve(null));
      worker.once('exit', () => resolve(null));
      worker.postMessage(order);
    });
  }
}
