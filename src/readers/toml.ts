import type { AST } from 'toml-eslint-parser';
import { parseTOML } from 'toml-eslint-parser';
import type { Reader } from '../model/document.ts';
import { entryReading, Leaves, maximumDepth, maximumText } from './entries.ts';
import { pairs } from './pairs.ts';

type Path = readonly (string | number)[];

/** A value on the way, with the path and key that lead to it. */
interface Step {
  readonly node: AST.TOMLKeyValue | AST.TOMLContentNode;
  readonly path: Path;
  readonly at: number;
}

/** TOML; where it is no TOML, its lines of `key = value` under their `[section]`. */
export const toml: Reader = {
  id: 'toml',
  read: (text) => entryReading(text, tomlLeaves(text)),
};

/** The leaves of a TOML text. */
export function tomlLeaves(text: string): Leaves {
  const leaves = new Leaves();
  const program = parsed(text);
  if (program) {
    for (const node of program.body[0].body) {
      if (node.type === 'TOMLKeyValue') walk(node, [], leaves);
      else for (const pair of node.body) walk(pair, node.resolvedKey, leaves);
    }
    return leaves;
  }
  leaves.note('The TOML could not be parsed; it was read line by line.');
  for (const leaf of pairs(text)) leaves.add(leaf);
  return leaves;
}

/** `null` where it is no TOML, or nested so deep that the parser runs out of stack. */
function parsed(text: string): AST.TOMLProgram | null {
  if (text.length > maximumText) return null;

  // A BOM is no TOML; a space in its place keeps every offset.
  const source = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
  try {
    return parseTOML(source);
  } catch {
    return null;
  }
}

function walk(root: AST.TOMLKeyValue, path: Path, leaves: Leaves): void {
  const stack: Step[] = [{ node: root, path, at: root.range[0] }];
  for (let step = stack.pop(); step; step = stack.pop()) {
    const children = childrenOf(step);
    if (children.length === 0) leaves.add(leafOf(step));
    else if (step.path.length < maximumDepth) for (const child of children.reverse()) stack.push(child);
    else
      leaves.note(`The TOML is nested deeper than ${maximumDepth} levels; what lies deeper was not read as entries.`);
  }
}

function childrenOf({ node, path, at }: Step): Step[] {
  switch (node.type) {
    case 'TOMLKeyValue':
      return [{ node: node.value, path: [...path, ...node.key.keys.map(keyText)], at: node.range[0] }];
    case 'TOMLInlineTable':
      return node.body.map((pair) => ({ node: pair, path, at }));
    case 'TOMLArray':
      return node.elements.map((element, index) => ({ node: element, path: [...path, index], at: element.range[0] }));
    default:
      return [];
  }
}

function leafOf({ node, path, at }: Step) {
  const [from, to] = node.range;
  if (node.type !== 'TOMLValue') return { path, value: '', at, start: from, end: to };
  if (node.kind === 'string') {
    const quotes = node.multiline ? 3 : 1;
    return { path, value: node.value, at, start: from + quotes, end: to - quotes };
  }
  const value = 'number' in node ? node.number : 'datetime' in node ? node.datetime : String(node.value);
  return { path, value, at, start: from, end: to };
}

function keyText(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}
