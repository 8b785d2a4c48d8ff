import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallerRule, NetworkEvent } from '../../src/model/network.ts';
import { Aggregator, defaultLimits } from '../../src/wire/aggregate.ts';
import { event } from '../sighting.ts';

const rules: readonly CallerRule[] = [
  { kind: 'assistant', name: 'Claude Code', pattern: /^claude-cli\// },
  { kind: 'browser', name: 'browser', pattern: /^Mozilla\// },
  { kind: 'probe', name: 'Kubernetes', pattern: /^kube-probe\// },
  { kind: 'sdk', name: 'OpenAI', pattern: /^OpenAI\// },
];

function counted(events: readonly NetworkEvent[], limits = defaultLimits) {
  const aggregator = new Aggregator(rules, limits);
  for (const one of events) aggregator.add(one, 'log');
  const { traffic, folded } = aggregator.finish();
  return { traffic: [...traffic], folded };
}

function only(...events: readonly NetworkEvent[]) {
  const { traffic } = counted(events);
  expect(traffic).toHaveLength(1);
  return traffic[0];
}

describe('calls are counted', () => {
  test('by caller, provider, host, what the host is for, and how it was seen', () => {
    const all = [
      event(),
      event({ source: '10.0.0.8' }),
      event({ provider: 'azure-openai' }),
      event({ host: 'eu.api.openai.com' }),
      event({ kind: 'console' }),
      event({ basis: 'dns' }),
    ];
    expect(counted([...all, ...all]).traffic.map(({ count }) => count)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  test('but for what tells of no model', () => {
    expect(counted([event({ provider: null })]).traffic).toEqual([]);
    expect(counted([event({ provider: null, api: 'openai-chat' })]).traffic).toMatchObject([
      { provider: null, api: 'openai-chat' },
    ]);
  });

  test('what was refused apart from what got through', () => {
    expect(only(event(), event({ denied: true }), event({ denied: true, count: 3 }))).toMatchObject({
      count: 1,
      denied: 4,
    });
  });

  test('with all of their bytes, from the first to the last', () => {
    expect(
      only(
        event({ time: 5, bytesOut: 1, bytesIn: 10, count: 2 }),
        event({ time: null }),
        event({ time: 3, last: 9, bytesOut: 2 }),
      ),
    ).toMatchObject({ count: 4, bytesOut: 3, bytesIn: 10, first: 3, last: 9 });
  });

  test('with the first lines that tell of them, each once', () => {
    const lines = [4, 4, 5, 6].map((line) => event({ line }));
    expect(only(...lines)?.samples.map(({ line }) => line)).toEqual([4, 5, 6]);
    expect(only(...Array.from({ length: 20 }, (_, at) => event({ line: at + 1 })))?.samples).toHaveLength(8);
  });

  test('of a log that names no caller as those of somebody unknown', () => {
    expect(only(event({ source: null }))?.caller).toMatchObject({ key: 'unknown', name: 'unknown caller', hosts: [] });
  });
});

describe('what user agents say', () => {
  const client = (...agents: string[]) => only(...agents.map((userAgent) => event({ userAgent })))?.client;

  test('tells a person, an assistant and a probe from a service', () => {
    expect(client('Mozilla/5.0')).toBe('browser');
    expect(client('claude-cli/2')).toBe('assistant');
    expect(client('kube-probe/1')).toBe('probe');
    expect(client('OpenAI/JS 4')).toBe('service');
    expect(client('triage/1')).toBe('service');
    expect(only(event())?.client).toBe('service');
  });

  test('is a service where one of its calls is, and a person before a probe', () => {
    expect(client('Mozilla/5.0', 'OpenAI/JS 4')).toBe('service');
    expect(client('OpenAI/JS 4', 'claude-cli/2')).toBe('service');
    expect(client('Mozilla/5.0', 'claude-cli/2')).toBe('assistant');
    expect(client('kube-probe/1', 'Mozilla/5.0')).toBe('browser');
  });

  test('is told by the names of the programs', () => {
    const told = only(...['claude-cli/2', 'OpenAI/JS 4', 'claude-cli/3'].map((userAgent) => event({ userAgent })));
    expect(told?.programs).toEqual(['Claude Code', 'OpenAI']);
    expect(told?.userAgents).toEqual(['OpenAI/JS 4', 'claude-cli/2', 'claude-cli/3']);
  });
});

describe('a record that another follows', () => {
  const draft = event({ draft: true, userAgent: 'claude-cli/2', user: 'alice', line: 1 });

  test('is the same call, of which it tells more', () => {
    const { traffic } = counted([draft, event({ line: 2, denied: true })]);
    expect(traffic).toMatchObject([{ count: 0, denied: 1, client: 'assistant', caller: { key: 'user:alice' } }]);
  });

  test('is a call by itself where none does, or another begins', () => {
    expect(counted([draft]).traffic).toMatchObject([{ count: 1 }]);
    expect(counted([draft, draft, draft]).traffic).toMatchObject([{ count: 3 }]);
    expect(counted([draft, event({ source: '10.0.0.9' })]).traffic).toHaveLength(2);
  });
});

describe('news', () => {
  test('are the first record of a kind, and the first that got through', () => {
    const aggregator = new Aggregator(rules);
    const news = [event({ denied: true }), event({ denied: true }), event(), event(), event({ basis: 'dns' })].map(
      (one) => aggregator.add(one, 'log')?.().basis ?? null,
    );
    expect(news).toEqual(['http', null, 'http', null, 'dns']);
  });
});

describe('too many callers to be told apart', () => {
  const many = Array.from({ length: 3000 }, (_, at) => event({ source: `10.0.${at >> 8}.${at & 255}` }));

  test('are counted by host, and their number is known within a few percent', () => {
    const { traffic, folded } = counted([...many, ...many], { pairs: 1000, samples: 1 });
    expect(traffic).toHaveLength(1000);
    expect(folded).toMatchObject([{ provider: 'openai', host: 'api.openai.com', count: 4000 }]);
    expect(Math.abs((folded[0]?.callers ?? 0) - 2000)).toBeLessThan(120);
  });

  test('and none where there are few', () => {
    expect(counted(many).folded).toEqual([]);
  });
});

const events = fc.array(
  fc
    .record({
      source: fc.constantFrom('10.0.0.7', '10.0.0.8', null),
      user: fc.constantFrom(undefined, 'alice'),
      device: fc.constantFrom(undefined, 'triage-1', 'triage-2'),
      basis: fc.constantFrom('http', 'dns', 'connect'),
      userAgent: fc.constantFrom(undefined, 'Mozilla/5.0', 'claude-cli/2', 'x'),
      api: fc.constantFrom(undefined, 'openai-chat', 'anthropic'),
      denied: fc.constantFrom(undefined, true),
      time: fc.option(fc.nat(9)),
      line: fc.integer({ min: 1, max: 9 }),
      serviceAccount: fc.constantFrom(undefined, 'a', 'b'),
      namespace: fc.constantFrom(undefined, 'shop'),
      pod: fc.constantFrom(undefined, 'bot-0', 'shop/bot-1'),
      image: fc.constantFrom(undefined, 'a/b', 'a/c'),
    })
    .map((changes) => event(Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)))),
  { maxLength: 12 },
);

test('the order of events matters for nothing but the samples', () => {
  const told = (all: readonly NetworkEvent[]) => counted(all).traffic.map(({ samples, ...rest }) => rest);
  fc.assert(
    fc.property(
      events.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, mixed]) => {
        expect(told(mixed)).toEqual(told(all));
      },
    ),
  );
});

test('every event is counted once, as got through or refused', () => {
  fc.assert(
    fc.property(events, (all) => {
      const total = counted(all).traffic.reduce((sum, { count, denied }) => sum + count + denied, 0);
      expect(total).toBe(all.length);
    }),
  );
});
