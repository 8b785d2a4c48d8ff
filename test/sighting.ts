import type { WitnessOf } from '../src/model/census.ts';
import type { NetworkEvent } from '../src/model/network.ts';
import type { Caller } from '../src/model/traffic.ts';

/** A machine that calls from an address, unless told. */
export function callerAt(address: string, changes: Partial<Caller> = {}): Caller {
  return {
    key: `ip:${address}`,
    kind: 'machine',
    name: address,
    identities: [],
    workload: null,
    hosts: [address],
    image: null,
    ...changes,
  };
}

/** A workload of a cluster that calls. */
export function podCaller(namespace: string | null, name: string, changes: Partial<Caller> = {}): Caller {
  const workload = { cluster: null, namespace, kind: null, name };
  return callerAt('10.1.0.1', {
    key: `k8s:${namespace === null ? '' : `${namespace}/`}${name}`,
    kind: 'workload',
    name,
    workload,
    ...changes,
  });
}

/** One call to OpenAI that got through, as a proxy tells of it. */
export function traffic(caller: Caller, changes: Partial<WitnessOf<'traffic'>> = {}): WitnessOf<'traffic'> {
  return {
    kind: 'traffic',
    rule: 'openai',
    place: 'logs',
    file: 'access.log',
    line: 1,
    column: 1,
    provider: 'openai',
    framework: null,
    confidence: changes.basis === 'dns' || changes.basis === 'ip' ? 'low' : 'high',
    weight: 'use',
    context: 'production',
    within: null,
    caller,
    client: 'service',
    host: 'api.openai.com',
    basis: 'http',
    api: null,
    count: 1,
    denied: 0,
    bytesOut: 0,
    bytesIn: 0,
    first: null,
    last: null,
    programs: [],
    userAgents: [],
    lines: [],
    level: 'caller',
    models: [],
    hosts: [],
    dynamic: [],
    attachedBy: 'caller',
    ...changes,
  };
}

/** A process that calls OpenAI. */
export function processOf(caller: Caller, changes: Partial<WitnessOf<'process'>> = {}): WitnessOf<'process'> {
  return {
    kind: 'process',
    rule: 'openai',
    place: 'host',
    file: 'proc/7',
    line: 1,
    column: 1,
    provider: 'openai',
    framework: null,
    confidence: 'high',
    weight: 'use',
    context: 'production',
    within: null,
    caller,
    program: 'python3',
    script: 'main.py',
    folder: '/srv/a',
    pid: 7,
    unit: null,
    container: null,
    variables: [],
    fingerprints: [],
    connections: [],
    serves: false,
    level: 'caller',
    models: [],
    hosts: [],
    dynamic: [],
    attachedBy: 'caller',
    ...changes,
  };
}

/** A call of a machine to OpenAI, as a log tells of it. */
export function event(changes: Partial<NetworkEvent> = {}): NetworkEvent {
  return {
    line: 1,
    time: 0,
    source: '10.0.0.7',
    host: 'api.openai.com',
    provider: 'openai',
    kind: 'api',
    basis: 'http',
    ...changes,
  };
}
