import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RollcallError } from '../../../src/model/error.ts';
import { optional } from '../../../src/sources/queue/fault.ts';
import { openQueue } from '../../../src/sources/queue/open.ts';
import { kinds, type Server } from './servers.ts';

const secret = 'swordfish';

test.each([
  ['redis', 'the address of the queue is not a URL'],
  [`amqp://me:${secret}@host`, 'there is no queue for amqp:// addresses'],
  [`redis://me:${secret}@127.0.0.1:1/2?x=${secret}`, 'the queue redis://127.0.0.1:1/2 refuses the connection'],
  [`rediss://me:${secret}@127.0.0.1:1`, 'the queue rediss://127.0.0.1:1 refuses the connection'],
  [`valkey://me:${secret}@127.0.0.1:1`, 'the queue valkey://127.0.0.1:1 refuses the connection'],
  [`postgres://me:${secret}@127.0.0.1:1/db`, 'the queue postgres://127.0.0.1:1/db refuses the connection'],
  [`postgresql://me:${secret}@127.0.0.1:1/db`, 'the queue postgresql://127.0.0.1:1/db refuses the connection'],
])('%s is not opened', async (url, message) => {
  expect((await refused(url)).message).toBe(message);
});

test('a name that BullMQ would not take is said to be none', async () => {
  await expect(openQueue('redis://127.0.0.1:1', { queue: 'a:b' })).rejects.toThrow('a:b is not a name for a queue');
});

test('a package that is missing is named', async () => {
  const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  const loading = optional(() => Promise.reject(missing), 'bullmq pg');
  await expect(loading).rejects.toMatchObject({
    message: 'a queue of this kind needs bullmq and pg',
    hint: 'npm install bullmq pg',
  });
});

test.each(['redis', 'postgres'])('a %s server that says nothing is not waited for', async (scheme) => {
  const mute = createServer(() => {}).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const address = mute.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const error = await refused(`${scheme}://me:${secret}@127.0.0.1:${port}/0`);
  expect(error.message).toBe(`the queue ${scheme}://127.0.0.1:${port}/0 does not answer`);
  mute.close();
});

describe.each(kinds)('$name', ({ program, missing, start }) => {
  let server: Server;
  beforeAll(async () => {
    if (program !== null) server = await start(program);
  }, 60_000);
  afterAll(() => server?.stop());

  test('has a name without credentials, and says none where something is wrong with them', async ({ skip }) => {
    skip(program === null, missing);
    const url = new URL(server.url);
    const queue = await openQueue(url.href, {});
    expect(queue.name).toBe(`${url.protocol}//${url.host}${url.pathname}`);
    await queue.close();

    url.username = 'nobody';
    url.password = secret;
    expect((await refused(url.href)).message).toContain(`the queue ${queue.name} `);
  });
});

async function refused(url: string): Promise<RollcallError> {
  const error: unknown = await openQueue(url, { patience: 500 }).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(error instanceof RollcallError)) throw error;
  const { message, hint, stack, cause } = error;
  expect(`${message} ${hint} ${stack} ${JSON.stringify(cause)}`).not.toContain(secret);
  return error;
}
