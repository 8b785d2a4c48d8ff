import { Origins, steps } from './origins.ts';
import { isToken } from './tokens.ts';

/** What stands in the place of a part of a text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** How the characters of `text` follow from those they stand for, of `steps`; by default each comes from the start. */
  readonly step?: number;
}

/** A text as its edits leave it, and where its characters come from. */
export interface Draft {
  readonly text: string;
  readonly origins: Origins;
}

/** Between parts of a text that do not stand side by side: no pattern leads over it. */
const gap = '\n\0\n';
/** So many pieces are put together at once: a rope of single characters would take a multiple of the text's size. */
const most = 4096;

/**
 * A text with its edits, which are in order and apart; `null` where there are none. Of what stands between them no more
 * than `reach` characters on either side are kept: a few edits in a large text make a small view.
 */
export function draft(text: string, edits: Iterable<Edit>, reach: number): Draft | null {
  const writer = new Writer(text);
  let done = -1;
  for (const { start, end, text: written, step } of edits) {
    if (done >= 0 && start - done <= 2 * reach) writer.copy(done, start);
    else {
      if (done >= 0) {
        writer.copy(done, lastEnd(text, done, done + reach));
        writer.write(gap, writer.end, steps.still);
      }
      writer.copy(firstStart(text, Math.max(done, start - reach), start), start);
    }
    writer.write(written, start, step ?? (written.length === 1 ? steps.each(end - start) : steps.still));
    done = end;
  }
  if (done < 0) return null;
  writer.copy(done, lastEnd(text, done, done + reach));
  return writer.close();
}

/** A part of a text begins where no token is cut in two, or its rest could pass for a whole one. */
function firstStart(text: string, from: number, to: number): number {
  if (from <= 0) return 0;
  let start = from;
  while (start < to && isToken(text.charCodeAt(start - 1))) start++;
  return start < to ? start : from;
}

function lastEnd(text: string, from: number, to: number): number {
  if (to >= text.length) return text.length;
  let end = to;
  while (end > from && isToken(text.charCodeAt(end))) end--;
  return end > from ? end : to;
}

class Writer {
  readonly #source: string;
  readonly #origins = new Origins();
  readonly #chunks: string[] = [];
  #pieces: string[] = [];
  #length = 0;
  /** Where what was written last ends in the source. */
  end = 0;

  constructor(source: string) {
    this.#source = source;
  }

  copy(start: number, end: number): void {
    if (end > start) this.write(this.#source.slice(start, end), start, steps.copy);
    this.end = end;
  }

  write(text: string, from: number, step: number): void {
    if (text === '') return;
    this.#origins.add(this.#length, from, step);
    this.#length += text.length;
    this.#pieces.push(text);
    if (this.#pieces.length === most) this.#join();
  }

  close(): Draft {
    this.#join();
    this.#origins.close(this.#length, this.end);
    return { text: this.#chunks.join(''), origins: this.#origins };
  }

  #join(): void {
    this.#chunks.push(this.#pieces.join(''));
    this.#pieces = [];
  }
}
