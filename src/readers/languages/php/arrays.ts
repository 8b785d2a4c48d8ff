import type { Node as Syntax } from 'web-tree-sitter';
import type { Entry, Node, Target } from '../../code/syntax.ts';
import { codeIn, empty, field, lastOf, type Read } from '../../nodes.ts';

/** An array: a table where it has keys, else a list. */
export function array(node: Syntax, read: Read): Node {
  const entries = codeIn(node).map((element) => entry(element, read));
  if (entries.some(({ name }) => name !== null)) return { k: 'map', entries };
  return { k: 'list', items: entries.map(({ value }) => value) };
}

function entry(element: Syntax, read: Read): Entry {
  const at = element.startIndex;
  const [first, second] = codeIn(element);
  if (first?.type === 'variadic_unpacking') return { name: '...', value: inner(first, read), at };
  if (!second) return { name: null, value: first ? read(first) : empty, at };
  const key = first ? read(first) : empty;
  return { name: keyOf(key), value: read(second), at };
}

/** Keys that are known are texts, and the constants that options of curl go by. */
function keyOf(key: Node): string {
  return key.k === 'text' ? key.text : '';
}

/** Arguments of a call: `x`, `name: x`, `...$x`. */
export function argumentsOf(list: Syntax | null | undefined, read: Read): readonly Entry[] {
  if (!list) return [];
  return codeIn(list).flatMap((node): readonly Entry[] => {
    const at = node.startIndex;
    if (node.type === 'variadic_unpacking') return [{ name: '...', value: inner(node, read), at }];
    if (node.type !== 'argument') return [];
    const last = lastOf(node);
    const name = field(node, 'name');
    if (last?.type === 'variadic_unpacking') return [{ name: '...', value: inner(last, read), at }];
    const isNamed = name !== null && last !== null && name.startIndex !== last.startIndex;
    return [{ name: isNamed ? name.text : null, value: last ? read(last) : empty, at }];
  });
}

function inner(node: Syntax, read: Read): Node {
  const value = lastOf(node);
  return value ? read(value) : empty;
}

/** `['a' => $x, 'b' => $y] = …`: names for entries of a table; those of a list are not followed. */
export function taken(node: Syntax): Target {
  const members: { key: string; name: string }[] = [];
  const children = codeIn(node);
  children.forEach((child, index) => {
    const key = children[index - 1];
    if (child.type === 'variable_name' && (key?.type === 'string' || key?.type === 'encapsed_string'))
      members.push({ key: key.text.slice(1, -1), name: child.text });
  });
  return members.length > 0 ? { t: 'members', members } : { t: 'none' };
}
