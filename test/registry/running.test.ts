import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runtimeAgent } from '../../src/census/runtime.ts';
import type { Agent } from '../../src/model/census.ts';
import type { Entry } from '../../src/model/registry.ts';
import type { Caller } from '../../src/model/traffic.ts';
import { matcher } from '../../src/registry/match.ts';
import { reconcile } from '../../src/registry/reconcile.ts';
import { stubOf } from '../../src/registry/stub.ts';
import { callerAt, podCaller, traffic } from '../sighting.ts';
import { agentAt, census, entryFor, registry, terms } from './world.ts';

/** What was seen to run and stands in no code. */
function running(...callers: readonly [Caller, ...Caller[]]): Agent {
  const agent = runtimeAgent(callers.map((caller) => traffic(caller)));
  if (!agent) throw new Error('It is none.');
  return agent;
}

function fits(agent: Agent, ...entries: readonly Entry[]) {
  const { entries: found, by } = matcher(registry(...entries), { trustTree: true })(agent);
  return [by, ...found.map(({ id }) => id)];
}

const entryOf = (id: string, match: Partial<Entry['match']>, fields: Partial<Entry> = {}) =>
  entryFor(id, '', { match: { repos: [], images: [], workloads: [], hosts: [], ...match }, ...fields });

const pod = podCaller('billing', 'triage', { image: 'ghcr.io/acme/triage', hosts: ['10.1.0.1', 'node-1'] });
const byWorkload = entryOf('w', { workloads: ['k8s:billing/deployment/triage'] });
const byImage = entryOf('i', { images: ['ghcr.io/acme/triage'] });
const byHost = entryOf('h', { hosts: ['node-1'] });

describe('what was seen to run is known', () => {
  test('by its workload, of the kind and cluster that were seen', () => {
    expect(fits(running(pod), byWorkload)).toEqual(['workload', 'w']);
    const set = podCaller('billing', 'triage', {
      workload: { cluster: null, namespace: 'billing', kind: 'statefulset', name: 'triage' },
    });
    expect(fits(running(set), byWorkload)).toEqual([null]);
    expect(fits(running(podCaller('sales', 'triage')), byWorkload)).toEqual([null]);
  });

  test('by its image, whatever the tag that the entry names', () => {
    expect(fits(running(pod), byImage)).toEqual(['image', 'i']);
    expect(fits(running(pod), entryOf('t', { images: ['GHCR.io/acme/triage:1.2'] }))).toEqual(['image', 't']);
    expect(fits(running(pod), entryOf('t', { images: ['ghcr.io/acme/triage-2'] }))).toEqual([null]);
  });

  test('by its machine, by name or address', () => {
    expect(fits(running(pod), byHost)).toEqual(['host', 'h']);
    expect(fits(running(callerAt('10.0.0.7')), entryOf('h', { hosts: ['10.0.0.7'] }))).toEqual(['host', 'h']);
    expect(fits(running(callerAt('10.0.0.70')), entryOf('h', { hosts: ['10.0.0.7'] }))).toEqual([null]);
  });

  test('by the workload first, then the image, then the machine', () => {
    expect(fits(running(pod), byHost, byImage, byWorkload)).toEqual(['workload', 'w']);
    expect(fits(running(pod), byHost, byImage)).toEqual(['image', 'i']);
  });

  test('by an account, or by the name of its caller, before all of these', () => {
    const account = entryOf('a', {}, { identities: ['k8s:ns/billing/sa/triage'] });
    expect(fits(running({ ...pod, identities: ['k8s:ns/billing/sa/triage'] }), byWorkload, account)).toEqual([
      'identity',
      'a',
    ]);
    const service = callerAt('x', { key: 'service:triage', kind: 'service', hosts: [] });
    expect(fits(running(service), entryOf('s', {}, { identities: ['service:triage'] }))).toEqual(['identity', 's']);
  });

  test('while a path in a repository is no name of a caller', () => {
    expect(fits(agentAt('service:triage'), entryOf('s', {}, { identities: ['service:triage'] }))).toEqual([null]);
  });

  test('by several entries where several name it', () => {
    expect(fits(running(pod), byHost, { ...byHost, id: 'g' })).toEqual(['host', 'g', 'h']);
    expect(fits(running(pod), byImage, { ...byImage, id: 'g' })).toEqual(['image', 'g', 'i']);
    expect(fits(running(pod), byWorkload, { ...byWorkload, id: 'g' })).toEqual(['workload', 'g', 'w']);
  });

  test('in code, too, where no place of an entry holds it', () => {
    const agent = { ...agentAt('a'), evidence: running(pod).evidence };
    expect(fits(agent, byWorkload)).toEqual(['workload', 'w']);
    expect(fits(agent, byWorkload, entryFor('p', 'a'))).toEqual(['path', 'p']);
  });
});

describe('who was seen at several machines', () => {
  const user = callerAt('10.0.0.7', { key: 'user:x', kind: 'user', hosts: ['10.0.0.7', '10.0.0.8'] });

  test('is at none that an entry leaves out', () => {
    expect(fits(running(user), entryOf('h', { hosts: ['10.0.0.7'] }))).toEqual([null]);
    expect(fits(running(user), entryOf('h', { hosts: ['10.0.0.7', '10.0.0.8', 'c'] }))).toEqual(['host', 'h']);
    expect(fits(running({ ...user, hosts: ['10.0.0.7', 'laptop'] }), entryOf('h', { hosts: ['laptop'] }))).toEqual([
      'host',
      'h',
    ]);
  });

  test('is one machine where that is all that is known', () => {
    const machine: Caller = { ...user, kind: 'machine', key: 'machine:laptop' };
    expect(fits(running(machine), entryOf('h', { hosts: ['10.0.0.7'] }))).toEqual(['host', 'h']);
  });
});

test('what was seen to run at an address is known by it, however a registry spells that', () => {
  for (const identity of ['ip:2001:db8::7', 'ip:2001:DB8:0:0:0:0:0:7', 'ip:2001:0db8::0007'])
    expect(fits(running(callerAt('2001:db8::7')), entryOf('e', {}, { identities: [identity] }))).toEqual([
      'identity',
      'e',
    ]);
  expect(fits(running(callerAt('2001:db8::7')), entryOf('e', {}, { identities: ['ip:2001:db8::8'] }))).toEqual([null]);
});

describe('an entry for what was seen to run', () => {
  const place = (caller: Caller) => {
    const { match, identities } = stubOf(running(caller), 'x');
    return { ...match, identities };
  };
  const nowhere = { repos: [], images: [], workloads: [], hosts: [], identities: [] };

  test.each<[string, Caller, object]>([
    ['its workload', pod, { workloads: ['k8s:billing/triage'] }],
    [
      'its workload and its account',
      { ...pod, identities: ['i'] },
      { workloads: ['k8s:billing/triage'], identities: ['i'] },
    ],
    ['its account alone', callerAt('10.0.0.7', { identities: ['user:x'] }), { identities: ['user:x'] }],
    [
      'the name of its machine, before its address',
      callerAt('10.0.0.7', { hosts: ['triage-1', '10.0.0.7'] }),
      { hosts: ['triage-1'] },
    ],
    ['its address, where it has no name', callerAt('10.0.0.7'), { hosts: ['10.0.0.7'] }],
    [
      'what it is called by, where no registry has a place for that',
      callerAt('2001:db8::7'),
      { identities: ['ip:2001:db8::7'] },
    ],
    ['the name of a service', callerAt('x', { key: 'service:s', kind: 'service' }), { identities: ['service:s'] }],
    [
      'a process, and not all of its machine',
      callerAt('x', { key: 'process:python3 a.py@x', kind: 'process' }),
      { identities: ['process:python3 a.py@x'] },
    ],
    [
      'a machine whose name is no host',
      callerAt('x', { key: "machine:Al's Mac", hosts: ["al's mac"] }),
      { identities: ["machine:Al's Mac"] },
    ],
    [
      'hosts without what is none',
      callerAt('x', { key: 'machine:a', hosts: ['-a', 'b-', 'a b', 'ab.c', 'd'] }),
      { hosts: ['ab.c', 'd'] },
    ],
  ])('names %s', (_, caller, said) => {
    expect(place(caller)).toEqual({ ...nowhere, ...said });
  });

  test('names its place in the report where nothing shows what it runs as', () => {
    expect(stubOf(agentAt('ip:x', { kind: 'runtime' }), 'x')).toMatchObject({ identities: ['ip:x'] });
  });

  test('fits it', () => {
    const word = fc.constantFrom('a', 'job', 'prod', '10.0.0.7', '2001:db8::7', "al's");
    const caller = fc
      .record({
        key: fc.constantFrom('ip:x', 'service:s', 'process:p'),
        kind: fc.constantFrom<Caller['kind'][]>('machine', 'service', 'process', 'user'),
        identities: fc.subarray(['i']),
        hosts: fc.uniqueArray(word, { maxLength: 3 }),
        workload: fc.option(
          fc.record({ cluster: fc.option(word), namespace: fc.option(word), kind: fc.option(word), name: word }),
        ),
      })
      .map((changes) => callerAt('x', changes));
    fc.assert(
      fc.property(caller, (one) => {
        const entry: Entry = { ...stubOf(running(one), 'x'), at: { file: 'r', line: 1, column: 1 } };
        expect(fits(running(one), entry)[1]).toBe('x');
      }),
    );
  });
});

test('a further entry changes the verdicts of its own agents alone', () => {
  const agents = [pod, podCaller('sales', 'bot'), callerAt('10.0.0.7'), callerAt('10.0.0.8')].map((one) =>
    running(one),
  );
  const match = fc.record({
    workloads: fc.subarray(['k8s:billing/triage', 'k8s:sales/bot', 'k8s:sales/pod/bot']),
    images: fc.subarray(['ghcr.io/acme/triage', 'x']),
    hosts: fc.subarray(['10.0.0.7', '10.0.0.8', 'node-1']),
  });
  const entries = fc
    .array(match, { maxLength: 3 })
    .map((all) => all.map((one, index) => entryOf(`e${index}`, one, { status: 'rejected' })));
  const states = (all: readonly Entry[]) =>
    new Map(reconcile(census(...agents), registry(...all), terms).verdicts.map((one) => [one.agent, one]));
  fc.assert(
    fc.property(entries, match, (known, more) => {
      const entry = entryOf('more', more);
      const after = states([...known, entry]);
      for (const [agent, verdict] of states(known)) {
        const now = after.get(agent);
        if (!now?.candidates.includes('more')) expect(now).toEqual(verdict);
      }
    }),
  );
});
