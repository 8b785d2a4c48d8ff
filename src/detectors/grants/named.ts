import type { CredentialVariable } from '../../model/credential.ts';
import type { GrantKind } from '../../model/evidence.ts';
import type { RuleSet } from '../../model/ruleset.ts';

/** What the name of a variable says: that it holds the key of a provider of models, or another credential. */
export type Named =
  | { readonly what: 'model' }
  | { readonly what: Exclude<GrantKind, 'model'>; readonly variable: CredentialVariable };

/** The credential that a variable of this name holds, also behind a prefix: `PROD_STRIPE_SECRET_KEY`; null for any other. */
export function named(name: string, rules: Pick<RuleSet, 'credentials' | 'variables'>): Named | null {
  for (let at = 0; ; ) {
    const rest = name.slice(at);
    const own = rules.credentials.variables.get(rest);
    if (own && (at === 0 || !own.exact)) return { what: own.federated ? 'federated' : own.service.kind, variable: own };
    const other = rules.variables.get(rest);
    if (other && (at === 0 || !other.ambiguous)) return other.role === 'key' ? { what: 'model' } : null;
    const next = name.indexOf('_', at);
    if (next < 0) return null;
    at = next + 1;
  }
}

/** As a variable is spelled, whatever an input or a key of a configuration is: `github-token` is `GITHUB_TOKEN`. */
export function asVariable(key: string): string {
  return key.toUpperCase().replaceAll(/[-.]/g, '_');
}
