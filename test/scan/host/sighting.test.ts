import { describe, expect, test } from 'vitest';
import type { Connection, KnownProcess, ProcessSign } from '../../../src/model/known-process.ts';
import { processSighting } from '../../../src/scan/host/sighting.ts';

const called: ProcessSign = { kind: 'connection', provider: 'openai', what: 'api.openai.com', confidence: 'high' };
const connection: Connection = {
  address: '198.51.100.7',
  port: 443,
  host: 'api.openai.com',
  hosts: ['api.openai.com'],
  provider: 'openai',
  basis: 'pdns-same-client',
  confidence: 'high',
  peerPid: null,
  through: [],
  by: 'descriptor',
};

function seen(changes: Partial<KnownProcess>, machine: string | null = 'triage-1') {
  const process = {
    pid: 7,
    exe: '/usr/bin/python3',
    comm: 'python3',
    arguments: ['python3', 'main.py'],
    cwd: '/srv/a',
    script: 'main.py',
    module: null,
    unit: null,
    containerId: null,
    podUid: null,
    serviceName: null,
    keys: [],
    role: 'program',
    serves: null,
    listens: [],
    connections: [],
    unnamed: 0,
    signs: [called],
    ...changes,
    // What else is known of a process is not looked at.
  } as unknown as KnownProcess;
  return processSighting(process, 'host', machine);
}

describe('a process is called by', () => {
  test.each<[string, Partial<KnownProcess>, object]>([
    [
      'its unit',
      { unit: 'bot.service', serviceName: null },
      { kind: 'workload', key: 'unit:bot.service@triage-1', name: 'bot' },
    ],
    [
      'the name of its service in its unit',
      { unit: 'b.service', serviceName: 'bot' },
      { key: 'unit:b.service@triage-1', name: 'bot' },
    ],
    ['the name that it gives itself', { serviceName: 'bot' }, { kind: 'service', key: 'service:bot', name: 'bot' }],
    [
      'its container',
      { containerId: '0123456789abcdef' },
      { kind: 'workload', key: 'container:0123456789ab@triage-1', name: 'python3 main.py' },
    ],
    ['its pod', { podUid: 'uid', containerId: 'abc' }, { key: 'container:uid@triage-1' }],
    ['what it runs', {}, { kind: 'process', key: 'process:python3 main.py@triage-1', name: 'main.py' }],
    [
      'its module',
      { script: null, module: 'bot.main' },
      { key: 'process:python3 bot.main@triage-1', name: 'bot.main' },
    ],
    ['its program', { script: null, exe: null, arguments: ['/opt/bot'] }, { key: 'process:bot@triage-1', name: 'bot' }],
  ])('%s', (_, changes, caller) => {
    expect(seen(changes)?.caller).toMatchObject({ ...caller, hosts: ['triage-1'] });
  });

  test('no machine where none is known', () => {
    expect(seen({}, null)?.caller).toMatchObject({ key: 'process:python3 main.py', hosts: [] });
  });
});

describe('a process calls a model', () => {
  test('where it is seen to, as surely as the surest sign of it', () => {
    expect(seen({})).toMatchObject({
      weight: 'use',
      confidence: 'high',
      provider: 'openai',
      rule: 'openai',
      level: 'caller',
    });
    const medium: ProcessSign = { ...called, kind: 'command', confidence: 'medium' };
    expect(seen({ signs: [medium], role: 'agent-cli' })).toMatchObject({
      weight: 'use',
      confidence: 'medium',
      level: 'agent',
    });
  });

  test.each<[string, ProcessSign]>([
    ['a library may be there for any reason', { ...called, kind: 'library' }],
    ['so may the address of a gateway', { ...called, kind: 'base-url' }],
    ['what is only likely', { ...called, confidence: 'low' }],
  ])('and not where %s', (_, sign) => {
    expect(seen({ signs: [sign] })).toMatchObject({ weight: 'mention', confidence: 'low' });
  });

  test('and has nothing to do with them where nothing says so, or a person is at it', () => {
    expect(seen({ signs: [] })).toBeNull();
    expect(seen({ role: 'shell' })).toBeNull();
    expect(seen({ role: 'browser' })).toBeNull();
  });
});

test('of a process its keys are kept by name and fingerprint, each once and in order', () => {
  const key = { provider: 'openai', from: 'environment' } as const;
  const keys = [
    { ...key, name: 'B', fingerprint: 'g' },
    { ...key, name: 'A', fingerprint: 'f' },
    { ...key, name: 'A', fingerprint: 'f' },
    { ...key, name: null, fingerprint: null },
  ];
  expect(seen({ keys })).toMatchObject({ variables: ['A', 'B'], fingerprints: ['f', 'g'] });
});

test('of its connections those are told of which something is known', () => {
  const connections = [
    connection,
    { ...connection, provider: null, host: null, through: ['openai'], basis: 'local-gateway' as const },
    { ...connection, provider: null },
  ];
  expect(seen({ connections })?.connections).toEqual([
    { host: 'api.openai.com', port: 443, by: 'pdns-same-client' },
    { host: '198.51.100.7', port: 443, by: 'local-gateway' },
  ]);
});
