import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../../src/model/policy.ts';
import type { Entry } from '../../../src/model/registry.ts';
import type { Notice } from '../../../src/scan/watch/notice.ts';
import { Watch } from '../../../src/scan/watch/watch.ts';
import type { Followed } from '../../../src/sources/log/following.ts';
import { approved, entryFor, registry } from '../../registry/world.ts';
import { rules } from '../../world.ts';

const squid = (address: string, host = 'api.openai.com', user = '-', status = 'TCP_TUNNEL/200') =>
  `1795186400.012    220 ${address} ${status} 5342 CONNECT ${host}:443 ${user} HIER_DIRECT/198.51.100.7 -\n`;

const lines = (text: string, line: number | null = 1, identity = 'f'): Followed => ({
  kind: 'lines',
  path: 'access.log',
  identity,
  chunk: Buffer.from(text),
  offset: 0,
  line,
  isContinued: false,
  continues: false,
});

/** What a watch tells of what is written, against entries, and what it says at its end. */
async function watched(followed: readonly Followed[], entries: readonly Entry[] = [], known = new Set<string>()) {
  async function* all(): AsyncIterable<Followed> {
    yield* followed;
  }
  const watch = new Watch({
    followed: all(),
    place: 'watch',
    rules: rules(),
    registry: registry(...entries),
    policy: defaultPolicy,
    today: () => '2026-06-01',
    now: () => 0,
    format: null,
    offset: 0,
    known,
  });
  const notices: Notice[] = [];
  for await (const notice of watch.notices()) notices.push(notice);
  return { told: notices.map(inShort), summary: watch.watched() };
}

function inShort(notice: Notice): string {
  if (notice.kind === 'idle') return 'idle';
  if (notice.kind === 'problem') return `${notice.file}: ${notice.message}`;
  const { kind, agent, verdict, sighting } = notice;
  return `${kind} ${agent.path} ${sighting.host} ${verdict.state} ${sighting.line}`;
}

const entryAt = (hosts: readonly string[], providers: readonly string[]) =>
  approved(entryFor('e', '', { match: { repos: [], images: [], workloads: [], hosts }, scope: { providers } }));

describe('a watch tells', () => {
  test('of a caller once, and of each host that is new for him', async () => {
    const text = squid('10.0.0.7').repeat(3) + squid('10.0.0.7', 'api.anthropic.com') + squid('10.0.0.8');
    const { told, summary } = await watched([lines(text)]);
    expect(told).toEqual([
      'caller ip:10.0.0.7 api.openai.com unregistered 1',
      'caller ip:10.0.0.7 api.anthropic.com unregistered 4',
      'caller ip:10.0.0.8 api.openai.com unregistered 5',
    ]);
    expect(summary).toMatchObject({ logs: 1, lines: 5, events: 5, callers: 2, unreviewed: 2, problems: 0 });
  });

  test('of nobody who is approved, but of what he may not call', async () => {
    const entry = entryAt(['10.0.0.7'], ['openai']);
    const { told, summary } = await watched(
      [lines(squid('10.0.0.7') + squid('10.0.0.7', 'api.anthropic.com'))],
      [entry],
    );
    expect(told).toEqual(['drift ip:10.0.0.7 api.anthropic.com drifted 2']);
    expect(summary).toMatchObject({ callers: 1, unreviewed: 1 });
  });

  test('of an approved caller nothing, and counts him', async () => {
    const { told, summary } = await watched([lines(squid('10.0.0.7'))], [entryAt(['10.0.0.7'], ['openai'])]);
    expect(told).toEqual([]);
    expect(summary).toMatchObject({ callers: 1, unreviewed: 0 });
  });

  test('of nobody who was refused, until he gets through', async () => {
    const refused = squid('10.0.0.7', 'api.openai.com', '-', 'TCP_DENIED/403');
    expect((await watched([lines(refused)])).told).toEqual([]);
    expect((await watched([lines(refused + squid('10.0.0.7'))])).told).toHaveLength(1);
  });

  test('of nothing that calls no model', async () => {
    const { told, summary } = await watched([lines(squid('10.0.0.7', 'example.org'))]);
    expect(told).toEqual([]);
    expect(summary).toMatchObject({ callers: 0, lines: 1 });
  });

  test('of nothing that an earlier run told', async () => {
    const known = new Set<string>();
    expect((await watched([lines(squid('10.0.0.7'))], [], known)).told).toHaveLength(1);
    const { told, summary } = await watched([lines(squid('10.0.0.7'))], [], known);
    expect(told).toEqual([]);
    expect(summary).toMatchObject({ callers: 1, unreviewed: 1 });
  });

  test('what may be missing, and when nothing waits', async () => {
    const cut: Followed = { kind: 'truncated', path: 'access.log', identity: 'f', count: 1, isCopied: false };
    const { told, summary } = await watched([cut, { ...cut, isCopied: true }, { kind: 'idle' }]);
    expect(told).toEqual([
      'access.log: The log was cut back while it was followed: lines may be lost.',
      'access.log: The log was copied and cut back: what was written during the copying is lost.',
      'idle',
    ]);
    expect(summary.problems).toBe(2);
  });
});

describe('lines are numbered', () => {
  test('from where the file is read', async () => {
    expect((await watched([lines(squid('10.0.0.7'), 41)])).told).toEqual([
      'caller ip:10.0.0.7 api.openai.com unregistered 41',
    ]);
  });

  test('anew in a new file of the log', async () => {
    const { told } = await watched([lines(squid('10.0.0.7')), lines(squid('10.0.0.8'), 1, 'g')]);
    expect(told.at(-1)).toBe('caller ip:10.0.0.8 api.openai.com unregistered 1');
  });
});

test('columns that stand at the head of a log are known though it is read from its end', async () => {
  const head =
    '#separator \\x09\n#path\tdns\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tquery\tqtype_name\n';
  const record = '1795186400.0\tC1\t10.0.0.7\t5353\t10.0.0.1\t53\tudp\tapi.openai.com\tA\n';
  const opened: Followed = {
    kind: 'opened',
    path: 'access.log',
    identity: 'f',
    name: 'dns.log',
    offset: 500,
    beginning: Buffer.from(head),
  };
  expect((await watched([opened, lines(record, null)])).told).toEqual([
    'caller ip:10.0.0.7 api.openai.com unregistered 1',
  ]);
  expect((await watched([lines(record, null)])).told).toEqual([]);
});
