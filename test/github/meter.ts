/** What is left of the hour. */
export interface Reading {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly reset: number;
}

/** Counts calls by the hour. */
export interface Meter {
  readonly read: (limit: number) => Reading;
  readonly count: () => void;
}

/** A meter that begins its hour at the first look. */
export function meter(): Meter {
  let used = 0;
  let reset = 0;
  const turn = (): void => {
    const now = Math.floor(Date.now() / 1000);
    if (now < reset) return;
    used = 0;
    reset = now + 3600;
  };
  return {
    read(limit) {
      turn();
      return { limit, used, remaining: Math.max(0, limit - used), reset };
    },
    count() {
      turn();
      used++;
    },
  };
}
