import { RollcallError } from '../../model/error.ts';

/** A proxy that the environment names. It is asked for a tunnel, and sees the server's name and nothing else. */
export interface ProxyServer {
  readonly host: string;
  readonly port: number;
  /** True where the proxy itself is spoken to over TLS. */
  readonly secure: boolean;
  /** The value of `Proxy-Authorization`. */
  readonly authorization: string | null;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Which proxy leads to a host, by `HTTPS_PROXY` and `NO_PROXY` as curl reads them: the lower-case spelling first,
 * `ALL_PROXY` where there is no other. A proxy that rollcall does not speak to is refused before anything is asked: to go
 * past it would break the rules of the network that set it.
 */
export function proxies(env: Env): (host: string, port?: number) => ProxyServer | null {
  const [name = '', url] = given(env, ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']);
  if (url === undefined) return () => null;

  const proxy = parsed(name, url);
  const [, list = ''] = given(env, ['no_proxy', 'NO_PROXY']);
  const exempt = list.split(/[\s,]+/).filter((entry) => entry !== '');
  return (host, port = 443) => (exempt.some((entry) => covers(entry, host, port)) ? null : proxy);
}

function given(env: Env, names: readonly string[]): readonly [name: string, value: string] | readonly [] {
  for (const name of names) {
    const value = env[name]?.trim();
    if (value) return [name, value];
  }
  return [];
}

const ports: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** The URL may hold a password, so nothing of it is repeated. */
function parsed(name: string, text: string): ProxyServer {
  const whole = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  const usual = url && ports[url.protocol];
  if (!url || !usual || url.hostname === '')
    throw new RollcallError('usage', `rollcall does not speak to the proxy that ${name} names`, {
      hint: 'It takes http://host:port and https://host:port. NO_PROXY lists hosts that need no proxy.',
    });
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? usual : Number(url.port),
    secure: url.protocol === 'https:',
    authorization: url.username === '' ? null : `Basic ${Buffer.from(credentials(url)).toString('base64')}`,
  };
}

function credentials({ username, password }: URL): string {
  return [username, password].map(decoded).join(':');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `example.com` and `.example.com` cover the host and all below it; an entry with a port counts for that port alone. */
function covers(entry: string, host: string, port: number): boolean {
  const [name = '', only = String(port)] = entry.toLowerCase().split(':');
  if (only !== String(port)) return false;
  const suffix = name.replace(/^\*?\./, '');
  return name === '*' || (suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`)));
}
