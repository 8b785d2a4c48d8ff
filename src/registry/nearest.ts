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
  /** By how many letters of both words: the steps from the one beginning to the other. There is no way from nowhere. */
  const known = new Map([['0 0', 0]]);
  const steps = (row: number, column: number) => known.get(`${row} ${column}`) ?? Number.POSITIVE_INFINITY;
  for (let row = 0; row <= a.length; row++) {
    for (let column = 0; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const least = Math.min(
        steps(row, column),
        steps(row - 1, column) + 1,
        steps(row, column - 1) + 1,
        steps(row - 1, column - 1) + (same ? 0 : 1),
        swapped ? steps(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
      known.set(`${row} ${column}`, least);
    }
  }
  return steps(a.length, b.length);
}
