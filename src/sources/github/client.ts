import { createPrivateKey, sign } from 'node:crypto';
import { Octokit } from '@octokit/rest';
import { RollcallError } from '../../model/error.ts';
import type { Forge } from '../../model/forge.ts';
import type { Credentials } from './credentials.ts';
import { ForgeFault } from './fault.ts';
import { Patience, type PatienceOptions } from './patience.ts';
import { type TransportOptions, transportTo } from './transport.ts';

/** What a client depends on. */
export interface ClientOptions extends Omit<TransportOptions, 'onCall'>, Omit<PatienceOptions, 'signal'> {
  readonly forge: Forge;
  readonly credentials: Credentials;
  readonly version: string;
}

/** What was said of the token beside an answer. */
export interface Grant {
  /** Scopes of a classic token; `null` for one of another kind, which does not tell. */
  readonly scopes: readonly string[] | null;
}

/** Speaks to the API of one server, with patience. */
export class Client {
  readonly forge: Forge;
  readonly credentials: Credentials;
  readonly #octokit: Octokit;
  readonly #options: ClientOptions;
  readonly #patience: Patience;
  readonly #installations = new Map<string, Promise<Octokit>>();
  #calls = 0;
  #scopes: readonly string[] | null = null;

  constructor(options: ClientOptions) {
    this.forge = options.forge;
    this.credentials = options.credentials;
    this.#options = options;
    this.#patience = new Patience(options);
    const { credentials } = options;
    this.#octokit = this.#made(credentials.kind === 'token' ? { auth: credentials.token } : {});
  }

  /** Calls of the API so far, those that were tried again counted each time. */
  get calls(): number {
    return this.#calls;
  }

  get grant(): Grant {
    return { scopes: this.#scopes };
  }

  /** Asks as somebody who may see what an owner has. What goes wrong is a {@link ForgeFault}. */
  async ask<T>(owner: string, question: (octokit: Octokit) => Promise<T>): Promise<T> {
    const octokit = await this.#for(owner);
    return await this.#patience.ask(() => question(octokit));
  }

  /** A token for git, which lives at least some minutes; `null` where there is none. */
  async token(owner: string): Promise<string | null> {
    if (this.credentials.kind === 'token') return this.credentials.token;
    if (this.credentials.kind === 'none') return null;
    const octokit = await this.#for(owner);
    const auth = await this.#patience.ask(() => octokit.auth({ type: 'installation' }));
    const isToken = typeof auth === 'object' && auth !== null && 'token' in auth && typeof auth.token === 'string';
    if (isToken) return String(auth.token);
    throw new ForgeFault('refused', 'gave no token for the installation of the app');
  }

  async #for(owner: string): Promise<Octokit> {
    if (this.credentials.kind !== 'app') return this.#octokit;
    const known = this.#installations.get(owner) ?? this.#installation(owner, this.credentials);
    this.#installations.set(owner, known);
    return await known;
  }

  async #installation(owner: string, app: Extract<Credentials, { kind: 'app' }>): Promise<Octokit> {
    const { createAppAuth } = await import('@octokit/auth-app');
    const { appId, privateKey } = app;
    prove(privateKey);
    const asApp = this.#made({ authStrategy: createAppAuth, auth: { appId, privateKey } });
    const installationId = app.installation ?? (await this.#installationOf(owner, asApp));
    return this.#made({ authStrategy: createAppAuth, auth: { appId, privateKey, installationId } });
  }

  async #installationOf(owner: string, octokit: Octokit): Promise<number> {
    try {
      // An organisation is a user too, as far as this question goes.
      const { data } = await this.#patience.ask(() => octokit.rest.apps.getUserInstallation({ username: owner }));
      return data.id;
    } catch (cause) {
      if (!(cause instanceof ForgeFault)) throw cause;
      throw new RollcallError(
        'target',
        `the GitHub App is not installed for ${owner}: ${this.forge.host} ${cause.message}`,
        {
          hint: 'Install it there, or name the installation: ROLLCALL_GITHUB_APP_INSTALLATION_ID.',
          cause,
        },
      );
    }
  }

  #made(auth: { readonly auth?: unknown; readonly authStrategy?: unknown }): Octokit {
    const transport = transportTo(this.forge, { ...this.#options, onCall: () => this.#calls++ });
    const octokit = new Octokit({
      ...auth,
      baseUrl: this.forge.api,
      userAgent: `rollcall/${this.#options.version}`,
      request: { fetch: transport },
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
    octokit.hook.after('request', ({ headers }) => {
      const scopes = headers['x-oauth-scopes'];
      if (scopes !== undefined)
        this.#scopes = String(scopes)
          .split(/,\s*/)
          .filter((scope) => scope !== '');
    });
    return octokit;
  }
}

function quiet(): void {}

/** Before anybody signs with it: the message of a key that cannot be read may hold a part of it. */
function prove(privateKey: string): void {
  try {
    sign('sha256', Buffer.alloc(1), createPrivateKey(privateKey));
  } catch {
    throw new RollcallError('usage', 'the private key of the GitHub App cannot be read', {
      hint: 'ROLLCALL_GITHUB_APP_PRIVATE_KEY holds the .pem file that GitHub gave you, with its line ends.',
    });
  }
}
