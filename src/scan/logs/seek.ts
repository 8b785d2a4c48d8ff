import type { LogRules } from '../../model/network.ts';
import { piece, piecesOf, type Span } from '../../sources/log/spans.ts';
import { type Finder, finder } from '../../wire/find.ts';
import { type HitLine, type LineCount, lineReader } from '../../wire/hit-lines.ts';

/** What lines are looked for by: as names are written, or with the lengths of their labels. */
export type Words = 'words' | 'labels';

/** What was found in a span. */
export interface Found extends LineCount {
  /** The first line of the span is 1. */
  readonly hits: readonly HitLine[];
}

/** Looks for lines of a log in spans of it. Each finder is made once. */
export class Seeker {
  readonly #rules: Pick<LogRules, Words>;
  readonly #buffer = Buffer.allocUnsafeSlow(piece);
  readonly #finders = new Map<Words, Finder>();

  constructor(rules: Pick<LogRules, Words>) {
    this.#rules = rules;
  }

  /** Makes what it finds by, before it is asked. */
  finder(words: Words): Finder {
    const known = this.#finders.get(words) ?? finder(this.#rules[words]);
    this.#finders.set(words, known);
    return known;
  }

  /** The lines of a span with a word; lines end with LF. `null` where it cannot be read. */
  find(descriptor: number, span: Span, words: Words): Found | null {
    const hits: HitLine[] = [];
    const reader = lineReader(this.finder(words), { ending: 'lf' }, (line) => hits.push(line));
    for (const bytes of piecesOf(descriptor, span, this.#buffer)) {
      if (bytes === null) return null;
      reader.feed(bytes);
    }
    return { ...reader.end(), hits };
  }
}
