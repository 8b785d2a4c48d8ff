import { expect, test } from 'vitest';
import { annotated, annotation } from '../../../src/registry/exchange/annotation.ts';
import { full, registryOf } from './world.ts';

test('the annotations have the names that catalogues out there carry', () => {
  expect(annotation).toEqual({
    entry: 'rollcall.dev/entry',
    status: 'rollcall.dev/status',
    expires: 'rollcall.dev/expires',
  });
});

test('an entry is carried without its approval and without what the entity says itself', () => {
  const { id, owner, match, identities, scope, credentials } = full;
  const [entry] = registryOf(full).entries;
  const [first, { repo }] = match.repos as [object, { repo: string }];
  expect(entry && JSON.parse(annotated(entry))).toEqual({
    id,
    owner,
    match: { ...match, repos: [first, { repo }] },
    identities,
    scope,
    credentials,
  });
});
