import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { Config, Ignore } from '../../src/model/config.ts';
import type { Suppression } from '../../src/model/finding.ts';
import { agentAt, approved, entryFor, places, repository } from '../registry/world.ts';
import { keyIn, scene, seen } from './scene.ts';

const at = { file: '.rollcall/config.yaml', line: 9, column: 3 };

function comment(file: string, line: number, changes: Partial<Suppression> = {}): Suppression {
  return { kind: 'inline', check: 'RC201', reason: 'sample', until: null, at: { file, line, column: 1 }, ...changes };
}

function ignore(changes: Partial<Ignore> = {}): Partial<Config> {
  return { ignore: [{ check: 'RC201', path: '**', agent: null, reason: 'known', until: null, at, ...changes }] };
}

const agent = agentAt('a');
const key = () => scene({ agents: [seen(agent, keyIn('a/.env', 'k', 5))] });

/** By which suppression the key's finding is suppressed, and what is idle. */
function outcome(input: ReturnType<typeof scene>) {
  const { findings, idle } = check(input);
  const finding = findings.find((each) => each.check === 'RC201');
  return { by: finding?.suppressed?.kind ?? null, idle: idle.map(({ kind, check }) => `${kind} ${check}`) };
}

function withComments(input: ReturnType<typeof scene>, ...suppressions: readonly Suppression[]) {
  return { ...input, inspections: [{ place: repository, suppressions }] };
}

describe('a comment', () => {
  test('suppresses what stands on its line, and what stands on the next', () => {
    expect(outcome(withComments(key(), comment('a/.env', 5)))).toEqual({ by: 'inline', idle: [] });
    expect(outcome(withComments(key(), comment('a/.env', 4)))).toEqual({ by: 'inline', idle: [] });
  });

  test('suppresses the next line only where its own holds nothing', () => {
    const two = scene({ agents: [seen(agent, keyIn('a/.env', 'k1', 5), keyIn('a/.env', 'k2', 6))] });
    const { findings } = check(withComments(two, comment('a/.env', 5)));
    expect(findings.filter(({ check }) => check === 'RC201').map(({ suppressed }) => suppressed?.kind)).toEqual([
      'inline',
      undefined,
    ]);
  });

  test('suppresses the first line below that holds no comment of its kind', () => {
    const stack = [comment('a/.env', 3), comment('a/.env', 4, { check: 'RC202' })];
    expect(outcome(withComments(key(), ...stack))).toEqual({ by: 'inline', idle: ['inline RC202'] });
  });

  test('suppresses a line that holds another comment where something was found on it', () => {
    const stack = [comment('a/.env', 4), comment('a/.env', 5, { check: 'RC202' })];
    expect(outcome(withComments(key(), ...stack)).by).toBe('inline');
  });

  test('given twice is idle in neither place', () => {
    expect(outcome(withComments(key(), comment('a/.env', 4), comment('a/.env', 5)))).toEqual({
      by: 'inline',
      idle: [],
    });
  });

  test.each([
    ['elsewhere in the file', comment('a/.env', 6)],
    ['in another file', comment('b/.env', 5)],
    ['about another check', comment('a/.env', 5, { check: 'RC101' })],
    ['that has run out', comment('a/.env', 5, { until: '2026-06-01' })],
  ])('%s suppresses nothing, and is idle', (_what, suppression) => {
    expect(outcome(withComments(key(), suppression))).toEqual({ by: null, idle: [`inline ${suppression.check}`] });
  });

  test('holds until the day before its last', () => {
    expect(outcome(withComments(key(), comment('a/.env', 5, { until: '2026-06-02' }))).by).toBe('inline');
  });

  test('in a file of the same name in another repository suppresses nothing', () => {
    const inspections = [
      { place: 'github.com/mallory/fork', suppressions: [comment('a/.env', 5), comment('a/.env', 4)] },
    ];
    expect(outcome({ ...key(), inspections }).by).toBeNull();
  });

  test('counts for nothing, not even as idle, where the tree is not trusted', () => {
    const input = withComments(key(), comment('a/.env', 5), comment('a/.env', 99));
    expect(outcome({ ...input, trustTree: false })).toEqual({ by: null, idle: [] });
  });

  test('about a check that did not run is not idle', () => {
    expect(outcome(withComments(key(), comment('a/.env', 5, { check: 'RC301' }))).idle).toEqual([]);
  });
});

describe('a key in two places', () => {
  const copies = () => scene({ agents: [seen(agent, keyIn('a/.env', 'k', 5), keyIn('b/.env', 'k', 7))] });

  test('is not suppressed by a comment beside one of them, which is not idle either', () => {
    expect(outcome(withComments(copies(), comment('a/.env', 5)))).toEqual({ by: null, idle: [] });
  });

  test('is suppressed by a comment beside each', () => {
    expect(outcome(withComments(copies(), comment('a/.env', 5), comment('b/.env', 6)))).toEqual({
      by: 'inline',
      idle: [],
    });
  });

  test('is suppressed by a path only where it holds both', () => {
    expect(outcome({ ...copies(), config: { ...copies().config, ...ignore({ path: 'a/**' }) } }).by).toBeNull();
    expect(outcome({ ...copies(), config: { ...copies().config, ...ignore({ path: '**/.env' }) } }).by).toBe('config');
  });
});

describe('the configuration', () => {
  function configured(changes: Partial<Ignore>) {
    return outcome({ ...key(), config: { ...key().config, ...ignore(changes) } });
  }

  test('suppresses by check, path and agent', () => {
    expect(configured({})).toEqual({ by: 'config', idle: [] });
    expect(configured({ path: 'a/*' })).toEqual({ by: 'config', idle: [] });
    expect(configured({ agent: agent.id })).toEqual({ by: 'config', idle: [] });
  });

  test.each<[string, Partial<Ignore>]>([
    ['another check', { check: 'RC101' }],
    ['another path', { path: 'b/**' }],
    ['another agent', { agent: `${repository}//b` }],
    ['a day that is over', { until: '2026-05-31' }],
  ])('does not suppress for %s', (_what, changes) => {
    expect(configured(changes).by).toBeNull();
  });

  test('is idle where it suppresses nothing', () => {
    expect(configured({ path: 'b/**' }).idle).toEqual(['config RC201']);
    expect(configured({ until: '2026-05-31' }).idle).toEqual(['config RC201']);
  });

  test('holds though the tree is not trusted', () => {
    const config = { ...key().config, ...ignore() };
    expect(outcome({ ...key(), config, trustTree: false }).by).toBe('config');
  });
});

describe('an exception of an entry', () => {
  const exception = { check: 'RC201', until: '2026-12-31', reason: 'migration', ticket: 'SEC-1' };
  const entry = approved(entryFor('triage', 'a', { exceptions: [exception] }));
  const agents = [seen(agent, keyIn('a/.env', 'k', 5))];

  test('suppresses a finding about its agent, with reason and ticket, and the finding stays in the list', () => {
    const { findings, idle } = check(scene({ agents }, [entry]));
    expect(findings).toMatchObject([
      {
        check: 'RC201',
        suppressed: { kind: 'exception', reason: 'migration (SEC-1)', until: '2026-12-31', at: entry.at },
      },
    ]);
    expect(idle).toEqual([]);
  });

  test('suppresses a finding about the entry itself', () => {
    const ghost = approved(entryFor('ghost', 'gone', { exceptions: [{ ...exception, check: 'RC105' }] }));
    expect(check(scene({}, [ghost])).findings).toMatchObject([{ check: 'RC105', suppressed: { kind: 'exception' } }]);
  });

  test('does not suppress a finding about another agent', () => {
    const others = [agent, seen(agentAt('b'), keyIn('b/.env', 'k', 5))];
    expect(outcome(scene({ agents: others }, [entry]))).toEqual({ by: null, idle: ['exception RC201'] });
  });

  test.each([
    ['of an entry that nobody approved', { ...entry, status: 'pending' as const }, []],
    ['that has run out', { ...entry, exceptions: [{ ...exception, until: '2026-06-01' }] }, ['exception RC201']],
  ])('%s suppresses nothing', (_what, entry, idle) => {
    expect(outcome(scene({ agents }, [entry]))).toEqual({ by: null, idle });
  });

  test('is not idle where its place was not read', () => {
    const match = places({ repo: 'github.com/acme/elsewhere', paths: [] });
    expect(check(scene({}, [approved({ ...entry, match })])).idle).toEqual([]);
  });
});
