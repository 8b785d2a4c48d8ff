import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import { run } from './calls.ts';
import type { File } from './file.ts';
import { bindsOf } from './patterns.ts';

/** `if` and `match` as values: what is looked at, and then either of the branches. */
export function branches(node: Syntax, file: File): Node {
  return node.type === 'if_expression' ? conditional(node, file) : matched(node, file);
}

function conditional(node: Syntax, file: File): Node {
  const condition = node.childForFieldName('condition');
  const otherwise = node.childForFieldName('alternative')?.namedChild(0) ?? null;
  const options = [node.childForFieldName('consequence'), otherwise].flatMap((option) => {
    return option ? [file.read.one(option, file)] : [];
  });
  return run(condition ? [file.read.one(condition, file)] : [], { k: 'choice', options });
}

function matched(node: Syntax, file: File): Node {
  const at = node.startIndex;
  const target = { t: 'name', name: ` ${at}` } as const;
  const value: Node = { k: 'name', name: target.name, at };
  const read = (part: Syntax | null): readonly Node[] => (part ? [file.read.one(part, file)] : []);
  const arms = (node.childForFieldName('body')?.namedChildren ?? []).filter(({ type }) => type === 'match_arm');
  const binds = arms.flatMap((arm) => {
    const pattern = arm.childForFieldName('pattern');
    const condition = pattern?.childForFieldName('condition') ?? null;
    return [...bindsOf(pattern?.namedChild(0) ?? null, value, null, at), ...read(condition)];
  });
  const [subject = null] = read(node.childForFieldName('value'));
  const looked: Node = { k: 'bind', target, value: subject, type: null, declares: true, exported: false, at };
  const options = arms.flatMap((arm) => read(arm.childForFieldName('value')));
  return run([looked, ...binds], { k: 'choice', options });
}

/** A block as a value: that of the expression at its end. */
export function block(node: Syntax, file: File): Node {
  const { statements, value } = parts(node, file);
  if (!value) return { k: 'block', body: statements };
  return statements.length === 0 ? value : run(statements, value);
}

/** The statements of a block; the expression at its end is what it returns. */
export function bodyOf(node: Syntax, file: File): readonly Node[] {
  const { statements, value } = parts(node, file);
  return value ? [...statements, { k: 'return', value }] : statements;
}

function parts(node: Syntax, file: File): { readonly statements: readonly Node[]; readonly value: Node | null } {
  const inner = node.type === 'block' ? node : (node.namedChildren.find(({ type }) => type === 'block') ?? node);
  const tail = inner.namedChildren.findLast(({ type }) => !/comment$/.test(type));
  const end = tail?.type === 'expression_statement' && !tail.text.endsWith(';') ? tail.namedChild(0) : tail;
  if (!tail || !end || worthless.test(end.type)) return { statements: file.read.all(inner, file), value: null };
  return { statements: file.read.all(inner, file, tail), value: file.read.one(end, file) };
}

/** What stands at the end of a block without being its value. */
const worthless = /(?:_item|_declaration|_statement|_definition)$|^(?:for|while|loop|return)_expression$/;
