import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '../../src/model/secret.ts';

const value = `sk-test-${'aB3dE6gH'.repeat(4)}`;
const secret = new Secret(value, 'sk-test-');

test.each([
  ['a string', `${secret}`],
  ['JSON', JSON.stringify({ secret })],
  ['inspection', inspect({ secret })],
  ['an error', new Error(String(secret)).message],
  ['its own keys', JSON.stringify(Object.entries(secret))],
])('%s does not print it', (_name, printed) => {
  expect(printed).not.toContain(value.slice(8, 24));
});

test('only reveal yields it', () => expect(secret.reveal()).toBe(value));
