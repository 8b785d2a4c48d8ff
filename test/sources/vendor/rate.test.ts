import { expect, test } from 'vitest';
import { vendors } from '../../../src/sources/vendor/vendors.ts';
import { internetOf, question, says, stillClock, unknown, vendor } from './stage.ts';

const one = 'https://api.acme.example/v1/models';

function asking(port: number, clock = stillClock(), stop = new AbortController()) {
  return { asker: vendors({ env: {}, clock, signal: stop.signal, network: internetOf(port) }), clock, stop };
}

test('two questions a second are put, whoever they are for', async () => {
  const { port } = await vendor(says(401));
  const { asker, clock } = asking(port);
  await Promise.all([1, 2, 3, 4].map(() => asker.ask(question({ url: one }))));
  expect(clock.slept).toEqual([500, 500, 500]);
});

test('a vendor has one question at a time', async () => {
  const { port, heard, busiest } = await vendor(async (response) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    says(401)(response);
  });
  const { asker } = asking(port);
  await Promise.all([1, 2, 3, 4].map(() => asker.ask(question())));
  expect([heard.length, busiest()]).toEqual([4, 1]);
});

test('who asks for fewer questions gets none', async () => {
  const { port, heard } = await vendor(says(429));
  const { asker } = asking(port);
  const answers = await Promise.all([1, 2, 3].map(() => asker.ask(question())));
  expect(answers).toEqual([1, 2, 3].map(() => unknown('rate-limited')));
  expect(heard).toHaveLength(1);
});

test('who says by 429 that a key has no credit left is asked on', async () => {
  const { port, heard } = await vendor(says(429, '{"code":"insufficient_quota"}'));
  const { asker } = asking(port);
  const live = [{ status: 429, body: 'insufficient_quota' }];
  const answers = await Promise.all([1, 2].map(() => asker.ask(question({ live }))));
  expect([answers, heard.length]).toEqual([[{ verified: 'live' }, { verified: 'live' }], 2]);
});

test('after an interrupt nothing more is sent', async () => {
  const stop = new AbortController();
  const { port, heard } = await vendor(() => stop.abort('SIGINT'));
  const { asker } = asking(port, stillClock(), stop);
  const answers = await Promise.all([1, 2, 3].map(() => asker.ask(question())));
  expect(answers).toEqual([1, 2, 3].map(() => unknown('interrupted')));
  expect(heard).toHaveLength(1);
});
