import { describe, expect, test } from 'vitest';
import { runtimeAgent } from '../../src/census/runtime.ts';
import { type CheckInput, check } from '../../src/checks/index.ts';
import type { Agent } from '../../src/model/census.ts';
import type { EvidenceOf } from '../../src/model/evidence.ts';
import { agentAt, entryFor } from '../registry/world.ts';
import { callerAt, processOf, traffic } from '../sighting.ts';
import { scene } from './scene.ts';

type Changes = Partial<EvidenceOf<'traffic'>>;

function running(...all: Parameters<typeof runtimeAgent>[0]): Agent {
  const agent = runtimeAgent(all);
  if (!agent) throw new Error('It is none.');
  return agent;
}

const called = (...all: readonly Changes[]) => running(...all.map((one) => traffic(callerAt('10.0.0.7'), one)));

function found(input: CheckInput) {
  return check(input).findings.filter(({ check: id }) => id === 'RC501');
}

const told = (agent: Agent) =>
  found(scene({ agents: [agent] })).map(({ severity, message }) => `${severity} ${message}`);

const end = 'and is neither in the code that was scanned nor in the registry.';

describe('what runs and nobody knows', () => {
  test('is told at the surest of what was seen', () => {
    expect(found(scene({ agents: [called({ line: 7 }, { basis: 'dns', line: 1 })] }))).toMatchObject([
      { agent: 'runtime//ip:10.0.0.7', entry: null, provider: 'openai', file: 'access.log', line: 7, locations: [] },
    ]);
  });

  test('is told by its name and its caller, and whom it calls', () => {
    expect(told(called({}))).toEqual([`high "10.0.0.7" (ip:10.0.0.7) calls openai ${end}`]);
    expect(told(called({}, { provider: 'anthropic' }))).toEqual([
      `high "10.0.0.7" (ip:10.0.0.7) calls anthropic, openai ${end}`,
    ]);
    expect(told(called({ provider: null, confidence: 'medium' }))).toEqual([
      `medium "10.0.0.7" (ip:10.0.0.7) calls a model ${end}`,
    ]);
  });

  test('names six of whom it calls, and counts the rest', () => {
    const agent = (count: number) => called(...[...'abcdefgh'].slice(0, count).map((provider) => ({ provider })));
    expect(told(agent(6))).toEqual([`high "10.0.0.7" (ip:10.0.0.7) calls a, b, c, d, e, f ${end}`]);
    expect(told(agent(8))).toEqual([`high "10.0.0.7" (ip:10.0.0.7) calls a, b, c, d, e, f and 2 more ${end}`]);
  });

  test('is none that is in the registry, whatever is said of it there', () => {
    const entry = entryFor('e', '', { identities: ['ip:10.0.0.7'], status: 'rejected' });
    expect(found(scene({ agents: [called({})] }, [entry]))).toEqual([]);
  });

  test('is no agent of code, and of that RC101 tells', () => {
    const { findings } = check(scene({ agents: [agentAt('a'), called({})] }));
    expect(findings.map(({ check: id, agent }) => `${id} ${agent}`)).toEqual([
      'RC101 github.com/acme/shop//a',
      'RC501 runtime//ip:10.0.0.7',
    ]);
  });

  test('is a process, too, that may serve a model', () => {
    expect(told(running(processOf(callerAt('x'))))).toEqual([`high "x" (ip:x) calls openai ${end}`]);
    const server = processOf(callerAt('x'), { serves: true });
    expect(told(running(server))).toEqual([`high "x" (ip:x) serves openai ${end}`]);
    expect(told(running(server, traffic(callerAt('x'))))).toEqual([`high "x" (ip:x) calls openai ${end}`]);
  });

  test('is known by what it is, whatever else is seen of it later', () => {
    const known = (agent: Agent) => found(scene({ agents: [agent] })).map(({ fingerprint }) => fingerprint);
    expect(known(called({}, { provider: 'google' }))).toEqual(known(called({ basis: 'dns' })));
  });
});

describe('looked up is not connected, and connected is not called', () => {
  const dns: Changes = { basis: 'dns' };

  test.each<[string, string, readonly Changes[]]>([
    ['a look-up', `low "10.0.0.7" (ip:10.0.0.7) looks up hosts of openai ${end}`, [dns]],
    ['an address that is anybody’s', `low "10.0.0.7" (ip:10.0.0.7) looks up hosts of openai ${end}`, [{ basis: 'ip' }]],
    [
      'a look-up and a refused call',
      `low "10.0.0.7" (ip:10.0.0.7) looks up hosts of openai ${end}`,
      [dns, { count: 0, denied: 1 }],
    ],
    [
      'a name that was joined to an address',
      `medium "10.0.0.7" (ip:10.0.0.7) calls openai ${end}`,
      [dns, { basis: 'fqdn', confidence: 'medium' }],
    ],
    [
      'such a name, and a refused call',
      `medium "10.0.0.7" (ip:10.0.0.7) calls openai ${end}`,
      [
        { basis: 'fqdn', confidence: 'medium' },
        { count: 0, denied: 1 },
      ],
    ],
    ['a handshake', `high "10.0.0.7" (ip:10.0.0.7) calls openai ${end}`, [dns, { basis: 'sni' }]],
  ])('%s', (_, message, changes) => {
    expect(told(called(...changes))).toEqual([message]);
  });

  test('whatever else is sure of it', () => {
    expect(told(called({ ...dns, confidence: 'high' }))[0]).toMatch(/^low /);
    expect(told(called({ basis: 'ip', confidence: 'high' }))[0]).toMatch(/^low /);
  });
});
