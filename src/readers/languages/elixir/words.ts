import type { Node } from '../../code/syntax.ts';
import { is } from '../../code/tokens.ts';
import type { Window } from '../../code/window.ts';
import { aliased } from './modules.ts';

/** `alias A.B`, `alias A.B, as: C`, `import A` and `use A`, read word by word. */
export function imports(list: Window, start: number): { node: Node; next: number } | null {
  const first = list.at(start);
  if (!/^(?:alias|import|use|require)$/.test(first?.value ?? '')) return null;
  const head = list.at(start + 1);
  if (head?.kind !== 'word' || !/^[A-Z]/.test(head.value)) return null;
  let name = head.value;
  let i = start + 2;
  for (; is(list.at(i), '.') && list.at(i + 1)?.kind === 'word'; i += 2) name += `.${list.at(i + 1)?.value ?? ''}`;
  const isRenamed = is(list.at(i), ',') && list.at(i + 1)?.value === 'as' && is(list.at(i + 2), ':');
  const local = isRenamed ? list.at(i + 3)?.value : undefined;
  const at = first?.at ?? 0;
  const node = first?.value === 'alias' ? aliased(name, local ?? null, at) : whole(name, at);
  return { node, next: isRenamed ? i + 4 : i };
}

function whole(module: string, at: number): Node {
  return { k: 'import', module, names: [{ symbol: '*', local: '*', typeOnly: false }], typeOnly: false, at };
}
