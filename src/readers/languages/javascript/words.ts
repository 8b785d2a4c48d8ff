import type { Node } from '../../code/syntax.ts';
import { is } from '../../code/tokens.ts';
import type { Window } from '../../code/window.ts';
import { moduleName } from './specifier.ts';

/** How many tokens of one import are read. */
const most = 400;

/** `import … from 'm'`, read word by word. */
export function imports(list: Window, start: number): { node: Node; next: number } | null {
  const at = list.at(start)?.at ?? 0;
  if (list.at(start)?.value !== 'import') return null;
  const names: { symbol: string; local: string; typeOnly: boolean }[] = [];
  for (let i = start + 1; i < start + most; i++) {
    const token = list.at(i);
    if (token?.kind === 'text')
      return {
        node: {
          k: 'import',
          module: moduleName(token.value),
          names,
          typeOnly: list.at(start + 1)?.value === 'type',
          at,
        },
        next: i + 1,
      };
    if (token?.kind === 'word' && !/^(?:from|type|as)$/.test(token.value)) {
      const renamed = list.at(i + 1)?.value === 'as' ? list.at(i + 2) : undefined;
      const local = renamed?.value ?? token.value;
      names.push({ symbol: i === start + 1 ? 'default' : token.value, local, typeOnly: false });
      if (renamed) i += 2;
    } else if (is(token, '*') && list.at(i + 2)?.kind === 'word') {
      names.push({ symbol: '', local: list.at(i + 2)?.value ?? '', typeOnly: false });
      i += 2;
    } else if (is(token, ';') || is(token, '(')) return null;
  }
  return null;
}
