import { expect, test } from 'vitest';
import { jsonOf } from '../../src/wire/json.ts';

test('an object, a list of objects, and objects in a chain are read', () => {
  expect(jsonOf('{"a":1}')).toEqual({ a: 1 });
  expect(jsonOf('[ {"a":1}, {"a":2} ]')).toEqual([{ a: 1 }, { a: 2 }]);
  expect(jsonOf('{"a":{"b":1}}{"a":"}{"}{"a":"\\"}{"}')).toEqual([{ a: { b: 1 } }, { a: '}{' }, { a: '"}{' }]);
});

test('what is no JSON is none', () => {
  expect(jsonOf('[2026-11-20T14:53:42Z] {}{}')).toBeUndefined();
  expect(jsonOf('{"a":1}{b}')).toBeUndefined();
  expect(jsonOf('"a"')).toBeUndefined();
});

test('of what was cut off, all that is whole is read', () => {
  expect(jsonOf('{"a":1}{"a":2}{"a":')).toEqual([{ a: 1 }, { a: 2 }]);
});

test('a text that never ends costs one pass', () => {
  const started = performance.now();
  expect(jsonOf(`{}{"${String.raw`\"`.repeat(200_000)}`)).toEqual([{}]);
  expect(performance.now() - started).toBeLessThan(1000);
});
