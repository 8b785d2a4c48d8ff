import { assigned, blank, linesOf, type Recipe } from './recipe.ts';

const assignment = /^(?: *export +)?([A-Za-z_][\w.-]{0,100})[ \t]*(?:\?|:{1,3}|\+|!)?=[ \t]*(.*?)[ \t]*$/;

/** The recipes of a Makefile, as one script, and the variables that they use. */
export function makefile(text: string): Recipe {
  const pieces: string[] = [];
  let goesOn = false;
  for (const { text: line, end } of linesOf(text)) {
    const isRecipe: boolean = line.startsWith('\t') || goesOn;
    const set = isRecipe ? null : assignment.exec(line);
    pieces.push(
      isRecipe ? recipe(line, goesOn) : set ? assigned(set[1] ?? '', inShell(set[2] ?? ''), line) : blank(line),
      end,
    );
    goesOn = isRecipe && line.endsWith('\\');
  }
  return { script: pieces.join(''), settings: [] };
}

/** A line of a recipe, without what it says to make: `@`, `-` and `+`. */
function recipe(line: string, goesOn: boolean): string {
  const mark = goesOn ? '' : (/^[ \t]*[@+-]*/.exec(line)?.[0] ?? '');
  return blank(mark) + inShell(line.slice(mark.length));
}

/** Make's own variables and doubled signs as a shell writes them, each in its place. */
function inShell(text: string): string {
  return text
    .replace(/\$\(([A-Za-z_]\w{0,100})\)/g, (_whole, name: string) => `\${${name}}`)
    .replace(/\$\(shell /g, '$(      ')
    .replace(/\$\$/g, ' $');
}
