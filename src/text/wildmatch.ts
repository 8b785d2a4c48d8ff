/** How much matching may still cost, in steps. Whoever matches patterns from untrusted hands looks after each. */
export interface Budget {
  steps: number;
}

/** A pattern by path segments, with git's meaning, over byte strings. */
export type Pattern = readonly Segment[];

type Segment = string | typeof anyFolders | readonly Token[];
/** A byte, a wildcard, or a table of the bytes that a bracket expression takes. */
type Token = number | typeof anyByte | typeof anyBytes | Uint8Array;

const anyByte = -1;
const anyBytes = -2;
const anyFolders = Symbol('**');

/** Reads a pattern; `null` where git gives up on it: an open bracket, an unknown class, a lone backslash at the end. */
export function parsePattern(text: string): Pattern | null {
  const segments: Segment[] = [];
  let tokens: Token[] = [];
  for (let index = 0, start = 0; index <= text.length; ) {
    if (index === text.length || text[index] === '/') {
      segments.push(segmentOf(tokens, text.slice(start, index)));
      tokens = [];
      start = ++index;
      continue;
    }
    const read = readToken(text, index);
    if (!read) return null;
    tokens.push(read.token);
    index = read.end;
  }
  // `folder/**` speaks of what is in the folder, so it asks for one segment more.
  if (segments.length > 1 && segments.at(-1) === anyFolders) segments.push([anyBytes]);
  return segments;
}

/** The text of a pattern without wildcards, else `null`. */
export function literalOf(pattern: Pattern): string | null {
  return pattern.every((segment) => typeof segment === 'string') ? pattern.join('/') : null;
}

/**
 * Whether a pattern takes the whole of a path. Where it fails, the last wildcard takes one more and no earlier one
 * need change, so the cost is at most the product of the two lengths, whatever the pattern.
 */
export function matchesPath(pattern: Pattern, path: readonly string[], budget: Budget): boolean {
  let at = 0;
  let resume = -1;
  let taken = 0;
  for (let index = 0; index < path.length; ) {
    const segment = pattern[at];
    if (segment === anyFolders) {
      resume = ++at;
      taken = index;
    } else if (segment !== undefined && matchesSegment(segment, path[index] ?? '', budget)) {
      at++;
      index++;
    } else {
      if (resume < 0) return false;
      at = resume;
      index = ++taken;
    }
  }
  return at === pattern.length;
}

/** Whether a pattern of one segment takes a name. */
export function matchesName([segment]: Pattern, name: string, budget: Budget): boolean {
  return segment !== undefined && matchesSegment(segment, name, budget);
}

function matchesSegment(segment: Segment, name: string, budget: Budget): boolean {
  budget.steps--;
  if (typeof segment === 'string') return segment === name;
  if (segment === anyFolders) return true;

  let at = 0;
  let resume = -1;
  let taken = 0;
  for (let index = 0; index < name.length; budget.steps--) {
    const token = segment[at];
    if (token === anyBytes) {
      resume = ++at;
      taken = index;
    } else if (token !== undefined && takes(token, name.charCodeAt(index))) {
      at++;
      index++;
    } else {
      if (resume < 0) return false;
      at = resume;
      index = ++taken;
    }
  }
  while (segment[at] === anyBytes) at++;
  return at === segment.length;
}

function takes(token: Token, byte: number): boolean {
  if (typeof token === 'number') return token === byte || token === anyByte;
  return token[byte] === 1;
}

function segmentOf(tokens: readonly Token[], text: string): Segment {
  if (/^\*{2,}$/.test(text)) return anyFolders;

  const bytes = tokens.filter((token): token is number => typeof token === 'number' && token >= 0);
  return bytes.length === tokens.length ? Buffer.from(bytes).toString('latin1') : tokens;
}

interface Read {
  readonly token: Token;
  readonly end: number;
}

function readToken(text: string, index: number): Read | null {
  switch (text[index]) {
    case '*':
      return { token: anyBytes, end: index + 1 };
    case '?':
      return { token: anyByte, end: index + 1 };
    case '[':
      return readBracket(text, index + 1);
    case '\\':
      return index + 1 < text.length ? { token: text.charCodeAt(index + 1), end: index + 2 } : null;
    default:
      return { token: text.charCodeAt(index), end: index + 1 };
  }
}

/** POSIX classes as pairs of first and last byte; git's are ASCII in every locale. */
const classes: ReadonlyMap<string, string> = new Map([
  ['alnum', '09AZaz'],
  ['alpha', 'AZaz'],
  ['blank', '  \t\t'],
  ['cntrl', '\0\x1f\x7f\x7f'],
  ['digit', '09'],
  ['graph', '!~'],
  ['lower', 'az'],
  ['print', ' ~'],
  ['punct', '!/:@[`{~'],
  ['space', '  \t\n\r\r'],
  ['upper', 'AZ'],
  ['xdigit', '09AFaf'],
]);

/** A bracket expression, from behind its `[`. A `]` in first place stands for itself. */
function readBracket(text: string, from: number): Read | null {
  const table = new Uint8Array(256);
  const negated = text[from] === '!' || text[from] === '^';
  const first = negated ? from + 1 : from;
  /** The byte that a following `-` makes a range from. */
  let low: number | null = null;
  let index = first;
  while (index === first || text[index] !== ']') {
    if (text.startsWith('[:', index)) {
      const end = text.indexOf(']', index + 2);
      if (end < 0) return null;
      if (end > index + 2 && text[end - 1] === ':') {
        const ranges = classes.get(text.slice(index + 2, end - 1));
        if (ranges === undefined) return null;
        for (let pair = 0; pair < ranges.length; pair += 2) {
          table.fill(1, ranges.charCodeAt(pair), ranges.charCodeAt(pair + 1) + 1);
        }
        low = null;
        index = end + 1;
        continue;
      }
    }
    const range: boolean = low !== null && text[index] === '-' && index + 1 < text.length && text[index + 1] !== ']';
    if (range) index++;
    if (text[index] === '\\') index++;
    if (index >= text.length) return null;

    const byte = text.charCodeAt(index++);
    if (range && low !== null) table.fill(1, low, Math.max(low, byte + 1));
    else table[byte] = 1;
    low = range ? null : byte;
  }
  return { token: negated ? table.map((taken) => 1 - taken) : table, end: index + 1 };
}
