import type { Node as Syntax } from 'web-tree-sitter';
import { formatted, joined, unescaped } from '../../code/pieces.ts';
import type { Node } from '../../code/syntax.ts';
import { codeIn, empty, field, type Read } from '../../nodes.ts';
import { asWritten } from './ease.ts';

/** A literal of text of any kind: `"a"`, `@"a"`, `"""a"""`, `$"a{b}"`. */
export function literal(node: Syntax, read: Read): Node {
  const at = node.startIndex;
  switch (node.type) {
    case 'verbatim_string_literal':
      return {
        k: 'text',
        text: asWritten(node.text)
          .replace(/^@"|"(?:u8)?$/gi, '')
          .replaceAll('""', '"'),
        at,
      };
    case 'raw_string_literal':
      return {
        k: 'text',
        text: asWritten(codeIn(node).find(({ type }) => type === 'raw_string_content')?.text ?? ''),
        at,
      };
    case 'interpolated_string_expression':
      return joined(interpolated(node, read), at);
    default:
      return { k: 'text', text: codeIn(node).map(piece).join(''), at };
  }
}

function interpolated(node: Syntax, read: Read): readonly (string | Node)[] {
  const isVerbatim = node.text.slice(0, 3).includes('@');
  return codeIn(node).flatMap((child): readonly (string | Node)[] => {
    if (child.type === 'escape_sequence') return [unescaped(child.text)];
    if (child.type === 'string_content') return [content(child.text, isVerbatim)];
    if (child.type !== 'interpolation') return [];
    const value = codeIn(child).find(({ type }) => !type.startsWith('interpolation_'));
    return [value ? read(value) : empty];
  });
}

function content(text: string, isVerbatim: boolean): string {
  const plain = asWritten(text).replaceAll('{{', '{').replaceAll('}}', '}');
  return isVerbatim ? plain.replaceAll('""', '"') : plain;
}

function piece(child: Syntax): string {
  return child.type === 'escape_sequence' ? unescaped(child.text) : asWritten(child.text);
}

/** `string.Format("{0}/chat", base)`: the holes are filled with the arguments of their numbers. */
export function filledIn(format: Node, values: readonly Node[], at: number): Node {
  if (format.k !== 'text') return { k: 'other', parts: [format, ...values] };
  const hole = /\{(\d{1,2})(?:,[^{}]{0,20})?(?::[^{}]{0,40})?\}/g;
  return formatted(format.text, hole, ([, number]) => values[Number(number)] ?? empty, at);
}

/** The last part of a name: what `nameof(x.Y)` spells. */
export function lastName(node: Syntax): string {
  return (field(node, 'name') ?? node).text.split('.').at(-1) ?? '';
}
