/** Time, handed in. `now` counts milliseconds and never goes back. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Lets one through after another, so many milliseconds apart. */
export class Pace {
  #free = Number.NEGATIVE_INFINITY;
  readonly #pause: number;
  readonly #clock: Clock;

  constructor(pause: number, clock: Clock) {
    this.#pause = pause;
    this.#clock = clock;
  }

  async turn(signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    const mine = Math.max(now, this.#free);
    this.#free = mine + this.#pause;
    if (mine > now) await this.#clock.sleep(mine - now, signal);
  }
}
