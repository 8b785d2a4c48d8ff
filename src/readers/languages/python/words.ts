import type { Node } from '../../code/syntax.ts';
import { is } from '../../code/tokens.ts';
import type { Window } from '../../code/window.ts';

/** `import m` and `from m import n`, read word by word. */
export function imports(list: Window, start: number): { node: Node; next: number } | null {
  const first = list.at(start);
  if (first?.value !== 'import' && first?.value !== 'from') return null;
  const path = dottedName(list, start + 1);
  if (!path) return null;
  if (first.value === 'import') {
    const local = list.at(path.next)?.value === 'as' ? list.at(path.next + 1) : undefined;
    const [root = path.name] = path.name.split('.');
    const name = local ? { module: path.name, local: local.value } : { module: root, local: root };
    const node: Node = {
      k: 'import',
      module: name.module,
      names: [{ symbol: '', local: name.local, typeOnly: false }],
      typeOnly: false,
      at: first.at,
    };
    return { node, next: local ? path.next + 2 : path.next };
  }
  if (list.at(path.next)?.value !== 'import') return null;
  const names: { symbol: string; local: string; typeOnly: boolean }[] = [];
  let i = path.next + 1;
  if (is(list.at(i), '(')) i++;
  for (; list.at(i)?.kind === 'word'; i++) {
    const symbol = list.at(i)?.value ?? '';
    const renamed = list.at(i + 1)?.value === 'as' ? list.at(i + 2)?.value : undefined;
    names.push({ symbol, local: renamed ?? symbol, typeOnly: false });
    if (renamed !== undefined) i += 2;
    if (!is(list.at(i + 1), ',')) break;
    i++;
  }
  return { node: { k: 'import', module: path.name, names, typeOnly: false, at: first.at }, next: i + 1 };
}

function dottedName(list: Window, start: number): { name: string; next: number } | null {
  let i = start;
  let name = '';
  for (; is(list.at(i), '.'); i++) name += '.';
  if (list.at(i)?.kind === 'word' && list.at(i)?.value !== 'import') name += list.at(i++)?.value ?? '';
  for (; is(list.at(i), '.') && list.at(i + 1)?.kind === 'word'; i += 2) name += `.${list.at(i + 1)?.value ?? ''}`;
  return name === '' ? null : { name, next: i };
}
