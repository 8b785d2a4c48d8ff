import type { LookupAddress } from 'node:dns';
import { isIP, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { isPublic } from './address.ts';
import { type Network, opened } from './network.ts';
import { type ProxyServer, proxies } from './proxy.ts';
import { tunnel } from './tunnel.ts';
import { or, Unanswered } from './unanswered.ts';

/** Whom to speak to, over TLS. */
export interface Server {
  readonly host: string;
  readonly port: number;
}

/** Opens a connection on whose other end the server has proved to be the one of that name. */
export type Connect = (server: Server, signal: AbortSignal) => Promise<Socket>;

/**
 * Connections to servers: to a public address of the name, which is looked up once, or through the proxy. A proxy looks
 * the name up itself; then the server's certificate alone says who is there, as it does in any case. `anywhere`: a person
 * named the server, which may well stand in a network of its own.
 */
export function connections(
  env: Readonly<Record<string, string | undefined>>,
  network: Network,
  { anywhere = false }: { readonly anywhere?: boolean } = {},
): Connect {
  const proxyOf = proxies(env);
  const pins = new Map<string, ReturnType<typeof checked>>();
  return async (server, signal) => {
    const { host, port } = server;
    const proxy = proxyOf(host, port);
    if (proxy) return await secure(await or(through(proxy, server, network, signal), 'proxy'), host, network, signal);

    const pin = anywhere ? null : (pins.get(host) ?? checked(host, network));
    if (pin) pins.set(host, pin);
    const addresses = pin && (await or(unless(signal, pin), 'unreachable'));
    const socket = await or(network.dial({ host, port, addresses }, signal), 'unreachable');
    return await secure(socket, host, network, signal);
  };
}

/** The addresses of a name. One that is not public spoils them all: whoever put it there may have put the others. */
async function checked(host: string, network: Network): Promise<readonly LookupAddress[]> {
  const addresses = await network.resolve(host);
  if (addresses.length === 0) throw new Unanswered('unreachable');
  if (addresses.every(({ address }) => isPublic(address))) return addresses;
  throw new Unanswered('private-address');
}

/** A look-up cannot be called off; it can be left alone. */
function unless<T>(signal: AbortSignal, step: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    step.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

async function through(proxy: ProxyServer, server: Server, network: Network, signal: AbortSignal): Promise<Socket> {
  const raw = await network.dial({ host: proxy.host, port: proxy.port, addresses: null }, signal);
  const socket = proxy.secure ? await secure(raw, proxy.host, network, signal) : raw;
  const host = isIP(server.host) === 6 ? `[${server.host}]` : server.host;
  await tunnel(socket, `${host}:${server.port}`, proxy.authorization, signal);
  return socket;
}

/** TLS, with the certificate checked whatever the environment says of that. */
async function secure(socket: Socket, host: string, { authorities }: Network, signal: AbortSignal): Promise<Socket> {
  const secured = connect({
    socket,
    host,
    ...(isIP(host) ? {} : { servername: host }),
    ...(authorities === undefined ? {} : { ca: authorities }),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
  });
  try {
    await opened(secured, 'secureConnect', signal);
    return secured;
  } catch (error) {
    socket.destroy();
    throw new Unanswered(isTorn(error) ? 'unreachable' : 'certificate');
  }
}

function isTorn(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'].includes(code);
}
