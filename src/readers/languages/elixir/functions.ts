import type { Node as Syntax } from 'web-tree-sitter';
import type { Func, Node, Param } from '../../code/syntax.ts';
import { returning } from './branches.ts';
import { argumentsOf, headOf, type Place } from './place.ts';

/** `def f(x) do … end`, `def f(x), do: …`. */
export function func(node: Syntax, place: Place): Func {
  const [first, keywords] = argumentsOf(node);
  const head = first ? headOf(first) : null;
  const block = node.namedChildren.find(({ type }) => type === 'do_block');
  const short = keywords?.namedChildren.find((pair) => pair.childForFieldName('key')?.text.trim() === 'do:');
  const value = short?.childForFieldName('value');
  const body = block ? returning(block.namedChildren, place) : value ? returning([value], place) : [];
  return {
    ...base(node),
    name: head?.name ?? '',
    params: (head?.params ?? []).flatMap((one) => param(one, place)),
    body,
  };
}

/** `fn x -> … end` */
export function closure(node: Syntax, place: Place): Func {
  const clauses = node.namedChildren.filter(({ type }) => type === 'stab_clause');
  const params = clauses[0]?.childForFieldName('left')?.namedChildren ?? [];
  const body = clauses.flatMap((one) => returning(one.childForFieldName('right')?.namedChildren ?? [], place));
  return { ...base(node), name: '', params: params.flatMap((one) => param(one, place)), body };
}

function base({ startIndex }: Syntax) {
  return { k: 'function', decorators: [], exported: true, at: startIndex } as const;
}

/** `x`, `x \\ default`, `%{a: b}`, `%Name{} = x`. */
function param(node: Syntax, place: Place): readonly Param[] {
  const none = { name: '', members: [], type: null, fallback: null, field: false };
  switch (node.type) {
    case 'identifier':
      return [{ ...none, name: node.text }];
    case 'binary_operator': {
      const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
      const operator = node.childForFieldName('operator')?.text;
      if (operator === '\\\\' && left?.type === 'identifier')
        return [{ ...none, name: left.text, fallback: place.read(right, place) }];
      const name = [left, right].find((one) => one?.type === 'identifier')?.text ?? '';
      const struct = [left, right]
        .find((one) => one?.type === 'map')
        ?.namedChildren.find(({ type }) => type === 'struct');
      const type: Node | null = struct ? place.read(struct.namedChild(0), place) : null;
      return [{ ...none, name, type }];
    }
    default:
      return [none];
  }
}
