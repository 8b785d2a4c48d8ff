import type { Token } from './tokens.ts';

/** Tokens that were passed and are kept until so many can be dropped at once. */
const slack = 4096;

/** The tokens of a text by number, made when they are asked for: of a large text only a stretch is in memory. */
export class Window {
  readonly #source: Iterator<Token>;
  #kept: Token[] = [];
  /** Number of the first token that is kept. */
  #base = 0;

  constructor(source: Iterable<Token>) {
    this.#source = source[Symbol.iterator]();
  }

  at(index: number): Token | undefined {
    while (index >= this.#base + this.#kept.length) {
      const next = this.#source.next();
      if (next.done) return undefined;
      this.#kept.push(next.value);
    }
    return this.#kept[index - this.#base];
  }

  /** Tokens before this one are not asked for again. */
  forget(index: number): void {
    if (index - this.#base < slack) return;
    this.#kept = this.#kept.slice(index - this.#base);
    this.#base = index;
  }
}
