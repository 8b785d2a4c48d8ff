import { describe, expect, test } from 'vitest';
import { approvalDigest, worthOf } from '../../src/registry/digest.ts';
import { approved, entryFor, places, repository } from './world.ts';

const full = () =>
  entryFor('triage', 'triage', {
    match: {
      repos: [{ repo: 'github.com/acme/shop', paths: ['b', 'a'] }],
      images: ['ghcr.io/acme/triage'],
      workloads: [],
      hosts: ['triage-1'],
    },
    identities: ['spiffe://acme.com/b', 'spiffe://acme.com/a'],
    scope: {
      providers: ['openai', 'anthropic'],
      tools: [{ name: 'refund', access: 'write', approval: 'human' }, { name: 'search' }],
    },
    credentials: [{ env: 'OPENAI_API_KEY', ref: null, unique: true }],
  });

describe('the digest of what is approved', () => {
  test('stays what it is, for approvals hold it', () => {
    expect(approvalDigest(full())).toBe('sha256:c79e847682f3fa36e9e8358294a1a8745344772951e1de4e397bafc2898d372a');
    expect(approvalDigest(entryFor('a', 'a'))).toBe(
      'sha256:f1de3235b589c31c5a449f137294cb226ef743e3b7fda6cdd645c91e92c45ad8',
    );
  });

  test('does not depend on the order of lists and of keys', () => {
    const { match, scope, identities, credentials } = full();
    const turned = {
      credentials,
      scope: { tools: scope.tools?.toReversed() ?? [], providers: ['anthropic', 'openai'] },
      identities: identities.toReversed(),
      match: {
        hosts: match.hosts,
        workloads: [],
        images: match.images,
        repos: [{ paths: ['a', 'b'], repo: repository }],
      },
    };
    expect(approvalDigest(turned)).toBe(approvalDigest(full()));
  });

  test('is the same for what is absent and what is not defined', () => {
    const tool = { name: 'search', access: undefined, approval: undefined };
    const of = (tools: object[]) => approvalDigest({ ...full(), scope: { tools } as never }); // as no file can say it
    expect(of([tool])).toBe(of([{ name: 'search' }]));
    expect(of([{ name: 'search', access: 'read' }])).not.toBe(of([{ name: 'search' }]));
  });

  test('tells two values from one that looks like both', () => {
    const of = (...providers: string[]) => approvalDigest({ ...full(), scope: { providers } });
    expect(of('a', 'b')).not.toBe(of('a,b'));
    expect(of('a', 'b')).not.toBe(of('a","b'));
    expect(of('a', 'a')).not.toBe(of('a'));
  });
});

describe('what an entry is worth', () => {
  test('is the same with other words for people', () => {
    expect(worthOf({ ...full(), name: 'Other', purpose: 'Other' })).toBe(worthOf(full()));
  });

  test.each([
    ['id', { id: 'other' }],
    ['status', { status: 'approved' as const }],
    ['owner', { owner: { team: 'acme/other', technical: null, sponsor: null } }],
    ['match', { match: places() }],
    ['identities', { identities: [] }],
    ['scope', { scope: {} }],
    ['credentials', { credentials: [] }],
    ['approval', { approval: approved(full()).approval }],
  ])('is another with another %s', (_what, change) => {
    expect(worthOf({ ...full(), ...change })).not.toBe(worthOf(full()));
  });
});
