import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { EvidenceOf } from '../../src/model/evidence.ts';
import type { KeyHistory } from '../../src/model/history.ts';
import { agentAt, repository } from '../registry/world.ts';
import { keyIn, scene, seen, textOf, texts } from './scene.ts';

type Key = EvidenceOf<'key'>;

/** The one finding of RC201 about a key with these witnesses, where RC201 is high. */
function found(...witnesses: readonly Partial<Key>[]) {
  const unattached = witnesses.map((changes, i) => ({ ...keyIn(`${i}.env`, 'k'), ...changes, reason: '' }));
  const { findings } = check(scene({ unattached }));
  const [finding, ...others] = findings.filter((one) => one.check === 'RC201');
  expect(others).toEqual([]);
  return finding;
}

function severity(...witnesses: readonly Partial<Key>[]) {
  return found(...witnesses)?.severity;
}

describe('how grave a key is', () => {
  test('is what the check says of any key, unless the key says otherwise', () => {
    expect(severity({})).toBe('high');
    expect(severity({ severity: 'medium' })).toBe('medium');
  });

  test.each<[string, Partial<Key>]>([
    ['a name of a key', { grants: 'nothing' }],
    ['a key that its vendor does not take', { verified: 'dead' }],
    ['a key that has run out', { expires: '2026-05-31T00:00:00Z' }],
    ['a shape of a key that has run out', { proof: 'shape', expires: '2026-05-31T00:00:00Z' }],
  ])('is little for %s', (_what, changes) => {
    expect(severity(changes)).toBe('low');
    expect(severity({ ...changes, severity: 'critical' })).toBe('low');
  });

  test('is as ever where the key is still good, today too', () => {
    expect(severity({ expires: '2026-06-01' })).toBe('high');
    expect(severity({ expires: '2027-01-01T00:00:00Z' })).toBe('high');
  });

  test.each<[string, Partial<Key>]>([
    ['a day that is over', { expires: '2026-05-31T00:00:00Z' }],
    ['a shape', { proof: 'shape' }],
    ['a shape in a test', { proof: 'shape', context: 'test' }],
  ])('is as ever for %s where its vendor takes it', (_what, changes) => {
    expect(severity({ ...changes, verified: 'live' })).toBe('high');
    expect(severity({ ...changes, verified: 'live', severity: 'medium' })).toBe('medium');
  });

  test('is one step less for a mere shape, and two in a test, a page or an example', () => {
    const shape = { proof: 'shape' } as const;
    const contexts = ['production', 'vendored', 'test', 'docs', 'example'] as const;
    expect(contexts.map((context) => severity({ ...shape, context }))).toEqual([
      'high',
      'high',
      'medium',
      'medium',
      'medium',
    ]);
    expect(severity({ ...shape, severity: 'high' })).toBe('medium');
    expect(severity({ ...shape, severity: 'medium', context: 'test' })).toBe('low');
    expect(severity({ ...shape, severity: 'low', context: 'test' })).toBe('low');
  });

  test('is that of its gravest place', () => {
    const graded = new Map([...texts, ['RC201', textOf('RC201', { severity: 'critical' })]]);
    const dead = { ...keyIn('a', 'k'), verified: 'dead', reason: '' } as const;
    const of = (...others: readonly Partial<Key>[]) =>
      check(
        scene({ unattached: [dead, ...others.map((one, i) => ({ ...dead, line: i + 2, ...one }))] }, [], {
          texts: graded,
        }),
      ).findings.map((one) => one.severity);
    expect(of()).toEqual(['low']);
    expect(of({ verified: 'live', severity: 'medium' }, { verified: 'live', severity: 'high' })).toEqual(['high']);
    expect(of({ verified: 'live' }, { verified: 'live', severity: 'high' })).toEqual(['critical']);
  });
});

describe('what is said of a key', () => {
  const said = (...witnesses: readonly Partial<Key>[]) => found(...witnesses)?.message;

  test('is what it is and its mask, and of a mere shape what it looks like', () => {
    const shape = { proof: 'shape' } as const;
    expect(said({ title: 'a key of its own kind' })).toMatch(/^A key of its own kind sk-proj-… is written/);
    expect(said({ ...shape, title: 'DeepSeek API key' })).toMatch(
      /^sk-proj-…, which has the shape of a DeepSeek API key, is written/,
    );
    expect(said({ ...shape, title: 'OpenAI project key' })).toContain('the shape of an OpenAI project key,');
  });

  test('ends with what its vendor says, and with the day on which it ends', () => {
    const here = 'OpenAI project key sk-proj-… is written into this file';
    expect(said({ verified: 'live' })).toBe(`${here}, and the vendor says it is live.`);
    expect(said({ expires: '2026-05-31T10:00:00Z' })).toBe(`${here}. It ran out on 2026-05-31.`);
    expect(said({ expires: '2026-06-01' })).toBe(`${here}. It is good until 2026-06-01.`);
    expect(said({ expires: '2027-02-03T10:00:00Z' })).toBe(`${here}. It is good until 2027-02-03.`);
  });

  test('counts the other places', () => {
    expect(said({}, {})).toContain('this file, and in one other place.');
    expect(said({}, {}, {})).toContain('this file, and in 2 other places.');
  });

  test('is what the clearest witness shows: a proof, then a name beside it, then one vendor, then the first place', () => {
    const of = (...witnesses: readonly Partial<Key>[]) => found(...witnesses)?.keyType;
    const [structure, context, shape] = (['structure', 'context', 'shape'] as const).map((proof) => ({
      proof,
      type: proof,
    }));
    expect(of({ ...shape }, { ...context }, { ...structure })).toBe('structure');
    expect(of({ ...shape }, { ...context })).toBe('context');
    expect(of({ ...structure, oneOf: ['a', 'b'] }, { ...shape })).toBe('shape');
    expect(of({ ...context, file: 'b' }, { ...context, file: 'a', type: 'first' })).toBe('first');
    expect(of({ type: 'b', file: 'x' }, { type: 'a', file: 'x' })).toBe('a');
    expect(of({ type: 'a', file: 'x' }, { type: 'b', file: 'x' })).toBe('a');
  });
});

describe('where a key is found', () => {
  const past: KeyHistory = {
    object: 'b'.repeat(40),
    type: 'blob',
    first: { commit: 'a'.repeat(40), date: null },
    last: { commit: 'a'.repeat(40), date: null },
    removed: null,
    inHead: false,
    reachable: true,
  };
  const places = (...witnesses: readonly Partial<Key>[]) => {
    const finding = found(...witnesses);
    return [finding, ...(finding?.locations ?? [])].map(
      (one) => `${one?.file}:${one?.line} ${one?.object?.[0] ?? '-'}`,
    );
  };

  test('objects in which the same place holds it are told apart, and come in order', () => {
    const [b, c] = [past, { ...past, object: 'c'.repeat(40) }];
    const here = { file: '.env' };
    expect(places({ ...here, history: c }, { ...here, history: b })).toEqual(['.env:1 b', '.env:1 c']);
    expect(places({ ...here, history: b }, { ...here, history: c })).toEqual(['.env:1 b', '.env:1 c']);
    expect(places({ ...here, history: b }, { ...here, history: c }, { ...here, history: b })).toEqual([
      '.env:1 b',
      '.env:1 c',
    ]);
  });

  test('columns and lines of one file are places of their own', () => {
    const here = { file: '.env' };
    expect(places(here, { ...here, column: 9 }, { ...here, line: 2 }, here)).toEqual([
      '.env:1 -',
      '.env:1 -',
      '.env:2 -',
    ]);
  });

  test('its past in another repository is another place, though the file has the same name', () => {
    expect(places({ file: '.env' }, { file: '.env', place: 'github.com/acme/crm', history: past })).toEqual([
      '.env:1 -',
      '.env:1 b',
    ]);
  });

  test('it is about the first of the agents that hold it, with the provider of the clearest witness', () => {
    const agents = ['b', 'a'].map((path) => seen(agentAt(path), keyIn(`${path}/.env`, 'k')));
    const { findings } = check(scene({ agents }));
    expect(findings.find((one) => one.check === 'RC201')).toMatchObject({
      agent: `${repository}//a`,
      entry: null,
      provider: 'openai',
      keyType: 'openai-project-key',
    });
  });

  test('components and what belongs to nobody are looked through too', () => {
    const component = {
      id: 'c',
      kind: 'library',
      name: 'c',
      repository,
      path: 'c',
      evidence: [keyIn('c/.env', 'in-component')],
    } as const;
    const { findings } = check(scene({ components: [component], unattached: [{ ...keyIn('d', 'd'), reason: '' }] }));
    expect(findings.map(({ check, file }) => `${check} ${file}`)).toEqual(['RC201 c/.env', 'RC201 d']);
  });
});

describe('since when a key is in the repository', () => {
  const past: KeyHistory = {
    object: 'b'.repeat(40),
    type: 'blob',
    first: { commit: 'a'.repeat(40), date: '2025-01-01' },
    last: { commit: 'a'.repeat(40), date: '2025-01-01' },
    removed: null,
    inHead: false,
    reachable: true,
  };

  test('is told of the earliest commit, and of the file that it was written into', () => {
    const later = { ...past, first: { commit: 'c'.repeat(40), date: '2025-06-01' } };
    const said = (...old: readonly Partial<Key>[]) => found({ file: '.env' }, ...old)?.message;
    const elsewhere = { place: 'github.com/acme/crm' };
    expect(said({ file: '.env', history: later }, { file: '.env', history: past })).toContain('commit aaaaaaa on');
    expect(said({ file: '.env', history: past }, { file: '.env', history: later })).toContain('commit aaaaaaa on');
    expect(said({ file: '.env', history: past, ...elsewhere })).toContain('into .env.');
  });

  test('is not known where no commit was seen to hold it', () => {
    expect(found({ history: { ...past, last: null } })?.message).toContain('no commit was seen to hold');
    expect(found({ history: { ...past, first: null } })?.message).toContain('no commit was seen to hold');
  });
});
