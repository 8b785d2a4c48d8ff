import { describe, expect, test } from 'vitest';
import type { Sighting } from '../../src/census/join.ts';
import { type Ties, withComponents, withSightings } from '../../src/census/runtime.ts';
import type { Agent, Census } from '../../src/model/census.ts';
import type { Caller } from '../../src/model/traffic.ts';
import { agentAt, census, repository } from '../registry/world.ts';
import { callerAt, podCaller, processOf, traffic } from '../sighting.ts';
import { deployed, fate } from './runs.ts';

function fates(agents: readonly Agent[], sightings: readonly Sighting[], ties: Ties = {}): string[] {
  return fate(withSightings(census(...agents), sightings, ties));
}

const a = `${repository}//a`;
const identity = 'aws:arn:aws:iam::111122223333:role/triage';
const role: Partial<Caller> = { key: identity, kind: 'principal', name: 'triage', identities: [identity] };

describe('what runs is joined to code', () => {
  test('by an account', () => {
    const agents = [agentAt('a', { identities: [identity] }), agentAt('b')];
    expect(fates(agents, [traffic(callerAt('10.0.0.1', role))])).toEqual([`${a} by identity`]);
  });

  test('by a workload and its namespace', () => {
    const agents = [deployed('a', { namespace: 'support' }), agentAt('b')];
    expect(fates(agents, [traffic(podCaller('support', 'bot'))])).toEqual([`${a} by workload`]);
    expect(fates(agents, [traffic(podCaller('sales', 'bot'))])).toEqual(['runtime//k8s:sales/bot by caller']);
    expect(fates(agents, [traffic(podCaller(null, 'bot'))])).toEqual(['runtime//k8s:bot by caller']);
  });

  test('by no workload of which no manifest says where it runs', () => {
    expect(fates([deployed('a', {})], [traffic(podCaller(null, 'bot'))])).toEqual(['runtime//k8s:bot by caller']);
  });

  test('by an image of its own, and by none that anybody runs', () => {
    const image = (name: string) =>
      fates(
        [deployed('a', { whose: { folder: null, image: name } })],
        [traffic(callerAt('10.0.0.1', { image: name }))],
      );
    expect(image('acme/triage')).toEqual([`${a} by image`]);
    expect(image('python')).toEqual(['runtime//ip:10.0.0.1 by caller']);
  });

  test('by the folder that it runs in: the unit that is nearest around it', () => {
    const agents = [agentAt('.'), agentAt('a'), agentAt('a/b'), agentAt('ab')];
    const at = (path: string, place = repository) =>
      fates(agents, [processOf(callerAt('x', { hosts: [] }))], { whereabouts: () => ({ place, path }) });
    expect(at('a/main.py')).toEqual([`${a} by running`]);
    expect(at('a/b/main.py')).toEqual([`${a}/b by running`]);
    expect(at('a')).toEqual([`${a} by running`]);
    expect(at('c/main.py')).toEqual([`${repository}//. by running`]);
    expect(at('a/main.py', 'github.com/acme/other')).toEqual(['runtime//ip:x by caller']);
  });

  test('by the fingerprint of a key that a process holds', () => {
    const key = { env: 'OPENAI_API_KEY', ref: null, fingerprint: 'f', provider: 'openai' };
    const agents = [agentAt('a', { credentials: [key] })];
    const holding = (fingerprint: string) => processOf(callerAt('x'), { fingerprints: [fingerprint] });
    expect(fates(agents, [holding('f')])).toEqual([`${a} by fingerprint`]);
    expect(fates(agents, [holding('g')])).toEqual(['runtime//ip:x by caller']);
  });

  test('by the registry, where nothing else joins it', () => {
    const b = agentAt('b', { identities: [identity] });
    const registered = () => a;
    expect(fates([agentAt('a'), b], [traffic(callerAt('10.0.0.1'))], { registered })).toEqual([`${a} by registered`]);
    expect(fates([agentAt('a'), b], [traffic(callerAt('10.0.0.1', role))], { registered })).toEqual([
      `${repository}//b by identity`,
    ]);
  });

  test('the strongest key first', () => {
    const agents = [
      agentAt('a', { identities: [identity] }),
      deployed('b', { namespace: 's' }),
      deployed('c', { whose: { folder: null, image: 'acme/c' } }),
    ];
    const caller = podCaller('s', 'bot', { identities: [identity], image: 'acme/c' });
    expect(fates(agents, [traffic(caller)])).toEqual([`${a} by identity`]);
    expect(fates(agents, [traffic({ ...caller, identities: [] })])).toEqual([`${repository}//b by workload`]);
    expect(fates(agents, [traffic({ ...caller, identities: [], workload: null })])).toEqual([
      `${repository}//c by image`,
    ]);
  });

  test('with all other records of the same caller, of which one tells its account', () => {
    const agents = [agentAt('a', { identities: [identity] })];
    const pod = podCaller('s', 'bot');
    const known = traffic({ ...pod, identities: [identity] });
    expect(fates(agents, [traffic(pod, { line: 2 }), known])).toEqual([`${a} by identity`, `${a} by caller`]);
  });

  test('but not where its records belong to two agents, nor other processes of its name', () => {
    const agents = [agentAt('a', { identities: ['x'] }), agentAt('b', { identities: ['y'] })];
    const pod = podCaller('s', 'bot');
    const all = ['x', 'y', 'z'].map((name) => traffic({ ...pod, identities: [name] }));
    expect(fates(agents, all)).toContain('runtime//k8s:s/bot by caller');
    const two = ['x', 'z'].map((name) => processOf(callerAt('h', { identities: [name] })));
    expect(fates(agents, two)).toEqual([`${a} by identity`, 'runtime//ip:h by caller']);
  });
});

describe('a key that two agents share joins nothing', () => {
  const key = { env: null, ref: null, fingerprint: 'f', provider: 'openai' };
  test.each<[string, (path: string) => Agent, Sighting]>([
    [
      'account',
      (path) => agentAt(path, { identities: [identity] }),
      traffic(callerAt('x', { identities: [identity] })),
    ],
    ['workload', (path) => deployed(path, { namespace: 's' }), traffic(podCaller('s', 'bot', { key: 'ip:x' }))],
    [
      'image',
      (path) => deployed(path, { whose: { folder: null, image: 'acme/bot' } }),
      traffic(callerAt('x', { image: 'acme/bot' })),
    ],
    ['fingerprint', (path) => agentAt(path, { credentials: [key] }), processOf(callerAt('x'), { fingerprints: ['f'] })],
  ])('%s', (_, agentWith, sighting) => {
    expect(fates([agentWith('a')], [sighting])[0]).toMatch(/^github.*\/\/a by /);
    expect(fates([agentWith('a'), agentWith('b')], [sighting])).toEqual(['runtime//ip:x by caller']);
  });
});

describe('what no code explains', () => {
  const found = (...sightings: readonly Sighting[]) => withSightings(census(), sightings).agents;

  test('is an agent of its own, by its caller', () => {
    const [agent] = found(
      traffic(callerAt('10.0.0.1'), { models: ['gpt-4.1'] }),
      traffic(callerAt('10.0.0.1'), { host: 'x' }),
    );
    expect(agent).toMatchObject({
      id: 'runtime//ip:10.0.0.1',
      repository: 'runtime',
      path: 'ip:10.0.0.1',
      name: '10.0.0.1',
      kind: 'runtime',
      level: 'caller',
      providers: ['openai'],
      models: ['gpt-4.1'],
      example: false,
    });
    expect(agent?.evidence).toHaveLength(2);
  });

  test('is shown at what is surest of it', () => {
    const lines = [traffic(callerAt('x'), { basis: 'dns', line: 1 }), traffic(callerAt('x'), { line: 9 })];
    const medium = traffic(callerAt('x'), { confidence: 'medium', line: 5 });
    expect(found(...lines, medium)[0]?.evidence.map(({ line }) => line)).toEqual([9, 5, 1]);
  });

  test('is an agent that acts where one of its records says so', () => {
    expect(found(traffic(callerAt('x')), traffic(callerAt('x'), { level: 'agent' }))[0]?.level).toBe('agent');
  });

  test('did what got through, and not what was refused or only looked up beside it', () => {
    const caller = callerAt('x', { identities: ['user:x'] });
    const tried = traffic(caller, { provider: 'anthropic', count: 0, denied: 2 });
    const looked = traffic({ ...caller, identities: ['user:y'] }, { provider: 'google', basis: 'dns' });
    expect(found(traffic(caller), tried, looked)[0]).toMatchObject({
      providers: ['openai'],
      identities: ['user:x', 'user:y'],
    });
    expect(found(looked)[0]).toMatchObject({ providers: ['google'] });
  });

  test('is told by the assistant that a person works with', () => {
    const assistant = { client: 'assistant', programs: ['Claude Code'] } as const;
    const named = (caller: Caller, ...others: readonly Sighting[]) =>
      found(traffic(caller, assistant), ...others)[0]?.name;
    const machine = callerAt('10.0.0.7');
    expect(named(machine)).toBe('Claude Code on 10.0.0.7');
    expect(named(callerAt('x', { key: 'user:alice', kind: 'user', name: 'alice' }))).toBe('Claude Code of alice');
    expect(named(callerAt('x', role))).toBe('Claude Code of triage');
    expect(named(callerAt('x', { kind: 'credential', name: 'team' }))).toBe('Claude Code of team');
    expect(named(machine, traffic(machine, { basis: 'dns' }))).toBe('Claude Code on 10.0.0.7');
    expect(named(machine, traffic(machine, { ...assistant, programs: ['Cursor'] }))).toBe('assistants on 10.0.0.7');
    expect(named(machine, traffic(machine, { host: 'x' }))).toBe('10.0.0.7');
    expect(found(traffic(machine, { client: 'assistant' }))[0]?.name).toBe('10.0.0.7');
  });
});

describe('no agent is made by', () => {
  const caller = callerAt('10.0.0.7');
  test.each<[string, Sighting, string]>([
    ['a person', traffic(caller, { client: 'browser' }), 'a person, by the browser'],
    ['a probe', traffic(caller, { client: 'probe' }), 'a probe of whether the host is there'],
    [
      'a page for people',
      traffic(caller, { weight: 'mention' }),
      'a console or a page for people, and no call of a model',
    ],
    ['calls that were all refused', traffic(caller, { count: 0, denied: 3 }), 'every call was refused'],
    [
      'a process that holds a key',
      processOf(caller, { weight: 'mention' }),
      'it holds a key of a model, and was not seen to call one',
    ],
  ])('%s', (_, sighting, reason) => {
    expect(fates([], [sighting])).toEqual([reason]);
  });

  test('what says that it is a browser, but in a cluster, where nobody sits', () => {
    expect(fates([], [traffic(podCaller('s', 'bot'), { client: 'browser' })])).toEqual([
      'runtime//k8s:s/bot by caller',
    ]);
  });
});

describe('who looked up is no second caller', () => {
  const address = '10.0.0.7';
  const lookup = traffic(callerAt(address), { basis: 'dns', line: 2 });
  const user = callerAt(address, { key: 'user:alice', kind: 'user', name: 'alice' });
  const explained = 'a look-up that other calls from its address explain';
  const own = 'runtime//ip:10.0.0.7 by caller';

  test.each<[string, Sighting]>([
    ['an account at a proxy', traffic(user)],
    ['one that was refused there', traffic(user, { count: 0, denied: 1 })],
    ['a workload', traffic(podCaller('s', 'bot', { hosts: [address] }))],
    ['a person', traffic(callerAt(address), { client: 'browser' })],
    ['a probe', traffic(callerAt(address), { client: 'probe' })],
  ])('where it was done for %s', (_, call) => {
    expect(fates([], [lookup, call])).toContain(explained);
    expect(fates([], [call, lookup])).not.toContain(own);
  });

  test.each<[string, Sighting]>([
    ['another address', traffic({ ...user, hosts: ['10.0.0.8'] })],
    ['another host', traffic(user, { host: 'eu.api.openai.com' })],
    ['another provider', traffic(user, { provider: 'azure-openai' })],
    ['no host', traffic(user, { host: null })],
    ['only looked it up, too', traffic(user, { basis: 'dns' })],
  ])('but by itself where the other call is of %s', (_, call) => {
    expect(fates([], [lookup, call])).toContain(own);
  });

  test('and belongs to the calls of its own address', () => {
    expect(fates([], [lookup, traffic(callerAt(address))])).toEqual([own, own]);
  });

  test('while an address that called is a caller all the same', () => {
    const call = traffic(callerAt(address), { basis: 'sni', line: 2 });
    expect(fates([], [call, traffic(user)])).toContain(own);
  });

  test('and who is known by more than an address is one, whatever else was there', () => {
    const named = traffic(callerAt(address, { key: 'machine:laptop' }), { basis: 'dns' });
    expect(fates([], [named, traffic(user)])).toContain('runtime//machine:laptop by caller');
  });
});

describe('an agent of code that was seen to run', () => {
  const example = agentAt('a', { identities: [identity], example: true });

  test('is none that is only an example, and does what it was seen to do', () => {
    const [agent] = withSightings(census(example), [
      traffic(callerAt('x', role), { provider: 'anthropic', hosts: ['gw.acme.com'] }),
      traffic(callerAt('x', role), { provider: 'google', basis: 'dns' }),
    ]).agents;
    expect(agent).toMatchObject({ example: false, providers: ['anthropic', 'openai'], hosts: ['gw.acme.com'] });
  });

  test('and one that was not is as it was', () => {
    const found = withSightings(census(example), [traffic(callerAt('y'))]);
    expect(found.agents[0]).toBe(example);
    expect(withSightings(census(example), [])).toEqual(census(example));
  });
});

test('components that stand in no code come in the order of their ids', () => {
  const component = (id: string) =>
    ({ id, kind: 'model-endpoint', name: id, repository: '', path: '', evidence: [] }) as const;
  const before: Census = { ...census(), components: [component('b')] };
  expect(withComponents(before, [component('c'), component('a')]).components.map(({ id }) => id)).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(withComponents(before, [])).toBe(before);
});
