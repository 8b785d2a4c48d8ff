import type { Node as Syntax } from 'web-tree-sitter';
import type { Entry, Node } from '../../code/syntax.ts';
import { attributeArguments } from './macros.ts';
import { type Place, pathOf } from './paths.ts';

/** Attributes as decorators: `#[tool(description = "…")]`. What is only derived, or said to the compiler, is left out. */
export function attributesOf(attributes: readonly Syntax[], place: Place): readonly Node[] {
  return attributes.flatMap((item): Node[] => {
    const attribute = item.namedChild(0);
    const path = attribute?.namedChild(0);
    if (!attribute || !path || plain.test(path.text)) return [];
    const tokens = attribute.childForFieldName('arguments');
    const at = attribute.startIndex;
    return [{ k: 'call', callee: pathOf(path, place), args: attributeArguments(tokens, place), at }];
  });
}

const plain =
  /^(?:derive|cfg|cfg_attr|allow|warn|deny|doc|inline|must_use|repr|non_exhaustive|deprecated|async_trait|async_trait::async_trait)$/;

/** Whether an item is there for tests alone. */
export function isTest(attributes: readonly Syntax[]): boolean {
  return attributes.some((item) => {
    const text = item.text.slice(0, 200).replace(/\s/g, '');
    return /^#\[(?:cfg\((?:all\()?test[,)]|(?:\w{1,40}::)?test(?:[\](]|_case)|rstest[\](]|bench\])/.test(text);
  });
}

/**
 * What a field is filled with where nobody says otherwise: `#[arg(env = "MODEL", default_value = "gpt-4o")]`,
 * `#[serde(default = "model")]`.
 */
export function fieldDefault(decorators: readonly Node[], at: number): Node | null {
  const args = decorators.flatMap((one) => (one.k === 'call' ? one.args : []));
  const of = (name: string): Node | undefined => args.find((arg) => arg.name === name)?.value;
  const fallback = of('default_value') ?? of('default_value_t') ?? called(of('default'), at);
  const variable = of('env');
  if (variable?.k !== 'text') return fallback ?? null;
  const given = [variable, ...(fallback ? [fallback] : [])].map((value): Entry => ({ name: null, value, at }));
  const callee: Node = { k: 'member', of: { k: 'module', module: 'std.env', at }, name: 'var', at };
  return { k: 'call', callee, args: given, at };
}

/** `default = "model"` names the function that makes the value. */
function called(node: Node | undefined, at: number): Node | undefined {
  if (node?.k !== 'text') return node;
  return /^\w{1,100}$/.test(node.text)
    ? { k: 'call', callee: { k: 'name', name: node.text, at }, args: [], at }
    : undefined;
}
