import type { Node as Syntax } from 'web-tree-sitter';
import type { Entry, Node } from '../../code/syntax.ts';
import type { Place } from './place.ts';
import { symbolText } from './texts.ts';

/** An entry of a hash or a named argument; `model:` alone takes the variable or method of that name. */
export function pair(node: Syntax, place: Place): readonly Entry[] {
  const at = node.startIndex;
  if (node.type === 'hash_splat_argument') return [entry('...', place.read(node.namedChild(0), place), at)];
  const key = node.type === 'pair' ? node.childForFieldName('key') : null;
  if (!key) return [];
  const name = symbolText(key) ?? '';
  const value = node.childForFieldName('value');
  if (value) return [entry(name, place.read(value, place), at)];
  const local = place.locals.has(name);
  const self: Node = { k: 'name', name: 'self', at };
  return [entry(name, local ? { k: 'name', name, at } : { k: 'member', of: self, name, at }, at)];
}

/** A value under a name, or at a position. */
export function entry(name: string | null, value: Node, at: number): Entry {
  return { name, value, at };
}

/** `of.name`. What an application keeps in its own store of credentials is one thing, however long its name. */
export function memberOf(of: Node, name: string, at: number): Node {
  if (of.k === 'member' && isStore(of.of)) return { k: 'member', of: of.of, name: `${of.name}.${name}`, at };
  return { k: 'member', of, name, at };
}

/** `Rails.application.credentials` */
function isStore(node: Node): boolean {
  if (node.k !== 'member' || node.name !== 'credentials') return false;
  const application = node.of.k === 'call' ? node.of.callee : node.of;
  const { of, name } = application.k === 'member' ? application : { of: null, name: '' };
  return name === 'application' && of?.k === 'name' && of.name === '::Rails';
}
