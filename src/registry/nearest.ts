/** The word that was probably meant, `null` where none is near: at most a third of its letters differ. */
export function nearest(written: string, words: readonly string[]): string | null {
  if (written.length > 40) return null;

  const folded = written.trim().toLowerCase();
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const word of words) {
    const steps = distance(folded, word.toLowerCase());
    if (steps <= Math.max(1, word.length / 3) && steps < least) [best, least] = [word, steps];
  }
  return best;
}

/** Insertions, removals, replacements and swaps of neighbours that lead from one word to the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      line[column] = Math.min(
        step(above, column) + 1,
        step(line, column - 1) + 1,
        step(above, column - 1) + (same ? 0 : 1),
        swapped ? step(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, above] = [above, line];
  }
  return step(above, b.length);
}

function step(line: readonly number[], column: number): number {
  return line[column] ?? Number.POSITIVE_INFINITY;
}
