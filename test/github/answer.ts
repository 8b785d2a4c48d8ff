import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** What is answered, as data, so that a trouble is a function from one answer to another. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Milliseconds before the first byte. */
  readonly wait?: number;
  /** After so many bytes of the body the connection is torn down; 0: before the first byte of all. */
  readonly cut?: number;
}

/** A request as it is kept. */
export interface Logged {
  readonly kind: 'rest' | 'graphql' | 'git' | 'tarball';
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Text of the body, but for git, whose is binary. */
  readonly body: string;
  readonly authorization: 'none' | 'right' | 'wrong';
  /** The how-manieth of its kind it is, from 1. */
  readonly number: number;
  /** 0 until it is answered, and where the connection is dropped. */
  status: number;
}

/** An answer in JSON. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** A refusal as GitHub words them. */
export function refusal(status: number, message: string, page = 'rest', more: object = {}): Answer {
  return json(status, {
    message,
    ...more,
    documentation_url: `https://docs.github.com/${page}`,
    status: String(status),
  });
}

/** An answer in plain text. */
export function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body: Buffer.from(text) };
}

/** The same answer with an ETag, or 304 without a body where the asker has it already. */
export function tagged(answer: Answer, ifNoneMatch: string | undefined): Answer {
  if (answer.status !== 200) return answer;
  const etag = `W/"${createHash('sha256').update(answer.body).digest('hex')}"`;
  const headers = { ...answer.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' };
  const known = ifNoneMatch?.split(/\s*,\s*/).includes(etag) ?? false;
  return known ? { status: 304, headers, body: Buffer.alloc(0) } : { ...answer, headers };
}

/** Puts an answer on the wire, with whatever is to go wrong there. */
export async function send(response: ServerResponse, answer: Answer, signal: AbortSignal): Promise<void> {
  const { status, headers, body, wait, cut } = answer;
  // A wait ends early when the fake is closed.
  if (wait !== undefined) await setTimeout(wait, undefined, { signal }).catch(() => undefined);
  if (cut === 0) {
    response.destroy();
    return;
  }
  const length = status === 304 || status === 204 ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...headers, ...length });
  if (cut === undefined) {
    response.end(response.req.method === 'HEAD' ? undefined : body);
    return;
  }
  response.write(body.subarray(0, cut), () => response.destroy());
}
