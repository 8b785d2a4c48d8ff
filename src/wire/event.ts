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
  return {
    path,
    provider: found?.provider ?? null,
    ...(found?.kind ? { kind: found.kind } : {}),
    ...(api === null ? {} : { api }),
    basis: basisOf(basis, method, host),
  };
}

/** The event that a call is; texts cleaned and secrets masked. */
export function eventOf(seen: Seen, { path, ...goal }: Goal): NetworkEvent {
  const { line, record, time, source, host } = seen;
  const { port = null, method = null, userAgent = null, address = null } = seen;
  return {
    line,
    ...(record === undefined ? {} : { record }),
    time,
    source,
    host,
    ...(port === null ? {} : { port }),
    ...goal,
    ...(method ? { method: clean(method, 20) } : {}),
    ...(path === null ? {} : { path: cleanPath(path) }),
    ...(userAgent === null ? {} : { userAgent: clean(userAgent) }),
    ...(address === null ? {} : { address }),
  };
}

/** Where a request goes by its own words. A tunnel goes to a host and a port, whatever else it looks like. */
export function targetOf(text: string | null, method: string | null): Destination | null {
  if (text === null) return null;
  if (method !== 'CONNECT') return urlOf(text);
  const named = hostPort(text.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/s, ''));
  return named && { ...named, path: null };
}

/** `NOERROR` is the word of DNS for success. */
const denying =
  /den(?:y|ied)|block|drop|reject|reset-|refus|forbid|abort|fail|(?<!no[ _-]?)error|sigkill|\b40[1379]\b|\b5\d\d\b/i;

/** Whether what became of a call, in words or as a status of HTTP, says that it was refused or failed. */
export function isDenied(action: string | null): boolean {
  return action !== null && denying.test(action);
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
