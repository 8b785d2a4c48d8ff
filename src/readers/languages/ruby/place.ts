import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import type { Declared } from './declared.ts';

/** What is known at a place of a file: its declarations, the variables of the method, and what its class is made of. */
export interface Place {
  readonly declared: Declared;
  /** Constants of others, by where they are first named. */
  readonly abroad: Map<string, number>;
  /** Names of variables: of the method, and of the blocks around. */
  readonly locals: ReadonlySet<string>;
  /** True inside a class or module. */
  readonly owned: boolean;
  /** Whether that class extends or includes something. */
  readonly based: boolean;
  /** Translates what stands there. `inner`: something is asked of it, so a method without arguments is read like a field. */
  readonly read: (node: Syntax | null, place: Place, inner?: boolean) => Node;
}

/** Names that are assigned in a body, but not in methods and classes inside it. */
export function variables(body: Syntax): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...body.namedChildren];
  for (let node = open.pop(); node; node = open.pop()) {
    if (/^(?:method|singleton_method|class|module)$/.test(node.type)) continue;
    const left = /^(?:assignment|operator_assignment)$/.test(node.type) ? node.childForFieldName('left') : null;
    for (const name of left?.type === 'left_assignment_list' ? left.namedChildren : left ? [left] : [])
      if (name.type === 'identifier') found.add(name.text);
    if (node.type === 'exception_variable') found.add(node.namedChild(0)?.text ?? '');
    if (node.type === 'for') found.add(node.childForFieldName('pattern')?.text ?? '');
    for (const child of node.namedChildren) open.push(child);
  }
  return found;
}
