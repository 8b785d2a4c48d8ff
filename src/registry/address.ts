import { RollcallError } from '../model/error.ts';
import { defaultPlaces } from './file.ts';

/** A registry on a server. */
export interface RemoteAddress {
  /** Where it is fetched from; it holds no credentials, but its query may. */
  readonly url: string;
  readonly kind: 'https' | 'github';
  /** What it is called: without what may be a secret. */
  readonly name: string;
  /** The SHA-256 that its bytes have to have, hex; `null` where none is asked for. */
  readonly pin: string | null;
}

/** A registry in a commit: at a path there, `null` for the usual places. */
export interface CommittedAddress {
  readonly kind: 'git';
  /** Path of the repository; `null` for the one that is scanned. */
  readonly repository: string | null;
  readonly ref: string;
  readonly path: string | null;
}

/** Where a registry is, as `--registry` says it. */
export type RegistryAddress = { readonly kind: 'path'; readonly path: string } | CommittedAddress | RemoteAddress;

/**
 * Takes apart what names a registry: a path, `git:REF[:PATH]`, `git:/REPOSITORY@REF[:PATH]`, `github:OWNER/REPO[@REF][:PATH]`
 * or `https://…`; the last two with `#sha256=<hex>` where its bytes are known.
 */
export function registryAddress(text: string): RegistryAddress {
  if (/^https:/i.test(text)) return web(text);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    // What it holds may be a password.
    throw mistake(`a registry is not read over ${text.slice(0, text.indexOf(':'))}`, 'Name an https:// address.');
  }
  if (text.startsWith('github:')) return github(text);
  return text.startsWith('git:') ? committed(text) : { kind: 'path', path: text };
}

/** A path in a repository in its plain form; `null` where it leads out of it, or to nothing that could be a file. */
export function repositoryPath(path: string): string | null {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  return path.startsWith('/') || steps.length === 0 || steps.includes('..') ? null : steps.join('/');
}

function committed(text: string): RegistryAddress {
  const rest = text.slice('git:'.length);
  if (/^\.{0,2}\//.test(rest)) return elsewhere(text, rest);
  const [, ref, path] = /^([^:]+)(?::(.+))?$/s.exec(rest) ?? [];
  if (ref === undefined) throw mistake(`${show(text)} names no ref`, 'Write git:REF or git:REF:PATH.');
  return { kind: 'git', repository: null, ref, path: inside(text, path) };
}

/** A ref holds no colon; one with an `@` in it has to be named by its commit. */
function elsewhere(text: string, rest: string): RegistryAddress {
  const [, repository, ref, path] = /^(.+?)@([^@:]+)(?::(.+))?$/s.exec(rest) ?? [];
  if (repository === undefined || ref === undefined) {
    throw mistake(
      `${show(text)} names a repository and no ref in it`,
      'Write git:/REPOSITORY@REF or git:/REPOSITORY@REF:PATH.',
    );
  }
  return { kind: 'git', repository, ref, path: inside(text, path) };
}

function github(text: string): RegistryAddress {
  const { bare, pin } = pinned(text);
  const [, owner = '', repo = '', ref, path] =
    /^github:([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([A-Za-z0-9._-]{1,100}?)(?:@([^:\s]+))?(?::(.+))?$/s.exec(bare) ?? [];
  if (owner === '' || /^\.{1,2}$/.test(repo)) {
    throw mistake(
      `${show(bare)} names no repository`,
      'Write github:OWNER/REPO, github:OWNER/REPO@REF or github:OWNER/REPO@REF:PATH.',
    );
  }
  const file = inside(bare, path) ?? defaultPlaces[0];
  const steps = ['repos', owner, repo, 'contents', ...file.split('/')].map(encodeURIComponent);
  const query = ref === undefined ? '' : `?ref=${encodeURIComponent(ref)}`;
  const name = `github:${owner}/${repo}${ref === undefined ? '' : `@${ref}`}:${file}`;
  return { kind: 'github', url: `https://api.github.com/${steps.join('/')}${query}`, name, pin };
}

function web(text: string): RegistryAddress {
  const { bare, pin } = pinned(text);
  const url = URL.canParse(bare) ? new URL(bare) : null;
  if (!url || url.hostname === '') throw mistake('the address of the registry is none', 'Write https://HOST/PATH.');
  if (url.username !== '' || url.password !== '') {
    throw mistake(
      `the address of the registry on ${url.host} holds a name or a password`,
      'Leave it out: what the server asks for is read from ROLLCALL_REGISTRY_TOKEN.',
    );
  }
  const name = `${url.origin}${url.pathname}${url.search === '' ? '' : '?…'}`;
  return { kind: 'https', url: url.href, name, pin };
}

function pinned(text: string): { bare: string; pin: string | null } {
  const at = text.lastIndexOf('#');
  if (at < 0) return { bare: text, pin: null };
  const pin = /^sha256=([0-9a-f]{64})$/i.exec(text.slice(at + 1))?.[1];
  if (pin !== undefined) return { bare: text.slice(0, at), pin: pin.toLowerCase() };
  throw mistake('what stands behind the # of the registry is no digest', 'Write #sha256= and 64 hex digits.');
}

function inside(text: string, path: string | undefined): string | null {
  if (path === undefined) return null;
  const plain = repositoryPath(path);
  if (plain !== null) return plain;
  throw mistake(`${show(text)} leads out of the repository`, 'Name a path inside it.');
}

function show(text: string): string {
  return JSON.stringify(text);
}

function mistake(message: string, hint: string): RollcallError {
  return new RollcallError('usage', message, { hint });
}
