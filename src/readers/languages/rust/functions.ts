import type { Node as Syntax } from 'web-tree-sitter';
import type { Func, Node, Param } from '../../code/syntax.ts';
import type { File } from './file.ts';
import { bodyOf } from './flow.ts';
import { namesOf } from './patterns.ts';
import { typeOf } from './types.ts';

/** A function, with the type that it promises as one more thing that it may return. */
export function func(node: Syntax, file: File): Func {
  const at = node.startIndex;
  const body = node.childForFieldName('body');
  const type = typeOf(node.childForFieldName('return_type'), file);
  return {
    k: 'function',
    name: node.childForFieldName('name')?.text ?? '',
    params: (node.childForFieldName('parameters')?.namedChildren ?? []).flatMap((one) => param(one, file)),
    body: [...(body ? bodyOf(body, file) : []), ...(type ? promise(type, at) : [])],
    decorators: [],
    exported: true,
    at,
  };
}

/** A closure; one that is only an expression returns it. */
export function closure(node: Syntax, file: File): Func {
  const body = node.childForFieldName('body');
  const isBlock = body !== null && /block$/.test(body.type);
  return {
    k: 'function',
    name: '',
    params: (node.childForFieldName('parameters')?.namedChildren ?? []).flatMap((one) => param(one, file)),
    body: isBlock ? bodyOf(body, file) : body ? [{ k: 'return', value: file.read.one(body, file) }] : [],
    decorators: [],
    exported: false,
    at: node.startIndex,
  };
}

function promise(type: Node, at: number): readonly Node[] {
  const name = ' result';
  return [
    { k: 'bind', target: { t: 'name', name }, value: null, type, declares: true, exported: false, at },
    { k: 'return', value: { k: 'name', name, at } },
  ];
}

function param(node: Syntax, file: File): readonly Param[] {
  if (/^self_parameter$|comment$|^attribute_item$/.test(node.type)) return [];
  const pattern = node.type === 'parameter' ? node.childForFieldName('pattern') : node;
  const [name = ''] = pattern ? namesOf(pattern) : [];
  const type = node.type === 'parameter' ? typeOf(node.childForFieldName('type'), file) : null;
  return [{ name, members: [], type, fallback: null, field: false }];
}
