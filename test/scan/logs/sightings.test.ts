import { describe, expect, test } from 'vitest';
import type { Traffic } from '../../../src/model/traffic.ts';
import { logKey, sightingOf } from '../../../src/scan/logs/sightings.ts';
import { callerAt } from '../../sighting.ts';
import { rules } from '../../world.ts';

function seen(changes: Partial<Traffic>) {
  const counts = { count: 2, denied: 1, bytesOut: 3, bytesIn: 4, first: 0, last: 1000 };
  const lists = { programs: [], userAgents: [], models: [], agents: [] };
  const samples = [3, 9].map((line) => ({ file: logKey('p', 'a.log'), line }));
  const to = { provider: 'openai', host: 'api.openai.com', hostKind: 'api', basis: 'http', api: null } as const;
  return sightingOf(
    { caller: callerAt('x'), client: 'service', ...to, ...counts, ...lists, samples, ...changes },
    rules(),
  );
}

test('what was counted stands where the first of its records does', () => {
  expect(seen({})).toMatchObject({
    place: 'p',
    file: 'a.log',
    line: 3,
    lines: [
      { file: 'a.log', line: 3 },
      { file: 'a.log', line: 9 },
    ],
    count: 2,
    denied: 1,
    first: '1970-01-01T00:00:00.000Z',
    last: '1970-01-01T00:00:01.000Z',
  });
  expect(seen({ first: null, last: null })).toMatchObject({ first: null, last: null });
});

describe('how sure it is', () => {
  test.each<[Partial<Traffic>, string]>([
    [{ basis: 'http' }, 'high'],
    [{ basis: 'connect' }, 'high'],
    [{ basis: 'sni' }, 'high'],
    [{ basis: 'audit', host: null }, 'high'],
    [{ basis: 'fqdn' }, 'medium'],
    [{ provider: null, api: 'openai-chat' }, 'medium'],
    [{ basis: 'dns' }, 'low'],
    [{ basis: 'ip', host: null }, 'low'],
  ])('%j is %s', (changes, confidence) => {
    expect(seen(changes).confidence).toBe(confidence);
  });
});

test('an API is used, and a page for people or a host that deceives is not', () => {
  expect(seen({}).weight).toBe('use');
  expect(seen({ hostKind: 'chat' }).weight).toBe('mention');
  expect(seen({ hostKind: 'console' }).weight).toBe('mention');
  expect(seen({ provider: null, host: 'api.openai.com.evil.example' }).weight).toBe('mention');
  expect(seen({ provider: null, host: 'llm.acme.com' }).weight).toBe('use');
});

test('an assistant, and what names an agent of its own, acts', () => {
  expect(seen({}).level).toBe('caller');
  expect(seen({ client: 'assistant' }).level).toBe('agent');
  expect(seen({ agents: ['triage'] }).level).toBe('agent');
});

describe('a host says more than its provider', () => {
  test.each(['lamp-eu.openai.azure.com', 'llm.acme.com', 'gw.acme.com'])('%s', (host) => {
    expect(seen({ host }).hosts).toEqual([host]);
  });

  test.each([
    'api.openai.com',
    'bedrock-runtime.eu-west-1.amazonaws.com',
    'us-central1-aiplatform.googleapis.com',
    null,
  ])('and %s does not', (host) => {
    expect(seen({ host }).hosts).toEqual([]);
  });
});
