import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Node } from '../../code/syntax.ts';
import { codeIn, empty, field, lastOf, partsOf } from '../../nodes.ts';
import type { Translation } from '../../tree-sitter.ts';
import { assignment, loop, pattern } from './bindings.ts';
import { invocation } from './calls.ts';
import { anonymous, creation, initialized } from './creations.ts';
import { emptyList } from './ease.ts';
import { attributes, extensionsOf, lambda, method, property, typeDeclaration, variables } from './members.ts';
import { literal } from './strings.ts';
import { typeOf } from './types.ts';
import { implied, namespacesIn, using } from './usings.ts';

/** A C# file in rollcall's own small syntax tree. */
export function translate(root: Syntax): Translation {
  const namespaces = namespacesIn(root);
  return { nodes: [...children(root), ...implied(namespaces)], package: namespaces[0] ?? null };
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
    case 'identifier':
      return node.text === emptyList ? { k: 'list', items: [] } : { k: 'name', name: node.text, at };
    case 'this':
    case 'base':
    case 'predefined_type':
      return { k: 'name', name: node.text, at };
    case 'null_literal':
      return { k: 'name', name: 'null', at };
    case 'generic_name':
      return optional(node.namedChild(0));
    case 'qualified_name':
    case 'alias_qualified_name':
      return typeOf(node) ?? empty;
    case 'string_literal':
    case 'verbatim_string_literal':
    case 'raw_string_literal':
    case 'character_literal':
    case 'interpolated_string_expression':
      return literal(node, read);
    case 'integer_literal':
    case 'real_literal':
      return { k: 'number', number: Number.parseFloat(node.text.replaceAll('_', '')) };
    case 'boolean_literal':
      return { k: 'boolean', boolean: node.text === 'true' };
    case 'parenthesized_expression':
    case 'await_expression':
    case 'checked_expression':
    case 'ref_expression':
    case 'postfix_unary_expression':
    case 'arrow_expression_clause':
    case 'expression_statement':
    case 'global_statement':
      return node.namedChildCount === 1 ? optional(node.namedChild(0)) : other(node);
    case 'cast_expression':
      return optional(field(node, 'value'));
    case 'as_expression':
      return optional(field(node, 'left'));
    default:
      return expression(node);
  }
}

function expression(node: Syntax): Node {
  const at = node.startIndex;
  switch (node.type) {
    case 'member_access_expression':
      return member(optional(field(node, 'expression')), field(node, 'name'), at);
    case 'conditional_access_expression':
      return reached(lastOf(node) ?? node, optional(field(node, 'condition')));
    case 'element_access_expression':
      return item(optional(field(node, 'expression')), field(node, 'subscript'), at);
    case 'invocation_expression':
      return invocation(node, read);
    case 'object_creation_expression':
    case 'implicit_object_creation_expression':
      return creation(node, null, read);
    case 'anonymous_object_creation_expression':
      return anonymous(node, read);
    case 'array_creation_expression':
    case 'implicit_array_creation_expression':
    case 'initializer_expression':
      return list(node);
    case 'element_binding_expression':
    case 'collection_expression':
    case 'tuple_expression':
      return { k: 'list', items: codeIn(node).map((one) => optional(lastOf(one) ?? one)) };
    case 'conditional_expression':
      return choice(['consequence', 'alternative', 'condition'].map((name) => field(node, name)));
    case 'switch_expression':
      return { k: 'choice', options: codeIn(node).filter(isArm).map(arm) };
    case 'binary_expression':
      return binary(node);
    case 'assignment_expression':
      return assignment(node, read);
    case 'lambda_expression':
    case 'anonymous_method_expression':
      return lambda(node, read);
    case 'with_expression':
      return {
        k: 'choice',
        options: [optional(codeIn(node)[0] ?? null), { k: 'other', parts: children(node).slice(1) }],
      };
    default:
      return declaration(node);
  }
}

function declaration(node: Syntax): Node {
  switch (node.type) {
    case 'using_directive':
      return using(node);
    case 'class_declaration':
    case 'struct_declaration':
    case 'record_declaration':
    case 'record_struct_declaration':
    case 'interface_declaration':
      return declared(node);
    case 'method_declaration':
    case 'local_function_statement':
    case 'constructor_declaration':
    case 'operator_declaration':
    case 'destructor_declaration':
      return method(node, read);
    case 'property_declaration':
      return property(node, read);
    case 'field_declaration':
      return variables(node, { isField: true }, read);
    case 'local_declaration_statement':
    case 'variable_declaration':
      return variables(node, { isField: false }, read);
    case 'declaration_expression':
    case 'declaration_pattern':
    case 'recursive_pattern':
      return pattern(node, read);
    case 'foreach_statement':
      return loop(node, read);
    case 'return_statement':
      return { k: 'return', value: node.namedChildCount > 0 ? optional(lastOf(node)) : null };
    case 'block':
      return { k: 'block', body: children(node) };
    case 'attribute_list':
    case 'global_attribute':
      return { k: 'other', parts: attributes(node, read) };
    case 'modifier':
    case 'implicit_type':
    case 'type_parameter_list':
    case 'type_parameter_constraints_clause':
      return empty;
    default:
      return other(node);
  }
}

/** A type; methods that it adds to others (`static X Add(this Y y)`) are offered beside it, under its name. */
function declared(node: Syntax): Node {
  const type = typeDeclaration(node, read);
  const names = extensionsOf(node);
  if (names.length === 0) return type;
  const offered = names.map((name): Node => {
    return { k: 'export', name, local: type.name, module: null, value: null, at: type.at };
  });
  return { k: 'other', parts: [type, ...offered] };
}

/** `.Value` of a wrapper and `.Result` of a task are what they hold. */
function member(of: Node, name: Syntax | null, at: number): Node {
  const text = (name?.type === 'generic_name' ? name.namedChild(0) : name)?.text ?? '';
  return /^(?:Value|CurrentValue|Result)$/.test(text) ? of : { k: 'member', of, name: text, at };
}

function item(of: Node, subscript: Syntax | null, at: number): Node {
  const argument = subscript && codeIn(subscript)[0];
  const key = argument ? optional(lastOf(argument)) : empty;
  return key.k === 'text' ? { k: 'member', of, name: key.text, at } : { k: 'item', of, key, at };
}

/** What stands behind `?.` or `?[`, on the thing before it. */
function reached(node: Syntax, of: Node): Node {
  const at = node.startIndex;
  if (node.type === 'member_binding_expression') return member(of, field(node, 'name'), at);
  return node.type === 'element_binding_expression' ? item(of, node, at) : { k: 'other', parts: [of, read(node)] };
}

function list(node: Syntax): Node {
  const values =
    node.type === 'initializer_expression' ? node : codeIn(node).find((one) => one.type === 'initializer_expression');
  return values ? initialized(values, read) : other(node);
}

function choice(nodes: readonly (Syntax | null)[]): Node {
  const [yes, no, condition] = nodes.map(optional);
  // The condition is looked at, but no value flows out of it.
  return { k: 'choice', options: [yes ?? empty, no ?? empty, { k: 'other', parts: condition ? [condition] : [] }] };
}

function isArm({ type }: Syntax): boolean {
  return type === 'switch_expression_arm';
}

function arm(node: Syntax): Node {
  return optional(lastOf(node));
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
  operands.reverse();
  if (operator === '??') return { k: 'choice', options: operands };
  const isText = operands.some(({ k }) => k === 'text' || k === 'parts');
  return operator === '+' && isText ? joined(operands, node.startIndex) : { k: 'other', parts: operands };
}
