import type { Node } from '../../code/syntax.ts';
import { is } from '../../code/tokens.ts';
import type { Window } from '../../code/window.ts';
import { importsOf, type Spec } from './imports.ts';

/** Longest list of imports that is read word by word. */
const most = 400;

/** `import "a"`, `import b "a"` and `import ( … )`, read word by word. */
export function imports(list: Window, start: number): { node: Node; next: number } | null {
  if (list.at(start)?.value !== 'import' || list.at(start)?.kind !== 'word') return null;
  if (!is(list.at(start + 1), '(')) {
    const one = spec(list, start + 1);
    return one && { node: { k: 'other', parts: importsOf([one.spec]) }, next: one.next };
  }
  const specs: Spec[] = [];
  let i = start + 2;
  for (; specs.length < most; ) {
    const one = spec(list, i);
    if (!one) break;
    specs.push(one.spec);
    i = one.next;
  }
  return specs.length === 0 ? null : { node: { k: 'other', parts: importsOf(specs) }, next: i };
}

function spec(list: Window, i: number): { spec: Spec; next: number } | null {
  const first = list.at(i);
  const named = first?.kind === 'word' || is(first, '.');
  const path = list.at(named ? i + 1 : i);
  if (!first || path?.kind !== 'text') return null;
  return { spec: { path: path.value, alias: named ? first.value : '', at: path.at }, next: named ? i + 2 : i + 1 };
}
