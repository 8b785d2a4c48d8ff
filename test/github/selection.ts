/** A field that a query selects. */
export interface Field {
  /** What it is called in the answer. */
  readonly as: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly fields: readonly Selected[] | null;
}

/** A field, or fields that are selected where the object is of a type. */
export type Selected = Field | { readonly on: string; readonly fields: readonly Selected[] };

const token = /\s+|,|#[^\n]*|("(?:[^"\\\n]|\\.)*"|\.\.\.|[\w-]+(?:\.\d+)?|[!$():=@[\]{}|&])/gy;

/**
 * The selection of the one operation in a query. Just so much of GraphQL as asks for a list: variables, arguments, aliases,
 * fragments; no directives. Throws a SyntaxError that says where it got stuck.
 */
export function parseQuery(text: string, given: Readonly<Record<string, unknown>>): readonly Selected[] {
  const tokens = tokenize(text);
  const variables: Record<string, unknown> = { ...given };
  const fragments = new Map<string, readonly Selected[]>();
  let at = 0;

  const peek = (): string => tokens[at] ?? '';
  const next = (): string => tokens[at++] ?? '';
  const skip = (wanted: string): boolean => peek() === wanted && ++at > 0;
  const expect = (wanted: string): void => {
    if (!skip(wanted)) throw new SyntaxError(`Expected ${wanted}, actual: ${peek() || 'end of file'}`);
  };

  const value = (): unknown => {
    const first = next();
    if (first === '$') return variables[next()];
    if (first === '[') return until(']', value);
    if (first === '{') return Object.fromEntries(until('}', pair));
    if (first.startsWith('"')) return JSON.parse(first);
    if (first === 'true' || first === 'false') return first === 'true';
    if (first === 'null') return null;
    return Number.isNaN(Number(first)) ? first : Number(first);
  };
  const pair = (): [string, unknown] => {
    const name = next();
    expect(':');
    return [name, value()];
  };
  const until = <T>(end: string, read: () => T): T[] => {
    const all: T[] = [];
    while (!skip(end)) {
      if (at >= tokens.length) throw new SyntaxError(`Expected ${end}, actual: end of file`);
      all.push(read());
    }
    return all;
  };

  const selected = (): Selected => {
    if (skip('...')) {
      if (peek() !== 'on') return { on: `fragment ${next()}`, fields: [] };
      next();
      const on = next();
      expect('{');
      return { on, fields: until('}', selected) };
    }
    const first = next();
    const name = skip(':') ? next() : first;
    const args = skip('(') ? Object.fromEntries(until(')', pair)) : {};
    return { as: first, name, args, fields: skip('{') ? until('}', selected) : null };
  };

  let operation: readonly Selected[] | null = null;
  /** `$cursor: String = null`: all that matters is the value that stands in for a missing one. */
  const declaration = (): void => {
    expect('$');
    const name = next();
    expect(':');
    while (!['$', ')', '=', ''].includes(peek())) next();
    const otherwise = skip('=') ? value() : null;
    if (!(name in variables)) variables[name] = otherwise;
  };
  while (at < tokens.length) {
    const kind = peek() === '{' ? 'query' : next();
    const name = peek() === '{' || peek() === '(' ? '' : next();
    if (kind === 'fragment') at += 2;
    else if (kind !== 'query') throw new SyntaxError(`Unexpected ${kind}`);
    if (skip('(')) until(')', declaration);
    expect('{');
    const fields = until('}', selected);
    if (kind === 'fragment') fragments.set(`fragment ${name}`, fields);
    else operation = fields;
  }
  return spread(operation ?? [], fragments);
}

/** Puts named fragments where they are spread. */
function spread(fields: readonly Selected[], fragments: ReadonlyMap<string, readonly Selected[]>): readonly Selected[] {
  return fields.flatMap((field): readonly Selected[] => {
    if (!('on' in field)) return [{ ...field, fields: field.fields && spread(field.fields, fragments) }];
    const named = fragments.get(field.on);
    return named ? spread(named, fragments) : [{ ...field, fields: spread(field.fields, fragments) }];
  });
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (!found) throw new SyntaxError(`Parse error on ${JSON.stringify(text.slice(at, at + 10))}`);
    if (found[1] !== undefined) tokens.push(found[1]);
  }
  return tokens;
}
