/** From so many lines without code on they become one. */
const many = 64;

/**
 * Elixir that the grammar reads in time: behind each line it looks over all line breaks and comments for an operator,
 * again at each of them. A long run of lines without code becomes one line of blanks, as wide, which moves nothing.
 */
export function ease(text: string): string {
  const pieces: string[] = [];
  let run: string[] = [];
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (/^[ \t\r]*(?:#|\n|$)/.test(line)) {
      run.push(line);
      continue;
    }
    pieces.push(joined(run), line);
    run = [];
  }
  pieces.push(joined(run));
  return pieces.join('');
}

function joined(run: readonly string[]): string {
  const text = run.join('');
  return run.length < many ? text : `${' '.repeat(text.length - 1)}\n`;
}
