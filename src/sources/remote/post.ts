import { request } from 'node:http';
import { answered } from '../network/answered.ts';
import { type Line, lineTo } from '../network/line.ts';
import { internet, type Network } from '../network/network.ts';
import { or, wayFault } from '../network/unanswered.ts';
import type { HookAddress } from './hook-address.ts';

/** Why something that was posted did not arrive: the end of a sentence that begins with the name of the server. */
export interface Refusal {
  readonly fault: string;
  /** True where it may arrive another time. */
  readonly passes: boolean;
}

/** What posting depends on. */
export interface PostOptions {
  /** Where a proxy is named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly network?: Network;
  /** Milliseconds that one attempt may take. */
  readonly patience?: number;
}

/** Posts a body once; `null` where the server took it. It is not redirected: nobody else was named. */
export type Post = (body: string, signal: AbortSignal) => Promise<Refusal | null>;

/** Posts to an address, over a connection of its own each time. */
export function poster(address: HookAddress, { env, network = internet, patience = 10_000 }: PostOptions): Post {
  const connect = lineTo(address.url, env, network);
  return async (body, signal) => {
    const late = AbortSignal.timeout(patience);
    try {
      return await once(address, body, connect, AbortSignal.any([signal, late]));
    } catch (error) {
      if (signal.aborted) return { fault: 'was not given the time to answer', passes: false };
      if (late.aborted) return { fault: `did not answer within ${patience / 1000} seconds`, passes: true };
      return { fault: wayFault(error, 'cannot be reached'), passes: true };
    }
  };
}

async function once(
  { url, token }: HookAddress,
  body: string,
  open: Line,
  signal: AbortSignal,
): Promise<Refusal | null> {
  const socket = await open(signal);
  try {
    const asked = request({
      createConnection: () => socket,
      method: 'POST',
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        'content-type': 'application/x-ndjson',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'rollcall',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      signal,
    });
    asked.end(body);
    const { statusCode = 0 } = await or(answered(asked, 'response', signal), 'unreachable');
    return judged(statusCode);
  } finally {
    socket.destroy();
  }
}

function judged(status: number): Refusal | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return { fault: 'redirects, and is not followed', passes: false };
  const mend = status === 401 || status === 403 ? ': it wants a token, or another one' : '';
  const passes = [408, 425, 429].includes(status) || status >= 500;
  return { fault: `answered with status ${status}${mend}`, passes };
}
