import { languageNamed } from './languages.ts';

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

/**
 * The language that a cell says it is written in, by `%%bash` or `#!csharp` on its first line, or by the name of the file
 * that it is written to; null where it is that of the notebook, '' where nobody knows it.
 */
export function languageOfCell(cell: string): string | null {
  const [, magic, rest = '', switched] =
    /^\s*(?:%%([A-Za-z!][\w-]*)([^\r\n]*)|#!([a-z][\w-]*)[ \t]*(?:\r?\n|$))/.exec(cell) ?? [];
  const said = magic ?? switched;
  if (said === undefined || transparent.has(said)) return null;
  if (said === '!') return 'shell';
  const isFile = said === 'writefile' || said === 'file';
  const name = isFile ? (/\.(\w{1,10})["']?[ \t]*$/.exec(rest)?.[1] ?? '') : said;
  const language = languageNamed(name) ?? (magic === undefined ? null : '');
  return isFile && language === 'python' ? null : language;
}

/** A cell without its first line, where that says what language it is in. */
export function withoutHead(cell: string): string {
  const head = /^\s*(?:%%|#!)[^\r\n]*/.exec(cell)?.[0] ?? '';
  return head.replace(/[^\r\n]/g, ' ') + cell.slice(head.length);
}

/** The lines of a Python cell that go to a shell (`!curl …`, `x = !ls`) or to a database (`%sql SELECT …`), each in its place. */
export function asides(text: string): { readonly shell: string; readonly sql: string } {
  const [shell, sql]: [string[], string[]] = [[], []];
  let goesOn = '';
  for (const { 1: content = '', 2: end = '' } of text.matchAll(line)) {
    const head =
      goesOn === ''
        ? (/^\s*(?:[A-Za-z_][\w, ]{0,200}=[ \t]{0,20})?(!{1,2}|%(?:sx|system|sql)\b)/.exec(content) ?? null)
        : null;
    const kind = goesOn || (head ? (head[1] === '%sql' ? 'sql' : 'shell') : '');
    const rest = head ? ' '.repeat(head[0].length) + content.slice(head[0].length) : content;
    const blank = ' '.repeat(content.length);
    shell.push((kind === 'shell' ? rest : blank) + end);
    sql.push((kind === 'sql' ? rest : blank) + end);
    goesOn = kind !== '' && content.endsWith('\\') ? kind : '';
    if (content === '' && end === '') break;
  }
  return { shell: shell.join(''), sql: sql.join('') };
}
