import { expect, test } from 'vitest';
import { written, writtenApproval, writtenScope } from '../../src/registry/render.ts';
import { approved, entryFor, places, repository } from './world.ts';

test('an entry is written with what it says, in the order in which a person reads it', () => {
  const entry = approved(
    entryFor('triage', 'a', {
      purpose: 'Sorts mail',
      owner: { team: 'acme/shop', technical: null, sponsor: 'bob' },
      match: { ...places({ repo: repository, paths: ['a'] }, { repo: 'r', paths: [] }), images: ['i'] },
      identities: ['spiffe://x'],
      scope: { providers: ['openai'], models: [], tools: [{ name: 'refund', access: 'write' }] },
      credentials: [
        { env: 'K', ref: null, unique: true },
        { env: null, ref: 'vault:k', unique: false },
      ],
      exceptions: [{ check: 'RC203', until: '2026-12-31', reason: 'migration', ticket: null }],
    }),
  );
  expect(JSON.stringify(written(entry))).toBe(
    JSON.stringify({
      id: 'triage',
      name: 'triage',
      purpose: 'Sorts mail',
      status: 'approved',
      owner: { team: 'acme/shop', sponsor: 'bob' },
      match: { repos: [{ repo: repository, paths: ['a'] }, { repo: 'r' }], images: ['i'] },
      identities: ['spiffe://x'],
      scope: { providers: ['openai'], tools: [{ name: 'refund', access: 'write' }] },
      credentials: [{ env: 'K', unique: true }, { ref: 'vault:k' }],
      approval: { by: ['alice'], at: '2026-01-01', expires: '2027-01-01', digest: entry.approval?.digest },
      exceptions: [{ check: 'RC203', until: '2026-12-31', reason: 'migration' }],
    }),
  );
});

test('an entry is written with the reason of its status, where it is found, and the ticket of an exception', () => {
  const exceptions = [{ check: 'RC203', until: '2026-12-31', reason: 'migration', ticket: 'SEC-1' }];
  const match = { ...places({ repo: repository, paths: ['a'] }), workloads: ['w'], hosts: ['h'] };
  const entry = entryFor('a', 'a', { status: 'rejected', note: 'too wide', match, exceptions });
  expect(Object.entries(written(entry))).toEqual([
    ['id', 'a'],
    ['name', 'a'],
    ['status', 'rejected'],
    ['note', 'too wide'],
    ['match', { repos: [{ repo: repository, paths: ['a'] }], workloads: ['w'], hosts: ['h'] }],
    ['exceptions', exceptions],
  ]);
});

test('an entry that says nothing more is written with nothing more', () => {
  expect(written(entryFor('a', 'a', { match: places() }))).toEqual({ id: 'a', name: 'a', status: 'pending' });
});

test('an approval and a scope are written with all that they have', () => {
  const approval = { by: ['a'], at: '2026-01-01', expires: null, evidence: ['e'], digest: null };
  expect(writtenApproval(approval)).toEqual({ by: ['a'], at: '2026-01-01', evidence: ['e'] });
  const scope = {
    providers: ['p'],
    models: ['m'],
    hosts: ['h'],
    frameworks: ['f'],
    tools: [{ name: 't' }, { name: 'u', access: 'read', approval: 'human' } as const],
    mcpServers: ['s'],
    dataSinks: ['d'],
    dynamic: ['models'] as const,
  };
  expect(writtenScope(scope)).toEqual(scope);
  expect(writtenScope({})).toEqual({});
});
