import { RollcallError } from '../model/error.ts';
import type { Forge, ForgeTarget } from '../model/forge.ts';
import { quote } from './quote.ts';

const prefix = 'github:';
/** Users of some companies have an underscore in their names. */
const form = /^([A-Za-z\d](?:[\w-]{0,99}))(?:\/([\w.-]{1,100})(?:@(.{1,250}))?)?$/;
/** What git takes for the name of a branch or tag (git-check-ref-format); an id is one as well. */
const refName = /^(?!-)(?!.*(?:\.\.|\/\/|@\{))[^\0-\x20\x7f~^:?*[\\]+$/;

/** True for a target that names what a server holds: `github:acme`. */
export function isForgeTarget(target: string): boolean {
  return target.startsWith(prefix);
}

/** Reads `github:owner`, `github:owner/repository` and `github:owner/repository@ref`. */
export function forgeTarget(text: string): ForgeTarget {
  const [, owner, repository = null, ref = null] = form.exec(text.slice(prefix.length)) ?? [];
  const isName = repository !== '.' && repository !== '..';
  if (owner !== undefined && isName && (ref === null || refName.test(ref))) return { text, owner, repository, ref };
  throw new RollcallError('target', `${quote(text)} names no owner and no repository`, {
    hint: 'Write github:OWNER, github:OWNER/REPOSITORY or github:OWNER/REPOSITORY@REF.',
  });
}

/**
 * The server at a URL: `https://github.com`, a GitHub Enterprise Server (its API is below `/api/v3`), or a GitHub Enterprise
 * Cloud with data residency (`https://TENANT.ghe.com`, its API at `https://api.TENANT.ghe.com`). The API's own URL is
 * understood as well. Without TLS only this machine is spoken to: a token goes with every call.
 */
export function forgeAt(text: string): Forge {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url?.protocol === 'http:' && isThisMachine(url.hostname);
  if (!url || !(url.protocol === 'https:' || isPlain) || url.username + url.password + url.search + url.hash !== '') {
    throw new RollcallError('usage', `${quote(text)} is no address of a GitHub server`, {
      hint: 'It is written like https://github.example.com: with https, and without a token in it.',
    });
  }
  const host = url.hostname.replace(/^api\./, '');
  if (host === 'github.com' || host.endsWith('.ghe.com')) {
    const api = `https://api.${host}`;
    return { host, web: `https://${host}`, api, graphql: `${api}/graphql` };
  }
  const { origin } = url;
  return { host: url.host, web: origin, api: `${origin}/api/v3`, graphql: `${origin}/api/graphql` };
}

/** True for names and addresses of this machine. */
function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
