import type { LookupAddress } from 'node:dns';
import { isIP, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { isPublic } from './address.ts';
import { tunnel } from './exchange.ts';
import { type Network, opened } from './network.ts';
import { type ProxyServer, proxies } from './proxy.ts';
import { or, Unanswered } from './unanswered.ts';

/** Opens a connection on whose other end the vendor has proved to be. */
export type Connect = (host: string, signal: AbortSignal) => Promise<Socket>;

/**
 * Connections to vendors: to a public address of the name, which is looked up once, or through the proxy. A proxy looks
 * the name up itself; then the vendor's certificate alone says who is there, as it does in any case.
 */
export function connections(env: Readonly<Record<string, string | undefined>>, network: Network): Connect {
  const proxyOf = proxies(env);
  const pins = new Map<string, ReturnType<typeof checked>>();
  return async (host, signal) => {
    const proxy = proxyOf(host);
    if (proxy) return await secure(await or(through(proxy, host, network, signal), 'proxy'), host, network, signal);

    const pin = pins.get(host) ?? checked(host, network);
    pins.set(host, pin);
    const addresses = await or(unless(signal, pin), 'unreachable');
    const socket = await or(network.dial({ host, port: 443, addresses }, signal), 'unreachable');
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

async function through(proxy: ProxyServer, host: string, network: Network, signal: AbortSignal): Promise<Socket> {
  const raw = await network.dial({ host: proxy.host, port: proxy.port, addresses: null }, signal);
  const socket = proxy.secure ? await secure(raw, proxy.host, network, signal) : raw;
  await tunnel(socket, host, proxy.authorization, signal);
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
