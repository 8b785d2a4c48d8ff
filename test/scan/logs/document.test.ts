import { expect, test } from 'vitest';
import { beginsDocument } from '../../../src/scan/logs/document.ts';

test('a document goes on behind its first line', () => {
  expect(beginsDocument('{\n  "Records": [\n')).toBe(true);
  expect(beginsDocument('[\n  {"a": 1},\n')).toBe(true);
  expect(beginsDocument('[{"a":1},{"a":2}]')).toBe(true);
});

test('a list of records on one long line is a document', () => {
  expect(beginsDocument(`{"Records":[{"eventVersion":"1.11","eventName":"${'x'.repeat(4000)}`)).toBe(true);
  expect(beginsDocument('{"Records":[{"eventVersion":"1.11"}]}')).toBe(false);
});

test('lines are none, whatever they begin with', () => {
  expect(beginsDocument('{"a":1}\n{"a":2}\n')).toBe(false);
  expect(beginsDocument('[2026-11-20T14:53:42Z] "POST /v1/messages HTTP/1.1" 200\n')).toBe(false);
  expect(beginsDocument('[INFO] 192.0.2.7:4711 - 1 "A IN api.openai.com. udp"\n')).toBe(false);
  expect(beginsDocument(`{"time":1,"message":"${'x'.repeat(4000)}`)).toBe(false);
});
