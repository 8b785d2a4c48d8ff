import type { Node } from '../../code/syntax.ts';
import { is } from '../../code/tokens.ts';
import type { Window } from '../../code/window.ts';
import { importsOf, type Use } from './uses.ts';

/** How deep lists in lists are read, and how many names of one `use`. */
const limits = { depth: 8, names: 200 };

/** `use a::{b, c as d};`, read word by word. */
export function imports(list: Window, start: number): { node: Node; next: number } | null {
  const first = list.at(start);
  if (first?.kind !== 'word' || first.value !== 'use' || list.at(start + 1)?.kind !== 'word') return null;
  const uses: Use[] = [];
  const next = tree(list, start + 1, [], uses, 0);
  return { node: { k: 'other', parts: importsOf(uses, first.at) }, next };
}

/** Reads one path and what hangs on it; hands back the place behind it. */
function tree(list: Window, start: number, before: readonly string[], uses: Use[], depth: number): number {
  const path = [...before];
  let i = start;
  for (;;) {
    const token = list.at(i);
    if (is(token, '{')) return depth < limits.depth ? group(list, i + 1, path, uses, depth + 1) : i + 1;
    if (is(token, '*')) {
      uses.push({ path: [...path, '*'], local: '*' });
      return i + 1;
    }
    if (token?.kind !== 'word') return i;
    if (token.value !== 'self' || path.length === 0) path.push(token.value);
    i++;
    if (!is(list.at(i), '.')) break;
    i++;
  }
  const alias = list.at(i)?.value === 'as' ? list.at(i + 1)?.value : undefined;
  if (uses.length < limits.names) uses.push({ path, local: alias ?? path.at(-1) ?? '' });
  return alias === undefined ? i : i + 2;
}

function group(list: Window, start: number, path: readonly string[], uses: Use[], depth: number): number {
  let i = start;
  for (let count = 0; count < limits.names; count++) {
    if (is(list.at(i), '}')) return i + 1;
    const next = tree(list, i, path, uses, depth);
    if (next === i) return i;
    i = is(list.at(next), ',') ? next + 1 : next;
  }
  return i;
}
