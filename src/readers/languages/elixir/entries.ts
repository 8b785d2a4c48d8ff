import type { Node as Syntax } from 'web-tree-sitter';
import type { Entry } from '../../code/syntax.ts';
import type { Place } from './place.ts';

/** The entries of a map, a keyword list or the keywords of a call: `a: 1`, `"a" => 1`, and what `%{m | …}` takes over. */
export function entries(node: Syntax, place: Place): readonly Entry[] {
  return node.namedChildren.flatMap((one): readonly Entry[] => {
    const at = one.startIndex;
    if (one.type === 'keywords') return entries(one, place);
    if (one.type === 'pair') {
      const key = (one.childForFieldName('key')?.text ?? '').trim();
      const name = key.replace(/:$/, '').replace(/^"|"$/g, '');
      return [{ name, value: place.read(one.childForFieldName('value'), place), at }];
    }
    if (one.type !== 'binary_operator') return [];
    const [left, right] = [one.childForFieldName('left'), one.childForFieldName('right')];
    const operator = one.childForFieldName('operator')?.text;
    if (operator === '|')
      return [
        { name: '...', value: place.read(left, place), at },
        ...(right?.type === 'keywords' ? entries(right, place) : []),
      ];
    const key = operator === '=>' ? place.read(left, place) : null;
    return key ? [{ name: key.k === 'text' ? key.text : '', value: place.read(right, place), at }] : [];
  });
}
