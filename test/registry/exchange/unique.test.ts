import { describe, expect, test } from 'vitest';
import { Taken } from '../../../src/registry/exchange/unique.ts';
import { registryOf } from './world.ts';

const nowhere = { repos: [], images: [], workloads: [], hosts: [] };
const shop = { ...nowhere, repos: [{ repo: 'github.com/acme/shop', paths: ['a', 'b'] }] };

/** The id that a record gets among the entries. */
const idFor = (
  id: string | null,
  name: string | null,
  taken = new Taken(registryOf()),
  match = nowhere,
  identities: string[] = [],
) => taken.idFor({ id, name, match, identities });

describe('the id for a record', () => {
  test.each([...['triage', 'a', '7', 'acme.billing_triage-2', 'a--b', 'x'.repeat(100)]])(
    '%s is taken as it stands',
    (id) => {
      expect(idFor(id, 'Name')).toEqual({ id, known: false });
    },
  );

  test.each([
    ['Billing Triage', 'billing-triage'],
    ['-a', 'a'],
    ['a-', 'a'],
    ['a b', 'a-b'],
    ['acme/triage', 'acme-triage'],
    ['x'.repeat(101), 'x'.repeat(80)],
    ['constructor', 'constructor-agent'],
    ['Ünïcode', 'u-ni-code'],
    ['請求', 'name'],
    ['', 'name'],
    [null, 'name'],
  ])('of %j is %s', (id, expected) => {
    expect(idFor(id, 'Name').id).toBe(expected);
  });

  test.each([
    [null, 'Billing & Co.', 'billing-co'],
    [null, '請求', 'agent'],
    ['請求', null, 'agent'],
    [null, null, 'agent'],
  ])('%j with the name %j is %s', (id, name, expected) => {
    expect(idFor(id, name).id).toBe(expected);
  });

  test('that is taken is the next that is not', () => {
    const taken = new Taken(
      registryOf(...['a', 'a-2', 'a-4'].map((id) => ({ id, name: id, status: 'draft', identities: [id] }))),
    );
    expect(idFor('a', null, taken)).toEqual({ id: 'a-3', known: false });
    expect(idFor('a-2', null, taken)).toEqual({ id: 'a-2-2', known: false });
    taken.add({ id: 'a-3', match: nowhere, identities: ['other'] });
    expect(idFor('a', null, taken)).toEqual({ id: 'a-5', known: false });
  });
});

describe('a record is known', () => {
  const match = { repos: shop.repos, images: ['i', 'j'], workloads: ['w', 'x'], hosts: ['h', 'k'] };
  const known = (id: string, where: typeof match, identities: string[]) => {
    const taken = new Taken(registryOf());
    taken.add({ id: 'a', match: nowhere, identities: ['other'] });
    taken.add({ id: 'a-2', match, identities: ['p', 'q'] });
    return taken.idFor({ id, name: null, match: where, identities });
  };

  test('by its id and its places, under whichever number, in whatever order and however often they are said', () => {
    const said = {
      repos: [
        { repo: 'GitHub.com/Acme/shop', paths: ['b'] },
        { repo: 'github.com/acme/shop', paths: ['a', 'b'] },
      ],
      images: ['j', 'i', 'j'],
      workloads: ['x', 'w'],
      hosts: ['k', 'h'],
    };
    expect(known('a', said, ['q', 'p', 'q'])).toEqual({
      id: 'a-2',
      known: true,
    });
  });

  test.each([
    ['folder', { ...match, repos: [{ repo: 'github.com/acme/shop', paths: ['a'] }] }, ['p', 'q']],
    ['image', { ...match, images: ['i'] }, ['p', 'q']],
    ['workload', { ...match, workloads: ['w'] }, ['p', 'q']],
    ['host', { ...match, hosts: ['h'] }, ['p', 'q']],
    ['identity', match, ['p']],
    ['kind of place', { ...match, images: match.hosts, hosts: match.images }, ['p', 'q']],
  ])('but not with another %s', (_, other, identities) => {
    expect(known('a', other, identities)).toEqual({ id: 'a-3', known: false });
  });

  test('nor under another id', () => {
    expect(known('b', match, ['p', 'q'])).toEqual({ id: 'b', known: false });
  });
});

describe('a place of which there is one owner', () => {
  const whole = { repo: 'git.acme.example/acme/Mail', paths: [] };
  const entries = [
    { id: 'a', name: 'A', status: 'draft', match: { repos: shop.repos } },
    { id: 'b', name: 'B', status: 'draft', match: { repos: [whole], images: ['i'] } },
  ];
  const rival = (...repos: { repo: string; paths: string[] }[]) =>
    new Taken(registryOf(...entries)).rival({ match: { ...nowhere, images: ['i'], repos } });

  test.each([
    ['a folder', [{ repo: 'github.com/acme/shop', paths: ['c', 'b'] }], { id: 'a', place: 'github.com/acme/shop//b' }],
    [
      'a folder, whatever its case at GitHub',
      [{ repo: 'GitHub.com/ACME/shop', paths: ['a'] }],
      { id: 'a', place: 'github.com/acme/shop//a' },
    ],
    ['a whole repository', [{ repo: 'x/y/z', paths: [] }, whole], { id: 'b', place: 'git.acme.example/acme/Mail' }],
  ])('is %s', (_, repos, expected) => {
    expect(rival(...repos)).toEqual(expected);
  });

  test.each([
    ['another folder', [{ repo: 'github.com/acme/shop', paths: ['c', 'a/b'] }]],
    ['the repository around a folder', [{ repo: 'github.com/acme/shop', paths: [] }]],
    ['a folder of a repository', [{ ...whole, paths: ['a'] }]],
    ['another case elsewhere', [{ repo: 'git.acme.example/acme/mail', paths: [] }]],
    ['an image', []],
  ])('is not %s', (_, repos) => {
    expect(rival(...repos)).toBeNull();
  });
});
