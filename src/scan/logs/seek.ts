import type { LogRules } from '../../model/network.ts';
import { piece, piecesOf, type Span } from '../../sources/log/spans.ts';
import { type HitLine, type LineCount, lineReader } from '../../wire/hit-lines.ts';
import { findsIn, type Words } from './finds.ts';

/** What was found in a span. */
export interface Found extends LineCount {
  /** The first line of the span is 1. */
  readonly hits: readonly HitLine[];
}

/** Looks for lines of a log in spans of it. */
export class Seeker {
  readonly #rules: Pick<LogRules, Words>;
  readonly #buffer = Buffer.allocUnsafeSlow(piece);

  constructor(rules: Pick<LogRules, Words>) {
    this.#rules = rules;
  }

  /** The lines of a span with a word; lines end with LF. `null` where it cannot be read. */
  find(descriptor: number, span: Span, words: Words): Found | null {
    const hits: HitLine[] = [];
    const reader = lineReader(findsIn(this.#rules, words), { ending: 'lf' }, (line) => hits.push(line));
    for (const bytes of piecesOf(descriptor, span, this.#buffer)) {
      if (bytes === null) return null;
      reader.feed(bytes);
    }
    return { ...reader.end(), hits };
  }
}
