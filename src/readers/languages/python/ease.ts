/** From so many lines of nothing but comments on, they are blanked. */
const many = 64;

/** Lines times characters of lines joined by backslashes that a parser is asked to read. */
const most = 100_000_000;

/**
 * Python that the grammar reads in time: it looks from each comment over all comments behind it, so a long run of them
 * takes time quadratic in its length. Their text is blanked, which moves nothing. `null` for lines joined by so many
 * backslashes that it would take as long.
 */
export function ease(text: string): string | null {
  const lines = text.split('\n');
  let [from, joined, width] = [0, 0, 0];
  for (const [index, line] of lines.entries()) {
    joined = /\\\r?$/.test(line) ? joined + 1 : 0;
    width = joined === 0 ? 0 : width + line.length;
    if (joined * width > most) return null;
    if (isRemark(line)) continue;
    blank(lines, from, index);
    from = index + 1;
  }
  blank(lines, from, lines.length);
  return lines.join('\n');
}

function isRemark(line: string): boolean {
  return /^[ \t\f]*(?:#|\\?\r?$)/.test(line);
}

function blank(lines: string[], from: number, to: number): void {
  if (to - from < many) return;
  for (let index = from; index < to; index++) lines[index] = (lines[index] ?? '').replace(/[^\r\n]/g, ' ');
}
