import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { registryAddress } from '../../src/registry/address.ts';
import { loadRegistry } from '../../src/registry/load.ts';
import { fetchRegistry } from '../../src/scan/trusted/open.ts';
import type { Network } from '../../src/sources/network/network.ts';
import { makeTree } from '../sources/tree.ts';
import { type Heard, identity, proxy, says, vendor } from '../sources/vendor/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const acme = await identity(['registry.acme.example', 'api.github.com']);

const text = (id: string) =>
  `apiVersion: rollcall/v1\nagents: [{ id: ${id}, name: N, status: draft, identities: [${id}] }]\n`;
const digest = (body: string) => createHash('sha256').update(body).digest('hex');
const token = ['not', 'a', 'token'].join('-');

/** The network in which every name is this machine; `port` stands for 443. */
function network(port = 0): Network & { readonly dialled: string[] } {
  const dialled: string[] = [];
  return {
    dialled,
    authorities: acme.cert,
    resolve: async () => {
      throw new Error('nobody is to be asked for addresses');
    },
    dial: async (to, signal) => {
      dialled.push(`${to.host}:${to.port}`);
      const socket = connect(to.port === 443 ? port : to.port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect', { signal });
      return socket;
    },
  };
}

type Answer = (response: ServerResponse, heard: Heard) => void;

async function server(answer: Answer): Promise<{ at: (rest: string) => string; heard: Heard[]; port: number }> {
  const { port, heard } = await vendor(answer, acme);
  return { at: (rest) => `https://registry.acme.example:${port}${rest}`, heard, port };
}

async function fetched(name: string, options: Partial<Parameters<typeof fetchRegistry>[1]> = {}) {
  const address = registryAddress(name);
  if (address.kind !== 'https' && address.kind !== 'github') throw new Error(`${name} is on no server`);
  const signal = new AbortController().signal;
  const { registry, notes } = await fetchRegistry(address, {
    env: {},
    signal,
    cache: null,
    network: network(),
    ...options,
  });
  return { registry, notes, ids: registry.entries.map(({ id }) => id) };
}

/** The message of the refusal. */
async function refusal(...args: Parameters<typeof fetched>): Promise<string> {
  const error = await fetched(...args).catch((error: unknown) => error);
  expect(error).toMatchObject({ name: 'RollcallError', code: 'registry' });
  return (error as Error).message; // just seen to be one
}

describe('a registry on a server', () => {
  test('is fetched without a word about who asks', async () => {
    const { at, heard } = await server(says(200, text('a')));
    const { registry, ids } = await fetched(at('/agents.yaml?key=hidden'), { env: { GITHUB_TOKEN: token } });
    const root = makeTree({ 'agents.yaml': text('a') });
    expect([ids, registry.origin, registry.ref]).toEqual([['a'], at('/agents.yaml?…'), null]);
    expect(registry.digest).toBe((await loadRegistry('agents.yaml', root)).digest);
    expect(heard.map(({ method, url }) => [method, url])).toEqual([['GET', '/agents.yaml?key=hidden']]);
    expect([heard[0]?.headers.authorization, heard[0]?.headers.cookie]).toEqual([undefined, undefined]);
  });

  test('is given the token that is meant for it', async () => {
    const { at, heard } = await server(says(200, text('a')));
    await fetched(at('/'), { env: { GITHUB_TOKEN: 'other', ROLLCALL_REGISTRY_TOKEN: `${token}\n` } });
    expect(heard[0]?.headers.authorization).toBe(`Bearer ${token}`);
    const strange = fetched(at('/'), { env: { ROLLCALL_REGISTRY_TOKEN: `${token}\nx: y` } });
    await expect(strange).rejects.toThrow('ROLLCALL_REGISTRY_TOKEN holds no token');
    await expect(strange).rejects.not.toThrow(token);
  });

  test('is held to its pin, and without one that is said', async () => {
    const { at } = await server(says(200, text('a')));
    expect((await fetched(at(`/a.yaml#sha256=${digest(text('a'))}`))).notes).toEqual([]);
    expect((await fetched(at('/a.yaml'))).notes).toEqual([
      `${at('/a.yaml')} is not pinned; #sha256=${digest(text('a'))} behind it holds it to what it is now`,
    ]);
    expect(await refusal(at(`/a.yaml#sha256=${digest(text('b'))}`))).toBe(
      `${at('/a.yaml')} is not what it is pinned to: it has sha256:${digest(text('a'))}, and the pin says sha256:${digest(text('b'))}`,
    );
  });

  test('is read as strictly as a file', async () => {
    const { at } = await server((response, { url }) => {
      response.end(url === '/wide' ? Buffer.from(`\ufeff${text('a')}`, 'utf16le') : 'agents: []\n');
    });
    expect(await refusal(at('/wide'))).toBe(`${at('/wide')} is not UTF-8 text`);
    expect(await refusal(at('/'))).toBe(`${at('/')}:1:1: apiVersion is missing; expected "rollcall/v1"`);
  });

  test.each<[string, Answer, string]>([
    ['that is not there', says(404), 'answered with status 404: it is not there, or wants a token'],
    ['that wants a token', says(401), 'answered with status 401: it wants a token'],
    ['that has nothing to say', says(204), 'answered with status 204'],
    ['that fails', says(500), 'answered with status 500'],
    ['that is unchanged since never', says(304), 'says that it is unchanged'],
    [
      'that leads away',
      (r) => r.writeHead(302, { location: 'https://evil.example/?s=hidden' }).end(),
      'redirects to https://evil.example,',
    ],
    [
      'that leads to plain HTTP',
      (r) => r.writeHead(301, { location: 'http://registry.acme.example/' }).end(),
      'redirects to http://registry.acme.example,',
    ],
    ['that leads nowhere', (r) => r.writeHead(301, { location: 'https://' }).end(), 'redirects to nowhere'],
    ['that leads to itself', (r) => r.writeHead(301, { location: '/' }).end(), 'redirects in a circle'],
    [
      'that is packed',
      (r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
      'in an encoding that was not asked for',
    ],
    ['that is too large', (r) => r.end(Buffer.alloc(9 << 20, '#')), 'sent more than 8 MiB'],
    [
      'that ends too soon',
      (r) => {
        r.writeHead(200, { 'content-length': '1000' }).write(text('a'));
        setTimeout(() => r.destroy(), 50);
      },
      'did not answer to its end',
    ],
    ['that is silent', () => {}, 'did not answer within 0.5 seconds'],
    [
      'that never ends',
      (r) => {
        r.write('#');
      },
      'did not answer within 0.5 seconds',
    ],
  ])('%s is refused', async (_what, answer, message) => {
    const { at, heard } = await server(answer);
    const refused = await refusal(at('/'), { patience: 500 });
    expect(refused).toContain(message);
    expect(refused).not.toContain('hidden');
    expect(heard.every(({ headers }) => headers.host?.startsWith('registry.acme.example'))).toBe(true);
  });

  test('is followed within its server', async () => {
    const { at } = await server((response, { url }) => {
      if (url === '/new') response.end(text('a'));
      else response.writeHead(301, { location: '/new' }).end();
    });
    expect((await fetched(at('/old'))).ids).toEqual(['a']);
  });

  test('is refused where somebody else answers, or nobody', async () => {
    const { port } = await vendor(says(200, text('a')), await identity('other.example'));
    const wrong = `https://registry.acme.example:${port}/`;
    expect(await refusal(wrong)).toContain('has no certificate that is trusted for its name');
    expect(await refusal('https://registry.acme.example:1/')).toContain('cannot be reached');
  });

  test('is fetched through the proxy that the environment names', async () => {
    const { at, port, heard } = await server(says(200, text('a')));
    const way = await proxy(port);
    const env = { HTTPS_PROXY: `http://127.0.0.1:${way.port}`, ROLLCALL_REGISTRY_TOKEN: token };
    expect((await fetched(at('/'), { env })).ids).toEqual(['a']);
    expect(way.heard.map(({ url }) => url)).toEqual([`registry.acme.example:${port}`]);
    expect([heard.length, way.seen().includes(token)]).toEqual([1, false]);
  });

  test('is given up where the run is ended', async () => {
    const { at } = await server(() => {});
    const end = new AbortController();
    setTimeout(() => end.abort('SIGINT'), 100);
    await expect(fetched(at('/'), { signal: end.signal })).rejects.toBe('SIGINT');
  });
});

describe('a registry on GitHub', () => {
  test('is asked of its contents, with the token of the job', async () => {
    const { port, heard } = await server(says(200, text('a')));
    const { registry } = await fetched('github:acme/governance@v1/x:ai/agents 1.yaml', {
      network: network(port),
      env: { GITHUB_TOKEN: token },
    });
    expect(registry.origin).toBe('github:acme/governance@v1/x:ai/agents 1.yaml');
    expect(heard.map(({ url }) => url)).toEqual(['/repos/acme/governance/contents/ai/agents%201.yaml?ref=v1%2Fx']);
    expect(heard[0]?.headers).toMatchObject({
      host: 'api.github.com',
      accept: 'application/vnd.github.raw+json',
      authorization: `Bearer ${token}`,
    });
  });

  test('is at the usual place unless another is named', async () => {
    const { port, heard } = await server(says(200, text('a')));
    await fetched(`github:acme/governance#sha256=${digest(text('a'))}`, { network: network(port) });
    expect(heard[0]?.url).toBe('/repos/acme/governance/contents/.rollcall/registry.yaml');
    expect(heard[0]?.headers.authorization).toBeUndefined();
  });
});

describe('the cache', () => {
  /** A server that sends a tag, and knows it again. */
  const tagging: Answer = (response, { headers }) => {
    if (headers['if-none-match'] === '"v1"') response.writeHead(304).end();
    else response.writeHead(200, { etag: '"v1"' }).end(text('a'));
  };

  test('spares the server what it sent before, and is for its owner alone', async () => {
    const cache = join(makeTree(), 'kept');
    const { at, heard } = await server(tagging);
    const [first, second] = [
      await fetched(at('/?key=hidden'), { cache }),
      await fetched(at('/?key=hidden'), { cache }),
    ];
    expect(second).toEqual(first);
    expect(heard.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"v1"']);
    const [name = ''] = readdirSync(cache);
    expect([statSync(join(cache, name)).mode & 0o777, name + readFileSync(join(cache, name), 'utf8')]).toEqual([
      0o600,
      expect.not.stringContaining('hidden'),
    ]);
    expect(heard.length).toBe(2);
  });

  test.each<[string, (file: string, cache: string) => void]>([
    ['that was changed', (file) => writeFileSync(file, `${readFileSync(file, 'utf8')}#`)],
    ['that is of another form', (file) => writeFileSync(file, text('b'))],
    ['in a folder that others may write to', (_file, cache) => chmodSync(cache, 0o777)],
  ])('%s is not used', async (_what, change) => {
    const cache = join(makeTree(), 'kept');
    const { at, heard } = await server(tagging);
    await fetched(at('/'), { cache });
    change(join(cache, readdirSync(cache)[0] ?? ''), cache);
    expect((await fetched(at('/'), { cache })).ids).toEqual(['a']);
    expect(heard.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined]);
  });

  test('stands in for a server that fails where the pin says that it may', async () => {
    const cache = join(makeTree(), 'kept');
    let fails = false;
    const { at } = await server((response) => void response.writeHead(fails ? 503 : 200).end(text('a')));
    await fetched(at('/'), { cache });
    fails = true;
    const { ids, notes } = await fetched(at(`/#sha256=${digest(text('a'))}`), { cache });
    expect([ids, notes]).toEqual([['a'], [expect.stringContaining('503; ')]]);
    expect(await refusal(at('/'), { cache })).toContain('answered with status 503');
    expect(await refusal(at(`/#sha256=${digest(text('b'))}`), { cache })).toContain('answered with status 503');
  });

  test('does not stand in for what a server says is gone', async () => {
    const cache = join(makeTree(), 'kept');
    let status = 200;
    const { at } = await server((response) => void response.writeHead(status).end(text('a')));
    const pinned = at(`/#sha256=${digest(text('a'))}`);
    await fetched(pinned, { cache });
    status = 404;
    expect(await refusal(pinned, { cache })).toContain('answered with status 404');
  });
});
