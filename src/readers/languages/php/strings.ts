import type { Node as Syntax } from 'web-tree-sitter';
import { formatted, joined } from '../../code/pieces.ts';
import type { Node } from '../../code/syntax.ts';
import { codeIn, empty, type Read } from '../../nodes.ts';

/** `'a'`, `"a{$b}"`, and texts over several lines. */
export function literal(node: Syntax, read: Read): Node {
  const isPlain = node.type === 'string' || node.type === 'nowdoc';
  return joined(isPlain ? pieces(node, read, single) : pieces(node, read, double), node.startIndex);
}

function pieces(node: Syntax, read: Read, undone: (text: string) => string): readonly (string | Node)[] {
  return codeIn(node).flatMap((child): readonly (string | Node)[] => {
    switch (child.type) {
      case 'string_content':
      case 'nowdoc_string':
        return [child.text];
      case 'escape_sequence':
        return [undone(child.text)];
      case 'heredoc_body':
      case 'nowdoc_body':
        return pieces(child, read, undone);
      case 'heredoc_start':
      case 'heredoc_end':
        return [];
      default:
        return [read(child)];
    }
  });
}

function single(text: string): string {
  return /^\\['\\]$/.test(text) ? text.slice(1) : text;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', e: '\u001b', v: '\v', f: '\f', 0: '' };

function double(text: string): string {
  const hex = /^\\(?:x([0-9a-f]{1,2})|u\{([0-9a-f]{1,6})\})$/i.exec(text);
  const code = Number.parseInt(hex?.[1] ?? hex?.[2] ?? '', 16);
  if (hex) return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  return escapes[text.slice(1)] ?? text.slice(1);
}

/** `sprintf('%s/chat', $base)`: the gaps are filled in their order, or by their number (`%2$s`). */
export function filledIn(format: Node, values: readonly Node[], at: number): Node {
  if (format.k !== 'text') return { k: 'other', parts: [format, ...values] };
  const gap = /%(?:(\d{1,2})\$)?[-+0 ]{0,3}\d{0,4}(?:\.\d{1,3})?[bcdeEfFgGhHosuxX]/g;
  return formatted(format.text, gap, ([, number], index) => values[number ? Number(number) - 1 : index] ?? empty, at);
}
