import type { Node as Syntax } from 'web-tree-sitter';
import type { Bind, Node, Target } from '../../code/syntax.ts';

/** Patterns that hold the value itself in another guise: `Some(x)`, `State(x)`, `&x`. */
const open = /^(?:Some|Ok|State|Extension|Json|Data|Query|Path|Form)$/;

/** What a value is bound to by a pattern. Names of a part that is not known are declared all the same. */
export function bindsOf(pattern: Syntax | null, value: Node | null, type: Node | null, at: number): readonly Bind[] {
  if (!pattern) return [];
  const base = { k: 'bind', declares: true, exported: true, at } as const;
  const target = targetOf(pattern);
  if (target) return [{ ...base, target, value: value ?? (type ? null : unknown), type }];
  return namesOf(pattern).map((name) => ({ ...base, target: { t: 'name', name }, value: unknown, type: null }));
}

const unknown: Node = { k: 'other', parts: [] };

/** A pattern that takes the whole value, or members of it by name; null for any other. */
function targetOf(pattern: Syntax): Target | null {
  switch (pattern.type) {
    case 'identifier':
      return { t: 'name', name: pattern.text };
    case 'mut_pattern':
    case 'ref_pattern':
    case 'reference_pattern': {
      const inner = pattern.namedChildren.find(({ type }) => type !== 'mutable_specifier');
      return inner ? targetOf(inner) : null;
    }
    case 'tuple_struct_pattern': {
      const name = /(\w+)$/.exec(pattern.childForFieldName('type')?.text ?? '')?.[1] ?? '';
      const [, inner, more] = pattern.namedChildren;
      return open.test(name) && inner && !more ? targetOf(inner) : null;
    }
    case 'struct_pattern': {
      const members = pattern.namedChildren.filter(({ type }) => type === 'field_pattern').flatMap(memberOf);
      return { t: 'members', members };
    }
    default:
      return null;
  }
}

function memberOf(node: Syntax): readonly { key: string; name: string }[] {
  const key = node.childForFieldName('name')?.text ?? '';
  const pattern = node.childForFieldName('pattern');
  if (!pattern) return [{ key, name: key }];
  const [name] = namesOf(pattern);
  return name === undefined ? [] : [{ key, name }];
}

/** All names that a pattern binds; a type or a constant begins with a capital. */
export function namesOf(pattern: Syntax): readonly string[] {
  return pattern.type === 'identifier'
    ? [pattern.text]
    : pattern
        .descendantsOfType(['identifier', 'shorthand_field_identifier'])
        .map(({ text }) => text)
        .filter((name) => /^[a-z_]/.test(name));
}
