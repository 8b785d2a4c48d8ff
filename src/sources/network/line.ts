import type { Socket } from 'node:net';
import { isLoopback } from './address.ts';
import { connections } from './connection.ts';
import type { Network } from './network.ts';
import { or, Unanswered } from './unanswered.ts';

/** Opens a connection to the server that it is for. */
export type Line = (signal: AbortSignal) => Promise<Socket>;

/** A line to the server of a URL: over TLS, and without it to this machine alone. */
export function lineTo(url: URL, env: Readonly<Record<string, string | undefined>>, network: Network): Line {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol === 'https:') {
    const connect = connections(env, network, { anywhere: true });
    return (signal) => connect({ host, port: Number(url.port || 443) }, signal);
  }
  return async (signal) => {
    const dialled = network.dial({ host, port: Number(url.port || 80), addresses: null }, signal);
    const socket = await or(dialled, 'unreachable');
    // A name such as `localhost` is what this machine takes it for.
    if (isLoopback(socket.remoteAddress ?? '')) return socket;
    socket.destroy();
    throw new Unanswered('unreachable');
  };
}
