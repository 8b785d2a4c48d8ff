import { onTestFinished } from 'vitest';
import { Checkpoint } from '../../../src/sources/log/checkpoint.ts';
import { type FollowOptions, follow, type Logs } from '../../../src/sources/log/follow.ts';
import type { Followed } from '../../../src/sources/log/following.ts';

/** A follower at work beside the test. */
export class Following {
  readonly events: Followed[] = [];
  /** Lines without their ends, by log. */
  readonly #lines = new Map<string, string[]>();
  #half = '';
  readonly #end = new AbortController();
  readonly #done: Promise<void>;

  constructor(logs: Logs, options: Partial<FollowOptions> = {}) {
    this.#done = this.#run(follow(logs, { place: 'logs', signal: this.#end.signal, poll: 25, ...options }));
    onTestFinished(() => this.stop());
  }

  lines(log?: string): string[] {
    return log === undefined ? [...this.#lines.values()].flat() : (this.#lines.get(log) ?? []);
  }

  of<K extends Followed['kind']>(kind: K): Extract<Followed, { kind: K }>[] {
    return this.events.filter((event): event is Extract<Followed, { kind: K }> => event.kind === kind);
  }

  /** Waits for something to be so. */
  async until(isSo: () => boolean, milliseconds = 10_000): Promise<void> {
    const end = performance.now() + milliseconds;
    while (!isSo()) {
      if (performance.now() > end) throw new Error(`not in time; ${this.lines().length} lines came`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#done;
  }

  async #run(events: AsyncGenerator<Followed>): Promise<void> {
    for await (const event of events) {
      this.events.push(event.kind === 'lines' ? { ...event, chunk: Buffer.from(event.chunk) } : event);
      if (event.kind !== 'lines') continue;
      const text = this.#half + event.chunk.toString('latin1');
      this.#half = event.continues ? text : '';
      if (event.continues) continue;
      const lines = text.split(/\r\n?|\n/).filter((line) => line !== '');
      this.#lines.set(event.path, [...(this.#lines.get(event.path) ?? []), ...lines]);
    }
  }
}

/** Follows until all that is there was given, then stops in the clean way. */
export async function caughtUp(logs: Logs, path: string, options: Partial<FollowOptions> = {}): Promise<Following> {
  const following = new Following(logs, { checkpoint: new Checkpoint(path), ...options });
  await following.until(() => following.of('idle').length > 0);
  await following.stop();
  return following;
}
