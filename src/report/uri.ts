/** A path in a repository as a relative URI reference: percent-encoded, and never one that leads elsewhere. */
export function pathUri(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  return segments.map(encoded).join('/') || '.';
}

function encoded(segment: string): string {
  // Half of a surrogate pair has no encoding; dots alone would climb, encoded or not.
  if (segment === '..') return '%252E%252E';
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'));
}

/** `https://host/owner/name` where the id of a place is such a name, else `null`. */
export function repositoryUri(id: string): string | null {
  const [host = '', ...path] = id.split('/');
  const named = /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/i.test(host) && path.length >= 2;
  return named && path.every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part)) ? `https://${id}` : null;
}
