import type { RuleSet } from '../model/ruleset.ts';

/** What else is looked for, and how hosts are written. */
export interface TokenOptions {
  /** Literals besides those of hosts, such as paths of APIs; taken as they are. */
  readonly extra?: readonly string[];
  /** True where each label stands behind its length, as in Microsoft's DNS debug log: `(3)api(6)openai(3)com(0)`. */
  readonly labels?: boolean;
}

/** From so many characters on, the leftmost piece of a pattern tells enough. */
const telling = 7;

/** What of a host or pattern has no wildcard in it. */
interface Piece {
  readonly text: string;
  /** True where a wildcard is next to it, so that its first or last label may be cut. */
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
}

/**
 * Literals, one of which stands in each text that names a provider's host, whatever the kind of the host; in lower case, and
 * none with another one in it. A text with one of them need not name such a host: it is worth decoding.
 */
export function tokensOf(
  rules: Pick<RuleSet, 'hosts' | 'hostPatterns'>,
  options: TokenOptions = {},
): readonly string[] {
  const hosts = [...rules.hosts.keys(), ...rules.hostPatterns.map(({ host }) => host)];
  const tokens = hosts.map(pieceOf).map((piece) => (options.labels ? counted(piece) : piece.text));
  return reduced([...tokens, ...(options.extra ?? [])].map((token) => token.toLowerCase()));
}

/** A service is named left of its region, and what is right of that is the whole cloud's: `bedrock-runtime.*.amazonaws.com`. */
function pieceOf(pattern: string): Piece {
  const texts = pattern.split('*');
  const longest = Math.max(...texts.map(({ length }) => length));
  const place = texts.findIndex(({ length }) => length >= Math.min(telling, longest));
  return { text: texts[place] ?? pattern, cutLeft: place > 0, cutRight: place < texts.length - 1 };
}

/** With lengths in place of dots, where they are known. */
function counted({ text, cutLeft, cutRight }: Piece): string {
  const labels = text.split('.');
  const last = labels.length - 1;
  const written = labels.map((label, at) => {
    if (at === 0 && (cutLeft || (cutRight && last === 0))) return label;
    return at === last && cutRight ? '(' : `(${label.length})${label}`;
  });
  return written.join('');
}

/** Without the tokens that have another one in them. */
function reduced(tokens: readonly string[]): string[] {
  const kept = new Set<string>();
  const lengths = new Set<number>();
  for (const token of [...new Set(tokens)].sort((a, b) => a.length - b.length)) {
    if (holdsOne(token, kept, lengths)) continue;
    kept.add(token);
    lengths.add(token.length);
  }
  return [...kept];
}

/** Whether one of some texts, which have these lengths, stands in a token. */
function holdsOne(token: string, kept: ReadonlySet<string>, lengths: ReadonlySet<number>): boolean {
  for (const length of lengths) {
    for (let at = 0; at + length <= token.length; at++) if (kept.has(token.slice(at, at + length))) return true;
  }
  return false;
}
