import { RollcallError } from '../../model/error.ts';
import { isLoopback } from '../network/address.ts';

/** Where notices are posted. The URL may be a secret as a whole: only its host is ever shown. */
export interface HookAddress {
  readonly url: URL;
  /** Host and port, as a person may see them. */
  readonly host: string;
  /** Sent as a bearer token; `null`: none is. */
  readonly token: string | null;
}

const hint = 'Write https://HOST/PATH; http:// goes to this machine only.';

/** Reads what `--webhook` says, and the token that the environment holds. Nothing of either is repeated in an error. */
export function hookAddress(text: string, env: Readonly<Record<string, string | undefined>>): HookAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.hostname === '' || !['https:', 'http:'].includes(url.protocol))
    throw new RollcallError('usage', 'the address of the webhook is none', { hint });
  if (url.protocol === 'http:' && url.hostname !== 'localhost' && !isLoopback(url.hostname.replace(/^\[|\]$/g, '')))
    throw new RollcallError('usage', `the webhook on ${url.host} is not asked over TLS`, { hint });
  if (url.username !== '' || url.password !== '')
    throw new RollcallError('usage', `the address of the webhook on ${url.host} holds a name or a password`, {
      hint: 'Leave it out: what the server asks for is read from ROLLCALL_WEBHOOK_TOKEN.',
    });
  return { url, host: url.host, token: tokenOf(env.ROLLCALL_WEBHOOK_TOKEN?.trim()) };
}

function tokenOf(token: string | undefined): string | null {
  if (!token) return null;
  if (/^[\x21-\x7e]{1,8192}$/.test(token)) return token;
  throw new RollcallError('usage', 'ROLLCALL_WEBHOOK_TOKEN holds no token: it has characters that fit into no header');
}
