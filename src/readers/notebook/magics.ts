/** Cell magics whose cell is Python all the same. */
const transparent: ReadonlySet<string> = new Set([
  'time',
  'timeit',
  'capture',
  'prun',
  'debug',
  'python',
  'python3',
  'async_run',
]);

/** An environment variable that a magic sets, and where its name stands. */
export interface Handed {
  readonly name: string;
  readonly offset: number;
}

const line = /([^\r\n]*)(\r\n?|\n|$)/g;

/**
 * Python without what only a notebook understands: `!pip install`, `%magic` and cells of other languages. They become
 * `0#…`, a statement and a comment of the same length, so that every offset and every block stays what it was.
 */
export function withoutMagics(text: string): { source: string; variables: readonly Handed[] } {
  const pieces: string[] = [];
  const variables: Handed[] = [];
  let goesOn = false;
  for (const { 0: whole, 1: content = '', 2: end = '', index } of text.matchAll(line)) {
    const at: number = goesOn ? 0 : magicAt(content);
    goesOn = at >= 0 && content.endsWith('\\');
    pieces.push((at < 0 ? content : silenced(content, at)) + end);
    const name = at < 0 ? null : /^\s*%(?:set_)?env[ \t]+([A-Za-z_]\w{0,199})/d.exec(content)?.indices?.[1];
    if (name) variables.push({ name: content.slice(...name), offset: index + name[0] });
    if (whole === '') break;
  }
  return { source: pieces.join(''), variables };
}

/** Where a line stops being Python, -1 where it is Python throughout. */
function magicAt(content: string): number {
  const start = content.length - content.trimStart().length;
  if (/^(?:!|%%?[A-Za-z])/.test(content.slice(start, start + 3))) return start;
  const help = /^\s*[\w.]{1,200}\?{1,2}\s*$/.test(content);
  if (help) return start;

  const assigned = /^\s*[A-Za-z_][\w, ]{0,200}=[ \t]{0,20}(?=!|%[A-Za-z])/.exec(content);
  return assigned ? assigned[0].length : -1;
}

function silenced(content: string, at: number): string {
  const rest = content.length - at;
  return content.slice(0, at) + (rest > 1 ? `0#${content.slice(at + 2)}` : '0'.repeat(rest));
}

/** True for a cell that begins with `%%` and a language other than Python. What is written to a Python file is Python. */
export function isForeign(cell: string): boolean {
  const [, magic, rest = ''] = /^\s*%%([A-Za-z]\w*)([^\r\n]*)/.exec(cell) ?? [];
  if (magic === 'writefile' || magic === 'file') return !/\.py["']?[ \t]*$/.test(rest);
  return magic !== undefined && !transparent.has(magic);
}
