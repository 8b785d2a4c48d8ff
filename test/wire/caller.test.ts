import { describe, expect, test } from 'vitest';
import type { NetworkEvent } from '../../src/model/network.ts';
import { callerOf, merged } from '../../src/wire/caller.ts';
import { callerAt, event, podCaller } from '../sighting.ts';

/** Key, kind and name of who made a call. */
function named(changes: Partial<NetworkEvent>): string | null {
  const caller = callerOf(event(changes));
  return caller && `${caller.key} ${caller.kind} ${caller.name}`;
}

describe('a caller is called by the strongest of its names', () => {
  const all: Partial<NetworkEvent> = {
    workload: 'bot',
    namespace: 'support',
    serviceAccount: 'bot-sa',
    identity: 'arn:aws:iam::111122223333:role/triage',
    service: 'svc',
    user: 'Alice',
    process: '/usr/bin/python3',
    device: 'LAPTOP-1',
  };
  const order: [keyof NetworkEvent, string][] = [
    ['workload', 'k8s:support/bot workload bot'],
    ['serviceAccount', 'k8s:ns/support/sa/bot-sa principal bot-sa'],
    ['identity', 'aws:arn:aws:iam::111122223333:role/triage principal triage'],
    ['service', 'service:support/svc service svc'],
    ['user', 'user:alice user alice'],
    ['process', 'process:/usr/bin/python3@10.0.0.7 process python3'],
    ['device', 'machine:LAPTOP-1 machine LAPTOP-1'],
    ['source', 'ip:10.0.0.7 machine 10.0.0.7'],
  ];

  test.each(order.map(([field, name], index) => [field, name, index] as const))('%s', (_, name, index) => {
    const without = Object.fromEntries(order.slice(0, index).map(([field]) => [field, undefined]));
    expect(named({ ...all, ...without } as Partial<NetworkEvent>)).toBe(name);
  });

  test('and where there is none, it is nobody', () => {
    expect(named({ source: null })).toBeNull();
  });

  test('an instance is a machine before a device, and a name that is no address is one too', () => {
    expect(named({ instance: 'i-1', vm: 'vm-1', device: 'd' })).toBe('machine:i-1 machine i-1');
    expect(named({ vm: 'vm-1', device: 'd' })).toBe('machine:vm-1 machine vm-1');
    expect(named({ source: 'printer.acme.internal' })).toBe(
      'machine:printer.acme.internal machine printer.acme.internal',
    );
    expect(named({ source: '2001:db8::7' })).toBe('ip:2001:db8::7 machine 2001:db8::7');
  });

  test('what a gateway calls a key is a credential, and no account', () => {
    const caller = callerOf(event({ basis: 'gateway', identity: 'team-search' }));
    expect(caller).toMatchObject({ key: 'key:team-search', kind: 'credential', name: 'team-search', identities: [] });
  });

  test('the same account is one, whatever its domain and case', () => {
    expect(named({ user: 'CORP\\Svc-Triage' })).toBe(named({ user: 'svc-triage' }));
  });
});

describe('accounts', () => {
  test.each([
    [
      'a session is its role',
      'arn:aws:sts::111122223333:assumed-role/triage/task-1',
      'aws:arn:aws:iam::111122223333:role/triage',
    ],
    [
      'of another partition',
      'arn:aws-us-gov:sts::111122223333:assumed-role/triage/t',
      'aws:arn:aws-us-gov:iam::111122223333:role/triage',
    ],
    ['a user of AWS', 'arn:aws:iam::111122223333:user/bob', 'aws:arn:aws:iam::111122223333:user/bob'],
    ['SPIFFE', 'spiffe://acme.com/ns/a/sa/b', 'spiffe://acme.com/ns/a/sa/b'],
    ['Google', 'triage@acme.iam.gserviceaccount.com', 'gcp:triage@acme.iam.gserviceaccount.com'],
    ['Azure', '0B9C3A52-1F6E-4A77-9E1C-0D7B6E2A1F10', 'azure:0b9c3a52-1f6e-4a77-9e1c-0d7b6e2a1f10'],
    ['a person', 'Alice@Acme.com', 'user:alice@acme.com'],
  ])('%s', (_, identity, account) => {
    expect(callerOf(event({ basis: 'audit', identity }))?.identities).toEqual([account]);
  });

  test('a name of which nobody knows what kind it is, is none', () => {
    expect(callerOf(event({ basis: 'audit', identity: 'ecs-tasks' }))).toMatchObject({
      key: 'id:ecs-tasks',
      identities: [],
    });
    expect(callerOf(event({ identity: 'x@acme.gserviceaccount.com.evil.example' }))?.identities).toEqual([
      'user:x@acme.gserviceaccount.com.evil.example',
    ]);
  });

  test('the account of everything that has none of its own is nobody', () => {
    expect(callerOf(event({ namespace: 'a', serviceAccount: 'default' }))?.identities).toEqual([]);
    expect(callerOf(event({ serviceAccount: 'sa' }))?.identities).toEqual([]);
  });
});

describe('a workload is told from a pod by how its name ends', () => {
  test.each([
    ['support-bot-7d9f6c5b8-x2x7k', 'deployment', 'support-bot'],
    ['queue-0', null, 'queue'],
    ['logger-x2x7k', null, 'logger'],
    ['notebook', null, 'notebook'],
    ['support-bot-7d9f6c5b8-aeiou', null, 'support-bot-7d9f6c5b8-aeiou'],
  ])('%s', (pod, kind, name) => {
    expect(callerOf(event({ pod, namespace: 'a' }))?.workload).toEqual({ cluster: null, namespace: 'a', kind, name });
  });

  test('whose namespace may stand before its name', () => {
    expect(callerOf(event({ pod: 'shop/queue-0' }))?.workload).toMatchObject({ namespace: 'shop', name: 'queue' });
    expect(callerOf(event({ pod: 'queue-0' }))?.key).toBe('k8s:queue');
  });

  test('unless it is named', () => {
    const told = { pod: 'x-0', workload: 'y', workloadKind: 'StatefulSet', namespace: 'a', cluster: 'prod' };
    expect(callerOf(event(told))?.workload).toEqual({
      cluster: 'prod',
      namespace: 'a',
      kind: 'statefulset',
      name: 'y',
    });
  });
});

test('a machine has all of its names, each once, and none that is masked', () => {
  const { hosts } = callerOf(event({ device: 'Triage-1', vm: 'triage-1', instance: 'i-***' })) ?? { hosts: [] };
  expect(hosts).toEqual(['triage-1', '10.0.0.7']);
});

test('an image is named as images are compared', () => {
  const image = 'docker.io/Acme/triage:1.2@sha256:0fc253d9b1f1e985e770246498792f19dab08315c76ecf7361df51b5a404fea4';
  expect(callerOf(event({ image }))?.image).toBe('acme/triage');
  expect(callerOf(event({ image: 'registry.acme.com:5000/triage' }))?.image).toBe('registry.acme.com:5000/triage');
  expect(callerOf(event())?.image).toBeNull();
});

describe('two records of one caller', () => {
  const one = podCaller('a', 'bot', { identities: ['y'], hosts: ['10.0.0.2'] });
  const workload = { cluster: 'prod', namespace: 'a', kind: 'deployment', name: 'bot' };
  const other = podCaller('a', 'bot', { identities: ['x'], hosts: ['10.0.0.1'], workload, image: 'acme/bot' });

  test('tell all of it together', () => {
    expect(merged(one, other)).toMatchObject({
      identities: ['x', 'y'],
      hosts: ['10.0.0.1', '10.0.0.2'],
      workload,
      image: 'acme/bot',
    });
  });

  test('tell the same in either order', () => {
    expect(merged(other, one)).toEqual(merged(one, other));
    const images = [podCaller('a', 'bot', { image: 'b' }), podCaller('a', 'bot', { image: 'a' })] as const;
    expect(merged(images[0], images[1])).toEqual(merged(images[1], images[0]));
  });

  test('are of no more machines than are remembered', () => {
    const many = Array.from({ length: 40 }, (_, at) => callerAt('x', { hosts: [`h${String(at).padStart(2, '0')}`] }));
    const all = many.toReversed().reduce(merged);
    expect(all.hosts).toHaveLength(16);
    expect(all).toEqual({ ...many.reduce(merged) });
  });
});
