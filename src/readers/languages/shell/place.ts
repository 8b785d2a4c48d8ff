import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';

/** What is known at a place of a script. */
export interface Place {
  readonly source: string;
  /** Functions of the script. */
  readonly functions: ReadonlySet<string>;
  /** Of those, the ones that run what they are handed: `retry() { "$@"; }`. */
  readonly runners: ReadonlySet<string>;
  /** Variables that the script sets. */
  readonly variables: ReadonlySet<string>;
  /** Items of its arrays. */
  readonly arrays: ReadonlyMap<string, readonly Syntax[]>;
  /** Whether it is inside a function: `$1` is then what the function is called with. */
  readonly called: boolean;
  /** Translates a statement; `input` is what is written to it. */
  readonly run: (node: Syntax, place: Place, input: Node | null) => Node;
}

/** Functions, variables and arrays that a script declares anywhere. */
export function declaredIn(root: Syntax): Pick<Place, 'functions' | 'runners' | 'variables' | 'arrays'> {
  const functions = new Set<string>();
  const runners = new Set<string>();
  const variables = new Set<string>();
  const arrays = new Map<string, Syntax[]>();
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'function_definition') {
      const name = node.childForFieldName('name')?.text ?? '';
      functions.add(name);
      if (/"\$(?:@|\{@[:}])/.test(node.text)) runners.add(name);
    }
    if (node.type === 'for_statement') variables.add(node.childForFieldName('variable')?.text ?? '');
    if (node.type === 'variable_assignment') {
      const name = node.childForFieldName('name')?.text ?? '';
      const value = node.childForFieldName('value');
      // `ENV=x command` sets it for that command alone, and `MODEL=${MODEL:-x}` says what it is where nobody does.
      if (node.parent?.type !== 'command') variables.add(name);
      if (value?.type === 'array') arrays.set(name, [...(arrays.get(name) ?? []), ...value.namedChildren]);
    }
    for (const child of node.namedChildren) open.push(child);
  }
  for (const items of arrays.values()) items.sort((a, b) => a.startIndex - b.startIndex);
  return { functions, runners, variables, arrays };
}
