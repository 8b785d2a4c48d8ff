import type { Node as Syntax } from 'web-tree-sitter';

/** What a file declares, known before it is translated: Ruby tells a method from a variable by that. */
export interface Declared {
  /** Full names of classes, modules and constants, and every ending of those that stand inside another. */
  readonly constants: ReadonlySet<string>;
  /** Of those, modules that only hold classes and modules: what stands in them is read as if they were not there. */
  readonly namespaces: ReadonlySet<string>;
  /** Of those, names that are written with their path: `class A::B`. */
  readonly compact: ReadonlySet<string>;
  /** Methods of classes and modules. */
  readonly methods: ReadonlySet<string>;
  /** Methods of the file itself. */
  readonly functions: ReadonlySet<string>;
  /** Methods that take arguments: to name one is to call it. */
  readonly taking: ReadonlySet<string>;
  /** Texts of here-documents, by the offset of what opens them. */
  readonly documents: ReadonlyMap<number, Syntax>;
}

interface Open {
  readonly node: Syntax;
  readonly path: readonly string[];
}

/** Goes through the tree with a list of its own: deep nesting costs no stack. */
export function declaredIn(root: Syntax): Declared {
  const constants = new Set<string>();
  const namespaces = new Set<string>();
  const compact = new Set<string>();
  const methods = new Set<string>();
  const functions = new Set<string>();
  const taking = new Set<string>();
  const openings: Syntax[] = [];
  const bodies: Syntax[] = [];
  const open: Open[] = [{ node: root, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, path } = next;
    let inner = path;
    if (node.type === 'class' || node.type === 'module') {
      const name = node.childForFieldName('name')?.text ?? '';
      const isNamespace = onlyHolds(node);
      for (const ending of endings([...path, name])) {
        constants.add(ending);
        if (isNamespace) namespaces.add(ending);
        if (name.includes('::')) compact.add(ending);
      }
      inner = [...path, name];
    } else if (node.type === 'method' || node.type === 'singleton_method') {
      const name = node.childForFieldName('name')?.text ?? '';
      (path.length > 0 ? methods : functions).add(name);
      if ((node.childForFieldName('parameters')?.namedChildCount ?? 0) > 0) taking.add(name);
    } else if (node.type === 'assignment' && node.childForFieldName('left')?.type === 'constant')
      for (const ending of endings([...path, node.childForFieldName('left')?.text ?? ''])) constants.add(ending);
    else if (node.type === 'call') for (const name of accessors(node)) methods.add(name);
    else if (node.type === 'heredoc_beginning') openings.push(node);
    else if (node.type === 'heredoc_body') bodies.push(node);
    for (const child of node.namedChildren) open.push({ node: child, path: inner });
  }
  return { constants, namespaces, compact, methods, functions, taking, documents: paired(openings, bodies) };
}

/** A module in whose body nothing stands but classes and modules. */
export function onlyHolds(node: Syntax): boolean {
  const body = node.childForFieldName('body')?.namedChildren ?? [];
  return node.type === 'module' && body.length > 0 && body.every(({ type }) => /^(?:class|module|comment)$/.test(type));
}

/** `A`, `B::C` one in the other: `A::B::C` and `B::C`; a name that is written with its path has no shorter one. */
function* endings(path: readonly string[]): Iterable<string> {
  for (let from = 0; from < path.length; from++) yield path.slice(from).join('::');
}

/** Names that `attr_reader :a, :b` declares. */
export function accessors(node: Syntax): readonly string[] {
  const method = node.childForFieldName('method')?.text ?? '';
  if (node.childForFieldName('receiver') || !/^(?:c|m)?attr(?:_reader|_accessor)?$/.test(method)) return [];
  return (node.childForFieldName('arguments')?.namedChildren ?? []).flatMap(({ type, text }) =>
    type === 'simple_symbol' ? text.slice(1) : [],
  );
}

/** Here-documents follow in the order in which they were opened. */
function paired(openings: Syntax[], bodies: Syntax[]): ReadonlyMap<number, Syntax> {
  const byPlace = (a: Syntax, b: Syntax): number => a.startIndex - b.startIndex;
  openings.sort(byPlace);
  bodies.sort(byPlace);
  return new Map(
    openings.flatMap((node, index): [number, Syntax][] => {
      const body = bodies[index];
      return body ? [[node.startIndex, body]] : [];
    }),
  );
}
