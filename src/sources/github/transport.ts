import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import type { Forge } from '../../model/forge.ts';
import { answered } from '../network/answered.ts';
import { lineTo } from '../network/line.ts';
import { internet, type Network } from '../network/network.ts';
import { or, Unanswered, wayFault } from '../network/unanswered.ts';
import { ForgeFault } from './fault.ts';

/** What speaking to a server depends on. */
export interface TransportOptions {
  /** Where a proxy is named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly network?: Network;
  /** Milliseconds that one answer may take. */
  readonly patience?: number;
  /** Told of every question that is sent. */
  readonly onCall?: () => void;
}

/** As much of `fetch` as Octokit makes use of. */
export type Transport = (url: string, init: TransportInit) => Promise<Response>;

/** What is sent. */
export interface TransportInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `manual`: an answer that leads elsewhere is handed on as it is. */
  readonly redirect?: 'follow' | 'manual';
}

/** A page of a hundred repositories has some hundred kilobytes. */
const mostBytes = 64 << 20;
const mostRedirects = 3;

/**
 * Speaks to the API of one server and to nobody else: a token goes with each question, and what leads to another origin,
 * be it the next page, is refused before anything is sent there. An answer that does not come to its end, or says that it
 * is JSON and is not, is none.
 */
export function transportTo(forge: Forge, options: TransportOptions): Transport {
  const { origin } = new URL(forge.api);
  return async (address, init) => {
    let url = new URL(address);
    for (let redirects = 0; ; redirects++) {
      if (url.origin !== origin)
        throw new ForgeFault(
          'foreign',
          `leads to ${url.origin}, where nobody was asked for, and is not followed there`,
        );
      const answer = await ask(url, init, options);
      const { location = '' } = answer.headers;
      const leads = answer.status >= 300 && answer.status < 400 && URL.canParse(location, url.href);
      if (!leads || init.redirect === 'manual') return responseOf(answer, url);
      if (redirects === mostRedirects) throw new ForgeFault('unanswered', 'redirects in a circle');
      url = new URL(location, url);
    }
  };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

async function ask(
  url: URL,
  { method, headers, body }: TransportInit,
  { env, signal, network = internet, patience = 60_000, onCall }: TransportOptions,
): Promise<Answer> {
  const late = AbortSignal.timeout(patience);
  const either = AbortSignal.any([signal, late]);
  onCall?.();
  try {
    const socket = await lineTo(url, env, network)(either);
    try {
      const question = request({
        createConnection: () => socket,
        method,
        path: `${url.pathname}${url.search}`,
        headers: headersFor(url, headers, body),
        signal: either,
      });
      question.end(body);
      const response = await or(answered(question, 'response', either), 'unreachable');
      const answer = { status: response.statusCode ?? 0, headers: response.headers, bytes: await whole(response) };
      return without(secretIn(headers), answer);
    } finally {
      socket.destroy();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) throw new ForgeFault('unanswered', `did not answer within ${patience / 1000} seconds`);
    throw error instanceof ForgeFault
      ? error
      : new ForgeFault('unanswered', wayFault(error, 'did not answer, or not to its end'));
  }
}

function headersFor(url: URL, headers: TransportInit['headers'], body: string | undefined): OutgoingHttpHeaders {
  return {
    ...headers,
    host: url.host,
    'accept-encoding': 'identity',
    ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
  };
}

/** The token in what is sent; `null` where none is. */
function secretIn(headers: TransportInit['headers']): string | null {
  return /^\S+ (\S{8,})$/.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** A server that says the token again, or a proxy in its place, would have it told in a note or an error. */
function without(secret: string | null, { status, headers, bytes }: Answer): Answer {
  if (secret === null) return { status, headers, bytes };
  const hide = (text: string): string => text.replaceAll(secret, '*'.repeat(secret.length));
  const shown = Object.entries(headers).map(([name, value]) => [
    name,
    typeof value === 'string' ? hide(value) : value?.map(hide),
  ]);
  const isSaid = bytes.includes(secret);
  return {
    status,
    headers: Object.fromEntries(shown),
    bytes: isSaid ? Buffer.from(hide(bytes.toString('latin1')), 'latin1') : bytes,
  };
}

async function whole(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > mostBytes) throw new ForgeFault('unanswered', `sent more than ${mostBytes >> 20} MiB`);
    chunks.push(chunk);
  }
  if (!response.complete) throw new Unanswered('unreachable');
  return Buffer.concat(chunks);
}

/** What says that it is JSON is read by Octokit, which would take one that is cut off for a text. */
function responseOf({ status, headers, bytes }: Answer, url: URL): Response {
  const type = headers['content-type'] ?? '';
  const isJson = /\bjson\b/i.test(type);
  // A sign-in or a proxy answers everything with status 200.
  if (status < 300 && /\bhtml\b/i.test(type)) throw new ForgeFault('unanswered', 'sent a page for people, and no data');
  if (status < 300 && isJson && !isJsonText(bytes))
    throw new ForgeFault('unanswered', 'sent what is no JSON, or a part');
  const isEmpty = [204, 205, 304].includes(status);
  const response = new Response(isEmpty ? null : Uint8Array.from(bytes), { status, headers: plain(headers) });
  // Octokit tells by it where an answer came from.
  Object.defineProperty(response, 'url', { value: url.href });
  return response;
}

function isJsonText(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

function plain(headers: IncomingMessage['headers']): Headers {
  const found = new Headers();
  for (const [name, value] of Object.entries(headers)) for (const one of [value ?? []].flat()) found.append(name, one);
  return found;
}
