import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import { dotted, holders } from '../jvm/names.ts';

/** The words of a dotted name, whatever stands between them. */
export function segments(node: Syntax): readonly string[] {
  const words: string[] = [];
  const open: Syntax[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.type === 'identifier' || next.type === 'type_identifier') words.unshift(next.text);
    else open.push(...next.namedChildren.filter(({ type }) => !/annotation$|_arguments$|comment$/.test(type)));
  }
  return words;
}

/** A type as the name it is known by: `Optional<a.b.C>` is `a.b.C`. Null for one that says nothing (`var`, `int`, `String[]`). */
export function typeName(node: Syntax | null): Node | null {
  let at = node;
  for (let depth = 0; at && depth < 10; depth++) {
    if (at.type === 'type_identifier' && at.text === 'var') return null;
    if (at.type === 'type_identifier' || at.type === 'scoped_type_identifier')
      return dotted(segments(at), at.startIndex);
    if (at.type === 'annotated_type') at = at.namedChildren.at(-1) ?? null;
    else if (at.type === 'generic_type') at = held(at);
    else return null;
  }
  return null;
}

function held(generic: Syntax): Syntax | null {
  const [name, given] = generic.namedChildren;
  return name && holders.test(name.text) ? (given?.namedChild(0) ?? null) : (name ?? null);
}
