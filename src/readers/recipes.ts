import type { Reader } from '../model/document.ts';
import type { EntryFact } from '../model/fact.ts';
import { Lines } from '../text/position.ts';
import { dockerfile } from './recipes/dockerfile.ts';
import { justfile } from './recipes/justfile.ts';
import { makefile } from './recipes/makefile.ts';
import { blank, linesOf, type Recipe } from './recipes/recipe.ts';

const kinds: readonly (readonly [name: RegExp, read: (text: string) => Recipe])[] = [
  [/(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w.-]{1,100})?$|\.dockerfile$/i, dockerfile],
  [/(?:^|\/)(?:GNU)?makefile$|\.mk$/i, makefile],
  [/(?:^|\/)\.?justfile$|\.just$/i, justfile],
  [/(?:^|\/)Procfile(?:\.[\w-]{1,100})?$/, procfile],
];

/** True for a file whose lines are commands for a shell, among others that are not. */
export function isRecipe(path: string): boolean {
  return kinds.some(([name]) => name.test(path));
}

/** Dockerfiles, Makefiles, justfiles and Procfiles: their commands as one script in their place, by the reader of shell scripts. */
export function recipeReader(shell: Reader): Reader {
  return {
    id: 'recipe',
    read(text, path) {
      const read = kinds.find(([name]) => name.test(path))?.[1] ?? procfile;
      const { script, settings } = read(text);
      const lines = new Lines(text);
      const entries = settings.map(
        ({ name, value, at, start }): EntryFact => ({
          kind: 'entry',
          path: [name],
          value,
          at: lines.at(at),
          valueAt: lines.at(start),
          within: null,
        }),
      );
      const reading = shell.read(script, path);
      // It is carried out by something else: what it belongs to starts there. What only make or just understands is no mistake.
      return { ...reading, facts: [...entries, ...reading.facts], exports: [], entry: false, trouble: '' };
    },
  };
}

/** `web: command` */
function procfile(text: string): Recipe {
  const lines = linesOf(text).map(({ text: line, end }) => {
    const name = /^[\w-]{1,100}:/.exec(line)?.[0] ?? line;
    return blank(name) + line.slice(name.length) + end;
  });
  return { script: lines.join(''), settings: [] };
}
