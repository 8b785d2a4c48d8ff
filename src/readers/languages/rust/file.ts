import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import type { Place } from './paths.ts';
import { usesOf } from './uses.ts';

/** What a part of a file has to know of the rest of it, and how its parts are read. */
export interface File extends Place {
  /** Types that the file declares. */
  readonly types: ReadonlySet<string>;
  /** Modules that the file declares. */
  readonly modules: ReadonlySet<string>;
  /** What is implemented for a type; in Rust it stands apart from it. */
  readonly impls: ReadonlyMap<string, readonly Syntax[]>;
  readonly read: Read;
}

/** Reads a node, or all that stands in a node, but for one part of it. */
export interface Read {
  one(node: Syntax, file: File): Node;
  all(node: Syntax, file: File, but?: Syntax): readonly Node[];
}

/** Reads what stands at the top of a file, and in the modules within it. */
export function fileOf(root: Syntax, read: Read): File {
  const items = [...itemsOf(root, 0)];
  const of = (pattern: RegExp): readonly Syntax[] => items.filter(({ type }) => pattern.test(type));
  const impls = new Map<string, Syntax[]>();
  for (const node of of(/^impl_item$/)) {
    const list = impls.get(implemented(node));
    if (list) list.push(node);
    else impls.set(implemented(node), [node]);
  }
  const modules = new Set(of(/^mod_item$/).map(nameOf));
  return {
    modules,
    declared: new Set([
      ...root
        .descendantsOfType('use_declaration')
        .flatMap((node) => usesOf(node, modules).flatMap(({ names }) => names.map(({ local }) => local))),
      ...of(/^(?:mod|function|macro)_(?:item|definition)$/).map(nameOf),
    ]),
    types: new Set(of(/^(?:struct|enum|union|trait)_item$/).map(nameOf)),
    impls,
    own: null,
    read,
  };
}

/** The same within the code of a type, which `Self` stands for. */
export function within(file: File, own: string): File {
  return { ...file, own };
}

/** The type that something is implemented for, without its arguments. */
export function implemented(node: Syntax): string {
  const type = node.childForFieldName('type');
  return (type?.type === 'generic_type' ? type.childForFieldName('type') : type)?.text ?? '';
}

/** How deep modules within a file are looked into. */
const deepest = 8;

function* itemsOf(node: Syntax, depth: number): Iterable<Syntax> {
  for (const child of node.namedChildren) {
    yield child;
    const body = child.type === 'mod_item' ? child.childForFieldName('body') : null;
    if (body && depth < deepest) yield* itemsOf(body, depth + 1);
  }
}

function nameOf(node: Syntax): string {
  return node.childForFieldName('name')?.text ?? '';
}
