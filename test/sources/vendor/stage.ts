import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer as createProxy, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { generate } from 'selfsigned';
import { onTestFinished } from 'vitest';
import type { KeyQuestion } from '../../../src/model/key.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Answer, Question } from '../../../src/model/verification.ts';
import { expand } from '../../../src/ruleset/template.ts';
import type { Destination, Network } from '../../../src/sources/network/network.ts';
import type { Clock } from '../../../src/sources/vendor/pace.ts';

/** A key as the vendor of these tests would issue it. */
export const value = expand('sk-proj-{{word:58}}T3BlbkFJ{{word:58}}', 'verification');

/** An address of the public internet; here, all of it is this machine. */
export const publicly: LookupAddress = { address: '93.184.215.14', family: 4 };

export const rule: KeyQuestion = {
  method: 'GET',
  url: 'https://api.acme.example/v1/models?limit=1',
  headers: { Authorization: 'Bearer {{key}}' },
  basic: null,
  body: null,
  live: [{ status: 200, body: null }],
  dead: [{ status: 401, body: null }],
};

export function question(changes: Partial<KeyQuestion> = {}, secret = value): Question {
  return { rule: { ...rule, ...changes }, secret: new Secret(secret, '') };
}

export const unknown = (doubt: Answer['doubt']): Answer => ({ verified: 'unknown', doubt });

export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for a host or several, which is its own authority. */
export async function identity(host: string | readonly string[], until = '2100-01-01'): Promise<Identity> {
  const hosts = [host].flat();
  const made = await generate([{ name: 'commonName', value: hosts[0] }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date('2020-01-01'),
    notAfterDate: new Date(until),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
    ],
  });
  return { key: made.private, cert: made.cert };
}

/** Made once: it takes a moment. */
export const acme = await identity('api.acme.example');

/** What a server was asked. */
export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server on this machine and what it heard. */
export interface Standing {
  readonly port: number;
  readonly heard: Heard[];
  /** How many questions it had to answer at once, at most. */
  readonly busiest: () => number;
}

/** A vendor that answers like this. */
export async function vendor(
  answer: (response: ServerResponse, heard: Heard) => void | Promise<void>,
  who: Identity = acme,
): Promise<Standing> {
  const heard: Heard[] = [];
  let [open, busiest] = [0, 0];
  const server = createServer({ ...who, minVersion: 'TLSv1.2' }, async (request, response) => {
    busiest = Math.max(busiest, ++open);
    response.on('close', () => open--);
    let body = '';
    for await (const chunk of request) body += chunk;
    const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    heard.push(one);
    await answer(response, one);
  });
  return { port: await listening(server), heard, busiest: () => busiest };
}

export const says =
  (status: number, body = '') =>
  (response: ServerResponse) => {
    response.writeHead(status).end(body);
  };

/** A proxy that opens tunnels to one port of this machine, whatever name it is asked for. */
export async function proxy(port: number, status = 200): Promise<Standing & { readonly seen: () => string }> {
  const heard: Heard[] = [];
  let seen = '';
  const server = createProxy();
  server.on('connect', ({ method = '', url = '', headers }: IncomingMessage, socket: Socket) => {
    heard.push({ method, url, headers, body: '' });
    socket.on('error', () => {});
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const onward = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 Yes\r\n\r\n'));
    onward.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1');
    });
    socket.pipe(onward).pipe(socket);
  });
  return { port: await listening(server), heard, busiest: () => 0, seen: () => seen };
}

/** A server of any kind, listening on this machine until the test ends. */
export async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port; // it listens on a port
}

/** The internet in which every way leads to one port of this machine. */
export function internetOf(
  port: number,
  {
    addresses = () => [publicly],
    authorities = acme.cert,
  }: { addresses?: () => LookupAddress[]; authorities?: string } = {},
): Network & { readonly asked: string[]; readonly dialled: Destination[] } {
  const asked: string[] = [];
  const dialled: Destination[] = [];
  return {
    asked,
    dialled,
    authorities,
    resolve: async (name) => {
      asked.push(name);
      return addresses();
    },
    dial: async (destination, signal) => {
      dialled.push(destination);
      const socket = connect(destination.addresses ? port : destination.port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect', { signal });
      return socket;
    },
  };
}

/** Time that passes only where somebody sleeps. */
export function stillClock(): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  let now = 1000;
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted();
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}
