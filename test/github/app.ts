import { randomUUID, verify } from 'node:crypto';
import { type Answer, json, refusal } from './answer.ts';
import { type Asked, list } from './rest.ts';
import { type FakeApp, type FakeWorld, same, visible } from './world.ts';

/** Tokens of installations that were given out, and when each ends, in milliseconds since 1970. */
export type Issued = Map<string, number>;

/** True for what an App asks as itself, with a JWT and not with a token. */
export function isForApp({ pathname }: URL): boolean {
  return /^\/api\/v3\/(?:app(?:\/|$)|(?:orgs|users)\/[^/]+\/installation$|repos\/[^/]+\/[^/]+\/installation$)/.test(
    pathname,
  );
}

/** What is wrong with the JWT of an App, as GitHub says it; `null` where nothing is. */
export function flaw(app: FakeApp | null, authorization: string | undefined, now = Date.now()): string | null {
  const [, jwt = ''] = /^bearer (.+)$/i.exec(authorization ?? '') ?? [];
  const [head = '', claims = '', signature = '', ...rest] = jwt.split('.');
  const { alg } = decoded(head);
  const { iss, iat, exp } = decoded(claims);
  if (signature === '' || rest.length > 0 || alg !== 'RS256') return 'A JSON web token could not be decoded';
  if (!app || String(iss) !== String(app.id)) return 'Integration not found';
  if (typeof exp !== 'number' || typeof iat !== 'number')
    return "'Expiration time' claim ('exp') must be a numeric value";
  if (exp * 1000 <= now) return "'Expiration time' claim ('exp') must be a numeric value representing the future time";
  if (exp - now / 1000 > 660) return "'Expiration time' claim ('exp') is too far in the future";
  // GitHub forgives a clock that is a minute ahead.
  if (iat - now / 1000 > 60) return "'Issued at' claim ('iat') must be an Integer representing the time in the past";
  const signed = Buffer.from(`${head}.${claims}`);
  const isTrue = !app.publicKey || verify('RSA-SHA256', signed, app.publicKey, Buffer.from(signature, 'base64url'));
  return isTrue ? null : 'A JSON web token could not be decoded';
}

/** Answers what an App asks as itself. */
export function asApp(asked: Asked, issued: Issued): Answer {
  const { world, request, url, base } = asked;
  const wrong = flaw(world.app, request.headers.authorization);
  if (wrong !== null) return refusal(wrong === 'Integration not found' ? 404 : 401, wrong);
  if (!world.app) return refusal(404, 'Integration not found');
  const path = url.pathname.replace('/api/v3', '');
  const installed = installation(world, world.app, base);
  if (path === '/app') return json(200, { id: world.app.id, slug: 'rollcall', name: 'rollcall' });
  if (path === '/app/installations') return json(200, [installed]);
  if (path === `/app/installations/${world.app.installation}`) return json(200, installed);
  if (path === `/app/installations/${world.app.installation}/access_tokens`) {
    return request.method === 'POST' ? issue(world.app, issued) : refusal(404, 'Not Found');
  }
  const [, kind = '', owner = ''] = /^\/(orgs|users|repos)\/([^/]+)\//.exec(path) ?? [];
  const isOwner = same(owner, world.owner) && (kind !== 'orgs' || world.kind === 'Organization');
  return isOwner ? json(200, installed) : refusal(404, 'Not Found');
}

/** What an installation may see: `GET /installation/repositories`. */
export function installationRepositories(asked: Asked): Answer {
  const { world, isInstallation } = asked;
  if (!isInstallation) {
    const need = 'You must authenticate with an installation access token in order to list repositories.';
    return refusal(403, need, 'rest/apps/installations#list-repositories-accessible-to-the-app-installation');
  }
  const all = visible(world, true);
  return list(asked, all, (repositories) => ({
    total_count: all.length,
    repository_selection: 'all',
    repositories,
  }));
}

function installation(world: FakeWorld, app: FakeApp, base: string): object {
  const { owner, ownerId, kind } = world;
  return {
    id: app.installation,
    app_id: app.id,
    app_slug: 'rollcall',
    account: { login: owner, id: ownerId, type: kind },
    target_id: ownerId,
    target_type: kind,
    repository_selection: 'all',
    access_tokens_url: `${base}/app/installations/${app.installation}/access_tokens`,
    repositories_url: `${base}/installation/repositories`,
    permissions: { contents: 'read', metadata: 'read' },
    events: [],
    created_at: '2024-01-02T03:04:05Z',
    updated_at: '2024-01-02T03:04:05Z',
    suspended_at: null,
  };
}

function issue(app: FakeApp, issued: Issued): Answer {
  const end = Date.now() + app.lifetime * 1000;
  // Made when it is asked for, with the prefix of the trade left out: it must not look like a live key.
  const token = `installation-${randomUUID()}`;
  issued.set(token, end);
  return json(201, {
    token,
    expires_at: new Date(end).toISOString().replace(/\.\d+/, ''),
    permissions: { contents: 'read', metadata: 'read' },
    repository_selection: 'all',
  });
}

function decoded(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
