import { RollcallError } from '../../model/error.ts';

/** Where a queue is: a name that may be shown, and a URL that may not. */
export interface Address {
  readonly kind: 'redis' | 'postgres';
  /** `redis://host:port/0`: without credentials, and without parameters, which may be some. */
  readonly name: string;
  readonly url: string;
  /** What must not be in any message. */
  readonly secrets: readonly string[];
}

const kinds: ReadonlyMap<string, Address['kind']> = new Map([
  ['redis:', 'redis'],
  ['rediss:', 'redis'],
  ['valkey:', 'redis'],
  ['postgres:', 'postgres'],
  ['postgresql:', 'postgres'],
]);

const hint = 'redis://host:6379, rediss:// (with TLS), valkey://host:6379 or postgres://user@host:5432/database.';

/** Reads the URL of a queue. What is wrong with it is said without showing it. */
export function addressOf(text: string): Address {
  if (!URL.canParse(text)) throw new RollcallError('usage', 'the address of the queue is not a URL', { hint });
  const url = new URL(text);
  const kind = kinds.get(url.protocol);
  if (!kind) throw new RollcallError('usage', `there is no queue for ${url.protocol}// addresses`, { hint });

  const { protocol, host, pathname, username, password, searchParams } = url;
  return {
    kind,
    name: `${protocol}//${host}${pathname === '/' ? '' : pathname}`,
    // A Valkey server speaks what Redis does; only the clients do not know the scheme.
    url: text.trim().replace(/^valkey:/i, 'redis:'),
    secrets: [username, password, ...searchParams.values()].flatMap((text) => [text, decoded(text)]).filter(Boolean),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
