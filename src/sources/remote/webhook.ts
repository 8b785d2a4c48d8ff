import type { Post } from './post.ts';

/** What a webhook depends on. */
export interface WebhookOptions {
  readonly post: Post;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Ends the run: what waits is sent within two seconds, or not at all. */
  readonly signal: AbortSignal;
  /** Told when lines were given up, with the end of a sentence that begins with the name of the server. */
  readonly lost: (lines: number, fault: string) => void;
}

/** Lines in one post, and milliseconds that the first of them waits for others. */
const batch = { lines: 100, milliseconds: 500 };
/** So many lines wait at most: whoever has more waits too. */
const room = 1000;
/** Milliseconds before each further attempt. After the last, the lines are given up. */
const pauses: readonly number[] = [500, 1000, 2000, 4000, 8000];
/** Milliseconds for what waits when the run is to end, and the longest pause then. */
const parting = { milliseconds: 1500, pause: 250 };

/**
 * Posts lines in their order, in batches. A batch that does not arrive is sent again, so a server whose answer was lost
 * may get it twice. While a server does not answer at all, further batches are tried once each.
 */
export class Webhook {
  /** Lines that arrived, and those that were given up. */
  delivered = 0;
  lost = 0;
  readonly #options: WebhookOptions;
  readonly #waiting: string[] = [];
  readonly #over = new AbortController();
  #isDown = false;
  #sending: Promise<void> | null = null;
  #full = new AbortController();
  #wake: () => void = () => {};
  #isEnding = false;

  constructor(options: WebhookOptions) {
    this.#options = options;
    const { signal, sleep } = options;
    const stop = (): void => {
      void sleep(parting.milliseconds, this.#over.signal)
        .then(() => this.#over.abort())
        .catch(() => {});
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  }

  /** Takes a line, without its end. Resolves when there is room for the next. */
  async post(line: string): Promise<void> {
    this.#waiting.push(line);
    if (this.#waiting.length >= batch.lines) this.#full.abort();
    this.#sending ??= this.#send();
    while (this.#waiting.length >= room) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  /** Sends what waits, and ends. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#full.abort();
    await this.#sending;
    this.#over.abort();
  }

  async #send(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gathered();
      const lines = this.#waiting.slice(0, batch.lines);
      const fault = await this.#delivered(`${lines.join('\n')}\n`);
      this.#waiting.splice(0, lines.length);
      if (fault === null) this.delivered += lines.length;
      else this.#giveUp(lines.length, fault);
      this.#wake();
    }
    this.#sending = null;
  }

  /** Waits for a batch to be full, or to have waited long enough. */
  async #gathered(): Promise<void> {
    this.#full = new AbortController();
    if (this.#isEnding || this.#waiting.length >= batch.lines) return;
    await this.#slept(batch.milliseconds, AbortSignal.any([this.#full.signal, this.#options.signal]));
  }

  /** Sends a batch until it arrives; why it did not. */
  async #delivered(body: string): Promise<string | null> {
    const attempts = this.#isDown ? 1 : pauses.length + 1;
    for (let attempt = 0; ; attempt++) {
      if (this.#over.signal.aborted) return 'was not given the time to answer';
      const refusal = await this.#options.post(body, this.#over.signal);
      this.#isDown = refusal?.passes === true && attempt + 1 >= attempts;
      if (refusal === null || !refusal.passes || this.#isDown) return refusal?.fault ?? null;
      await this.#pause(pauses[attempt] ?? 0);
    }
  }

  /** A pause before the next attempt; when the run is to end, a short one. */
  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#options;
    if (!signal.aborted) await this.#slept(milliseconds, signal);
    if (signal.aborted) await this.#slept(parting.pause, this.#over.signal);
  }

  async #slept(milliseconds: number, signal: AbortSignal): Promise<void> {
    await this.#options.sleep(milliseconds, signal).catch(() => {}); // woken before its time
  }

  #giveUp(lines: number, fault: string): void {
    this.lost += lines;
    this.#options.lost(lines, fault);
  }
}
