import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Fault, Tree } from '../index.ts';

const limits = { characters: 64 * 1024 * 1024, depth: 20 };

/**
 * Reads JSON strictly, with the way back from a value to where it is written: bounded in size and depth, without comments,
 * every key once. It does for large files what YAML's reader does for small ones, at a hundredth of the cost.
 */
export function readJson(text: string): { readonly tree: Tree | null; readonly faults: readonly Fault[] } {
  const plain = text.replace(/^\ufeff/, ' ');
  const obstacle = unreadable(plain);
  if (obstacle) return { tree: null, faults: [obstacle] };

  const errors: ParseError[] = [];
  const root = parseTree(plain, errors, {
    disallowComments: true,
    allowTrailingComma: false,
    allowEmptyContent: false,
  });
  const [error] = errors;
  if (!root || error) return { tree: null, faults: [syntaxFault(plain, error)] };

  const faults: Fault[] = [];
  const at = (path: readonly PropertyKey[]) => nearest(root, path);
  const tree: Tree = {
    value: evaluate(root, faults),
    offset: (path) => at(path).offset,
    keyOffset: (path, key) => (pairs(at(path)).find((pair) => nameOf(pair) === key) ?? at(path)).offset,
  };
  return { tree, faults };
}

function unreadable(text: string): Fault | null {
  if (text.trim() === '') return { offset: 0, message: 'the file is empty; write it with: rollcall baseline create' };
  if (text.length > limits.characters) return { offset: 0, message: 'the file is larger than 64 MiB' };
  const conflict = /^(?:<{7}|={7}|>{7})(?:\s|$)/m.exec(text);
  if (conflict) return { offset: conflict.index, message: 'the mark of a merge conflict; resolve it' };

  const deep = deepest(text);
  return deep === null ? null : { offset: deep, message: `is nested more than ${limits.depth} levels deep` };
}

/** Where a text is nested deeper than the parser's stack is to bear, `null` where it is not. */
function deepest(text: string): number | null {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > limits.depth) return at;
  }
  return null;
}

function syntaxFault(text: string, error: ParseError | undefined): Fault {
  if (!error) return { offset: 0, message: 'cannot be read as JSON' };
  const said = printParseErrorCode(error.error).replace(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const rest = text.length <= error.offset ? ', and the file ends' : '';
  return { offset: error.offset, message: `cannot be read as JSON: ${said.toLowerCase()}${rest}` };
}

/** Recursion is bounded by the depth of the tokens. */
function evaluate(node: Node, faults: Fault[]): unknown {
  if (node.type === 'array') return (node.children ?? []).map((child) => evaluate(child, faults));
  if (node.type !== 'object') return node.value;

  // Without a prototype, so that "__proto__" is a key like any other, and an unknown one.
  const value: Record<string, unknown> = Object.create(null);
  for (const pair of pairs(node)) {
    const key = nameOf(pair);
    if (Object.hasOwn(value, key)) {
      faults.push({ offset: pair.offset, message: `the key ${JSON.stringify(key)} stands here twice; keep one` });
    }
    const held = pair.children?.[1];
    value[key] = held ? evaluate(held, faults) : null;
  }
  return value;
}

function pairs(node: Node): readonly Node[] {
  return node.type === 'object' ? (node.children ?? []) : [];
}

function nameOf(pair: Node): string {
  return String(pair.children?.[0]?.value);
}

/** The value at a path; of one that is not there, its nearest ancestor. */
function nearest(root: Node, path: readonly PropertyKey[]): Node {
  const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
  for (let length = steps.length; length > 0; length--) {
    const node = findNodeAtLocation(root, steps.slice(0, length));
    if (node) return node;
  }
  return root;
}
