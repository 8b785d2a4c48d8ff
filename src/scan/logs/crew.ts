import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { LogRules } from '../../model/network.ts';
import { lineEnd, type OpenLog, type Span } from '../../sources/log/spans.ts';
import type { Words } from './finds.ts';
import { type Found, Seeker } from './seek.ts';

/** What a thread of a crew is started with. */
export type SeekData = Pick<LogRules, Words>;

/** What a thread is told to look through. */
export interface Order {
  readonly descriptor: number;
  readonly span: Span;
  readonly words: Words;
}

/** How a crew works, but for tests. */
export interface CrewOptions {
  readonly worker: URL;
  /** Logs of fewer bytes are read before a thread is ready. */
  readonly least: number;
  /** About so many bytes are handed to a thread at a time. */
  readonly span: number;
}

export const usualCrew: CrewOptions = {
  worker: new URL('./worker.js', import.meta.url),
  least: 64 << 20,
  span: 2 << 20,
};

/** This thread decodes what they find, which takes as long as two or three of them need to find it. */
const mostThreads = 3;
/** Orders that a thread has at a time: when it is through with one, the next is there. */
const ahead = 2;
/** Spans that this thread looks through before it has decoded what was found in them. */
const mostOwn = 2;
const limits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 2 };

/** A span that is looked through, and what is found in it; `null` where it cannot be read. */
interface Task {
  readonly span: Span;
  readonly found: Promise<Found | null> | Found | null;
  readonly isOwn: boolean;
  isDone: boolean;
}

/** Threads that look for lines in spans of a log beside the one that decodes them, which helps where it would wait. */
export class SeekCrew {
  readonly #threads: readonly Thread[];
  readonly #seeker: Seeker;
  readonly #options: CrewOptions;

  /** As many as there are jobs, this thread being one of them. */
  constructor(jobs: number, { words, labels }: LogRules, options: CrewOptions) {
    this.#options = options;
    this.#seeker = new Seeker({ words, labels });
    const data: SeekData = { words, labels };
    this.#threads = Array.from({ length: Math.min(jobs - 1, mostThreads) }, () => new Thread(options.worker, data));
  }

  /** Waits until all threads have started. */
  async started(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.started));
  }

  /** What is found in a log from the start of a line on, span by span in their order. Ends early where a span cannot be read. */
  async *find(log: OpenLog, from: number, words: Words): AsyncGenerator<Found & Span> {
    const tasks: Task[] = [];
    const spans = this.#spans(log, from);
    for (;;) {
      // Lets in what threads have answered meanwhile.
      await setImmediate();
      this.#handOut(tasks, spans, { descriptor: log.descriptor, words });
      const [first] = tasks;
      if (!first) return;
      const own = first.isDone || tasks.filter(({ isOwn }) => isOwn).length >= mostOwn ? null : spans.next().value;
      if (own) {
        const found = this.#seeker.find(log.descriptor, own, words);
        tasks.push({ span: own, found, isOwn: true, isDone: true });
        continue;
      }
      const found = await first.found;
      if (!found) return;
      yield { ...found, ...first.span };
      tasks.shift();
    }
  }

  /** Each thread has something to do, unless it is far ahead of the others. */
  #handOut(tasks: Task[], spans: Iterator<Span, null>, order: Omit<Order, 'span'>): void {
    const most = mostOwn + 2 * ahead * this.#threads.length;
    for (const thread of this.#threads) {
      while (thread.orders < ahead && tasks.length < most) {
        const span = spans.next().value;
        if (!span) return;
        const found = thread.ask({ ...order, span });
        const task: Task = { span, found, isOwn: false, isDone: false };
        tasks.push(task);
        found.then(() => {
          task.isDone = true;
        });
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  /** Spans of whole lines, as far as there are any. */
  *#spans(log: OpenLog, start: number): Generator<Span, null> {
    for (let from = start; from < log.size; ) {
      const near = from + this.#options.span;
      const to = near >= log.size ? log.size : lineEnd(log, near);
      if (to === null) return null;
      yield { from, to };
      from = to;
    }
    return null;
  }
}

/** A thread answers in the order in which it is asked; `null` once it has come to an end. */
class Thread {
  /** Fulfilled once it runs, or never will. */
  readonly started: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting: ((found: Found | null) => void)[] = [];
  #isGone = false;

  constructor(file: URL, workerData: SeekData) {
    this.#worker = new Worker(file, { workerData, resourceLimits: limits });
    this.started = new Promise((resolve) => {
      for (const event of ['online', 'error', 'exit']) this.#worker.once(event, () => resolve());
    });
    this.#worker.on('message', (found: Found | null) => this.#waiting.shift()?.(found));
    this.#worker.once('error', () => this.#end());
    this.#worker.once('exit', () => this.#end());
  }

  /** How many it has not answered. */
  get orders(): number {
    return this.#waiting.length;
  }

  ask(order: Order): Promise<Found | null> {
    if (this.#isGone) return Promise.resolve(null);
    this.#worker.postMessage(order);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(): void {
    this.#isGone = true;
    for (const resolve of this.#waiting.splice(0)) resolve(null);
  }
}
