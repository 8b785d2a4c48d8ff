import type { Entry } from '../model/registry.ts';
import { digestOf } from '../text/fingerprint.ts';

/**
 * What an approval approves, as `sha256:<hex>`: where the agent may live, who it is, what it may do and by which
 * credentials. Lists are sets here, so their order does not matter; name, purpose and owner may change under an approval.
 */
export function approvalDigest({
  match,
  identities,
  scope,
  credentials,
}: Pick<Entry, 'match' | 'identities' | 'scope' | 'credentials'>): string {
  return digestOf(canonical({ match, identities, scope, credentials }));
}

/** All of an entry that a verdict depends on, as a text: entries with the same text are worth the same. */
export function worthOf({ id, status, owner, match, identities, scope, credentials, approval }: Entry): string {
  return canonical({ id, status, owner, match, identities, scope, credentials, approval });
}

/**
 * JSON with sorted keys, sorted lists and without absent fields. Entries are as deep as their schema, so it may recurse;
 * their keys are the schema's, which are words.
 */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`;

  const fields: string[] = [];
  for (const [key, field] of Object.entries(value))
    if (field !== undefined) fields.push(`"${key}":${canonical(field)}`);
  return `{${fields.sort().join(',')}}`;
}
