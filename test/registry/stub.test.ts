import { expect, test } from 'vitest';
import { stubOf } from '../../src/registry/stub.ts';
import { agentAt } from './world.ts';

test.each([
  ['@acme/billing @carol alice@acme.example', '@acme/billing', '@carol'],
  ['alice@acme.example @acme/billing @acme/sec', '@acme/billing', 'alice@acme.example'],
  ['@carol', null, '@carol'],
  ['@acme/infra/sec', '@acme/infra/sec', null],
  ['group:default/billing', 'group:default/billing', null],
  ['user:default/carol', null, 'user:default/carol'],
  ['Lance Martin', null, 'Lance Martin'],
  ['Lance Martin <lance@acme.example>', null, 'Lance Martin <lance@acme.example>'],
  [null, null, null],
])('of the owner %s a stub names the team %s and the person %s', (owner, team, technical) => {
  expect(stubOf(agentAt('desk', { owner }), 'desk').owner).toEqual({ team, technical, sponsor: null });
});
