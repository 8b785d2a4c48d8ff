import { type IncomingMessage, request } from 'node:http';
import { answered } from '../network/answered.ts';
import { lineTo } from '../network/line.ts';
import { internet } from '../network/network.ts';
import { or } from '../network/unanswered.ts';
import type { Client } from './client.ts';
import { ForgeFault } from './fault.ts';
import type { TransportOptions } from './transport.ts';

const mostRedirects = 3;

/**
 * The archive of a commit, as it comes. GitHub keeps archives elsewhere, and gives an address that holds for some minutes:
 * the token goes to the API, and to nobody behind it.
 */
export async function archiveOf(
  client: Client,
  { owner, repo, head }: { readonly owner: string; readonly repo: string; readonly head: string },
  options: TransportOptions,
): Promise<IncomingMessage> {
  const { status, headers } = await client.ask(owner, (octokit) =>
    octokit.request('GET /repos/{owner}/{repo}/tarball/{ref}', {
      owner,
      repo,
      ref: head,
      request: { redirect: 'manual' },
    }),
  );
  const { location } = headers;
  if (location === undefined) throw new ForgeFault('unanswered', `gave no address for an archive (status ${status})`);
  return await open(new URL(location, client.forge.api), options);
}

async function open(start: URL, { env, signal, network = internet }: TransportOptions): Promise<IncomingMessage> {
  let url = start;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const socket = await lineTo(url, env, network)(signal);
    const question = request({
      createConnection: () => socket,
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, 'user-agent': 'rollcall', 'accept-encoding': 'identity' },
      signal,
    });
    question.end();
    const response = await or(answered(question, 'response', signal), 'unreachable');
    const { statusCode: status = 0 } = response;
    response.once('close', () => socket.destroy());
    if (status === 200) return response;
    response.destroy();
    const { location = '' } = response.headers;
    if (status < 300 || status >= 400 || !URL.canParse(location, url.href))
      throw new ForgeFault(status === 429 ? 'limit' : 'unanswered', `gave no archive (status ${status})`);
    url = new URL(location, url);
  }
  throw new ForgeFault('unanswered', 'redirects in a circle for an archive');
}
