import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { answered } from '../network/answered.ts';
import { type Connect, connections } from '../network/connection.ts';
import { internet, type Network } from '../network/network.ts';
import { or, Unanswered, wayFault } from '../network/unanswered.ts';

/** What is asked for: one document, of one server. */
export interface Request {
  readonly url: string;
  readonly accept: string;
  /** Sent as a bearer token to the server of the URL, and to no other; `null`: none is. */
  readonly token: string | null;
  /** The version that is known already. */
  readonly etag: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** What came of it. A fault is the end of a sentence that begins with the name of the server. */
export type Reply =
  | { readonly kind: 'document'; readonly bytes: Buffer; readonly etag: string | null }
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'fault';
      readonly fault: string /** True where it may be another time. */;
      readonly passes: boolean;
    };

/** What fetching depends on. */
export interface FetchOptions {
  /** Where a proxy is named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly network?: Network;
  /** Milliseconds that it may take in all. */
  readonly patience?: number;
  /** Bytes that a document may have. */
  readonly most: number;
}

const mostRedirects = 3;

/** Fetches a document. It is redirected within its own server only: nobody else was named. */
export async function fetchDocument(
  asked: Request,
  { env, signal, network = internet, patience = 20_000, most }: FetchOptions,
): Promise<Reply> {
  const connect = connections(env, network, { anywhere: true });
  const late = AbortSignal.timeout(patience);
  const either = AbortSignal.any([signal, late]);
  try {
    return await followed(asked, { connect, most, signal: either });
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) return passing(`did not answer within ${patience / 1000} seconds`);
    return passing(error instanceof Unanswered ? wayFault(error, 'cannot be reached') : 'did not answer to its end');
  }
}

interface Line {
  readonly connect: Connect;
  readonly most: number;
  readonly signal: AbortSignal;
}

async function followed(asked: Request, line: Line): Promise<Reply> {
  let url = new URL(asked.url);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const reply = await askOnce(url, asked, line);
    if (!(reply instanceof URL)) return reply;
    // What is behind the origin may be a secret of that server.
    if (reply.origin !== url.origin) return lasting(`redirects to ${reply.origin}, and is not followed there`);
    url = reply;
  }
  return lasting('redirects in a circle');
}

/** One question; the address where it leads to another one. */
async function askOnce(url: URL, asked: Request, { connect, most, signal }: Line): Promise<Reply | URL> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = await connect({ host, port: url.port === '' ? 443 : Number(url.port) }, signal);
  try {
    const question = request({
      createConnection: () => socket,
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: headers(url, asked),
      signal,
    });
    question.end();
    const response = await or(answered(question, 'response', signal), 'unreachable');
    return await judged(response, url, most);
  } finally {
    socket.destroy();
  }
}

async function judged(response: IncomingMessage, url: URL, most: number): Promise<Reply | URL> {
  const { statusCode: status = 0, headers } = response;
  if (status === 304) return { kind: 'unchanged' };
  if (status >= 300 && status < 400) {
    const { location = '' } = headers;
    return URL.canParse(location, url.href) ? new URL(location, url) : lasting('redirects to nowhere');
  }
  if (status === 429 || status >= 500) return passing(`answered with status ${status}`);
  if (status !== 200) return lasting(`answered with status ${status}${mend(status)}`);
  if (headers['content-encoding'] !== undefined) return lasting('sent it in an encoding that was not asked for');

  const bytes = await body(response, most);
  return bytes
    ? { kind: 'document', bytes, etag: etagOf(headers.etag) }
    : lasting(`sent more than ${most / 1024 / 1024} MiB`);
}

function mend(status: number): string {
  if (status === 401 || status === 403) return ': it wants a token, or another one';
  return status === 404 ? ': it is not there, or wants a token to be seen' : '';
}

/** A tag is sent back as it came, so it has to be one that fits into a header. */
function etagOf(etag: string | undefined): string | null {
  return etag !== undefined && /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/.test(etag) ? etag : null;
}

async function body(response: IncomingMessage, most: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > most) return null;
    chunks.push(chunk);
  }
  // One that was cut off is not the document.
  if (!response.complete) throw new Unanswered('unreachable');
  return Buffer.concat(chunks);
}

function headers(url: URL, { accept, token, etag, headers }: Request): OutgoingHttpHeaders {
  return {
    ...headers,
    host: url.host,
    accept,
    'accept-encoding': 'identity',
    'user-agent': 'rollcall',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(etag === null ? {} : { 'if-none-match': etag }),
  };
}

function passing(fault: string): Reply {
  return { kind: 'fault', fault, passes: true };
}

function lasting(fault: string): Reply {
  return { kind: 'fault', fault, passes: false };
}
