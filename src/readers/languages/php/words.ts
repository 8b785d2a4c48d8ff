import type { Node } from '../../code/syntax.ts';
import { is } from '../../code/tokens.ts';
import type { Window } from '../../code/window.ts';
import { imported } from './names.ts';

/** `use A\B;`, `use A\B as C;`, `use A\{B, C};`, read word by word (`\` has become a dot by then). */
export function imports(list: Window, start: number): { node: Node; next: number } | null {
  const first = list.at(start);
  if (first?.value !== 'use') return null;
  const from = /^(?:function|const)$/.test(list.at(start + 1)?.value ?? '') ? start + 2 : start + 1;
  const path = dottedName(list, from);
  if (!path) return null;
  if (is(list.at(path.next), '.') && is(list.at(path.next + 1), '{'))
    return group(list, path.next + 2, path.name, first.at);
  const renamed = list.at(path.next)?.value === 'as' ? list.at(path.next + 1)?.value : undefined;
  return {
    node: imported(path.name, renamed ?? '', first.at),
    next: renamed === undefined ? path.next : path.next + 2,
  };
}

function group(list: Window, start: number, prefix: string, at: number): { node: Node; next: number } {
  const parts: Node[] = [];
  let i = start;
  for (let path = dottedName(list, i); path; path = dottedName(list, i)) {
    parts.push(imported(`${prefix}.${path.name}`, '', at));
    i = is(list.at(path.next), ',') ? path.next + 1 : path.next;
    if (i === path.next) break;
  }
  return { node: { k: 'other', parts }, next: i };
}

function dottedName(list: Window, start: number): { name: string; next: number } | null {
  let i = is(list.at(start), '.') ? start + 1 : start;
  const first = list.at(i);
  if (first?.kind !== 'word' || first.value.startsWith('$')) return null;
  let name = first.value;
  for (i++; is(list.at(i), '.') && list.at(i + 1)?.kind === 'word'; i += 2) name += `.${list.at(i + 1)?.value ?? ''}`;
  return { name, next: i };
}
