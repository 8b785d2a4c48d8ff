import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';

/** What has to be known to read a path: the names that the file brings in, and the type that `Self` stands for. */
export interface Place {
  readonly declared: ReadonlySet<string>;
  readonly own: string | null;
}

const primitive = /^(?:bool|char|str|[iu](?:8|16|32|64|128|size)|f32|f64)$/;

/** A path as a name with members. One that begins with a crate that no `use` names is a module by itself. */
export function pathOf(node: Syntax, place: Place): Node {
  return named(segments(node), place, node.startIndex);
}

/** A path by its segments. */
export function named(path: readonly string[], { declared, own }: Place, at: number): Node {
  const [head = '', ...rest] = path;
  const isModule = rest.length > 0 && /^[a-z_]/.test(head) && !declared.has(head) && !primitive.test(head);
  if (!isModule) return members({ k: 'name', name: head === 'Self' && own ? own : head, at }, rest, at);
  const end = path.findIndex((segment, index) => index > 0 && (index === path.length - 1 || /^[A-Z]/.test(segment)));
  return members({ k: 'module', module: path.slice(0, end).join('.'), at }, path.slice(end), at);
}

function members(of: Node, names: readonly string[], at: number): Node {
  return names.reduce((node, name): Node => ({ k: 'member', of: node, name, at }), of);
}

/** The names of a path; type arguments are left out, and so is a path that begins with a cast (`<T as X>::f`). */
function segments(node: Syntax): readonly string[] {
  const found: string[] = [];
  for (let at: Syntax | null = node; at; ) {
    const name: Syntax | null = at.childForFieldName('name');
    if (/^scoped_(?:type_)?identifier$/.test(at.type) && name) {
      found.push(name.text);
      at = at.childForFieldName('path');
    } else if (at.type === 'generic_type') {
      at = at.childForFieldName('type');
    } else {
      if (at.type !== 'bracketed_type') found.push(at.text);
      break;
    }
  }
  return found.reverse();
}
