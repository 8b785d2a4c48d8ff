/** Bytes, where a text is one of signs. */
export type Item = string | Buffer | number | boolean | null | readonly Item[] | { readonly [name: string]: Item };

/** A value as a typed netstring (https://tnetstrings.info). */
export function netstring(item: Item): Buffer {
  if (typeof item === 'string') return typed(Buffer.from(item), ';');
  if (Buffer.isBuffer(item)) return typed(item, ',');
  if (typeof item === 'number') return typed(Buffer.from(String(item)), Number.isInteger(item) ? '#' : '^');
  if (typeof item === 'boolean') return typed(Buffer.from(String(item)), '!');
  if (item === null) return typed(Buffer.alloc(0), '~');
  if (isList(item)) return typed(Buffer.concat(item.map(netstring)), ']');
  return typed(Buffer.concat(Object.entries(item).flatMap(([name, one]) => [netstring(name), netstring(one)])), '}');
}

function isList(item: Item): item is readonly Item[] {
  return Array.isArray(item);
}

function typed(bytes: Buffer, sign: string): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(sign)]);
}

/** A flow of HTTP as version 21 of the format has it; parts that are given take the place of the usual ones. */
export function flow(request: Item & object, parts: { readonly [name: string]: Item } = {}): Buffer {
  return netstring({
    type: 'http',
    version: 21,
    websocket: null,
    response: { status_code: 200, content: Buffer.from('{"choices": []}'), headers: [] },
    request: { timestamp_start: 1_795_186_422.0125, content: Buffer.from('{"messages": []}'), ...request },
    client_conn: { peername: ['192.0.2.11', 50_000], sni: null },
    server_conn: { peername: ['198.51.100.7', 443], via: null },
    error: null,
    ...parts,
  });
}

export function fields(all: Readonly<Record<string, string>>): Item {
  return Object.entries(all).map(([name, value]) => [Buffer.from(name), Buffer.from(value)]);
}
