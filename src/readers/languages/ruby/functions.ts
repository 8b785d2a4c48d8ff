import type { Node as Syntax } from 'web-tree-sitter';
import type { Func, Node, Param } from '../../code/syntax.ts';
import { valued } from './branches.ts';
import { type Place, variables } from './place.ts';

/** A method. One without parameters is read like a field; what its last statement says is what it returns. */
export function func(node: Syntax, place: Place): Func {
  const params = (node.childForFieldName('parameters')?.namedChildren ?? []).flatMap((one) => param(one, place));
  const locals = new Set([...params.map(({ name }) => name), ...variables(node)]);
  const inside: Place = { ...place, locals };
  const name = node.childForFieldName('name')?.text ?? '';
  return { ...base(node), name, params, body: [returning(node, inside)], getter: params.length === 0 };
}

/** A lambda or a block. `of` is what is called with the block: what it hands to its first parameter belongs to that. */
export function lambda(node: Syntax, place: Place, of: Node | null): Func {
  const params = (node.childForFieldName('parameters')?.namedChildren ?? [])
    .flatMap((one) => param(one, place))
    .map((one, index): Param => (index === 0 && of ? { ...one, type: of } : one));
  const inner = node.type === 'lambda' ? (node.childForFieldName('body') ?? node) : node;
  const locals = new Set([...place.locals, ...params.map(({ name }) => name), 'it', '_1']);
  return { ...base(node), name: '', params, body: [returning(inner, { ...place, locals })] };
}

function base({ startIndex }: Syntax) {
  return { k: 'function', decorators: [], exported: true, at: startIndex } as const;
}

function returning(node: Syntax, place: Place): Node {
  const body = node.childForFieldName('body');
  return body ? valued(body, place, (value) => ({ k: 'return', value })) : { k: 'other', parts: [] };
}

function param(node: Syntax, place: Place): readonly Param[] {
  const none = { members: [], type: null, field: false } as const;
  switch (node.type) {
    case 'identifier':
      return [{ ...none, name: node.text, fallback: null }];
    case 'optional_parameter':
    case 'keyword_parameter': {
      const value = node.childForFieldName('value');
      const fallback = value ? place.read(value, place) : null;
      return [{ ...none, name: node.childForFieldName('name')?.text ?? '', fallback }];
    }
    case 'splat_parameter':
    case 'hash_splat_parameter':
    case 'block_parameter':
      return [{ ...none, name: node.childForFieldName('name')?.text ?? '', fallback: null }];
    case 'destructured_parameter':
      return node.namedChildren.flatMap((one) => param(one, place));
    default:
      return [];
  }
}
