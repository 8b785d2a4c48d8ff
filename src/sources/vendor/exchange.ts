import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import type { Socket } from 'node:net';
import type { KeyQuestion } from '../../model/key.ts';
import { answered } from '../network/answered.ts';

/** What is kept of an answer until it is judged. */
export interface Reply {
  readonly status: number;
  /** The beginning of the body, where the rule tells answers of this status apart by it. */
  readonly body: string;
}

/** How much of a body is looked at. */
const longest = 4096;

/** Puts the question on an open connection to the vendor, which ends with it. */
export async function exchange(socket: Socket, rule: KeyQuestion, secret: string, signal: AbortSignal): Promise<Reply> {
  const { hostname, pathname, search } = new URL(rule.url);
  const asked = request({
    createConnection: () => socket,
    method: rule.method,
    path: `${pathname}${search}`,
    headers: headers(rule, hostname, secret),
    signal,
  });
  asked.end(rule.body ?? undefined);
  try {
    const response = await answered(asked, 'response', signal);
    const status = response.statusCode ?? 0;
    const needed = [...rule.live, ...rule.dead].some((reply) => reply.status === status && reply.body !== null);
    return { status, body: needed ? await beginning(response) : '' };
  } finally {
    socket.destroy();
  }
}

function headers({ headers, basic, body }: KeyQuestion, host: string, secret: string): OutgoingHttpHeaders {
  const filled = Object.entries(headers).map(([name, value]) => [name, fill(value, secret)]);
  return {
    host,
    accept: 'application/json',
    'user-agent': 'rollcall',
    ...Object.fromEntries(filled),
    ...(basic === null ? {} : { authorization: `Basic ${Buffer.from(fill(basic, secret)).toString('base64')}` }),
    ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }),
  };
}

function fill(template: string, secret: string): string {
  return template.split('{{key}}').join(secret);
}

async function beginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= longest) break;
  }
  return Buffer.concat(chunks).subarray(0, longest).toString('latin1');
}
