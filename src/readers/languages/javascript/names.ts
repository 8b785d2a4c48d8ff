import { ts } from 'ts-morph';
import type { Node } from '../../code/syntax.ts';

/** Whether a declaration carries a modifier such as `export`. */
export function has(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}

/** The name of a property, where it is not computed. */
export function nameOf(name: ts.PropertyName | undefined): string | null {
  if (!name) return null;
  return ts.isComputedPropertyName(name) ? null : name.text;
}

/** What `{ key: name }` takes out of an object. */
export function members(pattern: ts.ObjectBindingPattern): readonly { key: string; name: string }[] {
  return pattern.elements.flatMap(({ name, propertyName }) => {
    if (!ts.isIdentifier(name)) return [];
    const key = propertyName ? nameOf(ts.isBindingName(propertyName) ? undefined : propertyName) : name.text;
    return [
      { key: key ?? (propertyName && ts.isIdentifier(propertyName) ? propertyName.text : name.text), name: name.text },
    ];
  });
}

/** A chain of names as it is written: `module.exports`. '' where it is more than that. */
export function dotted(node: Node): string {
  if (node.k === 'name') return node.name;
  return node.k === 'member' ? `${dotted(node.of)}.${node.name}` : '';
}
