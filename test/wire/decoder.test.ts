import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NetworkEvent } from '../../src/model/network.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { LogFile, WrapperFile } from '../../src/ruleset/log-schema.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import { utc } from '../../src/wire/time.ts';

const files = parseRules(readRules(join(import.meta.dirname, '../../rules')));
const docs = 'https://logs.example/';
const format = LogFile.parse({
  id: 'calls',
  name: 'Calls',
  docs,
  json: { keys: ['to'] },
  each: 'calls',
  fields: {
    source: 'people.{by}.name',
    host: 'to',
    resource: { from: 'account', match: '/([^/]+)$', lower: true },
    claimed: 'vendor',
    action: 'action',
  },
  denied: { from: 'code', match: '[45]..$' },
  records: [{ basis: 'gateway' }],
  examples: [{ lines: 'x' }],
});
const wrapper = WrapperFile.parse({
  id: 'batch',
  name: 'Batch',
  docs,
  json: { keys: ['items'] },
  each: 'items',
  message: 'body',
  fields: { unit: 'stream' },
  examples: [{ line: 'x', message: 'x' }],
});
const rules = compile({ ...files, logs: [format], wrappers: [wrapper] });

test('what a batch holds is decoded one by one, texts and objects, and counted through', () => {
  const [one, two] = [{ to: 'api.openai.com' }, { to: 'api.anthropic.com', calls: [{ code: 503 }, {}] }];
  const text = JSON.stringify({
    stream: 'egress',
    items: [{ body: JSON.stringify(one) }, { body: 'x' }, { body: two }],
  });
  const decoded = decode(text);
  expect(decoded.format).toBe('batch>calls');
  expect(decoded.events.map(({ host, record, unit, denied }) => [host, record, unit, denied])).toEqual([
    ['api.openai.com', 0, 'egress', undefined],
    ['api.anthropic.com', 2, 'egress', true],
    ['api.anthropic.com', 3, 'egress', undefined],
  ]);
  expect(decode(JSON.stringify({ items: [{ body: 'x' }] })).events).toEqual([]);
  expect(decode('{"items":[]}').events).toEqual([]);
});

test('a list on a line, and objects in a chain, are records of their own', () => {
  expect(hosts('[{"to":"api.openai.com"},{"to":"a.example"}]')).toEqual(['api.openai.com', 'a.example']);
  expect(hosts('{"to":"api.openai.com"}{"to":"a.example"}')).toEqual(['api.openai.com', 'a.example']);
});

test('lists that have no end are given up, not followed', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  expect(decode(`[{"a":${deep}},${deep}]`).kind).toBe('foreign');
  expect(decode(`{"to":"a.example","calls":${deep}}`).kind).toBe('record');
});

test('a line of nothing but strange items is given up, and one of many records is not', () => {
  const started = performance.now();
  expect(decode('{}'.repeat(200_000)).kind).toBe('foreign');
  expect(performance.now() - started).toBeLessThan(2000);
  expect(hosts(`[${Array(5000).fill('{"to":"a.example"}').join(',')}]`)).toHaveLength(5000);
});

test('a value may be looked up by another, and be called in small letters', () => {
  const [event] = decode(
    '{"to":"x","by":"p2","people":{"p1":{"name":"a"},"p2":{"name":"b"}},"account":"/X/MY-RES"}',
  ).events;
  expect(event).toMatchObject({ source: 'b', resource: 'my-res' });
});

test('a vendor is believed where no host tells better', () => {
  expect(providerOf({ to: '-', vendor: 'aws.bedrock' })).toBe('aws-bedrock');
  expect(providerOf({ to: '-', vendor: 'OPENAI' })).toBe('openai');
  expect(providerOf({ to: '-', vendor: 'openai.chat' })).toBe('openai');
  expect(providerOf({ to: '-', vendor: 'nobody' })).toBeNull();
  expect(providerOf({ to: 'ollama.corp.example', vendor: 'openai' })).toBeNull();
});

function decode(line: string): ReturnType<Decoder['line']> {
  return new Decoder(rules, { frame: utc, format: null }).line(line, 1);
}

function hosts(line: string): (string | null)[] {
  return decode(line).events.map(({ host }: NetworkEvent) => host);
}

function providerOf(record: Readonly<Record<string, string>>): string | null | undefined {
  return decode(JSON.stringify(record)).events[0]?.provider;
}
