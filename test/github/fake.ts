import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Answer, json, type Logged, refusal, send, tagged } from './answer.ts';
import { asApp, flaw, type Issued, installationRepositories, isForApp } from './app.ts';
import { gitHttp } from './git-http.ts';
import { graphql } from './graphql.ts';
import { listen } from './listen.ts';
import { type Meter, meter, type Reading } from './meter.ts';
import { type Asked, rest } from './rest.ts';
import { archives } from './tarball.ts';
import { primaryLimit, troubled } from './trouble.ts';
import type { FakeWorld } from './world.ts';

/** GitHub on loopback, as an Enterprise Server lays it out. */
export interface Fake {
  /** Base of REST: `http://127.0.0.1:PORT/api/v3`. */
  readonly url: string;
  /** `http://127.0.0.1:PORT`: pages and git are below it, and GraphQL at `/api/graphql`. */
  readonly origin: string;
  /** Where archives come from: another origin. */
  readonly archives: string;
  /** Every request, in the order of arrival. */
  readonly requests: readonly Logged[];
  /** How many requests were in the house at once, at most. */
  readonly peak: () => number;
  readonly close: () => Promise<void>;
}

/** Opens a fake of GitHub that knows the given world. */
export async function openFake(world: FakeWorld): Promise<Fake> {
  const requests: Logged[] = [];
  const issued: Issued = new Map();
  const meters = { core: meter(), graphql: meter() };
  const trouble = troubled();
  const store = archives();
  const closing = new AbortController();
  let inside = 0;
  let peak = 0;

  const isGood = (token: string): boolean =>
    (world.token !== null && token === world.token) || (issued.get(token) ?? 0) > Date.now();

  /** Reads a request, has it answered, and lets the troubles at the answer. */
  async function take(
    message: IncomingMessage,
    response: ServerResponse,
    kind: Logged['kind'],
    answer: (request: Logged, body: Buffer) => Promise<Answer>,
  ): Promise<void> {
    peak = Math.max(peak, ++inside);
    response.on('close', () => inside--);
    const body = await buffer(message).catch(() => Buffer.alloc(0));
    const { method = '', url: path = '', headers } = message;
    const isApp = kind === 'rest' && isForApp(new URL(path, origin));
    const authorization = isApp ? vouch(world, headers.authorization) : judge(headers.authorization, isGood);
    const text = kind === 'git' ? '' : body.toString();
    const number = requests.filter((request) => request.kind === kind).length + 1;
    const request: Logged = { kind, method, path, headers, body: text, authorization, number, status: 0 };
    requests.push(request);
    const sent = trouble(world.troubles, request, await answer(request, body));
    request.status = sent.cut === 0 ? 0 : sent.status;
    await send(response, sent, closing.signal);
  }

  async function api(request: Logged, kind: 'rest' | 'graphql'): Promise<Answer> {
    const resource = kind === 'rest' ? 'core' : 'graphql';
    const url = new URL(request.path, origin);
    const isFree = kind === 'rest' && url.pathname === '/api/v3/rate_limit';
    // Tokens of installations have permissions and no scopes.
    const scopes = issued.has(bearer(request.headers.authorization)) ? null : world.scopes;
    const before = meters[resource].read(world.limit);
    if (before.remaining === 0 && !isFree) {
      const spent = { status: 200, headers: headersOf(scopes, resource, before), body: Buffer.alloc(0) };
      return primaryLimit(before.reset - Math.floor(Date.now() / 1000))(spent, null);
    }
    const answer = tagged(await answered(request, url), request.headers['if-none-match']);
    // What has not changed is not counted.
    if (!isFree && answer.status !== 304) meters[resource].count();
    const reading = meters[resource].read(world.limit);
    return { ...answer, headers: { ...headersOf(scopes, resource, reading), ...answer.headers } };
  }

  async function answered(request: Logged, url: URL): Promise<Answer> {
    const { headers, authorization, method } = request;
    if (!headers['user-agent']) {
      return refusal(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
      );
    }
    const token = bearer(headers.authorization);
    const isInstallation = issued.has(token);
    const mayRead = authorization === 'right';
    const archive: Asked['archive'] = (repository, ref) => store.place(codeload.origin, world, repository, ref);
    const asked = { world, request, url, base: `${origin}/api/v3`, mayRead, isInstallation, archive };
    if (request.kind === 'rest' && isForApp(url)) return asApp(asked, issued);
    if (authorization === 'wrong') return refusal(401, 'Bad credentials');
    if (request.kind === 'graphql') {
      const { limit, remaining, reset } = meters.graphql.read(world.limit);
      return graphql(world, request.body, mayRead, { limit, remaining: Math.max(0, remaining - 1), resetAt: reset });
    }
    if (method !== 'GET' && method !== 'HEAD') return refusal(404, 'Not Found');
    if (url.pathname === '/api/v3/installation/repositories') return installationRepositories(asked);
    if (url.pathname === '/api/v3/rate_limit') return json(200, readings(world, meters));
    return rest(asked);
  }

  const server = createServer((message, response) => {
    const path = message.url ?? '';
    if (/^\/api\/graphql(?:\?|$)/.test(path)) return take(message, response, 'graphql', (r) => api(r, 'graphql'));
    if (path.startsWith('/api/v3/')) return take(message, response, 'rest', (r) => api(r, 'rest'));
    return take(message, response, 'git', (r, body) => gitHttp(world, r, new URL(r.path, origin), body));
  });
  const codeloadServer = createServer((message, response) =>
    take(message, response, 'tarball', (r) => store.answer(world, new URL(r.path, codeload.origin))),
  );
  const { origin, close } = await listen(server);
  const codeload = await listen(codeloadServer);
  return {
    url: `${origin}/api/v3`,
    origin,
    archives: codeload.origin,
    requests,
    peak: () => peak,
    async close() {
      closing.abort();
      await Promise.all([close(), codeload.close()]);
    },
  };
}

/** The token in a header, however it is brought: `token`, `Bearer`, or as the password of `Basic`. */
function bearer(header: string | undefined): string {
  const [, scheme = '', value = ''] = /^(token|bearer|basic)\s+(\S+)\s*$/i.exec(header ?? '') ?? [];
  if (scheme.toLowerCase() !== 'basic') return value;
  const pair = Buffer.from(value, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

function judge(header: string | undefined, isGood: (token: string) => boolean): Logged['authorization'] {
  if (header === undefined) return 'none';
  return isGood(bearer(header)) ? 'right' : 'wrong';
}

function vouch(world: FakeWorld, header: string | undefined): Logged['authorization'] {
  if (header === undefined) return 'none';
  return flaw(world.app, header) === null ? 'right' : 'wrong';
}

/** What is on every answer of the API. */
function headersOf(scopes: string | null, resource: 'core' | 'graphql', reading: Reading): Record<string, string> {
  const scoped: Record<string, string> =
    scopes === null ? {} : { 'x-oauth-scopes': scopes, 'x-accepted-oauth-scopes': 'repo' };
  return {
    server: 'GitHub.com',
    vary: 'Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding',
    'x-github-media-type': resource === 'core' ? 'github.v3; format=json' : 'github.v4; format=json',
    'x-github-api-version-selected': '2022-11-28',
    'x-github-request-id': randomUUID().slice(0, 23).replaceAll('-', ':').toUpperCase(),
    'x-ratelimit-limit': String(reading.limit),
    'x-ratelimit-remaining': String(reading.remaining),
    'x-ratelimit-used': String(reading.used),
    'x-ratelimit-reset': String(reading.reset),
    'x-ratelimit-resource': resource,
    ...scoped,
  };
}

function readings(world: FakeWorld, meters: { core: Meter; graphql: Meter }): object {
  const core = meters.core.read(world.limit);
  return { resources: { core, graphql: meters.graphql.read(world.limit) }, rate: core };
}
