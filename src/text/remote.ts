const userAtHost = /^(?:[^@/]*@)?([^:/@]{2,}):(?!\/\/)(.+)$/;

/**
 * What a remote's URL calls a repository: `git@github.com:acme/shop.git` and `https://token@GitHub.com/acme/shop`
 * are both `github.com/acme/shop`. Credentials are left out. `null` for a path on a disk, which names no repository.
 */
export function repositoryOf(remote: string): string | null {
  const short = remote.includes('://') ? null : userAtHost.exec(remote);
  if (short) return join(short[1] ?? '', short[2] ?? '');

  if (!URL.canParse(remote)) return null;
  const { protocol, hostname, host, pathname } = new URL(remote);
  if (!/^(?:https?|ssh|git|git\+ssh|git\+https):$/.test(protocol)) return null;
  return join(protocol.startsWith('http') ? host : hostname, pathname);
}

/** What all spellings of a repository have in common: these hosts take its name in any case, and others may not. */
export function repositoryKey(name: string): string {
  return /^(?:github\.com|gitlab\.com|bitbucket\.org)\//i.test(name) ? name.toLowerCase() : name;
}

function join(host: string, path: string): string | null {
  const name = path
    .replace(/^\/+|[?#].*$/g, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  const plain = /^[\dA-Za-z][\w.:-]*$/.test(host) && /^[\w.~%+/-]+$/.test(name);
  return plain ? `${host.toLowerCase()}/${name}` : null;
}
