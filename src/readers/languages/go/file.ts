import type { Node as Syntax } from 'web-tree-sitter';
import type { Bind, Class, Func, Import, Node } from '../../code/syntax.ts';
import { field } from '../../nodes.ts';
import type { Names } from './calls.ts';
import { importsOf, type Spec } from './imports.ts';
import { tagged } from './tags.ts';
import { typeOf } from './types.ts';

/** What a part of a file has to know of the rest of it. */
export interface File extends Names {
  readonly package: string | null;
  readonly imports: readonly Import[];
  /** Types that the file declares. */
  readonly types: ReadonlySet<string>;
  /** Methods by the type that they belong to; in Go they stand apart from it, also in other files of the package. */
  readonly methods: ReadonlyMap<string, readonly Syntax[]>;
  /** Functions with several results that matter. */
  readonly tuples: ReadonlySet<string>;
  /** The receiver of the method around. */
  readonly receiver: string | null;
  /** The first result of the function around, where it has a name. */
  readonly result: string | null;
  readonly isTuple: boolean;
}

/** The name of the package that the file itself belongs to: that of its folder. */
const own: Import = {
  k: 'import',
  module: '.',
  names: [{ symbol: '*', local: '*', typeOnly: false }],
  typeOnly: false,
  implied: true,
  at: 0,
};

/** Reads what stands at the top of a file. */
export function fileOf(root: Syntax): File {
  const top = root.namedChildren;
  const of = (type: string): readonly Syntax[] => top.filter((node) => node.type === type);
  const imports = importsOf(
    of('import_declaration').flatMap((node) => node.descendantsOfType('import_spec').map(specOf)),
  );
  const types = of('type_declaration').flatMap((node) => node.namedChildren.filter(({ type }) => type === 'type_spec'));
  const functions = [...of('function_declaration'), ...of('method_declaration')];
  return {
    package: of('package_clause')[0]?.namedChild(0)?.text ?? null,
    imports: [own, ...imports],
    packages: new Set(imports.flatMap(({ names }) => names.map(({ local }) => local))),
    types: new Set(types.map(nameOf)),
    conversions: new Set(types.filter((node) => !isClass(field(node, 'type'))).map(nameOf)),
    methods: byReceiver(of('method_declaration')),
    tuples: new Set(functions.filter(isTuple).map(nameOf)),
    receiver: null,
    result: null,
    isTuple: false,
  };
}

/** What is known inside of a function: its named results, and the type that it promises to return. */
export function inside(node: Syntax, file: File): { file: File; results: readonly Node[]; promise: readonly Node[] } {
  const results = resultsOf(node);
  const at = node.startIndex;
  const receiver = field(node, 'receiver')?.namedChild(0)?.childForFieldName('name')?.text ?? file.receiver;
  const [first] = results;
  const named = first?.childForFieldName('name')?.text ?? null;
  const inner = { ...file, receiver, result: named, isTuple: isTuple(node) };
  const declared = results.flatMap((one) => {
    const type = typeOf(field(one, 'type'));
    return one.childrenForFieldName('name').map((name) => declaration(name.text, type, at));
  });
  const type =
    named || inner.isTuple || !first
      ? null
      : typeOf(first.type === 'parameter_declaration' ? field(first, 'type') : first);
  if (!type) return { file: inner, results: declared, promise: [] };
  const promise: Node = { k: 'return', value: { k: 'name', name: ' result', at } };
  return { file: inner, results: declared, promise: [declaration(' result', type, at), promise] };
}

/** A type: a struct is a class with the fields that it has, and the methods that the file holds. */
export function classOf(node: Syntax, file: File, translate: (method: Syntax) => Func): Class | Bind {
  const type = field(node, 'type');
  const name = nameOf(node);
  const at = node.startIndex;
  if (node.type === 'type_alias')
    return {
      k: 'bind',
      target: { t: 'name', name },
      value: typeOf(type),
      type: null,
      declares: true,
      exported: true,
      at,
    };
  const fields = type?.type === 'struct_type' ? (type.namedChild(0)?.namedChildren ?? []) : [];
  const members = fields.filter(({ type: kind }) => kind === 'field_declaration');
  const bases = members.flatMap((member) => (field(member, 'name') ? [] : (typeOf(field(member, 'type')) ?? [])));
  const methods = (file.methods.get(name) ?? []).map(translate);
  return partial(name, bases, [...members.flatMap(fieldsOf), ...methods], at);
}

/** Methods of types that other files of the package declare. */
export function methodsElsewhere(file: File, translate: (method: Syntax) => Func): readonly Class[] {
  return [...file.methods].flatMap(([name, methods]) => {
    return file.types.has(name) ? [] : [partial(name, [], methods.map(translate), methods[0]?.startIndex ?? 0)];
  });
}

function partial(name: string, bases: readonly Node[], body: readonly Node[], at: number): Class {
  return { k: 'class', name, bases, body, decorators: [], exported: true, partial: true, at };
}

/** Fields with their types, and what their tags say they are filled with. An embedded type is a field of its own name. */
function fieldsOf(node: Syntax): readonly Node[] {
  // A field whose type has no name is declared all the same, and not to be sought elsewhere.
  const type = typeOf(field(node, 'type')) ?? { k: 'other', parts: [] };
  const names = node.childrenForFieldName('name').map(({ text }) => text);
  const embedded = type.k === 'name' || type.k === 'member' ? [type.name] : [];
  const tag = field(node, 'tag');
  return (names.length > 0 ? names : embedded).map((name): Bind => {
    const target = { t: 'field', name } as const;
    return { k: 'bind', target, value: tag && tagged(tag), type, declares: true, exported: false, at: node.startIndex };
  });
}

function declaration(name: string, type: Node | null, at: number): Node {
  return { k: 'bind', target: { t: 'name', name }, value: null, type, declares: true, exported: false, at };
}

function isClass(type: Syntax | null): boolean {
  return type?.type === 'struct_type' || type?.type === 'interface_type';
}

/** Whether a function has several results besides an error and an `ok`. */
function isTuple(node: Syntax): boolean {
  const results = resultsOf(node).flatMap((one) => {
    const isPlain = /^(?:error|bool)$/.test(field(one, 'type')?.text ?? '');
    return isPlain ? [] : Array.from({ length: Math.max(1, one.childrenForFieldName('name').length) });
  });
  return results.length > 1;
}

function resultsOf(node: Syntax): readonly Syntax[] {
  const result = field(node, 'result');
  if (result?.type !== 'parameter_list') return result ? [result] : [];
  return result.namedChildren.filter(({ type }) => type === 'parameter_declaration');
}

function byReceiver(methods: readonly Syntax[]): ReadonlyMap<string, readonly Syntax[]> {
  const found = new Map<string, Syntax[]>();
  for (const method of methods) {
    const type = receiverType(method);
    const list = found.get(type);
    if (list) list.push(method);
    else found.set(type, [method]);
  }
  return found;
}

function receiverType(method: Syntax): string {
  const type = typeOf(field(method, 'receiver')?.namedChild(0)?.childForFieldName('type') ?? null);
  return type?.k === 'name' ? type.name : '';
}

function specOf(node: Syntax): Spec {
  const path = field(node, 'path');
  return { path: path?.text.slice(1, -1) ?? '', alias: field(node, 'name')?.text ?? '', at: node.startIndex };
}

function nameOf(node: Syntax): string {
  return field(node, 'name')?.text ?? '';
}
