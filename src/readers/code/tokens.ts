/** A word, a string literal (its text, escapes undone) or a mark of punctuation. */
export interface Token {
  readonly kind: 'word' | 'text' | 'mark';
  readonly value: string;
  readonly at: number;
}

/** Longest literal and longest template that are kept whole. */
const longest = 65_536;

/** Cuts a text into tokens; comments, numbers and blanks are passed over. Linear; an open quote ends with its line. */
export function* tokens(text: string, language: 'javascript' | 'python'): Iterable<Token> {
  const comment = language === 'python' ? /#[^\r\n]*/y : /\/\/[^\r\n]*|\/\*/y;
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
      if (remark === '/*') {
        const end = text.indexOf('*/', i);
        i = end < 0 ? text.length : end + 2;
      }
      continue;
    }
    const at = i;
    const name = match(word);
    if (name !== null) {
      if (!(language === 'python' && isPrefix(name) && isQuote(text[i]))) yield { kind: 'word', value: name, at };
      continue;
    }
    const character = text[i] ?? '';
    if (isQuote(character) || (character === '`' && language === 'javascript')) {
      const end = closing(text, i, language);
      if (end) {
        yield { kind: 'text', value: unescaped(text.slice(i + end.width, end.at)), at };
        i = end.at + end.width;
        continue;
      }
    }
    // Outside of a literal too it takes the next character along: else a quote that is never closed is sought again at each.
    if (character === '\\') {
      i += 2;
      continue;
    }
    if (text.startsWith('?.', i)) {
      yield { kind: 'mark', value: '?.', at };
      i += 2;
      continue;
    }
    yield { kind: 'mark', value: character, at };
    i++;
  }
}

function isPrefix(word: string): boolean {
  return /^[rbfu]{1,2}$/i.test(word);
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

/** Where the literal that opens at `start` ends; `null` where it does not, on its line or within reach. */
function closing(text: string, start: number, language: string): { at: number; width: number } | null {
  const quote = text[start] ?? '';
  const triple = language === 'python' && text.startsWith(quote.repeat(3), start);
  const width = triple ? 3 : 1;
  const manyLines = triple || quote === '`';
  const stop = Math.min(text.length, start + longest);
  for (let i = start + width; i < stop; i++) {
    const character = text[i];
    if (character === '\\') i++;
    else if (character === quote && (!triple || text.startsWith(quote.repeat(3), i))) return { at: i, width };
    else if (!manyLines && (character === '\n' || character === '\r')) return null;
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
