import type { Node } from '../../code/syntax.ts';
import { is } from '../../code/tokens.ts';
import type { Window } from '../../code/window.ts';
import { importAll, importOf } from './names.ts';

/** A dotted import longer than this is none. */
const longest = 40;

/** `import a.b.C;`, `import static a.b.C.d;`, `import a.b.*` and Kotlin's `import a.b.c as d`, read word by word. */
export function imports(list: Window, start: number): { node: Node; next: number } | null {
  const first = list.at(start);
  if (first?.value !== 'import' || first.kind !== 'word') return null;
  let i = start + 1;
  if (list.at(i)?.value === 'static') i++;
  const segments: string[] = [];
  for (; list.at(i)?.kind === 'word' && segments.length < longest; i += 2) {
    segments.push(list.at(i)?.value ?? '');
    if (!is(list.at(i + 1), '.')) break;
  }
  if (segments.length < 2) return null;
  if (is(list.at(i), '*')) return { node: importAll(segments.join('.'), first.at, { implied: false }), next: i + 1 };
  const renamed = list.at(i + 1)?.value === 'as' ? (list.at(i + 2)?.value ?? null) : null;
  return { node: importOf(segments, renamed, first.at), next: renamed === null ? i + 1 : i + 3 };
}
