import { Cursor } from './cursor.ts';

/** How a client of TLS introduces itself. */
export interface Hello {
  /** The name that it asks for; `null` where it gives none. */
  readonly name: string | null;
  /** False where its end was not captured: then only the name is sure. */
  readonly whole: boolean;
  readonly version: number;
  readonly ciphers: readonly number[];
  /** In the order in which they were sent. */
  readonly extensions: readonly number[];
  readonly groups: readonly number[];
  readonly formats: readonly number[];
  readonly signatures: readonly number[];
  readonly versions: readonly number[];
  /** The first application protocol that it offers: `h2`. */
  readonly protocol: Buffer | null;
}

interface Draft {
  name: string | null;
  extensions: number[];
  groups: number[];
  formats: number[];
  signatures: number[];
  versions: number[];
  protocol: Buffer | null;
}

/** What extensions say, by their numbers (IANA, TLS ExtensionType Values). */
const readers: Readonly<Record<number, (data: Cursor, draft: Draft) => void>> = {
  0: (data, draft) => {
    draft.name ??= serverName(data);
  },
  10: (data, draft) => {
    draft.groups = data.pairs(2);
  },
  11: (data, draft) => {
    draft.formats = [...data.part(data.number(1))];
  },
  13: (data, draft) => {
    draft.signatures = data.pairs(2);
  },
  16: (data, draft) => {
    data.skip(2);
    draft.protocol = Buffer.from(data.part(data.number(1)));
  },
  43: (data, draft) => {
    draft.versions = data.pairs(1);
  },
};

/** Reads the inside of a ClientHello (RFC 8446, 4.1.2), whose end may be missing; `null` for what is none. */
export function helloOf(body: Buffer): Hello | null {
  const rest = new Cursor(body);
  const version = rest.number(2);
  rest.skip(32);
  rest.skip(rest.number(1));
  const ciphers = rest.pairs(2);
  rest.skip(rest.number(1));
  if (!rest.whole || version >> 8 !== 3) return null;
  const draft: Draft = {
    name: null,
    extensions: [],
    groups: [],
    formats: [],
    signatures: [],
    versions: [],
    protocol: null,
  };
  const extensions = rest.left === 0 ? rest : rest.inner(rest.number(2));
  while (extensions.left >= 4) {
    const type = extensions.number(2);
    const data = extensions.inner(extensions.number(2));
    if (!data.whole) break;
    draft.extensions.push(type);
    readers[type]?.(data, draft);
  }
  return { ...draft, whole: rest.whole && extensions.whole, version, ciphers };
}

/** The first name of a host, in a list of names of many kinds. */
function serverName(data: Cursor): string | null {
  data.skip(2);
  const kind = data.number(1);
  const name = data.part(data.number(2));
  return kind === 0 && data.whole ? name.toString('latin1') : null;
}
