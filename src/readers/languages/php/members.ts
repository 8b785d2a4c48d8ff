import type { Node as Syntax } from 'web-tree-sitter';
import type { Bind, Class, Func, Node, Param, Target } from '../../code/syntax.ts';
import { codeIn, empty, field, lastOf, type Read, textOf } from '../../nodes.ts';
import { argumentsOf } from './arrays.ts';
import { classNamed, typeOf } from './names.ts';

/** A class, interface, trait or enum; interfaces and traits count among what it extends. */
export function typeDeclaration(node: Syntax, read: Read): Class {
  const body = field(node, 'body') ?? codeIn(node).find(({ type }) => /declaration_list$/.test(type));
  const inside = body ? codeIn(body) : [];
  const clauses = [...codeIn(node), ...inside].filter(({ type }) =>
    /^(?:base_clause|class_interface_clause|use_declaration)$/.test(type),
  );
  const bases = clauses.flatMap((clause) => codeIn(clause).filter(({ type }) => /^(?:qualified_)?name$/.test(type)));
  return {
    k: 'class',
    name: textOf(node, 'name'),
    bases: bases.map(classNamed),
    body: inside.filter(({ type }) => type !== 'use_declaration').flatMap((member) => memberNodes(member, read)),
    decorators: attributes(node, read),
    exported: node.type !== 'anonymous_class',
    at: node.startIndex,
  };
}

function memberNodes(node: Syntax, read: Read): readonly Node[] {
  switch (node.type) {
    case 'property_declaration':
      return codeIn(node).flatMap((one) => (one.type === 'property_element' ? [property(one, node, read)] : []));
    case 'const_declaration':
      return constants(node, read).map((one) => ({ ...one, target: asField(one.target) }));
    case 'enum_case': {
      const value = field(node, 'value');
      const text: Node = { k: 'text', text: textOf(node, 'name'), at: node.startIndex };
      return [bind({ t: 'field', name: textOf(node, 'name') }, value ? read(value) : text, null, node.startIndex)];
    }
    default:
      return [read(node)];
  }
}

function asField(target: Target): Target {
  return target.t === 'name' ? { t: 'field', name: target.name } : target;
}

function property(element: Syntax, declaration: Syntax, read: Read): Bind {
  const value = field(element, 'default_value');
  const name = textOf(element, 'name').slice(1);
  const given = value && value.type !== 'null' ? read(value) : null;
  return bind({ t: 'field', name }, given, typeOf(field(declaration, 'type')), element.startIndex);
}

/** `const A = 'x', B = 'y';` */
export function constants(node: Syntax, read: Read): readonly Bind[] {
  return codeIn(node).flatMap((one) => {
    if (one.type !== 'const_element') return [];
    const value = lastOf(one);
    const target = { t: 'name', name: one.namedChild(0)?.text ?? '' } as const;
    return [{ ...bind(target, value ? read(value) : null, null, one.startIndex), exported: true }];
  });
}

/** A function, method or closure. Parameters of a constructor that are fields are bound in its body. */
export function func(node: Syntax, read: Read): Func {
  const list = field(node, 'parameters');
  const params = list ? codeIn(list) : [];
  return {
    k: 'function',
    name: /^(?:function_definition|method_declaration)$/.test(node.type) ? textOf(node, 'name') : '',
    params: params.flatMap((one) => param(one, read)),
    body: [...params.flatMap(promoted), ...bodyOf(node, read)],
    decorators: attributes(node, read),
    exported: node.type === 'function_definition',
    at: node.startIndex,
  };
}

function param(node: Syntax, read: Read): readonly Param[] {
  if (!/parameter$/.test(node.type)) return [];
  const value = field(node, 'default_value');
  const fallback = value && value.type !== 'null' ? read(value) : null;
  return [{ name: textOf(node, 'name'), members: [], type: typeOf(field(node, 'type')), fallback, field: false }];
}

function promoted(node: Syntax): readonly Node[] {
  if (node.type !== 'property_promotion_parameter') return [];
  const name = textOf(node, 'name');
  const value: Node = { k: 'name', name, at: node.startIndex };
  return [bind({ t: 'field', name: name.replace(/^&?\$/, '') }, value, null, node.startIndex)];
}

function bodyOf(node: Syntax, read: Read): readonly Node[] {
  const body = field(node, 'body');
  if (!body) return [];
  if (body.type === 'compound_statement') return codeIn(body).map(read);
  return [{ k: 'return', value: read(body) }];
}

/** `#[Tool(name: 'x')]`: each is a call of its class. */
export function attributes(node: Syntax, read: Read): readonly Node[] {
  const list = field(node, 'attributes') ?? codeIn(node).find(({ type }) => type === 'attribute_list');
  const all = list ? codeIn(list).flatMap(codeIn) : [];
  return all.map((one): Node => {
    const [name] = codeIn(one);
    const args = argumentsOf(field(one, 'parameters'), read);
    return name ? { k: 'call', callee: classNamed(name), args, at: one.startIndex } : empty;
  });
}

/** A value bound to a target, in the function it stands in. */
export function bind(target: Target, value: Node | null, type: Node | null, at: number): Bind {
  return { k: 'bind', target, value, type, declares: true, exported: false, at };
}
