/** A word or quoted name, a string, a number or a mark of SQL. */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'mark';
  readonly value: string;
  readonly at: number;
}

/** Longest literal that is kept whole. */
const longest = 65_536;

const blank = /\s+/y;
const remark = /--[^\r\n]*|#(?=[ !-])[^\r\n]*/y;
const word = /[@\p{L}_$][\p{L}\p{N}_$#]*/uy;
const number = /\d[\w.]{0,40}/y;
const dollar = /\$(?:[A-Za-z_]\w{0,60})?\$/y;
const mark = /=>|:=|\|\||::|<=|>=|<>|!=|[^\s]/uy;

/**
 * Cuts SQL of any dialect into tokens; comments are passed over. What stands between dollars is code, the body of a
 * function, unless it is handed over or compared: then it is a string.
 */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  /** Dollar quotes that are open around code. */
  const open = new Set<string>();
  let i = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = i;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (i < text.length) {
    const skipped = match(blank) ?? match(remark);
    if (skipped !== null) {
      i += skipped.length;
      continue;
    }
    if (text.startsWith('/*', i)) {
      i = afterComment(text, i);
      continue;
    }
    const quote = match(dollar);
    if (quote !== null) {
      const end = isHanded(found.at(-1)) && !open.has(quote) ? text.indexOf(quote, i + quote.length) : -1;
      if (end < 0) {
        if (!open.delete(quote)) open.add(quote);
        i += quote.length;
      } else {
        const start = i + quote.length;
        found.push({ kind: 'text', value: text.slice(start, Math.min(end, start + longest)), at: i });
        i = end + quote.length;
      }
      continue;
    }
    const literal = quoted(text, i, found.at(-1));
    if (literal) {
      if (literal.drops) found.pop();
      found.push({ kind: literal.kind, value: literal.value, at: i });
      i = literal.end;
      continue;
    }
    const name = match(word);
    const figure = name === null ? match(number) : null;
    const value = name ?? figure ?? match(mark) ?? text[i] ?? '';
    found.push({ kind: name !== null ? 'name' : figure !== null ? 'number' : 'mark', value, at: i });
    i += value.length;
  }
  return found;
}

function isHanded(before: Token | undefined): boolean {
  return before?.kind === 'mark' && /^(?:\(|,|=>|:=|\|\||=)$/.test(before.value);
}

/** Comments of PostgreSQL stand one in the other. */
function afterComment(text: string, start: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  let depth = 0;
  for (let found = edge.exec(text); found; found = edge.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return text.length;
}

interface Quoted {
  readonly kind: 'name' | 'text';
  readonly value: string;
  readonly end: number;
  /** True where the word before it is a part of the literal: `N'…'`, `E'…'`. */
  readonly drops: boolean;
}

/** `'text'`, `"name"`, `` `name` ``; a quote is doubled to stand in it. Double quotes hold text where no name can stand. */
function quoted(text: string, start: number, before: Token | undefined): Quoted | null {
  const quote = text[start] ?? '';
  if (!`'"\``.includes(quote)) return null;
  const prefix = before?.kind === 'name' && before.at + before.value.length === start ? before.value : '';
  const drops = quote === "'" && /^(?:N|E|B|R|U|RB|BR|_utf8mb4)$/i.test(prefix);
  const escapes = quote !== '`' && (/^E$/i.test(prefix) || quote === '"');
  const pieces: string[] = [];
  let from = start + 1;
  for (let i = from; i < text.length; i++) {
    if (escapes && text[i] === '\\') {
      pieces.push(text.slice(from, i));
      from = ++i;
    } else if (text[i] === quote && text[i + 1] === quote) {
      pieces.push(text.slice(from, i));
      from = ++i;
    } else if (text[i] === quote) {
      pieces.push(text.slice(from, i));
      const kind = quote === "'" || (quote === '"' && isHanded(before)) ? 'text' : 'name';
      return { kind, value: pieces.join('').slice(0, longest), end: i + 1, drops };
    }
  }
  return null;
}
