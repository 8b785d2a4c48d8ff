import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { listening } from '../../sources/vendor/stage.ts';
import { folder, rollcall } from '../stage.ts';

const token = ['not', 'a', 'token'].join('-');

/** A receiver on this machine that answers with a status, and what it got. */
async function receiver(status = 204) {
  const bodies: string[] = [];
  const tokens = new Set<string | undefined>();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    tokens.add(request.headers.authorization);
    response.writeHead(status).end();
  });
  const host = `127.0.0.1:${await listening(server)}`;
  const notices = () =>
    bodies.flatMap((body) =>
      body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
  return { url: `http://${host}/in/hidden?key=hidden`, host, bodies, tokens, notices };
}

const line = (caller: number, host = 'api.openai.com') =>
  `1795186422.012     37 192.0.2.${caller} TCP_TUNNEL/200 2842 CONNECT ${host}:443 - HIER_DIRECT/198.51.100.7 -\n`;

describe('watch --webhook', () => {
  test('posts what it tells, and says how much of it', async () => {
    const { url, host, bodies, tokens, notices } = await receiver();
    const stdin = [1, 2, 2, 3].map((caller) => line(caller)).join('') + line(4, 'github.com');
    const argv = ['watch', '-', '--format', 'ndjson', '--webhook', url];
    const { code, out, err } = await rollcall(argv, { stdin, env: { ROLLCALL_WEBHOOK_TOKEN: token } });

    const told = out
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one));
    expect(code).toBe(0);
    expect(notices()).toEqual(told.slice(0, -1));
    expect(notices().map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'caller 192.0.2.1',
      'caller 192.0.2.2',
      'caller 192.0.2.3',
    ]);
    expect(told.at(-1)).toMatchObject({ kind: 'summary', callers: 3, webhook: { host, delivered: 3, lost: 0 } });
    expect([bodies.length, [...tokens]]).toEqual([1, [`Bearer ${token}`]]);
    expect(err).toContain(`${host} took 3 of 3 notices`);
    expect(out + err).not.toMatch(/hidden|not-a-token/);
  });

  test('tells of one that does not take them, and is then incomplete', async () => {
    const { url, host } = await receiver(400);
    const { code, out, err } = await rollcall(['watch', '-', '--webhook', url], { stdin: line(1) + line(2) });
    expect(code).toBe(3);
    expect(out).toContain('192.0.2.2 (ip:192.0.2.2) reached api.openai.com of openai');
    expect(out).toContain(`${host}: 2 notices did not arrive: the server answered with status 400.\n`);
    expect(err).toContain(`${host} took 0 of 2 notices`);
    expect(out + err).not.toContain('hidden');
  });

  test('posts what waits when it is interrupted', async () => {
    const { url, notices } = await receiver();
    const cwd = folder({ 'access.log': '' });
    const stop = new AbortController();
    const watching = rollcall(['watch', 'access.log', '--webhook', url], { cwd, signal: stop.signal });
    await passed(300);
    let from = 0;
    for (let caller = 1; notices().length === 0 && caller < 200; caller++) {
      appendFileSync(join(cwd, 'access.log'), line(caller));
      await passed(50);
    }
    appendFileSync(join(cwd, 'access.log'), line(201));
    await passed(300);
    from = performance.now();
    stop.abort('SIGINT');
    const { code, out } = await watching;
    expect(performance.now() - from).toBeLessThan(2000);
    expect(code).toBe(130);
    expect(notices()).toHaveLength(out.trimEnd().split('\n').length);
    expect(notices().at(-1)).toMatchObject({ name: '192.0.2.201' });
  });

  test('does not begin where the address cannot be', async () => {
    const { code, out, err } = await rollcall(['watch', '-', '--webhook', 'http://hooks.acme.example/hidden'], {
      stdin: line(1),
    });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('the webhook on hooks.acme.example is not asked over TLS');
    expect(err).not.toContain('hidden');
  });
});
