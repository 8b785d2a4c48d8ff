import { createServer, type ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { RollcallError } from '../../../src/model/error.ts';
import { hookAddress } from '../../../src/sources/remote/hook-address.ts';
import { poster } from '../../../src/sources/remote/post.ts';
import { type Heard, identity, internetOf, listening, proxy, says, vendor } from '../vendor/stage.ts';

const token = ['not', 'a', 'token'].join('-');
const hooks = await identity('hooks.acme.example');
const signal = new AbortController().signal;

/** A server of plain HTTP on this machine, and what it heard. */
async function plain(answer: (response: ServerResponse) => void) {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    answer(response);
  });
  return { url: `http://127.0.0.1:${await listening(server)}/in/secret?key=hidden`, heard };
}

describe('a post', () => {
  test('goes to this machine without TLS, as NDJSON, with a token of the environment', async () => {
    const { url, heard } = await plain(says(202));
    const post = poster(hookAddress(url, { ROLLCALL_WEBHOOK_TOKEN: `${token}\n` }), { env: {} });
    expect(await post('{"a":"ü"}\n', signal)).toBeNull();
    const [one] = heard;
    expect(one).toMatchObject({ method: 'POST', url: '/in/secret?key=hidden', body: '{"a":"ü"}\n' });
    expect(one?.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'content-length': '11',
      authorization: `Bearer ${token}`,
    });
  });

  test('goes anywhere over TLS, and through the proxy that is named', async () => {
    const { port, heard } = await vendor(says(200), hooks);
    const network = { ...internetOf(port), authorities: hooks.cert };
    const address = hookAddress(`https://hooks.acme.example:${port}/in`, {});
    expect(await poster(address, { env: {}, network })('{}\n', signal)).toBeNull();
    expect(heard[0]?.headers.authorization).toBeUndefined();

    const way = await proxy(port);
    const env = { HTTPS_PROXY: `http://127.0.0.1:${way.port}` };
    expect(await poster(address, { env, network })('{}\n', signal)).toBeNull();
    expect(way.heard.map(({ url }) => url)).toEqual([`hooks.acme.example:${port}`]);
    expect(heard).toHaveLength(2);
  });

  test('to a server that is not who it should be tells it nothing', async () => {
    const { port, heard } = await vendor(says(200), await identity('other.example'));
    const post = poster(hookAddress(`https://hooks.acme.example:${port}/in`, {}), {
      env: {},
      network: { ...internetOf(port), authorities: hooks.cert },
    });
    expect(await post('{}\n', signal)).toMatchObject({ fault: expect.stringContaining('no certificate') });
    expect(heard).toEqual([]);
  });

  test.each([
    [301, 'redirects, and is not followed', false],
    [307, 'redirects, and is not followed', false],
    [400, 'answered with status 400', false],
    [401, 'answered with status 401: it wants a token, or another one', false],
    [413, 'answered with status 413', false],
    [408, 'answered with status 408', true],
    [429, 'answered with status 429', true],
    [503, 'answered with status 503', true],
  ])('that is answered with %i %s', async (status, fault, passes) => {
    const other = await plain(says(200));
    const { url, heard } = await plain((response) => response.writeHead(status, { location: other.url }).end());
    expect(await poster(hookAddress(url, {}), { env: {} })('{}\n', signal)).toEqual({ fault, passes });
    expect([heard.length, other.heard.length]).toEqual([1, 0]);
  });

  test('that nobody takes, or nobody answers, may be tried again', async () => {
    const { url } = await plain((response) => response.destroy());
    const gone = await plain(says(200));
    const silent = await plain(() => {});
    expect(await poster(hookAddress(url, {}), { env: {} })('{}\n', signal)).toEqual({
      fault: 'cannot be reached',
      passes: true,
    });
    expect(await poster(hookAddress('http://127.0.0.1:1/', {}), { env: {} })('{}\n', signal)).toEqual({
      fault: 'cannot be reached',
      passes: true,
    });
    expect(await poster(hookAddress(silent.url, {}), { env: {}, patience: 50 })('{}\n', signal)).toEqual({
      fault: 'did not answer within 0.05 seconds',
      passes: true,
    });
    expect(await poster(hookAddress(silent.url, {}), { env: {} })('{}\n', AbortSignal.timeout(50))).toEqual({
      fault: 'was not given the time to answer',
      passes: false,
    });
    expect(gone.heard).toEqual([]);
  });

  test('to a name that this machine takes for another is not sent', async () => {
    const { url, heard } = await plain(says(200));
    const { port } = new URL(url);
    const network = internetOf(Number(port));
    const lying = {
      ...network,
      dial: async (...args: Parameters<typeof network.dial>) =>
        Object.defineProperty(await network.dial(...args), 'remoteAddress', { value: '192.0.2.1' }),
    };
    const post = poster(hookAddress(`http://localhost:${port}/`, {}), { env: {}, network: lying });
    expect(await post('{}\n', signal)).toEqual({ fault: 'cannot be reached', passes: true });
    expect(heard).toEqual([]);
  });
});

describe('the address of a webhook', () => {
  test.each([
    'https://hooks.acme.example/a?b=c',
    'https://10.0.0.7:8443/',
    'http://localhost:8080/',
    'http://127.8.0.1/',
    'http://[::1]:9/',
  ])('may be %s', (text) => {
    expect(hookAddress(text, {}).host).toBe(new URL(text).host);
  });

  test.each([
    ['hooks.acme.example', 'the address of the webhook is none'],
    ['ftp://127.0.0.1/hidden', 'the address of the webhook is none'],
    ['http://hooks.acme.example/hidden?hidden', 'the webhook on hooks.acme.example is not asked over TLS'],
    ['http://127.0.0.1.evil.example/hidden', 'the webhook on 127.0.0.1.evil.example is not asked over TLS'],
    ['http://localhost.evil.example/hidden', 'the webhook on localhost.evil.example is not asked over TLS'],
    ['http://10.0.0.7/hidden', 'the webhook on 10.0.0.7 is not asked over TLS'],
    [
      'https://hidden:hidden@hooks.acme.example/hidden',
      'the address of the webhook on hooks.acme.example holds a name or a password',
    ],
  ])('is not %s', (text, message) => {
    const error = refusal(() => hookAddress(text, {}));
    expect(error.message).toBe(message);
    expect(`${error.message} ${error.hint}`).not.toContain('hidden');
  });

  test('goes with a token that fits into a header, which is never repeated', () => {
    const error = refusal(() =>
      hookAddress('https://hooks.acme.example/', { ROLLCALL_WEBHOOK_TOKEN: `${token}\r\nx: hidden` }),
    );
    expect(error.message).toContain('ROLLCALL_WEBHOOK_TOKEN holds no token');
    expect(error.message).not.toContain('hidden');
    expect(hookAddress('https://hooks.acme.example/', { ROLLCALL_WEBHOOK_TOKEN: ' ' }).token).toBeNull();
  });
});

function refusal(action: () => unknown): RollcallError {
  try {
    action();
  } catch (error) {
    return error as RollcallError; // whatever else it were would have no such message
  }
  throw new Error('it was taken');
}
