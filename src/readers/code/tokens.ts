import type { Lexis } from './language.ts';

/** A word, a string literal (its text, escapes undone) or a mark of punctuation. */
export interface Token {
  readonly kind: 'word' | 'text' | 'mark';
  readonly value: string;
  readonly at: number;
}

/** Longest literal and longest template that are kept whole. */
const longest = 65_536;

/** Cuts a text into tokens; comments, numbers and blanks are passed over. Linear; an open quote ends with its line. */
export function* tokens(text: string, lexis: Lexis): Iterable<Token> {
  const comment = new RegExp(lexis.comment); // its own place in the text, as a sticky pattern keeps one
  const word = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
  const blank = /[\s\p{N}\p{Cc}]+/uy;
  let i = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = i;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) i += found.length;
    return found;
  };
  while (i < text.length) {
    if (match(blank) !== null) continue;
    const remark = match(comment);
    if (remark !== null) {
      const close = lexis.close[remark];
      if (close !== undefined) {
        const end = text.indexOf(close, i);
        i = end < 0 ? text.length : end + close.length;
      }
      continue;
    }
    const at = i;
    const name = match(word);
    if (name !== null) {
      if (!(lexis.prefix?.test(name) && isQuote(text[i], lexis))) yield { kind: 'word', value: name, at };
      continue;
    }
    const character = text[i] ?? '';
    if (isQuote(character, lexis)) {
      const end = closing(text, i, lexis);
      if (end) {
        yield { kind: 'text', value: unescaped(text.slice(i + end.width, end.at)), at };
        i = end.at + end.width;
        continue;
      }
    }
    const link = lexis.links.find((mark) => text.startsWith(mark, i));
    if (link !== undefined) {
      yield { kind: 'mark', value: '.', at };
      i += link.length;
      continue;
    }
    // Outside of a literal too it takes the next character along: else a quote that is never closed is sought again at each.
    if (character === '\\') {
      i += 2;
      continue;
    }
    yield { kind: 'mark', value: character, at };
    i++;
  }
}

function isQuote(character: string | undefined, { quotes, long }: Lexis): boolean {
  return character !== undefined && (quotes.includes(character) || long.some((quote) => quote[0] === character));
}

/** Where the literal that opens at `start` ends; `null` where it does not, on its line or within reach. */
function closing(text: string, start: number, lexis: Lexis): { at: number; width: number } | null {
  const long = lexis.long.find((quote) => text.startsWith(quote, start));
  const quote = long ?? text[start] ?? '';
  if (long === undefined && !lexis.quotes.includes(quote)) return null;
  const stop = Math.min(text.length, start + longest);
  for (let i = start + quote.length; i < stop; i++) {
    const character = text[i];
    if (character === '\\') i++;
    else if (text.startsWith(quote, i)) return { at: i, width: quote.length };
    else if (long === undefined && (character === '\n' || character === '\r')) return null;
  }
  return null;
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|\r?\n|([\s\S]))/gi,
    (_all, brace, four, two, one) => {
      const hex: string | undefined = brace ?? four ?? two;
      if (hex !== undefined) return code(Number.parseInt(hex, 16));
      if (one === undefined) return '';
      return { n: '\n', r: '\r', t: '\t', 0: '' }[one as string] ?? one;
    },
  );
}

function code(point: number): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}

/** Whether a token is that mark of punctuation. */
export function is(token: Token | undefined, mark: string): boolean {
  return token?.kind === 'mark' && token.value === mark;
}
