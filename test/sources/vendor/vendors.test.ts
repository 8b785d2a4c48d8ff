import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Asker } from '../../../src/model/verification.ts';
import { type VendorOptions, vendors } from '../../../src/sources/vendor/vendors.ts';
import { acme, identity, internetOf, listening, question, says, stillClock, unknown, value, vendor } from './stage.ts';

function asking(network: NonNullable<VendorOptions['network']>, changes: Partial<VendorOptions> = {}): Asker {
  return vendors({ env: {}, clock: stillClock(), signal: new AbortController().signal, network, ...changes });
}

describe('a vendor is asked', () => {
  test.each([
    [200, { verified: 'live' }],
    [401, { verified: 'dead' }],
    [404, unknown('unclear')],
    [500, unknown('unclear')],
    [429, unknown('rate-limited')],
  ])('and answers %i', async (status, answer) => {
    const { port } = await vendor(says(status));
    expect(await asking(internetOf(port)).ask(question())).toEqual(answer);
  });

  test('with the key in a header, and nowhere else', async () => {
    const { port, heard } = await vendor(says(200));
    await asking(internetOf(port)).ask(question({ method: 'POST', body: '{"query":"me"}' }));
    const [{ headers, ...rest } = { headers: {} }] = heard;
    expect(headers.authorization).toBe(`Bearer ${value}`);
    expect(rest).toEqual({ method: 'POST', url: '/v1/models?limit=1', body: '{"query":"me"}' });
    expect(JSON.stringify({ ...headers, authorization: '' })).not.toContain(value);
    expect(headers).toMatchObject({ host: 'api.acme.example', connection: 'close' });
  });

  test('with a name and password made of the key', async () => {
    const { port, heard } = await vendor(says(200));
    await asking(internetOf(port)).ask(question({ headers: {}, basic: 'api:{{key}}' }));
    expect(heard[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`api:${value}`).toString('base64')}`);
  });

  test('with a key as it is, whatever a replacement would make of it', async () => {
    const { port, heard } = await vendor(says(200));
    await asking(internetOf(port)).ask(question({}, "a$&b$'c$1d"));
    expect(heard[0]?.headers.authorization).toBe("Bearer a$&b$'c$1d");
  });

  test('about no key that would end its header', async () => {
    const { port, heard } = await vendor(says(200));
    const answer = await asking(internetOf(port)).ask(question({}, 'one\r\nHost: other.example'));
    expect([answer, heard]).toEqual([unknown('no-endpoint'), []]);
  });
});

describe('the body of an answer', () => {
  const live = [{ status: 200, body: null }];
  const dead = [{ status: 200, body: '"viewer":null' }];

  test.each([
    ['{"viewer":{"name":"a"}}', { verified: 'live' }],
    ['{"viewer":null}', { verified: 'dead' }],
    [`${' '.repeat(4096 - 13)}"viewer":null`, { verified: 'dead' }],
    [`${' '.repeat(4096 - 12)}"viewer":null`, { verified: 'live' }],
  ])('decides where the status does not: %#', async (body, answer) => {
    const { port } = await vendor(says(200, body));
    expect(await asking(internetOf(port)).ask(question({ live, dead }))).toEqual(answer);
  });

  test('that says two things says nothing', async () => {
    const { port } = await vendor(says(200, 'yes no'));
    const rules = { live: [{ status: 200, body: 'yes' }], dead: [{ status: 200, body: 'no' }] };
    expect(await asking(internetOf(port)).ask(question(rules))).toEqual(unknown('unclear'));
  });

  test('is not waited for where the status says it all', async () => {
    const { port } = await vendor((response) => void response.writeHead(200).write('{'));
    expect(await asking(internetOf(port), { patience: 500 }).ask(question())).toEqual({ verified: 'live' });
  });

  test('that never ends is left where enough was read', async () => {
    let sent = 0;
    const { port } = await vendor(async (response) => {
      response.writeHead(200);
      for (; !response.destroyed; sent += 65_536) {
        response.write('a'.repeat(65_536));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
    const rules = { live: [{ status: 200, body: 'aaaa' }] };
    expect(await asking(internetOf(port)).ask(question(rules))).toEqual({ verified: 'live' });
    expect(sent).toBeLessThan(16 << 20);
  });
});

describe('nobody else gets the key', () => {
  test.each([301, 302, 303, 307, 308])('%i leads nowhere', async (status) => {
    const elsewhere = await vendor(says(200));
    const location = `https://127.0.0.1:${elsewhere.port}/`;
    const { port, heard } = await vendor((response) => void response.writeHead(status, { location }).end());
    expect(await asking(internetOf(port)).ask(question())).toEqual(unknown('redirect'));
    expect([heard.length, elsewhere.heard.length]).toEqual([1, 0]);
  });

  test.each([
    ['for another host', () => identity('api.other.example')],
    ['that has run out', () => identity('api.acme.example', '2021-01-01')],
  ])('who has a certificate %s', async (_, make) => {
    const who = await make();
    const { port, heard } = await vendor(says(200), who);
    const network = internetOf(port, { authorities: who.cert });
    const asker = asking(network);
    const answers = [await asker.ask(question()), await asker.ask(question())];
    expect([answers, heard]).toEqual([[unknown('certificate'), unknown('certificate')], []]);
    expect(network.dialled).toHaveLength(1);
  });

  test('whom nobody vouches for, whatever the environment says', async () => {
    const { port, heard } = await vendor(says(200), await identity('api.acme.example'));
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const answer = await asking(internetOf(port, { authorities: acme.cert })).ask(question());
      expect([answer, heard]).toEqual([unknown('certificate'), []]);
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  });

  test('who speaks no TLS', async () => {
    let heard = '';
    const plain = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        heard += chunk.toString('latin1');
        socket.end('HTTP/1.1 200 OK\r\n\r\n');
      });
    });
    const answer = await asking(internetOf(await listening(plain))).ask(question());
    expect(answer).toEqual(unknown('certificate'));
    expect(heard).not.toContain('sk-proj');
  });
});

describe('a vendor that gives no answer', () => {
  test('is not waited for', async () => {
    const { port, heard } = await vendor(() => {});
    expect(await asking(internetOf(port), { patience: 300 }).ask(question())).toEqual(unknown('timeout'));
    expect(heard).toHaveLength(1);
  });

  test('is not waited for where it begins one and does not go on', async () => {
    const { port } = await vendor((response) => void response.writeHead(200).write('{'));
    const live = [{ status: 200, body: 'name' }];
    expect(await asking(internetOf(port), { patience: 300 }).ask(question({ live }))).toEqual(unknown('timeout'));
  });

  test('is not waited for where its name leads nowhere', async () => {
    const network = { ...internetOf(1), resolve: () => new Promise<never>(() => {}) };
    expect(await asking(network, { patience: 50 }).ask(question())).toEqual(unknown('timeout'));
  });

  test.each([
    ['hangs up', (response: { destroy(): void }) => response.destroy()],
    [
      'hangs up in its headers',
      (response: { socket: { end(text: string): void } | null }) => response.socket?.end('HTTP/1.1 200 OK\r\nA: '),
    ],
    [
      'speaks no HTTP',
      (response: { socket: { end(text: string): void } | null }) => response.socket?.end('hello\r\n\r\n'),
    ],
    [
      'speaks another protocol',
      (response: { socket: { end(text: string): void } | null }) =>
        response.socket?.end('HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    ],
    [
      'floods with headers',
      (response: { socket: { end(text: string): void } | null }) =>
        response.socket?.end(`HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(9000)}\r\n`),
    ],
  ])('because it %s is unreachable', async (_, answer) => {
    const { port } = await vendor((response) => void answer(response));
    expect(await asking(internetOf(port)).ask(question())).toEqual(unknown('unreachable'));
  });

  test('because nobody listens is unreachable', async () => {
    const gone = createServer();
    const port = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    expect(await asking(internetOf(port)).ask(question())).toEqual(unknown('unreachable'));
  });

  test.each([
    ['fails', async () => Promise.reject(new Error('ENOTFOUND'))],
    ['gives nothing', async () => []],
  ])('because the look-up of its name %s is unreachable', async (_, resolve) => {
    expect(await asking({ ...internetOf(1), resolve }).ask(question())).toEqual(unknown('unreachable'));
  });

  test('three times in a row is asked no more', async () => {
    const { port, heard } = await vendor((response) => void response.destroy());
    const asker = asking(internetOf(port));
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => asker.ask(question())));
    expect(answers).toEqual(answers.map(() => unknown('unreachable')));
    expect(heard).toHaveLength(3);
  });

  test('is forgiven by one answer', async () => {
    let count = 0;
    const { port, heard } = await vendor((response) =>
      ++count % 3 === 0 ? says(401)(response) : void response.destroy(),
    );
    const asker = asking(internetOf(port));
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => asker.ask(question())));
    expect(heard).toHaveLength(6);
  });
});
