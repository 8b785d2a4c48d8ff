/** A value of a configuration that may stand for another. */
export interface Placeholder {
  /** What is written down: the value itself, or the default behind a placeholder; null where there is none. */
  readonly text: string | null;
  /** True where the value is decided at run time. */
  readonly isOpen: boolean;
  /** The environment variable that it is taken from. */
  readonly env: string | null;
  /** The store that it is taken from: `keyvault:…`, `1password:…`, `vault:…`. */
  readonly ref: string | null;
}

/** Ways to name an environment variable, each with a default behind it where the format has them. */
const variables: readonly RegExp[] = [
  // Spring, Quarkus, Micronaut, compose: ${NAME}, ${NAME:default}, ${NAME:-default}, ${env:NAME}.
  /^\$\{(?:env[.:])?([A-Za-z_]\w{0,199})(?::-?([^{}]{0,300}))?\}$/,
  // LiteLLM.
  /^os\.environ\/([A-Za-z_]\w{0,199})$/,
  // OpenCode, Codex, Symfony, Helm and other templates.
  /^\{env:([A-Za-z_]\w{0,199})\}$/,
  /^%env\((?:[a-z]{1,20}:){0,5}([A-Za-z_]\w{0,199})\)%$/,
  /^\{\{-?\s{0,9}(?:\.Env\.|\$env\.|env\.|secrets\.)([A-Za-z_]\w{0,199})\s{0,9}-?\}\}$/,
  // ERB: <%= ENV["NAME"] %>, <%= ENV.fetch("NAME", "default") %>.
  /^<%=\s{0,9}ENV(?:\.fetch\(|\[)\s{0,9}["']([A-Za-z_]\w{0,199})["'](?:\s{0,9},\s{0,9}["']([^"']{0,300})["'])?\s{0,9}[\])]\s{0,9}%>$/,
  /^\$([A-Z_][A-Z0-9_]{2,199})$/,
];

/** Ways to name a secret in a store. */
const stores: readonly (readonly [store: string, pattern: RegExp])[] = [
  [
    'keyvault',
    /^@Microsoft\.KeyVault\(SecretUri=https:\/\/([\w.-]{1,200}\/secrets\/[\w-]{1,200})(?:\/[^)]{0,100})?\)$/i,
  ],
  ['keyvault', /^@Microsoft\.KeyVault\(([^)]{1,300})\)$/i],
  ['aws-secret', /^\{\{resolve:secretsmanager:([\w/+=.@-]{1,300})[^}]{0,300}\}\}$/],
  ['aws-parameter', /^\{\{resolve:ssm(?:-secure)?:([\w/.-]{1,300})[^}]{0,100}\}\}$/],
  ['aws-parameter', /^\$\{ssm(?:\([^)]{0,100}\))?:([\w/.-]{1,300})[^}]{0,100}\}$/],
  ['gcp-secret', /^\$\{sm:\/\/([\w./-]{1,300})\}$/],
  ['gcp-secret', /^\$\{sm@([\w./-]{1,300})\}$/],
  ['1password', /^op:\/\/(\S{1,300})$/],
  ['vault', /^vault:(\S{1,300})$/],
];

/** Reads a value of a configuration: written down, or a name for what is decided at run time. */
export function placeholder(value: string): Placeholder {
  const text = value.trim();
  for (const [store, pattern] of stores) {
    const path = pattern.exec(text)?.[1];
    if (path !== undefined) return { text: null, isOpen: true, env: null, ref: `${store}:${path}` };
  }
  for (const pattern of variables) {
    const [whole, env, fallback] = pattern.exec(text) ?? [];
    if (whole !== undefined) return { text: fallback || null, isOpen: true, env: env ?? null, ref: null };
  }
  const isOpen = /\$\{|\{\{|<%|%env\(|^\$[A-Z]|^\{env:/.test(text);
  return { text: isOpen || text === '' ? null : text, isOpen, env: null, ref: null };
}
