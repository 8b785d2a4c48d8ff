import type { Client } from './client.ts';

/** Scopes of classic tokens by which something can be changed (GitHub, "Scopes for OAuth apps"); the first step of a name counts. */
const writing =
  /^(?:repo|public_repo|workflow|delete_repo|admin:.+|write:.+|manage_.+|user|gist|project|codespace|delete:.+|site_admin)$/;

/** What a person should know of the token: a scan reads, so that a token that writes is more than it needs. */
export function scopeNotes({ credentials, grant, forge }: Client): readonly string[] {
  if (credentials.kind === 'none')
    return [`asked ${forge.host} without a token: 60 calls an hour, and only what is public`];
  if (credentials.kind === 'app') return [`asked ${forge.host} as GitHub App ${credentials.appId}`];
  const { scopes } = grant;
  const who = `asked ${forge.host} with the token of ${credentials.from}`;
  if (scopes === null) return [`${who}, which does not tell its permissions`];
  const writes = scopes.filter((scope) => writing.test(scope));
  const said = `${who}, which has the scopes ${scopes.length > 0 ? scopes.join(', ') : '(none)'}`;
  if (writes.length === 0) return [said];
  return [
    said,
    `warning: ${writes.join(', ')} ${writes.length === 1 ? 'allows' : 'allow'} changes; a fine-grained token with read access to contents and metadata is enough`,
  ];
}
