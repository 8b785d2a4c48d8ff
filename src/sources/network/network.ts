import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { isPublic } from './address.ts';
import { Unanswered } from './unanswered.ts';

/** Where a connection goes. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  /** The only addresses that may be taken for the host; `null` for what a person named, which may stand anywhere. */
  readonly addresses: readonly LookupAddress[] | null;
}

/** What is needed of the network; handed in, so that a test can stand in for it. */
export interface Network {
  /** All addresses of a name. */
  resolve(name: string): Promise<readonly LookupAddress[]>;
  /** Opens a connection. */
  dial(destination: Destination, signal: AbortSignal): Promise<Socket>;
  /** Certificate authorities in place of those that Node trusts. */
  readonly authorities?: string;
}

/** The internet. */
export const internet: Network = {
  resolve: (name) => lookup(name, { all: true }),
  async dial({ host, port, addresses }, signal) {
    const socket = connect({ host, port, ...(addresses ? { lookup: only(addresses) } : {}) });
    await opened(socket, 'connect', signal);
    // What was checked is what was taken; and what was reached is checked once more before anything is sent.
    if (!addresses || isPublic(socket.remoteAddress ?? '')) return socket;
    socket.destroy();
    throw new Unanswered('private-address');
  },
};

/** Waits until a socket is open. One that fails later has no one to tell but whoever waits for its answer. */
export async function opened(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  socket.on('error', () => {});
  try {
    await once(socket, event, { signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** In place of asking for the name again, by which an answer could become another between check and use. */
function only(addresses: readonly LookupAddress[]): LookupFunction {
  return (_name, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family);
  };
}
