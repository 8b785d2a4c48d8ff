import { assigned, blank, linesOf, type Recipe } from './recipe.ts';

const assignment = /^(?:export +)?([A-Za-z_][\w-]{0,100})[ \t]*:=[ \t]*(["'`])(.*)\2[ \t]*$/;
const header = /^@?[A-Za-z_][\w-]*(?:[ \t][^:=]*(?:=[^:]*)?)?:(?!=)/;

/** The recipes of a justfile, as one script. One that is written in another language than a shell's is left out. */
export function justfile(text: string): Recipe {
  const pieces: string[] = [];
  let state: 'outside' | 'first' | 'shell' | 'foreign' = 'outside';
  for (const { text: line, end } of linesOf(text)) {
    const isBody = state !== 'outside' && (/^[ \t]/.test(line) || line === '');
    if (!isBody) state = header.test(line) ? 'first' : 'outside';
    else if (state === 'first' && line !== '') state = isForeign(line) ? 'foreign' : 'shell';

    const set = isBody ? null : assignment.exec(line);
    if (isBody && state === 'shell') pieces.push(command(line), end);
    else if (set && set[2] !== '`') pieces.push(assigned(set[1] ?? '', set[3] ?? '', line), end);
    else pieces.push(blank(line), end);
  }
  return { script: pieces.join(''), settings: [] };
}

function isForeign(line: string): boolean {
  return /^\s*#!/.test(line) && !/\b(?:ba|z|da|k)?sh\b/.test(line);
}

/** A line of a recipe, without `@` and `-`; what just puts in is a variable. */
function command(line: string): string {
  const mark = /^[ \t]*[@-]*/.exec(line)?.[0] ?? '';
  const rest = line
    .slice(mark.length)
    .replace(/\{\{\s*([A-Za-z_]\w{0,100})\s*\}\}/g, (whole, name: string) => `\${${name}}`.padEnd(whole.length));
  return blank(mark) + rest;
}
