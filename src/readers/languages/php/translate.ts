import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Node, Target } from '../../code/syntax.ts';
import { codeIn, empty, field, lastOf, partsOf } from '../../nodes.ts';
import type { Translation } from '../../tree-sitter.ts';
import { array, taken } from './arrays.ts';
import { constantOf, creation, functionCall, memberOf, methodCall } from './calls.ts';
import { bind, constants, func, typeDeclaration } from './members.ts';
import { implied, namespaceOf, qualified, uses } from './names.ts';
import { literal } from './strings.ts';

/** A PHP file in rollcall's own small syntax tree; the markup around it is left out. */
export function translate(root: Syntax): Translation {
  const namespace = namespaceOf(root);
  return { nodes: [...children(root), implied(namespace)], package: namespace };
}

function children(node: Syntax): readonly Node[] {
  return partsOf(node, read);
}

function other(node: Syntax): Node {
  return { k: 'other', parts: children(node) };
}

function optional(node: Syntax | null): Node {
  return node ? read(node) : empty;
}

function read(node: Syntax): Node {
  const at = node.startIndex;
  switch (node.type) {
    case 'text':
    case 'text_interpolation':
    case 'php_tag':
    case 'visibility_modifier':
      return empty;
    case 'variable_name':
    case 'relative_scope':
      return { k: 'name', name: node.text, at };
    case 'name':
      // The options of curl are numbers with names.
      return /^CURLOPT_\w+$/.test(node.text) ? { k: 'text', text: node.text, at } : { k: 'name', name: node.text, at };
    case 'qualified_name':
      return qualified(node);
    case 'string':
    case 'encapsed_string':
    case 'heredoc':
    case 'nowdoc':
      return literal(node, read);
    case 'integer':
    case 'float':
      return { k: 'number', number: Number.parseFloat(node.text.replaceAll('_', '')) };
    case 'boolean':
      return { k: 'boolean', boolean: /^true$/i.test(node.text) };
    case 'null':
      return { k: 'name', name: 'null', at };
    case 'parenthesized_expression':
    case 'error_suppression_expression':
    case 'clone_expression':
    case 'by_ref':
    case 'cast_expression':
      return optional(field(node, 'value') ?? lastOf(node));
    case 'expression_statement':
      return node.namedChildCount === 1 ? optional(node.namedChild(0)) : other(node);
    default:
      return expression(node);
  }
}

function expression(node: Syntax): Node {
  const at = node.startIndex;
  switch (node.type) {
    case 'function_call_expression':
      return functionCall(node, read);
    case 'member_call_expression':
    case 'nullsafe_member_call_expression':
    case 'scoped_call_expression':
      return methodCall(node, read);
    case 'member_access_expression':
    case 'nullsafe_member_access_expression':
    case 'scoped_property_access_expression':
      return memberOf(node, read);
    case 'class_constant_access_expression':
      return constantOf(node, read);
    case 'object_creation_expression':
      return creation(node, read);
    case 'subscript_expression':
      return item(node);
    case 'array_creation_expression':
      return array(node, read);
    case 'binary_expression':
      return binary(node);
    case 'conditional_expression':
      return choice(node);
    case 'match_expression':
      return matched(node);
    case 'assignment_expression':
    case 'reference_assignment_expression':
      return bind(target(field(node, 'left')), optional(field(node, 'right')), null, at);
    case 'augmented_assignment_expression':
      return appended(node);
    case 'shell_command_expression':
      return {
        k: 'call',
        callee: { k: 'name', name: 'shell_exec', at },
        args: [{ name: null, value: commanded(node), at }],
        at,
      };
    case 'anonymous_function':
    case 'arrow_function':
      return func(node, read);
    default:
      return declaration(node);
  }
}

function declaration(node: Syntax): Node {
  switch (node.type) {
    case 'namespace_use_declaration':
      return uses(node);
    case 'function_definition':
    case 'method_declaration':
      return func(node, read);
    case 'class_declaration':
    case 'interface_declaration':
    case 'trait_declaration':
    case 'enum_declaration':
    case 'anonymous_class':
      return typeDeclaration(node, read);
    case 'const_declaration':
      return { k: 'other', parts: constants(node, read) };
    case 'return_statement':
      return { k: 'return', value: node.namedChildCount > 0 ? optional(lastOf(node)) : null };
    case 'foreach_statement':
      return loop(node);
    case 'static_variable_declaration':
      return bind(target(field(node, 'name')), optional(field(node, 'value')), null, node.startIndex);
    case 'namespace_name':
      return empty;
    default:
      return other(node);
  }
}

function item(node: Syntax): Node {
  const [of, key] = codeIn(node);
  const name = key ? read(key) : empty;
  const holder = optional(of ?? null);
  if (name.k === 'text') return { k: 'member', of: holder, name: name.text, at: node.startIndex };
  return { k: 'item', of: holder, key: name, at: node.startIndex };
}

/** Long sums lean to the left: they are walked in a loop, not by recursion. */
function binary(node: Syntax): Node {
  const operator = field(node, 'operator')?.type;
  const operands: Node[] = [];
  let left: Syntax | null = node;
  while (left?.type === 'binary_expression' && field(left, 'operator')?.type === operator) {
    operands.push(optional(field(left, 'right')));
    left = field(left, 'left');
  }
  operands.push(optional(left));
  // `a ?? (b ?? c)` leans to the right, and is read by recursion: nobody writes long ones.
  operands.reverse();
  if (operator === '??') return { k: 'choice', options: operands };
  // Tables are added as they are merged.
  const isTable = operator === '+' && operands.some(({ k }) => k === 'map');
  if (isTable) return { k: 'map', entries: operands.map((value) => ({ name: '...', value, at: node.startIndex })) };
  return operator === '.' ? joined(operands, node.startIndex) : { k: 'other', parts: operands };
}

function choice(node: Syntax): Node {
  const condition = optional(field(node, 'condition'));
  const body = field(node, 'body');
  const alternative = optional(field(node, 'alternative'));
  if (!body) return { k: 'choice', options: [condition, alternative] };
  // The condition is looked at, but no value flows out of it.
  return { k: 'choice', options: [read(body), alternative, { k: 'other', parts: [condition] }] };
}

function matched(node: Syntax): Node {
  const arms = codeIn(field(node, 'body') ?? node);
  const values = arms.flatMap((arm) => field(arm, 'return_expression') ?? []);
  const asked: Node = { k: 'other', parts: [optional(field(node, 'condition'))] };
  return { k: 'choice', options: [...values.map(read), asked] };
}

/** `$x ??= y` binds; what is appended to a text is only a part of it. */
function appended(node: Syntax): Node {
  const isDefault = node.children.some(({ type }) => type === '??=');
  return isDefault
    ? bind(target(field(node, 'left')), optional(field(node, 'right')), null, node.startIndex)
    : other(node);
}

/** The command between backticks. */
function commanded(node: Syntax): Node {
  const parts = codeIn(node).map((child) => (child.type === 'string_content' ? child.text : read(child)));
  return joined(parts, node.startIndex);
}

function target(node: Syntax | null): Target {
  switch (node?.type) {
    case 'variable_name':
      return { t: 'name', name: node.text };
    case 'list_literal':
    case 'array_creation_expression':
      return taken(node);
    case 'member_access_expression':
    case 'scoped_property_access_expression':
    case 'subscript_expression': {
      const to = read(node);
      if (to.k !== 'member') return { t: 'none' };
      const isOwn = to.of.k === 'name' && /^(?:\$this|self|static)$/.test(to.of.name);
      return isOwn ? { t: 'field', name: to.name } : { t: 'member', node: to, adds: true };
    }
    default:
      return { t: 'none' };
  }
}

/** `foreach ($xs as $k => $x)`: the name is any item of the list. */
function loop(node: Syntax): Node {
  const [list, name] = codeIn(node);
  const each = name?.type === 'pair' ? lastOf(name) : (name ?? null);
  const any: Node = { k: 'item', of: optional(list ?? null), key: empty, at: node.startIndex };
  return { k: 'other', parts: [bind(target(each), any, null, node.startIndex), optional(field(node, 'body'))] };
}
