import { expect, test } from 'vitest';
import { defaultPolicy } from '../../../src/model/policy.ts';
import { noRegistry } from '../../../src/model/registry.ts';
import type { Notice } from '../../../src/scan/watch/notice.ts';
import { Watch, type WatchOptions } from '../../../src/scan/watch/watch.ts';
import { rules } from '../../world.ts';

const call = (caller: string, host: string) =>
  `1795186422.012     37 ${caller} TCP_TUNNEL/200 2842 CONNECT ${host}:443 - HIER_DIRECT/198.51.100.7 -\n`;

/** What is told of lines that come in pieces, and the summary. */
async function watched(pieces: readonly string[], options: Pick<WatchOptions, 'limits'> = {}) {
  const base = {
    kind: 'lines',
    path: 'access.log',
    identity: '1',
    line: 1,
    isContinued: false,
    continues: false,
  } as const;
  const watch = new Watch({
    followed: (async function* () {
      for (const piece of pieces) yield { ...base, offset: 0, chunk: Buffer.from(piece) };
    })(),
    place: 'watch',
    rules: rules(),
    registry: noRegistry,
    policy: defaultPolicy,
    today: () => '2026-11-20',
    now: () => Date.UTC(2026, 10, 20),
    format: null,
    offset: 0,
    ...options,
  });
  const notices: Notice[] = [];
  for await (const notice of watch.notices()) notices.push(notice);
  return { notices, summary: watch.watched() };
}

test('each host of a caller is told once, however many there are', async () => {
  const hosts = Array.from({ length: 300 }, (_, at) => `r${at}.openai.azure.com`);
  const lines = hosts.map((host) => call('192.0.2.7', host)).join('');
  const { notices, summary } = await watched([lines, lines, call('192.0.2.8', 'api.openai.com')]);
  const told = notices.map((notice) => (notice.kind === 'caller' ? notice.sighting.host : notice.kind));
  expect(told).toEqual([...hosts, 'api.openai.com']);
  expect(summary).toMatchObject({ lines: 601, events: 601, callers: 2, unreviewed: 2, problems: 0 });
});

test('more callers than can be told apart are a problem, said once', async () => {
  const from = (first: number) => [0, 1, 2, 3].map((at) => call(`192.0.2.${first + at}`, 'api.openai.com')).join('');
  const { notices, summary } = await watched([from(1), from(5), from(9)], { limits: { pairs: 6, samples: 8 } });
  expect(notices.map(({ kind }) => kind)).toEqual([...Array.from({ length: 6 }, () => 'caller'), 'problem']);
  expect(notices.at(-1)).toMatchObject({
    incomplete: true,
    message: expect.stringContaining('more callers and hosts'),
  });
  expect(summary).toMatchObject({ lines: 12, events: 12, problems: 1 });
});
