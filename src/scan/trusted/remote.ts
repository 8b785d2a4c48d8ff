import { RollcallError } from '../../model/error.ts';
import type { Registry } from '../../model/registry.ts';
import type { RemoteAddress } from '../../registry/address.ts';
import { decode, most, refusal } from '../../registry/file.ts';
import { parseRegistry } from '../../registry/parse.ts';
import type { Network } from '../../sources/network/network.ts';
import { type Kept, keepCached, readCached } from '../../sources/remote/cache.ts';
import { fetchDocument, type Request } from '../../sources/remote/fetch.ts';
import { sha256 } from '../../text/fingerprint.ts';

/** What fetching a registry depends on. */
export interface RemoteOptions {
  /** Where a proxy and tokens are named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Absolute path of a folder that keeps documents between runs; `null`: nothing is kept. */
  readonly cache: string | null;
  readonly network?: Network;
  readonly patience?: number;
}

/** A registry of a server, and what a person should know of it. */
export interface RemoteRegistry {
  readonly registry: Registry;
  readonly notes: readonly string[];
}

/**
 * Fetches a registry. What cannot be fetched, or is not what the pin says, approves nothing: it is an error. A server that
 * cannot be reached is done without only where the pin says that what was kept is what is meant.
 */
export async function fetchRegistry(address: RemoteAddress, options: RemoteOptions): Promise<RemoteRegistry> {
  const kept = options.cache === null ? null : readCached(options.cache, address.url);
  const { document, notes } = await documentOf(address, kept, options);
  const { pin, name } = address;
  if (pin !== null && pin !== document.digest) {
    throw refusal(
      `${name} is not what it is pinned to: it has sha256:${document.digest}, and the pin says sha256:${pin}`,
      'Look at what has changed, then pin it anew. Until then nothing counts as approved.',
    );
  }
  const registry = parseRegistry([{ file: name, text: decode(name, document.bytes) }], name);
  const loose =
    pin === null ? [`${name} is not pinned; #sha256=${document.digest} behind it holds it to what it is now`] : [];
  return { registry, notes: [...notes, ...loose] };
}

interface Found {
  readonly document: Kept;
  readonly notes: readonly string[];
}

async function documentOf(address: RemoteAddress, kept: Kept | null, options: RemoteOptions): Promise<Found> {
  const { url, name, pin } = address;
  const reply = await fetchDocument(requestOf(address, kept, options.env), { ...options, most: most.bytes });
  switch (reply.kind) {
    case 'document': {
      const document: Kept = { bytes: reply.bytes, digest: sha256(reply.bytes), etag: reply.etag };
      const fault = options.cache === null ? '' : keepCached(options.cache, url, document);
      return { document, notes: fault === '' ? [] : [`the registry was not kept: ${fault}`] };
    }
    case 'unchanged':
      if (kept) return { document: kept, notes: [] };
      throw unfetched(name, 'says that it is unchanged, and was not asked');
    case 'fault':
      if (!reply.passes || !kept || kept.digest !== pin) throw unfetched(name, reply.fault);
      return {
        document: kept,
        notes: [`${hostOf(url)} ${reply.fault}; ${name} is taken from the cache, as it is pinned`],
      };
    default:
      return reply satisfies never;
  }
}

function requestOf({ kind, url }: RemoteAddress, kept: Kept | null, env: RemoteOptions['env']): Request {
  const etag = kept?.etag ?? null;
  if (kind === 'https') {
    const accept = 'application/yaml, application/json, text/plain, */*;q=0.1';
    return { url, accept, token: tokenOf(env, ['ROLLCALL_REGISTRY_TOKEN']), etag, headers: {} };
  }
  return {
    url,
    accept: 'application/vnd.github.raw+json',
    token: tokenOf(env, ['ROLLCALL_REGISTRY_TOKEN', 'GITHUB_TOKEN']),
    etag,
    headers: { 'x-github-api-version': '2022-11-28' },
  };
}

/** The first that is set. What fits into no header is refused, and not repeated. */
function tokenOf(env: RemoteOptions['env'], names: readonly string[]): string | null {
  for (const name of names) {
    const token = env[name]?.trim();
    if (!token) continue;
    if (/^[\x21-\x7e]{1,8192}$/.test(token)) return token;
    throw new RollcallError('usage', `${name} holds no token: it has characters that fit into no header`);
  }
  return null;
}

function unfetched(name: string, fault: string): RollcallError {
  return refusal(
    `${name} cannot be read: the server ${fault}`,
    'Nothing counts as approved until it can. With --cache DIR a registry that is pinned is kept for such times.',
  );
}

function hostOf(url: string): string {
  return new URL(url).host;
}
