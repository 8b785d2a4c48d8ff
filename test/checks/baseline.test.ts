import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CheckInput, check } from '../../src/checks/index.ts';
import { accept } from '../../src/cli/baseline.ts';
import type { AcceptedAt, Baseline } from '../../src/model/baseline.ts';
import type { Finding } from '../../src/model/finding.ts';
import { agentAt, approved, entryFor, repository } from '../registry/world.ts';
import { keyIn, scene, seen } from './scene.ts';

const terms = { reason: 'stood in May', until: null };

/** A baseline of findings, one entry a line. */
function baselineOf(findings: readonly Finding[], changes: Partial<AcceptedAt> = {}): Baseline {
  const entries = accept(findings, terms).map((entry, index) => ({
    ...entry,
    at: { file: 'baseline.json', line: index + 1, column: 1 },
    ...changes,
  }));
  return { origin: 'baseline.json', digest: null, entries };
}

/** Checks that do not count, and idle entries, for short. */
function outcome(input: CheckInput) {
  const { findings, idle } = check(input);
  return {
    suppressed: findings.filter(({ suppressed }) => suppressed?.kind === 'baseline').map((one) => one.check),
    counts: findings.filter(({ suppressed }) => suppressed === null).map((one) => one.check),
    idle: idle.map(({ kind, check }) => `${kind} ${check}`),
  };
}

function found(input: CheckInput): readonly Finding[] {
  return check(input).findings;
}

const agent = seen(agentAt('a'), keyIn('a/.env', 'k', 5));
/** What stood when the baseline was written, and the baseline of it. */
const inMay = () => scene({ agents: [agent] });
const baseline = () => baselineOf(found(inMay()));

describe('the baseline', () => {
  test('accepts what it names, agents among it, with its own reason and place', () => {
    expect(outcome({ ...inMay(), baseline: baseline() })).toEqual({
      suppressed: ['RC201', 'RC101'],
      counts: [],
      idle: [],
    });
    expect(found({ ...inMay(), baseline: baseline() })[0]?.suppressed).toEqual({
      kind: 'baseline',
      check: 'RC201',
      reason: 'stood in May',
      until: null,
      at: { file: 'baseline.json', line: 2, column: 1 },
    });
  });

  test('accepts nothing that is new', () => {
    const after = scene({ agents: [agent, agentAt('b')], unattached: [{ ...keyIn('c/.env', 'l'), reason: '' }] });
    expect(outcome({ ...after, baseline: baseline() })).toEqual({
      suppressed: ['RC201', 'RC101'],
      counts: ['RC101', 'RC201'],
      idle: [],
    });
  });

  test('still accepts what moved to another line, or to another file of its agent', () => {
    const moved = scene({ agents: [seen(agentAt('a'), keyIn('a/config/.env', 'k', 99))] });
    expect(outcome({ ...moved, baseline: baseline() }).counts).toEqual([]);
  });

  test('accepts the same, whatever lines and columns things move to, and in whatever order they are found', () => {
    const at = fc.record({ line: fc.integer({ min: 1, max: 1e6 }), column: fc.integer({ min: 1, max: 500 }) });
    const file = fc.constantFrom('a/.env', 'a/b/c.py', 'a/z');
    const moves = fc.array(fc.record({ at, file }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(moves, at, (moves, call) => {
        const keys = moves.map(({ at, file }) => ({ ...keyIn(file, 'k'), ...at }));
        const { evidence, ...rest } = agentAt('a');
        const moved = { ...rest, evidence: [...keys, ...evidence.map((one) => ({ ...one, ...call }))] };
        expect(outcome({ ...scene({ agents: [moved] }), baseline: baseline() })).toMatchObject({
          counts: [],
          idle: [],
        });
      }),
    );
  });

  test('still accepts a key of no agent, wherever it moves', () => {
    const loose = (file: string) => scene({ unattached: [{ ...keyIn(file, 'k'), reason: '' }] });
    const accepted = baselineOf(found(loose('docs/a.md')));
    expect(outcome({ ...loose('lib/b.md'), baseline: accepted }).counts).toEqual([]);
  });

  test('does not accept what another agent does', () => {
    const moved = scene({ agents: [agentAt('a'), seen(agentAt('b'), keyIn('b/.env', 'k', 5))] });
    expect(outcome({ ...moved, baseline: baseline() })).toEqual({
      suppressed: ['RC101'],
      counts: ['RC201', 'RC101'],
      idle: ['baseline RC201'],
    });
  });

  test('accepts a finding wherever it stands, though a comment beside one copy would not', () => {
    const copies = scene({ agents: [seen(agent, keyIn('a/other.env', 'k', 7))] });
    expect(outcome({ ...copies, baseline: baseline() }).counts).toEqual([]);
  });

  test('comes after what is said in the file', () => {
    const at = { file: 'a/.env', line: 5, column: 1 };
    const said = { kind: 'inline', check: 'RC201', reason: 'revoked', until: null, at } as const;
    const { findings, idle } = check({
      ...inMay(),
      baseline: baseline(),
      inspections: [{ place: repository, suppressions: [said] }],
    });
    expect([findings[0]?.suppressed?.kind, idle]).toEqual(['inline', []]);
  });

  test('holds though the tree is not trusted', () => {
    expect(outcome({ ...inMay(), baseline: baseline(), trustTree: false }).counts).toEqual([]);
  });

  test.each([
    ['another check', { check: 'RC105' }],
    ['another agent', { agent: `${repository}//z` }],
  ])('accepts nothing by an entry that shows %s than its fingerprint is made of', (_what, changes) => {
    const forged = baselineOf(
      found(inMay()).filter((one) => one.check === 'RC201'),
      changes,
    );
    expect(outcome({ ...inMay(), baseline: forged })).toMatchObject({ suppressed: [], counts: ['RC201', 'RC101'] });
  });
});

describe('an entry of the baseline', () => {
  const until = (day: string) => baselineOf(found(inMay()), { until: day });

  test('holds until the day before its last', () => {
    expect(outcome({ ...inMay(), baseline: until('2026-06-02') }).counts).toEqual([]);
  });

  test('that has run out accepts nothing, and is idle', () => {
    expect(outcome({ ...inMay(), baseline: until('2026-06-01') })).toEqual({
      suppressed: [],
      counts: ['RC201', 'RC101'],
      idle: ['baseline RC101', 'baseline RC201'],
    });
  });

  const gone = () => scene({ agents: [agentAt('a')] });
  const covered = { repositories: new Set([repository]), selects: () => true };

  test('that matches nothing any more is idle', () => {
    expect(outcome({ ...gone(), baseline: baseline(), covered }).idle).toEqual(['baseline RC201']);
  });

  test.each<[string, Parameters<typeof scene>[2]]>([
    ['its repository was not wholly read', { covered: { ...covered, repositories: new Set() } }],
    ['its file was left out', { covered: { ...covered, selects: (file) => !file.startsWith('a/') } }],
    ['its check did not run', { config: { checks: new Map([['RC201', 'off']]) } }],
  ])('is not idle where %s', (_what, changes) => {
    expect(outcome(scene({ agents: [agentAt('a')] }, [], { baseline: baseline(), covered, ...changes })).idle).toEqual(
      [],
    );
  });

  test('of two repositories is not idle where one of them was not read', () => {
    const elsewhere = 'github.com/acme/zoo';
    const both = scene({
      agents: [
        seen(agentAt('a'), keyIn('a/.env', 'k')),
        seen(agentAt('b', { repository: elsewhere }), keyIn('b/.env', 'k', 1, elsewhere)),
      ],
    });
    const shared = baselineOf(found(both).filter((one) => one.check === 'RC202'));
    expect(shared.entries[0]?.alsoIn).toEqual([elsewhere]);
    expect(outcome({ ...gone(), baseline: shared, covered }).idle).toEqual([]);
    const all = { ...covered, repositories: new Set([repository, elsewhere]) };
    expect(outcome({ ...gone(), baseline: shared, covered: all }).idle).toEqual(['baseline RC202']);
  });
});

describe('an entry of the baseline about the registry', () => {
  const ghost = approved(entryFor('ghost', 'gone'));
  const stood = () => scene({}, [ghost]);
  const accepted = () => baselineOf(found(stood()));

  test('accepts that an entry names an agent that is not there', () => {
    expect(outcome({ ...stood(), baseline: accepted() })).toEqual({ suppressed: ['RC105'], counts: [], idle: [] });
  });

  test('is idle once the entry is gone, or its agent is there', () => {
    const other = scene({}, [approved(entryFor('other', 'a'))]);
    expect(outcome({ ...other, baseline: accepted() }).idle).toEqual(['baseline RC105']);
    const back = scene({ agents: [agentAt('gone')] }, [ghost]);
    expect(outcome({ ...back, baseline: accepted() }).idle).toEqual(['baseline RC105']);
  });

  test('is not idle where there is no registry', () => {
    const none = scene({});
    const registry = { ...none.registry, origin: null };
    expect(outcome({ ...none, registry, baseline: accepted() }).idle).toEqual([]);
  });
});

test('ten thousand entries are held against ten thousand findings in a moment', () => {
  const unattached = Array.from({ length: 10_000 }, (_, i) => ({
    ...keyIn(`src/${i % 100}/file-${i}.env`, `key-${i}`, i),
    reason: '',
  }));
  const input = scene({ unattached });
  const accepted = baselineOf(found(input).slice(0, 9_000));
  const stale = accepted.entries.slice(0, 1_000).map((entry) => ({ ...entry, fingerprint: `f${entry.fingerprint}` }));
  const full = { ...accepted, entries: [...accepted.entries, ...stale] };
  const without = performance.now();
  found(input);
  const started = performance.now();
  const { findings, idle } = check({ ...input, baseline: full });
  const cost = performance.now() - started - (started - without);
  expect([findings.filter(({ suppressed }) => suppressed === null).length, idle.length]).toEqual([1_000, 1_000]);
  expect(cost).toBeLessThan(3_000);
});
