import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { Agent, Witness } from '../../src/model/census.ts';
import type { EvidenceOf } from '../../src/model/evidence.ts';
import type { Entry } from '../../src/model/registry.ts';
import { agentAt, approved, entryFor } from '../registry/world.ts';
import { callerAt, traffic } from '../sighting.ts';
import { scene, textOf, texts } from './scene.ts';

type Changes = Partial<EvidenceOf<'traffic'>>;

const scope = { providers: ['openai'], hosts: ['gw.acme.com'] };
const holds = approved(entryFor('e', 'a', { scope }));

const graded = new Map([...texts, ['RC502', textOf('RC502', { severity: 'medium' })] as const]);

function called(...all: readonly Changes[]): Agent {
  const seen = all.map((one): Witness => ({ ...traffic(callerAt('x'), one), attachedBy: 'identity' }));
  const agent = agentAt('a', {
    providers: [...new Set(seen.flatMap(({ provider, weight }) => (weight === 'use' ? (provider ?? []) : [])))],
    hosts: [...new Set(seen.flatMap((one) => ('hosts' in one ? one.hosts : [])))],
  });
  return { ...agent, evidence: [...agent.evidence, ...seen] };
}

function found(agent: Agent, entry: Entry = holds) {
  return check(scene({ agents: [agent] }, [entry], { texts: graded })).findings;
}

const told = (changes: Changes, entry?: Entry) =>
  found(called(changes), entry).map(({ check: id, severity, message }) => `${id} ${severity} ${message}`);

const strange = 'Agent "a" was seen to call evil.example, which entry "e" does not allow.';
const own: Changes = { host: 'evil.example', hosts: ['evil.example'] };

describe('an approved agent that was seen to call', () => {
  test('a host of its provider that is anybody’s does what was approved', () => {
    expect(told({})).toEqual([]);
    expect(told({}, approved(entryFor('e', 'a', { scope: { providers: ['open*'] } })))).toEqual([]);
  });

  test('a host that its entry names does so, whoever stands behind it', () => {
    expect(told({ host: 'gw.acme.com', hosts: ['gw.acme.com'], provider: null })).toEqual([]);
  });

  test('a host of one’s own at its provider does not', () => {
    expect(told(own)).toEqual([`RC502 medium ${strange}`]);
  });

  test('a host of which nobody knows whose it is does not', () => {
    expect(told({ ...own, provider: null })).toEqual([`RC502 medium ${strange}`]);
    expect(told({ ...own, hosts: [], provider: null })).toEqual([`RC502 medium ${strange}`]);
  });

  test('one of several providers or hosts that its entry names does so', () => {
    const wide = { providers: ['x*', 'openai'], hosts: ['b.example', 'evil.example'] };
    const entry = approved(entryFor('e', 'a', { scope: wide }));
    expect(told({}, entry)).toEqual([]);
    expect(told(own, entry)).toEqual([]);
    expect(told({ ...own, host: 'c.example', hosts: [], provider: null }, entry)).toEqual([
      'RC502 medium Agent "a" was seen to call c.example, which entry "e" does not allow.',
    ]);
  });

  test('a host that only looks like one of its provider does not', () => {
    expect(told({ ...own, provider: null, hosts: [], weight: 'mention' })).toEqual([`RC502 medium ${strange}`]);
  });

  test('a provider that nobody approved is graver', () => {
    const other = { host: 'api.anthropic.com', provider: 'anthropic' };
    const message = 'Agent "a" was seen to call api.anthropic.com, which entry "e" does not allow.';
    expect(told(other)).toEqual([`RC502 high ${message}`]);
    expect(told(other, approved(entryFor('e', 'a', { scope: {} })))).toContain(`RC502 high ${message}`);
  });

  test('several times, is told once for each host, at the first record of it', () => {
    const agent = called(
      { ...own, line: 9 },
      { ...own, line: 3 },
      { ...own, file: 'b.log' },
      { ...own, host: 'b.example', hosts: ['b.example'] },
    );
    const all = found(agent).filter(({ check: id }) => id === 'RC502');
    expect(all.map(({ line, locations }) => [line, locations.map(({ file, line: at }) => `${file}:${at}`)])).toEqual([
      [1, []],
      [3, ['access.log:9', 'b.log:1']],
    ]);
    expect(all[1]).toMatchObject({ agent: agent.id, entry: 'e', provider: 'openai', repository: 'logs' });
  });

  test('is told by the host, whatever is said of its provider', () => {
    const prints = (changes: Changes) => found(called(changes)).map(({ fingerprint }) => fingerprint);
    expect(prints(own)).toEqual(prints({ ...own, provider: 'anthropic' }));
  });
});

describe('nothing of this is told of', () => {
  test.each<[string, Changes]>([
    ['what was refused', { ...own, count: 0, denied: 4 }],
    ['what was looked up', { ...own, basis: 'dns' }],
    ['a page for people', { ...own, weight: 'mention' }],
    ['a record that names no host', { ...own, host: null }],
  ])('%s', (_, changes) => {
    expect(told(changes).filter((one) => one.startsWith('RC502'))).toEqual([]);
  });

  test.each<[string, Entry]>([
    ['an agent whose approval has ended', { ...holds, status: 'deprecated' }],
    ['one whose entry was edited', { ...holds, approval: null }],
    ['one that waits', entryFor('e', 'a')],
    ['one that nobody knows', entryFor('e', 'b')],
  ])('%s', (_, entry) => {
    expect(told(own, entry).filter((one) => one.startsWith('RC502'))).toEqual([]);
  });
});

describe('what drifts is told once: by the wire, or as drift', () => {
  const ids = (agent: Agent, entry?: Entry) =>
    found(agent, entry)
      .map(({ check: id, subject }) => `${id} ${subject}`)
      .toSorted();
  const other: Changes = { host: 'api.anthropic.com', provider: 'anthropic' };
  const drift = 'RC103 anthropic';

  test('by the wire where only calls to strange hosts show it', () => {
    expect(ids(called(other))).toEqual(['RC502 api.anthropic.com']);
    expect(ids(called(own))).toEqual(['RC502 evil.example']);
    expect(ids(called(other, { ...other, count: 0, denied: 2 }, { ...other, basis: 'dns' }))).toEqual([
      'RC502 api.anthropic.com',
    ]);
  });

  test('as drift where code shows it, too', () => {
    const agent = called(other);
    const [call] = agent.evidence;
    const both = { ...agent, evidence: [...agent.evidence, ...(call ? [{ ...call, provider: 'anthropic' }] : [])] };
    expect(ids(both)).toEqual([drift, 'RC502 api.anthropic.com']);
  });

  test('as drift where its record names no host, or one that is allowed', () => {
    expect(ids(called({ ...other, host: null }))).toEqual([drift]);
    expect(ids(called({ ...other, host: 'gw.acme.com' }))).toEqual([drift]);
    expect(ids(called(other, { ...other, host: 'gw.acme.com' }))).toEqual([drift, 'RC502 api.anthropic.com']);
  });

  test('as drift where nothing got through', () => {
    expect(ids(called({ ...other, basis: 'dns' }))).toEqual([drift]);
  });

  test('as drift where nothing shows it', () => {
    expect(ids(agentAt('a', { providers: ['anthropic'] }))).toEqual([drift]);
  });

  test('as drift where it is a model', () => {
    const agent = { ...called({ ...own, models: ['m'] }), models: ['m'] };
    expect(ids(agent)).toEqual(['RC103 m', 'RC502 evil.example']);
  });
});
