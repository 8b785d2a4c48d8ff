import type { Match } from '../../model/registry.ts';
import { repositoryOf } from '../../text/remote.ts';
import type { Fields } from './fields.ts';

/** Takes the host out of a field with the address of an agent, and names what else the address says. */
export function hostAt(fields: Fields, key: string): string[] {
  const url = fields.text(key, (text) => hostOf(text) !== null) ?? '';
  const host = hostOf(url);
  if (host === null) return [];

  const { pathname, search } = new URL(url);
  if (pathname.length > 1 || search !== '') fields.remark(`${key} (its host is kept)`);
  return [host];
}

/** The host of an address, `null` for one that names no place of its own. */
function hostOf(url: string): string | null {
  if (!/^(?:https?|wss?|grpcs?):\/\//i.test(url) || !URL.canParse(url)) return null;

  const { hostname } = new URL(url.replace(/^grpc/i, 'http'));
  const named = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/.test(hostname);
  return named && !/^(?:localhost|127\.[\d.]+|0\.0\.0\.0)$|\.localhost$/.test(hostname) ? hostname : null;
}

/**
 * The repository and folder that the web address of a source names, as GitHub, GitLab, Bitbucket and Gitea write it:
 * `https://github.com/acme/shop/tree/main/services/triage`. `null` for what names no repository.
 */
export function sourceOf(address: string): Match['repos'][number] | null {
  const [root = '', tree] = address.replace(/[?#].*/, '').split(/\/(?:-\/)?(?:tree|blob|src)\/(?:branch\/)?(.*)/);
  const repo = repositoryOf(root);
  if (repo === null || repo.split('/').length < 3) return null;

  const folder = tree
    ?.split('/')
    .slice(1) // the branch
    .filter((segment) => segment !== '')
    .join('/');
  return { repo, paths: folder ? [folder] : [] };
}

/** A match with these repositories. */
export function living(match: Partial<Match>): Match {
  return { repos: [], images: [], workloads: [], hosts: [], ...match };
}
