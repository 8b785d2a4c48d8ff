import { expect, test } from 'vitest';
import type { Entry } from '../../src/model/registry.ts';
import { mergeRegistries } from '../../src/registry/merge.ts';
import { approved, entryFor, registry } from './world.ts';

const [a, b, c] = ['a', 'b', 'c'].map((id) => entryFor(id, id, { scope: { providers: ['openai'] } })) as [
  Entry,
  Entry,
  Entry,
];
const wider = (entry: Entry): Entry => ({ ...entry, scope: { providers: ['openai', 'google'] } });

test.each<[string, Entry[], Entry[], Entry[], Entry[]]>([
  ['takes nothing back that it has not seen', [a], [approved(a), b], [a], [approved(a), b]],
  ['brings what it has changed', [a, b], [a, b], [b, wider(a)], [wider(a), b]],
  ['brings what is new, in the order of ids', [b], [b, c], [b, a], [a, b, c]],
  ['takes out what it has taken out', [a, b], [wider(a), b], [b], [b]],
  ['has its own word where both sides changed an entry', [a], [approved(a)], [wider(a)], [wider(a)]],
])('a branch %s', (_what, parted, ours, branch, merged) => {
  const theirs = { ...registry(...branch), digest: 'sha256:0' };
  expect(mergeRegistries(registry(...parted), registry(...ours), theirs)).toEqual({ ...theirs, entries: merged });
});
