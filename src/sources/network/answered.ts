import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** The first answer. A connection that ends without one is an error, and so is one that becomes something else. */
export async function answered(
  asked: ClientRequest,
  event: 'response' | 'connect',
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const closed = new AbortController();
  asked.on('error', () => {});
  asked.on('close', () => closed.abort());
  const [response] = await once(asked, event, { signal: AbortSignal.any([signal, closed.signal]) });
  response.on('error', () => {}); // whoever reads it is told; whoever has seen enough is not concerned
  return response;
}
