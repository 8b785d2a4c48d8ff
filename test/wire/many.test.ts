import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { NetworkEvent } from '../../src/model/network.ts';
import { Aggregator, type Folded } from '../../src/wire/aggregate.ts';

const hosts = ['api.openai.com', 'api.anthropic.com', 'openrouter.ai'] as const;
const providers = ['openai', 'anthropic', 'openrouter'] as const;

function call(line: number, source: string, which = 0): NetworkEvent {
  const host = hosts[which] ?? hosts[0];
  return { line, time: 1795186422000 + line, source, host, provider: providers[which] ?? null, basis: 'sni' };
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** What is in use, in bytes: what is not any more would be counted by chance. */
function held(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

function sum(all: Iterable<{ readonly count: number }>): number {
  return [...all].reduce((total, { count }) => total + count, 0);
}

test('of a million pairs none is lost: what is not told apart is counted, and its callers are estimated', () => {
  const [callers, pairs] = [500_000, 50_000];
  const aggregator = new Aggregator([], { pairs, samples: 8 });
  const before = held();
  for (let line = 1; line <= 2 * callers; line++) {
    const caller = line % callers;
    aggregator.add(call(line, `10.${caller >> 16}.${(caller >> 8) & 255}.${caller & 255}`, line % 3), 'log');
  }
  // A pair is held in less than 1 kB, and one more in nothing.
  expect(held() - before).toBeLessThan(50e6);
  const { traffic, folded } = aggregator.finish();
  const rows = [...traffic];
  expect(rows).toHaveLength(pairs);
  expect(sum(rows) + sum(folded)).toBe(2 * callers);
  for (const { host, callers: estimated } of folded) {
    // Two of three callers come to a host, but for those that have a row of it.
    const own = rows.filter((row) => row.host === host).length;
    const truth = (2 * callers) / 3 - own;
    expect(Math.abs(estimated / truth - 1)).toBeLessThan(0.05);
  }
  expect(folded.map(({ host }) => host)).toEqual(hosts.toSorted().map((host) => host));
});

test('ever new names below a host of a provider are counted by the provider', () => {
  const aggregator = new Aggregator([], { pairs: 1, samples: 8 });
  for (let line = 0; line < 5000; line++)
    aggregator.add({ ...call(line, '192.0.2.1'), host: `r${line}.openai.azure.com` }, 'log');
  const { traffic, folded } = aggregator.finish();
  expect(sum(traffic) + sum(folded)).toBe(5000);
  const other = folded.find((one): one is Folded & { host: null } => one.host === null);
  expect(other).toMatchObject({ provider: 'openai', count: 3999 });
});

test('what is new is told when it comes, as it was then', () => {
  const aggregator = new Aggregator([]);
  const first = aggregator.add({ ...call(1, '192.0.2.1'), denied: true }, 'log');
  expect(first?.()).toMatchObject({ count: 0, denied: 1, client: 'service' });
  expect(aggregator.add({ ...call(2, '192.0.2.1'), denied: true }, 'log')).toBeNull();
  const reached = aggregator.add({ ...call(3, '192.0.2.1'), userAgent: 'curl/8' }, 'log')?.();
  aggregator.add({ ...call(4, '192.0.2.1'), userAgent: 'wget/1' }, 'log');
  expect(reached).toMatchObject({ count: 1, denied: 2, userAgents: ['curl/8'] });
  const [row] = aggregator.finish().traffic;
  expect(row).toMatchObject({ count: 2, denied: 2, userAgents: ['curl/8', 'wget/1'], first: 1795186422001 });
});
