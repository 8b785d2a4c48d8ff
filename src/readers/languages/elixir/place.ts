import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';

/** What is known at a place of a file. */
export interface Place {
  /** Modules that the file defines, by full name. */
  readonly modules: ReadonlySet<string>;
  /** Functions that it defines, in any of them. */
  readonly functions: ReadonlySet<string>;
  /** First parts of the names of other modules, by where they are first used. */
  readonly abroad: Map<string, number>;
  /** Names that `alias` introduces. */
  readonly aliases: ReadonlySet<string>;
  /** Base URL of the HTTP client that the module is (`plug Tesla.Middleware.BaseUrl`). */
  readonly base: Syntax | null;
  readonly read: (node: Syntax | null, place: Place) => Node;
}

/** What a file defines and introduces anywhere. */
export function declaredIn(root: Syntax): Pick<Place, 'modules' | 'functions' | 'aliases' | 'base'> {
  const modules = new Set<string>();
  const functions = new Set<string>();
  const aliases = new Set<string>();
  let base: Syntax | null = null;
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'call') {
      const target = targetName(node);
      const [first, second] = argumentsOf(node);
      if (target === 'defmodule' && first) modules.add(first.text);
      else if (/^defp?$/.test(target) && first) functions.add(headOf(first)?.name ?? '');
      else if (target === 'alias') for (const name of aliasNames(node)) aliases.add(name);
      else if (target === 'plug' && first?.text === 'Tesla.Middleware.BaseUrl' && second) base = second;
    }
    for (const child of node.namedChildren) open.push(child);
  }
  return { modules, functions, aliases, base };
}

/** `def` of `def f(x)`; '' where a function of a module is called. */
export function targetName(node: Syntax): string {
  const target = node.childForFieldName('target');
  return target?.type === 'identifier' ? target.text : '';
}

/** The arguments of a call, keywords among them. */
export function argumentsOf(node: Syntax): readonly Syntax[] {
  const list = node.namedChildren.find(({ type }) => type === 'arguments');
  return (list?.namedChildren ?? []).filter(({ type }) => type !== 'comment');
}

/** The name and the parameters of a function, behind which a guard may stand. */
export function headOf(node: Syntax): { name: string; params: readonly Syntax[] } | null {
  if (node.type === 'binary_operator') {
    const left = node.childForFieldName('left');
    return left ? headOf(left) : null;
  }
  if (node.type === 'identifier') return { name: node.text, params: [] };
  return node.type === 'call' ? { name: targetName(node), params: argumentsOf(node) } : null;
}

/** Names that `alias A.B`, `alias A.{B, C}` and `alias A.B, as: C` introduce. */
function aliasNames(node: Syntax): readonly string[] {
  const [first, keywords] = argumentsOf(node);
  if (!first) return [];
  const as = keywords?.namedChildren.find((pair) => pair.childForFieldName('key')?.text.trim() === 'as:');
  const renamed = as?.childForFieldName('value')?.text;
  if (renamed) return [renamed];
  const list = first.type === 'dot' ? (first.childForFieldName('right')?.namedChildren ?? []) : [first];
  return list.map(({ text }) => text.slice(text.lastIndexOf('.') + 1));
}
