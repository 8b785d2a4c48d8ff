import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';

/** A string of any kind, or a bare word: its text, with the variables that stand in it. */
export function text(node: Syntax, source: string, read: (node: Syntax) => Node): Node {
  const at = node.startIndex;
  if (node.type === 'generic_token') return { k: 'text', text: node.text, at };
  if (node.type === 'verbatim_string_characters')
    return { k: 'text', text: node.text.slice(1, -1).replaceAll("''", "'"), at };
  const isHere = /here_string/.test(node.type);
  const open = isHere ? (/^@["'][^\n]*\n/.exec(node.text)?.[0].length ?? 2) : 1;
  const end = node.endIndex - (isHere ? 2 : 1);
  const parts: (string | Node)[] = [];
  let done = at + open;
  for (const child of node.namedChildren) {
    if (child.startIndex < done) continue;
    parts.push(unescaped(source.slice(done, child.startIndex)), read(child));
    done = child.endIndex;
  }
  parts.push(unescaped(source.slice(done, Math.max(done, end))));
  const known = parts.filter((part) => part !== '');
  return known.every((part) => typeof part === 'string')
    ? { k: 'text', text: known.join(''), at }
    : { k: 'parts', parts: known, at };
}

/** A backtick stands before what is meant as it is written. */
function unescaped(piece: string): string {
  return piece.replace(/`([\s\S])/g, (_all, one: string) => ({ n: '\n', r: '\r', t: '\t' })[one] ?? one);
}
