import type { Node } from './syntax.ts';

/** Adjacent pieces as one text, or as parts where some are decided at run time. */
export function joined(pieces: readonly (string | Node)[], at: number): Node {
  const parts = pieces.flatMap((piece): readonly (string | Node)[] => {
    if (typeof piece === 'string') return [piece];
    if (piece.k === 'text') return [piece.text];
    return piece.k === 'parts' ? piece.parts : [piece];
  });
  return parts.every((part) => typeof part === 'string')
    ? { k: 'text', text: parts.join(''), at }
    : { k: 'parts', parts, at };
}

/** A format text with what it is filled with: `placeholder` finds the gaps, `filling` says what stands in each. */
export function formatted(
  text: string,
  placeholder: RegExp,
  filling: (gap: RegExpExecArray, index: number) => Node | string,
  at: number,
): Node {
  const pieces: (string | Node)[] = [];
  let [end, index] = [0, 0];
  for (const gap of text.matchAll(placeholder)) {
    pieces.push(text.slice(end, gap.index), filling(gap, index++));
    end = gap.index + gap[0].length;
  }
  return joined(
    [...pieces, text.slice(end)].filter((piece) => piece !== ''),
    at,
  );
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', '\n': '' };

/** The text of a literal with its escapes undone: `\n`, `\x41`, `\u0041`, `\u{41}`, `\U00000041`. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    (_all, brace, four, eight, two, one) => {
      const hex: string | undefined = brace ?? four ?? eight ?? two;
      if (hex === undefined) return escapes[one as string] ?? one;
      const point = Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : '';
    },
  );
}

/** A name bound in the body of a class is a field of it. */
export function asField(node: Node): Node {
  return node.k === 'bind' && node.target.t === 'name'
    ? { ...node, target: { t: 'field', name: node.target.name } }
    : node;
}
