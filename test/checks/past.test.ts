import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { KeyHistory } from '../../src/model/history.ts';
import { agentAt } from '../registry/world.ts';
import { keyIn, scene } from './scene.ts';

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string]; // made of three

const past: KeyHistory = {
  object: 'f'.repeat(40),
  type: 'blob',
  first: { commit: a, date: '2025-02-03T10:00:00Z' },
  last: { commit: b, date: '2025-03-04T10:00:00Z' },
  removed: { commit: c, date: '2025-03-05T10:00:00Z' },
  inHead: false,
  reachable: true,
};

/** What RC201 says of keys in files; `null` is a file of the tree. */
function found(...keys: readonly (readonly [file: string, history: Partial<KeyHistory> | null])[]) {
  const unattached = keys.map(([file, history]) => ({
    ...keyIn(file, 'f1'),
    history: history && { ...past, ...history },
    reason: 'in git history',
  }));
  return check(scene({ unattached })).findings.filter((one) => one.check === 'RC201');
}

function said(history: Partial<KeyHistory>, file = '.env'): string | undefined {
  return found([file, history])[0]?.message.replace('OpenAI project key sk-proj-… ', '');
}

describe('of a key that only history holds', () => {
  test.each<[string, Partial<KeyHistory>]>([
    [
      'was written into this file by commit aaaaaaa on 2025-02-03 and removed by commit ccccccc on 2025-03-05; it is in history only.',
      {},
    ],
    [
      'was written into this file by commit aaaaaaa on 2025-02-03 and is still in commit bbbbbbb on 2025-03-04, the end of another branch; it is in history only.',
      { removed: null },
    ],
    [
      'is in this file in HEAD since commit aaaaaaa on 2025-02-03, and not in the work tree.',
      { removed: null, inHead: true },
    ],
    [
      'was written into this file by commit aaaaaaa on 2025-02-03, which no branch or tag leads to, and which can still be read.',
      { reachable: false },
    ],
    [
      'is in an object of the repository that no commit was seen to hold, and anyone who has the object can read it.',
      { first: null, last: null, removed: null, reachable: false },
    ],
    ['is written into the message of commit aaaaaaa on 2025-02-03.', { type: 'commit', removed: null }],
    ['is written into the message of a tag of commit aaaaaaa on 2025-02-03.', { type: 'tag', removed: null }],
    ['is written into the message of a tag.', { type: 'tag', first: null, last: null, removed: null }],
    [
      'was written into this file by commit aaaaaaa and removed by commit ccccccc; it is in history only.',
      { first: { commit: a, date: null }, removed: { commit: c, date: null } },
    ],
  ])('it is said that it %s', (sentence, history) => {
    expect(said(history)).toBe(sentence);
  });

  test('the commit is named in which it can be seen, and the object', () => {
    expect(found(['.env', {}])[0]).toMatchObject({ file: '.env', commit: b, object: 'f'.repeat(40) });
  });

  test('the place is that which is nearest: HEAD, then a branch, then what nothing leads to', () => {
    const places = found(['a.env', { reachable: false }], ['b.env', {}], ['c.env', { inHead: true }]);
    expect([places[0]?.file, ...(places[0]?.locations ?? []).map(({ file }) => file)]).toEqual([
      'c.env',
      'b.env',
      'a.env',
    ]);
    expect(places[0]?.message).toContain(', and in 2 other places of the history');
  });
});

describe('of a key in the tree', () => {
  test('the past of the same file is no other place', () => {
    const [finding, ...others] = found(['.env', null], ['.env', { inHead: true }]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ file: '.env', commit: null, object: null, locations: [] });
    expect(finding?.message).toContain('is written into this file; commit aaaaaaa on 2025-02-03 brought it in.');
  });

  test('another file of the past is one, and the earliest tells since when', () => {
    const [finding] = found(
      ['new.env', null],
      ['new.env', { first: { commit: b, date: '2025-06-01T00:00:00Z' } }],
      ['old.env', {}],
    );
    expect(finding?.locations).toMatchObject([{ file: 'old.env', commit: b }]);
    expect(finding?.message).toContain(
      'is written into this file, and in one other place of the history; it was first written by commit aaaaaaa on 2025-02-03, into old.env.',
    );
  });

  test('the finding has the same fingerprint as in history, whoever holds the key', () => {
    const held = check(scene({ agents: [agentAt('bot', { evidence: [keyIn('.env', 'f1')] })] })).findings;
    const [mine] = held.filter((one) => one.check === 'RC201');
    expect(mine?.agent).toBe('github.com/acme/shop//bot');
    expect(found(['.env', null], ['old.env', {}])[0]?.fingerprint).toBe(mine?.fingerprint);
    expect(found(['other.env', {}])[0]?.fingerprint).toBe(mine?.fingerprint);
  });
});

test('a comment of today does not excuse what stood on its line before', () => {
  const suppression = {
    kind: 'inline',
    check: 'RC201',
    reason: 'made up',
    until: null,
    at: { file: '.env', line: 1, column: 1 },
  } as const;
  const inspections = [{ place: 'github.com/acme/shop', suppressions: [suppression], marks: [] }];
  const judge = (history: KeyHistory | null) => {
    const unattached = [{ ...keyIn('.env', 'f1'), history, reason: '' }];
    return check(scene({ unattached }, [], { inspections })).findings.find((one) => one.check === 'RC201')?.suppressed;
  };
  expect(judge(null)).toMatchObject({ reason: 'made up' });
  expect(judge(past)).toBeNull();
});
