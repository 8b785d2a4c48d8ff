import type { Node as Syntax } from 'web-tree-sitter';
import type { Entry, Node } from '../../code/syntax.ts';

/** What the tag of a field says that it is filled with: `env:"MODEL" envDefault:"gpt-4o"`; null where it says nothing of it. */
export function tagged(tag: Syntax): Node | null {
  const at = tag.startIndex;
  const text = tag.text;
  const fallback = /\b(?:envDefault|env-default|default):"([^"]{1,200})"/.exec(text)?.[1];
  const variable = /\b(?:env|envconfig):"([A-Z][A-Z0-9_]{0,100})(?=[",])/.exec(text)?.[1];
  const defaults: Node[] = fallback === undefined ? [] : [{ k: 'text', text: fallback, at }];
  if (variable === undefined) return defaults[0] ?? null;
  const named: Node = { k: 'text', text: variable, at };
  const args = [named, ...defaults].map((value): Entry => ({ name: null, value, at }));
  return { k: 'call', callee: { k: 'member', of: { k: 'module', module: 'os', at }, name: 'Getenv', at }, args, at };
}
