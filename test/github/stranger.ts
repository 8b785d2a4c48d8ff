import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from './listen.ts';

/** A server that nothing of ours is meant for. */
export interface Stranger {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** All that came, to show that no token was among it. */
  readonly requests: readonly StrangerRequest[];
  readonly close: () => Promise<void>;
}

/** A request that went to a stranger. */
export interface StrangerRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Opens a server on loopback that keeps whatever reaches it, and answers an empty list. */
export async function openStranger(): Promise<Stranger> {
  const requests: StrangerRequest[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, path: url, headers, body: await text(request).catch(() => '') });
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end('[]');
  });
  const { origin, close } = await listen(server);
  return { origin, requests, close };
}
