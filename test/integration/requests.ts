import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Agent, request } from 'node:http';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** A request that a test makes: from an address of this machine, which the server takes for the caller. */
export interface Sent {
  /** `127.x.y.z` */
  readonly from: string;
  readonly host: string;
  readonly deed: 'get' | 'tunnel' | 'query' | 'greeting';
  /** Whose request it is, where the proxy asks for that. */
  readonly user?: string;
  readonly path?: string;
}

/** Hosts of providers, and whose they are. */
export const providers: Readonly<Record<string, string>> = {
  'api.openai.com': 'openai',
  'api.anthropic.com': 'anthropic',
  'api.mistral.ai': 'mistral',
  'api.groq.com': 'groq',
  'generativelanguage.googleapis.com': 'google',
  'bedrock-runtime.eu-central-1.amazonaws.com': 'aws-bedrock',
  'triage.openai.azure.com': 'azure-openai',
};

/** Hosts that are no provider's, however they look. */
export const others: readonly string[] = [
  'notopenai.com',
  'api-openai.com',
  'api.openai.com.evil.example',
  'openai.com.cdn.example.net',
  'triage.openai.azure.com.attacker.example',
  'github.com',
  'pypi.org',
  'storage.googleapis.com',
  'xapi.anthropic.com.example',
  'api.openai.company',
];

const referer = 'https://api.openai.com/v1/chat/completions';

/** One request of a proxy, or of a front, to its end. The connection may be kept for the next. */
export async function get(
  port: number,
  { from, host, path = '/v1/chat/completions', user }: Sent,
  agent?: Agent,
): Promise<number> {
  const asked = request({
    host: '127.0.0.1',
    port,
    localAddress: from,
    path: `http://${host}${path}`,
    headers: { host, referer, 'user-agent': 'python-httpx/0.27.0', ...named(user) },
    ...(agent ? { agent } : {}),
  });
  asked.end();
  const [response] = await once(asked, 'response');
  response.resume();
  await once(response, 'end');
  return response.statusCode;
}

/** One request of a front, in which the path says where it goes. */
export async function ask(port: number, { from, host, path = '/v1/chat/completions' }: Sent): Promise<void> {
  const headers = { host: 'gateway.corp.example', referer, 'user-agent': 'python-httpx/0.27.0' };
  const asked = request({ host: '127.0.0.1', port, localAddress: from, path: `/${host}${path}`, headers });
  asked.end();
  const [response] = await once(asked, 'response');
  response.resume();
  await once(response, 'end');
}

/** A tunnel through a proxy, some bytes through it, and its end. */
export async function tunnel(port: number, { from, host, user }: Sent): Promise<void> {
  const headers = { host: `${host}:443`, 'user-agent': 'OpenAI/Python 1.61.0', ...named(user) };
  const asked = request({
    host: '127.0.0.1',
    port,
    localAddress: from,
    method: 'CONNECT',
    path: `${host}:443`,
    headers,
  });
  asked.end();
  const [response, socket] = await once(asked, 'connect');
  if (response.statusCode === 200) socket.write('hello');
  else socket.end();
  socket.resume();
  await once(socket, 'close');
}

function named(user: string | undefined): Record<string, string> {
  return user === undefined ? {} : { 'proxy-authorization': `Basic ${Buffer.from(`${user}:x`).toString('base64')}` };
}

/** A question for the address of a name, by UDP. */
export async function query(port: number, { from, host }: Sent): Promise<void> {
  const socket = createSocket('udp4');
  socket.bind(0, from);
  await once(socket, 'listening');
  const labels = host.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  const head = Buffer.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  socket.send(Buffer.concat([head, ...labels, Buffer.from([0, 0, 1, 0, 1])]), port, '127.0.0.1');
  await once(socket, 'message');
  socket.close();
}

/** The greeting of a TLS client that names the host it wants. Nobody answers it. */
export async function greet(port: number, { from, host }: Sent): Promise<void> {
  const socket = connectTls({ socket: connect({ host: '127.0.0.1', port, localAddress: from }), servername: host });
  socket.on('error', () => {});
  socket.setTimeout(5000, () => socket.destroy());
  await new Promise((resolve) => socket.on('close', resolve));
}

/** What a log has to say of requests, counted from the requests themselves. */
export interface Expected {
  readonly caller: string;
  readonly provider: string;
  readonly host: string;
  count: number;
  denied: number;
}

/** What of these requests is to be found; `isDenied` for those that came to nothing. */
export function expectedOf(all: readonly Sent[], isDenied: (sent: Sent) => boolean = () => false): Expected[] {
  const found = new Map<string, Expected>();
  for (const sent of all) {
    const provider = providers[sent.host];
    if (provider === undefined) continue;
    const caller = sent.user === undefined ? `ip:${sent.from}` : `user:${sent.user}`;
    const key = `${caller} ${provider} ${sent.host}`;
    const one = found.get(key) ?? { caller, provider, host: sent.host, count: 0, denied: 0 };
    found.set(key, one);
    if (isDenied(sent)) one.denied++;
    else one.count++;
  }
  return [...found.values()].toSorted(byKey);
}

function byKey(a: Expected, b: Expected): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

export function keyOf({ caller, provider, host }: Pick<Expected, 'caller' | 'provider' | 'host'>): string {
  return `${caller} ${provider} ${host}`;
}
