import type { Node } from '../../code/syntax.ts';
import { is } from '../../code/tokens.ts';
import type { Window } from '../../code/window.ts';

/** `require 'x'`, read word by word. What a constant means is told by its name alone. */
export function imports(list: Window, start: number): { node: Node; next: number } | null {
  const first = list.at(start);
  if (first?.value !== 'require' && first?.value !== 'require_relative') return null;
  const at = is(list.at(start + 1), '(') ? start + 2 : start + 1;
  const name = list.at(at);
  if (name?.kind !== 'text') return null;
  const module = first.value === 'require' ? name.value : relative(name.value);
  return { node: { k: 'import', module, names: [], typeOnly: false, at: first.at }, next: at + 1 };
}

/** The file that `require_relative` names, as other languages write it. */
export function relative(name: string): string {
  return name.startsWith('.') ? name : `./${name}`;
}
