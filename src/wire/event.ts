import type { LogRules, NetworkEvent } from '../model/network.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { hostRule, isInference } from '../text/host.ts';
import { clean, cleanPath } from './clean.ts';
import { type Destination, hostPort, isAddress, urlOf } from './destination.ts';

/** A call as it was seen, in a line of a log or in packets, before anything is known of its host. */
export interface Seen {
  readonly line: number | null;
  readonly record?: number | undefined;
  readonly time: number | null;
  readonly source: string | null;
  readonly host: string | null;
  readonly port?: number | null;
  readonly method?: string | null;
  readonly userAgent?: string | null;
  readonly address?: string | null;
}

/** As long as it is being made. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What tells where a call goes. */
export interface Heading extends Pick<Seen, 'host' | 'method'> {
  readonly basis: NetworkEvent['basis'];
  /** Path and query, as they were sent. */
  readonly path?: string | null;
}

/** Where a call goes, by its host and path. */
export interface Goal extends Pick<NetworkEvent, 'provider' | 'kind' | 'api' | 'basis'> {
  /** As it was sent; a tunnel has none. */
  readonly path: string | null;
}

/** Whose host a call goes to, and what for. */
export function goalOf({ host, basis, method = null, path: sent = null }: Heading, known: RuleSet): Goal {
  const path = method === 'CONNECT' ? null : sent;
  const found = whose(host, path, known);
  const api = path === null ? null : apiOf(path, known.logs);
  const goal: Writable<Goal> = { path, provider: found?.provider ?? null, basis: basisOf(basis, method, host) };
  if (found?.kind) goal.kind = found.kind;
  if (api !== null) goal.api = api;
  return goal;
}

/**
 * The event that a call is; texts cleaned and secrets masked. Who has just made it may say more of it. What it does not have is
 * not put into it, field by field: to spread objects takes several times as long, and logs have many lines.
 */
export function eventOf(seen: Seen, { path, provider, kind, api, basis }: Goal): Writable<NetworkEvent> {
  const { line, record, time, source, host } = seen;
  const { port = null, method = null, userAgent = null, address = null } = seen;
  const event: Writable<NetworkEvent> = { line, time, source, host, provider, basis };
  if (record !== undefined) event.record = record;
  if (port !== null) event.port = port;
  if (kind !== undefined) event.kind = kind;
  if (api !== undefined) event.api = api;
  if (method) event.method = clean(method, 20);
  if (path !== null) event.path = cleanPath(path);
  if (userAgent !== null) event.userAgent = clean(userAgent);
  if (address !== null) event.address = address;
  return event;
}

/** Where a request goes by its own words. A tunnel goes to a host and a port, whatever else it looks like. */
export function targetOf(text: string | null, method: string | null): Destination | null {
  if (text === null) return null;
  if (method !== 'CONNECT') return urlOf(text);
  const bare = text.includes('/') ? text.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/s, '') : text;
  const named = hostPort(bare);
  return named && { host: named.host, port: named.port, path: null };
}

/** `NOERROR` is the word of DNS for success, and `reset` alone that of firewalls for what they cut off. */
const denying =
  /(?<!\bnot[ _-]?)(?:den(?:y|ied)|block|drop|reject|refus|forbid|abort|fail)|\breset(?:$|[-_])|(?<!no[ _-]?)error|sigkill|\b40[1379]\b|\b5\d\d\b/i;

/** What actions were found to say: logs use few. */
const judged = new Map<string, boolean>();
const mostJudged = 1000;

/** Whether what became of a call, in words or as a status of HTTP, says that it was refused or failed. */
export function isDenied(action: string | null): boolean {
  if (action === null) return false;
  const known = judged.get(action);
  if (known !== undefined) return known;
  const found = denying.test(action);
  if (judged.size < mostJudged && action.length < 40) judged.set(action, found);
  return found;
}

/** An address is no name, and a tunnel to one says nothing of what is behind it. */
function basisOf(basis: NetworkEvent['basis'], method: string | null, host: string | null): NetworkEvent['basis'] {
  if (basis !== 'http' && basis !== 'connect' && basis !== 'sni') return basis;
  if (basis === 'http' && method !== 'CONNECT') return basis;
  if (host !== null && isAddress(host)) return 'ip';
  return method === 'CONNECT' && basis !== 'sni' ? 'connect' : basis;
}

/** Whose host it is. One that serves other things too is a provider's only by a path of its own. */
function whose(
  host: string | null,
  path: string | null,
  rules: RuleSet,
): Pick<NetworkEvent, 'provider' | 'kind'> | null {
  const rule = host === null ? null : hostRule({ host, port: null }, rules);
  if (!rule) return null;
  const isOther = path === null ? !rule.wire : !isInference(path.replace(/[?#].*$/s, ''), rule, rules);
  return rule.shared && isOther ? null : { provider: rule.provider, kind: rule.kind };
}

function apiOf(path: string, { apis }: LogRules): string | null {
  const steps = path.replace(/[?#].*$/s, '');
  return apis.find((rule) => rule.path.test(steps))?.api ?? null;
}
