import type { Reader } from '../model/document.ts';
import type { Reading } from '../model/fact.ts';
import { only, type Stretch } from './blank.ts';
import { languageNamed } from './notebook/languages.ts';
import { plain } from './plain.ts';

/**
 * Notebooks that are written as text: Livebook and Quarto, whose cells stand between fences, and .NET's, whose cells
 * begin with `#!csharp`. The cells of each language are one program in their place.
 */
export function fencedReader(code: (language: string) => Reader | null): Reader {
  return {
    id: 'fences',
    read(text, path) {
      const cells = /\.dib$/i.test(path) ? switched(text) : fenced(text, path);
      const readings = [...cells].flatMap(([language, stretches]): Reading[] => {
        const reader = code(language);
        if (!reader) return [];
        const name = reader.id === 'javascript' ? `${path}.ts` : path;
        return [reader.read(only(text, stretches), name)];
      });
      const [first, ...rest] = readings;
      if (!first) return plain.read(text, path);
      const others = rest.flatMap(({ language, facts }) => (language ? [{ language, facts }] : []));
      return { ...first, ...(others.length > 0 ? { others } : {}), entry: true };
    },
  };
}

type Languages = ReadonlyMap<string, readonly Stretch[]>;

/** ```` ```elixir ````, and ```` ```{python} ```` where fences without braces are only shown. */
function fenced(text: string, path: string): Languages {
  const found = new Map<string, Stretch[]>();
  const isLivebook = /\.livemd$/i.test(path);
  const fence = /^[ \t]{0,3}(```+|~~~+)[ \t]*(?:\{[ \t]*)?([\w-]{0,20})[^\r\n]*(?:\r?\n|$)/gm;
  for (let open = fence.exec(text); open; open = fence.exec(text)) {
    const start = fence.lastIndex;
    const close = text.indexOf(`\n${open[1] ?? ''}`, start - 1);
    const end = close < 0 ? text.length : close + 1;
    fence.lastIndex = Math.max(start, end);
    const line = /^[^\r\n]*/.exec(text.slice(end, end + 200))?.[0] ?? '';
    if (close >= 0) fence.lastIndex = end + line.length;
    const language = languageNamed(open[2] ?? '');
    if (language && (isLivebook || open[0].includes('{'))) add(found, language, { start, end });
  }
  return found;
}

/** `#!csharp` on a line of its own begins a cell. */
function switched(text: string): Languages {
  const found = new Map<string, Stretch[]>();
  const marks = [...text.matchAll(/^#!([a-z][\w-]{0,20})[^\r\n]*(?:\r?\n|$)/gm)];
  marks.forEach(({ 0: head, 1: name = '', index }, number) => {
    const language = languageNamed(name);
    const end = marks[number + 1]?.index ?? text.length;
    if (language) add(found, language, { start: index + head.length, end });
  });
  return found;
}

function add(found: Map<string, Stretch[]>, language: string, stretch: Stretch): void {
  const list = found.get(language);
  if (list) list.push(stretch);
  else found.set(language, [stretch]);
}
