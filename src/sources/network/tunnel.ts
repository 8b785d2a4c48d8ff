import { request } from 'node:http';
import type { Socket } from 'node:net';
import { answered } from './answered.ts';
import { Unanswered } from './unanswered.ts';

/** Asks a proxy for a tunnel to a host. What is secret is not there yet. */
export async function tunnel(
  socket: Socket,
  target: string,
  authorization: string | null,
  signal: AbortSignal,
): Promise<void> {
  const asked = request({
    createConnection: () => socket,
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...(authorization === null ? {} : { 'proxy-authorization': authorization }) },
    signal,
  });
  asked.end();
  const { statusCode } = await answered(asked, 'connect', signal);
  if (statusCode === 200) return;
  socket.destroy();
  throw new Unanswered('proxy');
}
