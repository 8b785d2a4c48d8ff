/** What a credential is to whom it is handed: `credential` of a service, `personal` of a person, `refresh` of a session. */
export type CredentialKind = 'credential' | 'personal' | 'refresh';

/** A service that is no provider of models, and how it knows its callers. */
export interface ServiceRule {
  readonly rule: string;
  /** What it is, for people: it stands in brackets behind the name of a variable. */
  readonly name: string;
  readonly kind: CredentialKind;
  /** Providers whose models its credentials open too. */
  readonly opens: readonly string[];
  /** True where an agent can prove itself to it without a key. */
  readonly federates: boolean;
  /** The chat by which its credentials let people reach an agent: `slack`. */
  readonly channel: string | null;
  /** Container images that serve it: where one runs beside, its credentials open nothing else. */
  readonly images: readonly string[];
  /** Words in front of a name which say that the login is that of a machine: then it is what this variable is. */
  readonly machines: { readonly words: readonly string[]; readonly variable: string } | null;
}

/** An environment variable that holds a credential. */
export interface CredentialVariable {
  readonly service: ServiceRule;
  /** An address, which is a credential only with a user in it. */
  readonly url: boolean;
  /** True where nothing may stand before the name: `X_SECRET_KEY` is no `SECRET_KEY`. */
  readonly exact: boolean;
  /** True where it says that credentials come of an identity, and end: `AWS_WEB_IDENTITY_TOKEN_FILE`. */
  readonly federated: boolean;
}

/** An action of a workflow that leaves a login behind, for the steps that follow. */
export interface LoginAction {
  readonly service: ServiceRule;
  /** Inputs that tell how: by the workload's identity, or by a key. */
  readonly federated: readonly string[];
  readonly static: readonly string[];
  /** Inputs that, with this value, leave nothing behind. */
  readonly off: Readonly<Record<string, string>>;
}

/** A text of code or configuration that asks for a session which renews itself. */
export interface OfflineScope {
  readonly service: ServiceRule;
  /** What it is assigned to; null: anything. */
  readonly name: string | null;
  readonly value: string;
}

/** A login that a person's programs keep in the home folder. */
export interface LoginFile {
  readonly service: ServiceRule;
  /** Below the home folder: `.codex/auth.json`. */
  readonly path: string;
}

/** A command line that prints the login of whoever is logged in. */
export interface LoginCommand {
  readonly service: ServiceRule;
  /** `gh auth token` */
  readonly line: string;
}

/** How an agent can prove itself to a cloud without a key. */
export interface Federation {
  readonly rule: string;
  /** `a managed identity` */
  readonly instead: string;
  /** What identities of that cloud begin with: `aws`. */
  readonly identity: string;
}

/** What is known of credentials, compiled. */
export interface CredentialRules {
  readonly variables: ReadonlyMap<string, CredentialVariable>;
  /** By `owner/repo` in lower case. */
  readonly logins: ReadonlyMap<string, LoginAction>;
  readonly scopes: readonly OfflineScope[];
  readonly files: readonly LoginFile[];
  readonly commands: readonly LoginCommand[];
  /** By provider of models. */
  readonly federations: ReadonlyMap<string, Federation>;
}
