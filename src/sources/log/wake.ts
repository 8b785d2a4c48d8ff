import { type FSWatcher, watch } from 'node:fs';

/** Changes come in swarms: a first one waits so long for the others, in milliseconds. */
const gather = 20;

/**
 * What a follower sleeps on. It wakes at each poll; a change that the system tells of wakes it before that, which is a
 * hint and no more: network and overlay file systems tell of none.
 */
export class Wake {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #timer: NodeJS.Timeout;
  #isDue = false;
  #isHinted = false;
  #wake: () => void = () => {};

  /** `poll` in milliseconds. */
  constructor(poll: number) {
    this.#timer = setInterval(() => {
      this.#isDue = true;
      this.#wake();
    }, poll);
  }

  /** Watches these folders, beside those that it watches already. One that cannot be watched is polled like the others. */
  watch(folders: Iterable<string>): void {
    for (const folder of new Set(folders)) if (!this.#watchers.has(folder)) this.#add(folder);
  }

  /** Sleeps to the next poll, the next hint or the end of the run; true where a poll is due. */
  async sleep(signal: AbortSignal): Promise<boolean> {
    if (!this.#isDue && !this.#isHinted) await this.#woken(signal);
    if (!this.#isDue) await new Promise((resolve) => setTimeout(resolve, signal.aborted ? 0 : gather));
    const isDue = this.#isDue;
    this.#isDue = this.#isHinted = false;
    return isDue;
  }

  close(): void {
    clearInterval(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
  }

  #woken(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = () => {
        signal.removeEventListener('abort', this.#wake);
        this.#wake = () => {};
        resolve();
      };
      signal.addEventListener('abort', this.#wake);
    });
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => {
        this.#isHinted = true;
        this.#wake();
      });
      this.#watchers.set(folder, watcher);
      watcher.on('error', () => watcher.close());
    } catch {
      // It is not there yet, or the system has no watches left.
    }
  }
}
