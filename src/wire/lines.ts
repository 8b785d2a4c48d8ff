/** Longest line that is read, in bytes; of a longer one this much, and it is said. */
export const longestLine = 1 << 20;

/** A line without its end. `line` counts from 1. */
export interface Line {
  readonly text: string;
  readonly line: number;
  /** True where it was longer than is read. */
  readonly cut: boolean;
}

/** Cuts pieces of a log into lines, wherever they end: at LF, CRLF, or at CR where a log knows no LF. */
export class LineCutter {
  private rest: Buffer = Buffer.alloc(0);
  private line: number;
  private readonly first: number;
  private skipping = false;
  private end: number | null = null;

  /** `first`: the number of the first line. */
  constructor(first = 1) {
    this.first = first;
    this.line = first - 1;
  }

  /** The lines that a piece completes. */
  *take(piece: Buffer): Iterable<Line> {
    this.end ??= endOf(piece);
    let from = 0;
    for (let at = piece.indexOf(this.end); at >= 0; at = piece.indexOf(this.end, from)) {
      yield* this.close(piece.subarray(from, at));
      from = at + 1;
    }
    this.keep(piece.subarray(from));
  }

  /** The last line, where no end follows it. */
  *finish(): Iterable<Line> {
    if (this.rest.length > 0 || this.skipping) yield* this.close(Buffer.alloc(0));
  }

  /** How many lines there were so far. */
  get count(): number {
    return this.line - this.first + 1;
  }

  private *close(last: Buffer): Iterable<Line> {
    this.line++;
    const whole = this.rest.length === 0 ? last : Buffer.concat([this.rest, last]);
    const cut = this.skipping || whole.length > longestLine;
    const text = (this.skipping ? this.rest : whole.subarray(0, longestLine)).toString('utf8');
    this.rest = Buffer.alloc(0);
    this.skipping = false;
    yield { text: text.endsWith('\r') ? text.slice(0, -1) : text, line: this.line, cut };
  }

  private keep(piece: Buffer): void {
    if (piece.length === 0 || this.skipping) return;
    this.rest = Buffer.concat([this.rest, piece.subarray(0, longestLine + 1)]);
    if (this.rest.length > longestLine) {
      this.rest = Buffer.from(this.rest.subarray(0, longestLine));
      this.skipping = true;
    }
  }
}

const [lf, cr] = [0x0a, 0x0d];

function endOf(piece: Buffer): number {
  return piece.includes(lf) || !piece.includes(cr) ? lf : cr;
}
