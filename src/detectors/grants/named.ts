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
    if (own && (at === 0 || !own.exact)) return told(ofMachine(name.slice(0, at), own, rules) ?? own);
    const other = rules.variables.get(rest);
    if (other && (at === 0 || !other.ambiguous)) return other.role === 'key' ? { what: 'model' } : null;
    const next = name.indexOf('_', at);
    if (next < 0) return null;
    at = next + 1;
  }
}

function told(variable: CredentialVariable): Named {
  return { what: variable.federated ? 'federated' : variable.service.kind, variable };
}

/** `ROBOT_GITHUB_PAT` is made like the token of a person, for an account that is none's. */
function ofMachine(
  before: string,
  { service: { machines } }: CredentialVariable,
  { credentials }: Pick<RuleSet, 'credentials'>,
): CredentialVariable | undefined {
  const isMachine = machines?.words.some((word) => before.split('_').includes(word));
  return machines && isMachine ? credentials.variables.get(machines.variable) : undefined;
}

/** As a variable is spelled, whatever an input or a key of a configuration is: `github-token` is `GITHUB_TOKEN`. */
export function asVariable(key: string): string {
  return key.toUpperCase().replaceAll(/[-.]/g, '_');
}
