import { RollcallError } from '../../model/error.ts';
import type { Forge } from '../../model/forge.ts';
import { sayToken } from './gh.ts';

/** By what a server knows who asks. */
export type Credentials =
  | {
      readonly kind: 'token';
      readonly token: string;
      /** Where it was found: `GITHUB_TOKEN`, `gh auth token`. */
      readonly from: string;
    }
  | {
      readonly kind: 'app';
      readonly appId: string;
      /** PEM. */
      readonly privateKey: string;
      /** `null`: the one of the owner that is asked about. */
      readonly installation: number | null;
      readonly from: string;
    }
  | { readonly kind: 'none' };

type Env = Readonly<Record<string, string | undefined>>;

/** Variables with a token, in the order in which GitHub's own tool takes them; the last ones for servers of one's own. */
const tokenNames = ['ROLLCALL_GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_TOKEN'];
const enterpriseNames = ['ROLLCALL_GITHUB_TOKEN', 'GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'];

/**
 * Finds them: a GitHub App, a token in the environment, or that of `gh`. A token for github.com is sent to no other server;
 * in a workflow `GITHUB_TOKEN` is one for the server that runs it.
 */
export async function findCredentials({ host }: Pick<Forge, 'host'>, env: Env): Promise<Credentials> {
  const app = appIn(env);
  if (app) return app;

  const isCloud = host === 'github.com' || host.endsWith('.ghe.com');
  const isOwn = URL.canParse(env.GITHUB_SERVER_URL ?? '') && new URL(env.GITHUB_SERVER_URL ?? '').host === host;
  const names = isCloud ? tokenNames : isOwn ? [...enterpriseNames, 'GITHUB_TOKEN'] : enterpriseNames;
  for (const name of names) {
    const token = env[name]?.trim();
    if (token) return { kind: 'token', token: proven(token, name), from: name };
  }
  const token = await sayToken(host, env);
  return token === null ? { kind: 'none' } : { kind: 'token', token: proven(token, 'gh'), from: '`gh auth token`' };
}

function proven(token: string, name: string): string {
  if (/^[\x21-\x7e]{1,8192}$/.test(token)) return token;
  throw new RollcallError('usage', `${name} holds no token: it has characters that fit into no header`);
}

function appIn(env: Env): Credentials | null {
  const appId = env.ROLLCALL_GITHUB_APP_ID?.trim();
  const privateKey = env.ROLLCALL_GITHUB_APP_PRIVATE_KEY?.replaceAll('\\n', '\n');
  if (!appId && !privateKey) return null;
  if (!appId || !privateKey) {
    const missing = appId ? 'ROLLCALL_GITHUB_APP_PRIVATE_KEY' : 'ROLLCALL_GITHUB_APP_ID';
    throw new RollcallError('usage', `a GitHub App needs ${missing} as well`, {
      hint: 'ROLLCALL_GITHUB_APP_PRIVATE_KEY holds the key itself, as it stands in the .pem file.',
    });
  }
  const number = env.ROLLCALL_GITHUB_APP_INSTALLATION_ID?.trim();
  if (number && !/^\d{1,15}$/.test(number))
    throw new RollcallError('usage', 'ROLLCALL_GITHUB_APP_INSTALLATION_ID is no number');
  const installation = number ? Number(number) : null;
  return { kind: 'app', appId, privateKey, installation, from: 'ROLLCALL_GITHUB_APP_ID' };
}
