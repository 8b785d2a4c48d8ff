import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ask } from '../../src/model/change.ts';
import type { Entry } from '../../src/model/registry.ts';
import { diffEntries } from '../../src/registry/diff.ts';
import { approved, entryFor, places, registry, repository } from './world.ts';

const plain = entryFor('triage', 'services/triage');

function asks(before: Partial<Entry>, after: Partial<Entry>): readonly Ask[] {
  const [change] = diffEntries(registry({ ...plain, ...before }), registry({ ...plain, ...after }));
  return change?.asks ?? [];
}

/** `more providers openai high`, with the note behind it. */
function said(before: Partial<Entry>, after: Partial<Entry>): string[] {
  return asks(before, after).map(({ subject, direction, value, note, severity }) =>
    [direction, subject, value, severity ?? '-', note ?? ''].join(' ').trimEnd(),
  );
}

describe('a change of the registry', () => {
  test('is nothing where the entries are the same, wherever they stand', () => {
    const moved = { ...plain, at: { file: 'other.yaml', line: 9, column: 1 } };
    expect(diffEntries(registry(plain), registry(moved))).toEqual([]);
  });

  test('tells of entries that are added, removed and changed, in the order of their ids', () => {
    const before = registry(entryFor('b', 'b'), entryFor('c', 'c'));
    const after = registry(entryFor('c', 'c', { name: 'C' }), entryFor('a', 'a'));
    expect(diffEntries(before, after).map(({ id, kind, name }) => [id, kind, name])).toEqual([
      ['a', 'added', 'a'],
      ['b', 'removed', 'b'],
      ['c', 'changed', 'C'],
    ]);
  });

  test('says how the status moves, and where the entry stands', () => {
    const [gone] = diffEntries(registry(plain), registry());
    expect(gone).toMatchObject({ status: { before: 'pending', after: null }, asks: [], approves: false, at: plain.at });
    const at = { file: 'b.yaml', line: 7, column: 3 };
    const [now] = diffEntries(registry(plain), registry({ ...plain, status: 'rejected', at }));
    expect(now).toMatchObject({ status: { before: 'pending', after: 'rejected' }, at });
  });

  test('of an entry that is added tells all that it would allow', () => {
    const scope = { providers: ['openai'], tools: [{ name: 'search', access: 'read' as const }] };
    const [added] = diffEntries(registry(), registry({ ...plain, scope }));
    expect(added?.asks.map(({ subject, value }) => `${subject} ${value}`)).toEqual([
      'providers openai',
      `place ${repository}//services/triage`,
      'tools search',
    ]);
  });
});

describe('an approval in a change', () => {
  const first = approved(plain);
  const carries = (before: Entry[], after: Entry): boolean | undefined =>
    diffEntries(registry(...before), registry(after))[0]?.approves;

  test('is one of an entry that is new, or was not approved', () => {
    expect(carries([], first)).toBe(true);
    expect(carries([plain], first)).toBe(true);
    expect(carries([], plain)).toBe(false);
  });

  test('is told whole, and goes with its entry', () => {
    expect(diffEntries(registry(plain), registry(first))[0]?.approval).toEqual(first.approval);
    expect(diffEntries(registry(first), registry(plain))[0]?.approval).toBeNull();
    expect(diffEntries(registry(first), registry())[0]?.approval).toBeNull();
  });

  test('that is none asks for none', () => {
    expect(said({ status: 'pending' }, { status: 'draft' })).toEqual(['other status draft - pending before']);
    expect(
      diffEntries(registry(), registry({ ...plain, status: 'draft' }))[0]?.asks.map(({ subject }) => subject),
    ).toEqual(['place']);
  });

  test('is one of other people, dates or scope', () => {
    const again = (more: object): Entry => ({
      ...first,
      approval: { ...(first.approval as object), ...more } as never,
    });
    expect(carries([first], again({ by: ['alice', 'bob'] }))).toBe(true);
    expect(carries([first], again({ expires: '2028-01-01' }))).toBe(true);
    expect(carries([first], again({ digest: 'sha256:1' }))).toBe(true);
    expect(carries([first], again({}))).toBeUndefined();
    expect(carries([first], { ...first, name: 'Other' })).toBe(false);
    expect(carries([first], { ...first, status: 'deprecated' })).toBe(false);
  });
});

describe('what is asked for', () => {
  test.each<[string, Entry['scope'], string]>([
    ['a provider', { providers: ['openai'] }, 'more providers openai high'],
    ['a data sink', { dataSinks: ['pinecone'] }, 'more dataSinks pinecone high'],
    ['an MCP server', { mcpServers: ['github'] }, 'more mcpServers github medium'],
    ['a host', { hosts: ['api.openai.com'] }, 'more hosts api.openai.com medium'],
    ['a model', { models: ['gpt-5'] }, 'more models gpt-5 low'],
    ['a framework', { frameworks: ['langgraph'] }, 'more frameworks langgraph low'],
    ['a facet that is decided at run time', { dynamic: ['models'] }, 'more dynamic models medium'],
    ['any model', { models: ['*'] }, 'more models * high'],
    ['a tool that writes', { tools: [{ name: 'pay', access: 'write' }] }, 'more tools pay high write tool'],
    ['a tool that reads', { tools: [{ name: 'look', access: 'read' }] }, 'more tools look low read tool'],
    ['any tool that reads', { tools: [{ name: '*', access: 'read' }] }, 'more tools * high read tool'],
    ['a tool that may do anything', { tools: [{ name: 'x' }] }, 'more tools x high any tool'],
    ['a tool nobody knows', { tools: [{ name: 'x', access: 'unknown' }] }, 'more tools x high any tool'],
    [
      'a tool that a person approves',
      { tools: [{ name: 'pay', access: 'write', approval: 'human' }] },
      'more tools pay high write tool, a person approves',
    ],
  ])('is %s', (_, scope, line) => {
    expect(said({}, { scope })).toEqual([line]);
    const taken = said({ scope }, {});
    expect(taken).toEqual([`less ${line.split(' ').slice(1, 3).join(' ')} -`]);
  });

  test.each<[string, Entry['scope']['tools'], Entry['scope']['tools'], string[]]>([
    [
      'more of a tool that may write now',
      [{ name: 'x', access: 'read' }],
      [{ name: 'x', access: 'write' }],
      ['more tools x high write access, read before'],
    ],
    [
      'less of one that may only read now',
      [{ name: 'x', access: 'execute' }],
      [{ name: 'x', access: 'read' }],
      ['less tools x - read access, execute before'],
    ],
    [
      'more of one of which nothing is said any more',
      [{ name: 'x', access: 'execute' }],
      [{ name: 'x' }],
      ['more tools x high any access, execute before'],
    ],
    ['nothing where it is said otherwise', [{ name: 'x', access: 'unknown' }], [{ name: 'x' }], []],
    [
      'more of one that no person approves any more',
      [{ name: 'x', access: 'write', approval: 'human' }],
      [{ name: 'x', access: 'write', approval: 'none' }],
      ['more tools x high no person approves any more'],
    ],
    [
      'less of one that a person has to approve now',
      [{ name: 'x', access: 'write' }],
      [{ name: 'x', access: 'write', approval: 'human' }],
      ['less tools x - a person has to approve'],
    ],
  ])('is %s', (_, before, after, lines) => {
    expect(said({ scope: { tools: before } }, { scope: { tools: after } })).toEqual(lines);
  });

  test('is a place, an identity, a credential, an exception', () => {
    const match = {
      ...places({ repo: repository, paths: ['a'] }, { repo: 'github.com/acme/x', paths: [] }),
      hosts: ['h'],
    };
    expect(said({ match: places({ repo: repository, paths: ['a'] }) }, { match })).toEqual([
      'more place all of github.com/acme/x medium',
      'more place h medium',
    ]);
    expect(said({}, { match: { ...plain.match, images: ['i'], workloads: ['w'] } })).toEqual([
      'more place i medium',
      'more place w medium',
    ]);
    expect(said({}, { identities: ['spiffe://x'] })).toEqual(['more identity spiffe://x medium']);
    expect(
      said(
        { credentials: [{ env: 'KEY', ref: null, unique: true }] },
        { credentials: [{ env: 'KEY', ref: 'vault:x', unique: false }] },
      ),
    ).toEqual(['more credential KEY from vault:x medium', 'less credential KEY, of its own -']);
    const exception = { check: 'RC301', until: '2026-12-31', reason: 'migration' };
    expect(said({}, { exceptions: [{ ...exception, ticket: 'SEC-1' }] })).toEqual([
      'more exception RC301 until 2026-12-31: migration (SEC-1) medium',
    ]);
    expect(said({}, { exceptions: [{ ...exception, ticket: null }] })).toEqual([
      'more exception RC301 until 2026-12-31: migration medium',
    ]);
  });

  test.each<[Entry['status'], Entry['status'], string[]]>([
    ['pending', 'approved', ['more status approved high pending before']],
    ['approved', 'rejected', ['less status rejected - approved before']],
    ['pending', 'deprecated', ['other status deprecated - pending before']],
    ['pending', 'pending', []],
  ])('is that %s becomes %s', (before, after, lines) => {
    expect(said({ status: before }, { status: after })).toEqual(lines);
  });

  test('is an approval of an entry that is new', () => {
    const [added] = diffEntries(registry(), registry(approved(plain, null)));
    expect(added?.asks.map(({ subject, value, severity }) => [subject, value, severity])).toEqual([
      ['status', 'approved', 'high'],
      ['expires', 'without an end', 'medium'],
      ['place', `${repository}//services/triage`, 'medium'],
      ['approver', 'alice', null],
    ]);
    expect(diffEntries(registry(), registry(plain))[0]?.asks.map(({ subject }) => subject)).toEqual(['place']);
  });

  test.each<[string | null, string | null, string[]]>([
    ['2026-06-01', '2027-06-01', ['more expires 2027-06-01 - 2026-06-01 before']],
    ['2027-06-01', '2026-06-01', ['less expires 2026-06-01 - 2027-06-01 before']],
    ['2027-06-01', null, ['more expires without an end medium 2027-06-01 before']],
    [null, '2027-06-01', ['less expires 2027-06-01 - without an end before']],
    ['2027-06-01', '2027-06-01', []],
  ])('is an approval until %s that lasts until %s', (before, after, lines) => {
    expect(said(approved(plain, before), approved(plain, after))).toEqual(lines);
  });

  test('is evidence and approvers, of no gravity of their own', () => {
    const { approval } = approved(plain);
    if (!approval) throw new Error('it is approved');
    const more = { ...approval, by: ['alice', 'bob'], evidence: ['https://a'] };
    expect(said({ approval }, { approval: more })).toEqual(['more approver bob -', 'more evidence https://a -']);
  });

  test('are words that allow nothing', () => {
    const owner = { team: 'acme/a', technical: null, sponsor: 'bob' };
    expect(said({}, { name: 'Other', purpose: 'Sorts mail', owner, note: 'too wide' })).toEqual([
      'other name Other - triage before',
      'other note too wide -',
      'other owner acme/a, sponsor bob -',
      'other purpose Sorts mail -',
    ]);
    expect(said({ owner, purpose: 'x' }, { purpose: 'y' })).toEqual([
      'other owner nothing - acme/a, sponsor bob before',
      'other purpose y -',
    ]);
  });

  test('comes gravest first, then what is more, then by name', () => {
    const scope = { models: ['b', 'a'], providers: ['x'], hosts: ['h.example'] };
    expect(said({ scope: { models: ['z'] } }, { scope, name: 'N' })).toEqual([
      'more providers x high',
      'more hosts h.example medium',
      'more models a low',
      'more models b low',
      'less models z -',
      'other name N - triage before',
    ]);
  });

  test('of one gravity comes first what can do harm by itself', () => {
    const scope = {
      dataSinks: ['pinecone'],
      providers: ['openai'],
      tools: [{ name: 'pay', access: 'write' as const }],
      mcpServers: ['github'],
      dynamic: ['models' as const],
      hosts: ['h.example'],
    };
    const credentials = [{ env: 'KEY', ref: null, unique: false }];
    const lines = said({}, { status: 'approved', scope, credentials, identities: ['spiffe://x'] });
    expect(lines.map((line) => line.split(' ')[1])).toEqual(
      'status tools providers dataSinks mcpServers dynamic credential hosts identity'.split(' '),
    );
  });

  test('is first where data may go, also beside any MCP server', () => {
    const lines = said({}, { scope: { mcpServers: ['*'], dataSinks: ['pinecone'] } });
    expect(lines).toEqual(['more dataSinks pinecone high', 'more mcpServers * high']);
  });

  test('is nothing where a person has to approve as before, or nobody had to', () => {
    const tool = { name: 'pay', access: 'write' as const };
    const human = { ...tool, approval: 'human' as const };
    expect(said({ scope: { tools: [human] } }, { scope: { tools: [human] }, name: 'N' })).toHaveLength(1);
    expect(said({ scope: { tools: [tool] } }, { scope: { tools: [{ ...tool, approval: 'none' }] } })).toEqual([]);
  });

  test('is the root of a repository, which is not all of it', () => {
    const match = places({ repo: repository, paths: ['.'] });
    expect(said({ match: places({ repo: repository, paths: ['a'] }) }, { match })).toEqual([
      `more place the root of ${repository} medium`,
      `less place ${repository}//a -`,
    ]);
  });

  test('back and forth is the opposite', () => {
    const providers = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'));
    const tools = fc.uniqueArray(
      fc.record({ name: fc.constantFrom('x', 'y'), access: fc.constantFrom('read' as const, 'write' as const) }),
      { selector: ({ name }) => name },
    );
    const scope = fc.record({ providers, tools });
    fc.assert(
      fc.property(scope, scope, (one, other) => {
        const count = (found: readonly Ask[], direction: Ask['direction']): number =>
          found.filter((ask) => ask.direction === direction).length;
        const [there, back] = [asks({ scope: one }, { scope: other }), asks({ scope: other }, { scope: one })];
        expect(count(there, 'more')).toBe(count(back, 'less'));
        expect(count(there, 'less')).toBe(count(back, 'more'));
      }),
    );
  });
});
