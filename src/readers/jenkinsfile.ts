import type { Reader } from '../model/document.ts';
import { entryReading, Leaves } from './entries.ts';

/** Steps of a pipeline that take a script, in every quoting of Groovy, and comments, which hold none. */
const step =
  /\/\/[^\n]*|(\/\*)|\b(sh|bat|powershell|pwsh)\b[ \t]{0,20}\(?\s{0,100}(?:\[?[\w ,:'"-]{0,200}?\bscript:\s{0,100})?("""|'''|"|')|\b(cron|pollSCM|githubPush|upstream)\s{0,20}\(|\b(\w{1,100})[ \t]{0,20}=[ \t]{0,20}credentials\([ \t]{0,20}["']([^"'\n]{1,200})["']|\bcredentialsId:[ \t]{0,20}["']([^"'\n]{1,200})["']/g;

/** Longest script that is read. */
const longest = 100_000;

/**
 * Jenkinsfiles: scripts as entries `sh`, `bat` and so on, what starts the pipeline as `triggers`, and what it takes from
 * the store of credentials. The rest of the program is not read.
 */
export const jenkinsfile: Reader = {
  id: 'jenkinsfile',
  read: (text) => ({ ...entryReading(text, jenkinsLeaves(text)), entry: true }),
};

function jenkinsLeaves(text: string): Leaves {
  const leaves = new Leaves();
  step.lastIndex = 0;
  let count = 0;
  for (let match = step.exec(text); match; match = step.exec(text)) {
    const [whole, comment, program, quote, trigger, variable, secret, id] = match;
    const at = match.index;
    const end = at + whole.length;
    if (comment !== undefined) {
      const close = text.indexOf('*/', end);
      if (close < 0) break;
      step.lastIndex = close + 2;
    } else if (program !== undefined && quote !== undefined) {
      const close = closing(text, end, quote);
      leaves.add({ path: ['steps', count++, program], at, ...script(text, end, close) });
      step.lastIndex = close + quote.length;
    } else if (trigger !== undefined) leaves.add({ path: ['triggers', trigger], value: '', at, start: at, end });
    else if (variable !== undefined)
      leaves.add({ path: ['environment', variable, 'from_secret'], value: secret ?? '', at, start: at, end });
    else if (id !== undefined) leaves.add({ path: ['credentials', count++], value: id, at, start: at, end });
  }
  return leaves;
}

/** The text of a script from its first word on, each line less what the first is indented by, as YAML has its blocks. */
function script(text: string, from: number, to: number): { value: string; start: number; end: number } {
  const raw = text.slice(from, to);
  const start = from + (raw.length - raw.trimStart().length);
  const indent = Math.min(200, start - Math.max(from, text.lastIndexOf('\n', start - 1) + 1));
  const value = unescaped(text.slice(start, to).trimEnd());
  return { value: value.replace(new RegExp(`\\n[ \\t]{0,${indent}}`, 'g'), '\n'), start, end: to };
}

function unescaped(text: string): string {
  return text.replace(/\\(["'$\\])/g, '$1');
}

/** Where a text ends: at its quote, not behind a backslash; one of a single line ends with the line. */
function closing(text: string, from: number, quote: string): number {
  const limit = Math.min(text.length, from + longest);
  for (let i = from; i < limit; i++) {
    if (text[i] === '\\') i++;
    else if (text.startsWith(quote, i)) return i;
    else if (quote.length === 1 && text[i] === '\n') return i;
  }
  return limit;
}
