import { createServer } from 'node:https';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../../src/model/error.ts';
import { proxies } from '../../../src/sources/network/proxy.ts';
import { vendors } from '../../../src/sources/vendor/vendors.ts';
import {
  acme,
  identity,
  internetOf,
  listening,
  proxy,
  question,
  says,
  stillClock,
  unknown,
  value,
  vendor,
} from './stage.ts';

function asking(env: Record<string, string>) {
  const network = internetOf(1);
  return { network, asker: vendors({ env, clock: stillClock(), signal: new AbortController().signal, network }) };
}

describe('through a proxy', () => {
  test('a vendor is asked, and the proxy learns its name and nothing else', async () => {
    const { port, heard } = await vendor(says(200));
    const way = await proxy(port);
    const { asker, network } = asking({ HTTPS_PROXY: `http://127.0.0.1:${way.port}` });
    expect(await asker.ask(question())).toEqual({ verified: 'live' });
    expect([way.heard.map(({ url }) => url), network.asked]).toEqual([['api.acme.example:443'], []]);
    expect(heard[0]?.headers.authorization).toBe(`Bearer ${value}`);
    expect(JSON.stringify(way.heard) + way.seen()).not.toContain(value);
    expect(way.heard[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  test('with the name and password that its URL holds', async () => {
    const { port, heard } = await vendor(says(401));
    const way = await proxy(port);
    const { asker } = asking({ https_proxy: `http://al%40ice:p%3Ass@127.0.0.1:${way.port}` });
    expect(await asker.ask(question())).toEqual({ verified: 'dead' });
    expect(way.heard[0]?.headers['proxy-authorization']).toBe(`Basic ${Buffer.from('al@ice:p:ss').toString('base64')}`);
    expect(heard[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  test('that leads to somebody else, no key is shown', async () => {
    const { port, heard } = await vendor(says(200), await identity('api.other.example'));
    const { asker } = asking({ HTTPS_PROXY: `http://127.0.0.1:${(await proxy(port)).port}` });
    expect([await asker.ask(question()), heard]).toEqual([unknown('certificate'), []]);
  });

  test.each([403, 407, 502])('that refuses with %i, nobody is asked, and no other way is tried', async (status) => {
    const { port, heard } = await vendor(says(200));
    const { asker, network } = asking({ HTTPS_PROXY: `http://127.0.0.1:${(await proxy(port, status)).port}` });
    expect([await asker.ask(question()), heard, network.asked]).toEqual([unknown('proxy'), [], []]);
  });

  test('that is itself spoken to over TLS', async () => {
    const { port } = await vendor(says(200));
    const names: string[] = [];
    const secure = createServer(acme);
    secure.on('connect', ({ url }, socket) => {
      names.push(url ?? '');
      const onward = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 Yes\r\n\r\n'));
      socket.on('error', () => {});
      socket.pipe(onward).pipe(socket);
    });
    const { asker } = asking({ HTTPS_PROXY: `https://api.acme.example:${await listening(secure)}` });
    expect([await asker.ask(question()), names]).toEqual([{ verified: 'live' }, ['api.acme.example:443']]);
  });
});

describe('the environment', () => {
  const host = 'api.acme.example';

  test.each([
    [{}, null],
    [{ HTTP_PROXY: 'http://other:1' }, null],
    [{ HTTPS_PROXY: '' }, null],
    [{ HTTPS_PROXY: 'http://upper:3128', https_proxy: 'http://lower:3128' }, 'lower:3128'],
    [{ HTTPS_PROXY: 'http://own:3128', ALL_PROXY: 'http://all:3128' }, 'own:3128'],
    [{ ALL_PROXY: 'http://all:3128' }, 'all:3128'],
    [{ HTTPS_PROXY: 'plain:3128' }, 'plain:3128'],
    [{ HTTPS_PROXY: 'http://usual' }, 'usual:80'],
    [{ HTTPS_PROXY: 'https://usual' }, 'usual:443'],
    [{ HTTPS_PROXY: 'http://[::1]:3128' }, '::1:3128'],
  ])('%j leads through %s', (env, expected) => {
    const found = proxies(env)(host);
    expect(found && `${found.host}:${found.port}`).toBe(expected);
  });

  test.each([
    ['*', true],
    ['acme.example', true],
    ['.acme.example', true],
    ['*.acme.example', true],
    ['API.ACME.EXAMPLE', true],
    ['api.acme.example:443', true],
    ['localhost, other.example ,acme.example', true],
    ['localhost acme.example', true],
    ['api.acme.example:8443', false],
    ['me.example', false],
    ['example.com,10.0.0.0/8', false],
    ['.', false],
    ['', false],
  ])('NO_PROXY=%j spares the host: %s', (list, spared) => {
    expect(proxies({ HTTPS_PROXY: 'http://own:3128', NO_PROXY: list })(host) === null).toBe(spared);
  });

  test('spares a server at a port where that is named', () => {
    const spared = (list: string) => proxies({ HTTPS_PROXY: 'http://own:3128', NO_PROXY: list })(host, 8443) === null;
    expect([`${host}:8443`, host, `${host}:443`].map(spared)).toEqual([true, true, false]);
  });

  test.each(['socks5://u:pass@own:1080', 'ftp://own', 'http://', 'http://u:pass@own:99999', '://'])(
    '%j is refused, and not repeated',
    (url) => {
      let refusal: unknown;
      try {
        proxies({ HTTPS_PROXY: url });
      } catch (error) {
        refusal = error;
      }
      expect(refusal).toBeInstanceOf(RollcallError);
      expect(String(refusal)).toContain('HTTPS_PROXY');
      expect(String(refusal)).not.toMatch(/pass|own/);
    },
  );
});
