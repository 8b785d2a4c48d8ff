import { blanked } from '../blank.ts';
import type { Lexis } from './language.ts';

/** A line has not so many marks in a row where it says anything, nor does one line follow itself so often. */
const longestRun = 1_000;

/** Comments that are opened behind the last one that is closed. */
const mostOpen = 300;

/**
 * The text without that over which a parser would sit for minutes, since it tries again at each mark how the rest might
 * be meant: long runs of marks with no word between them, one line over and over, comments that are only ever opened.
 * All else keeps its place; `null` where there is nothing of the kind.
 */
export function withoutEndless(text: string, { close }: Lexis): string | null {
  let calm = text.replace(/[!#-&(-/:-@[-^{-~ \t]{64,}/g, (run) => (marksIn(run) > longestRun ? blanked(run) : run));
  calm = calm.replace(/^([^\r\n]{1,200}\r?\n)\1{1000,}/gm, (lines, line: string) =>
    /^[\s\d.,xa-f-]*$/i.test(line) ? lines : blanked(lines),
  );
  for (const [open, end] of Object.entries(close)) {
    const from = leftOpen(calm, open, end);
    if (from !== null) calm = calm.slice(0, from) + blanked(calm.slice(from));
  }
  return calm === text ? null : calm;
}

/** Blanks between marks are none, and neither is a line that is drawn with one of them. */
function marksIn(run: string): number {
  return run.length <= longestRun ? 0 : run.replace(/[ \t]+|([-=#*/])\1{15,}/g, '').length;
}

/** Where so many comments begin of which none ends. */
function leftOpen(text: string, open: string, close: string): number | null {
  const last = text.lastIndexOf(close);
  const first = text.indexOf(open, last < 0 ? 0 : last + close.length);
  let at = first;
  for (let found = 0; found < mostOpen; found++) {
    if (at < 0) return null;
    at = text.indexOf(open, at + open.length);
  }
  return first;
}
