import { type Answer, json, type Logged, plain, refusal } from './answer.ts';

/** Makes another answer of what would have been answered; `before` is the last answer of the same kind. */
export type Trouble = (answer: Answer, before: Answer | null) => Answer;

/** When which trouble comes. All rules that hold are applied, in their order. */
export interface Rule {
  /** `count`: how often this very request (method, path, body) has come, this time included. */
  readonly when: (request: Logged, count: number) => boolean;
  /** How often at most; absent: always. */
  readonly times?: number;
  readonly does: Trouble;
}

/** A server that fails. */
export function status(code: 404 | 429 | 500 | 502 | 503 | 504): Trouble {
  return ({ headers }) => {
    const answer = code === 404 ? refusal(404, 'Not Found') : json(code, { message: 'Server Error' });
    return { ...answer, headers: { ...kept(headers), ...answer.headers } };
  };
}

/** The connection is torn down before a byte is answered. */
export function drop(): Trouble {
  return (answer) => ({ ...answer, cut: 0 });
}

/** The answer is long in coming. */
export function slow(ms: number): Trouble {
  return (answer) => ({ ...answer, wait: (answer.wait ?? 0) + ms });
}

/** The connection ends in the middle of the body, which Content-Length says is longer. */
export function truncated(): Trouble {
  return (answer) => ({ ...answer, cut: Math.max(1, Math.floor(answer.body.length / 2)) });
}

/** Half of the body, and a Content-Length that says that this is all. */
export function half(): Trouble {
  return (answer) => ({ ...answer, body: answer.body.subarray(0, Math.floor(answer.body.length / 2)) });
}

/** The hour's calls are used up. GraphQL says so with status 200, and had another name for it until 2025. */
export function primaryLimit(resetSeconds: number, type: 'RATE_LIMIT' | 'RATE_LIMITED' = 'RATE_LIMIT'): Trouble {
  return ({ headers }) => {
    const isGraphql = headers['x-ratelimit-resource'] === 'graphql';
    const text = 'API rate limit exceeded for user ID 4711.';
    const answer = isGraphql
      ? json(200, { errors: [{ type, code: 'graphql_rate_limit', message: text }] })
      : refusal(403, text, 'rest/overview/rate-limits-for-the-rest-api');
    const limit = headers['x-ratelimit-limit'] ?? '5000';
    const spent = {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-used': limit,
      'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + resetSeconds),
    };
    return { ...answer, headers: { ...kept(headers), ...answer.headers, ...spent } };
  };
}

/** Too much at once; `null` where no Retry-After comes with it, which GitHub allows itself. */
export function secondaryLimit(retryAfterSeconds: number | null, code: 403 | 429 = 403): Trouble {
  return ({ headers }) => {
    const answer = refusal(
      code,
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. ' +
        'For more on scraping GitHub and how it may affect your rights, please review our Terms of Service ' +
        '(https://docs.github.com/en/site-policy/github-terms/github-terms-of-service).',
      'free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
    );
    const after: Record<string, string> =
      retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
    return { ...answer, headers: { ...kept(headers), ...answer.headers, ...after } };
  };
}

/** The next page is said to be at another server. */
export function foreignNext(origin: string): Trouble {
  return (answer) => {
    const link = answer.headers.link ?? `<${origin}/api/v3/organizations/4711/repos?page=2>; rel="next"`;
    const led = link.replace(/<https?:\/\/[^/>]+([^>]*)>; rel="next"/, `<${origin}$1>; rel="next"`);
    return { ...answer, headers: { ...answer.headers, link: led } };
  };
}

/** Sends the asker elsewhere. */
export function redirectTo(url: string, code: 301 | 302 | 307 | 308 = 302): Trouble {
  return ({ headers }) => {
    const answer = json(code, { message: 'Moved', url });
    return { ...answer, headers: { ...kept(headers), ...answer.headers, location: url } };
  };
}

/** A page for people with status 200, as a proxy or a sign-in puts in between. */
export function html(): Trouble {
  return () => plain(200, '<!DOCTYPE html>\n<title>Sign in</title>\n', { 'content-type': 'text/html; charset=utf-8' });
}

/** A page without repositories, though it says that more follow. */
export function emptyPage(): Trouble {
  return (answer) => paged(answer, []);
}

/** The repositories of the page before once more. What it says of the next page is its own. */
export function repeatedPage(): Trouble {
  return (answer, before) => (before ? paged(answer, rows(before)) : answer);
}

/** The whole answer before once more: in GraphQL with its cursor, which leads in a circle. */
export function stuckPage(): Trouble {
  return (answer, before) => before ?? answer;
}

/** An error of GraphQL with status 200 and no data. */
export function graphqlError(type: string, message: string, path: readonly (string | number)[] = []): Trouble {
  return ({ headers }) => {
    const answer = json(200, { data: null, errors: [{ type, path, message }] });
    return { ...answer, headers: { ...kept(headers), ...answer.headers } };
  };
}

/** What GraphQL says when a query takes it longer than ten seconds. */
export function graphqlTimeout(): Trouble {
  return ({ headers }) => {
    const message =
      'Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub ' +
      'bug. Please include `4DB7:B4C3:6700A9:699AB9` when reporting this issue.';
    const answer = json(502, { data: null, errors: [{ message }] });
    return { ...answer, headers: { ...kept(headers), ...answer.headers } };
  };
}

/** One repository of a page of GraphQL is `null`, for single sign-on protects it and the token was not let in. */
export function samlPartial(index = 0): Trouble {
  return (answer) => {
    const nodes = rows(answer).with(index, null);
    const error = {
      type: 'FORBIDDEN',
      path: ['repositoryOwner', 'repositories', 'nodes', index],
      extensions: { saml_failure: true },
      locations: [{ line: 1, column: 1 }],
      message:
        'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this ' +
        'organization.',
    };
    const body = { ...JSON.parse(paged(answer, nodes).body.toString()), errors: [error] };
    const sso = { 'x-github-sso': 'partial-results; organizations=4711' };
    return { ...json(200, body), headers: { ...answer.headers, ...sso } };
  };
}

/** An organisation that lets no token in that has not been through its single sign-on. */
export function samlRefusal(): Trouble {
  return ({ headers }) => {
    const answer = refusal(
      403,
      'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this ' +
        'organization.',
      'articles/authenticating-to-a-github-organization-with-saml-single-sign-on/',
    );
    const sso = { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?authorization_request=AAAA' };
    return { ...answer, headers: { ...kept(headers), ...answer.headers, ...sso } };
  };
}

/** Counts how often each request came and each rule held; gives back what is to be sent instead. */
export function troubled(): (rules: readonly Rule[], request: Logged, answer: Answer) => Answer {
  const counts = new Map<string, number>();
  const held = new Map<Rule, number>();
  const before = new Map<Logged['kind'], Answer>();
  return (rules, request, answer) => {
    const name = JSON.stringify([request.kind, request.method, request.path, request.body]);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    let now = answer;
    for (const rule of rules) {
      const times = held.get(rule) ?? 0;
      if (times >= (rule.times ?? Infinity) || !rule.when(request, count)) continue;
      held.set(rule, times + 1);
      now = rule.does(now, before.get(request.kind) ?? null);
    }
    before.set(request.kind, now);
    return now;
  };
}

/** Headers that are on every answer, whatever becomes of its body. */
function kept(headers: Answer['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-')));
}

/** Repositories of an answer, of REST or of GraphQL. */
function rows(answer: Answer): unknown[] {
  const body: unknown = JSON.parse(answer.body.toString());
  return Array.isArray(body) ? body : (connectionOf(body)?.nodes ?? []);
}

function paged(answer: Answer, nodes: readonly unknown[]): Answer {
  const body: unknown = JSON.parse(answer.body.toString());
  const connection = connectionOf(body);
  if (connection) connection.nodes = [...nodes];
  return { ...answer, body: Buffer.from(JSON.stringify(Array.isArray(body) ? nodes : body)) };
}

/** The list of repositories in an answer of GraphQL: the outermost one. */
function connectionOf(body: unknown): { nodes: unknown[] } | null {
  if (typeof body !== 'object' || body === null) return null;
  if (hasNodes(body)) return body;
  for (const inner of Object.values(body)) {
    const found = connectionOf(inner);
    if (found) return found;
  }
  return null;
}

function hasNodes(body: object): body is { nodes: unknown[] } {
  return 'nodes' in body && Array.isArray(body.nodes);
}
