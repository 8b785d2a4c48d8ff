import type { WitnessOf } from '../../model/census.ts';
import type { Confidence } from '../../model/evidence.ts';
import type { KnownProcess, ProcessSign } from '../../model/known-process.ts';
import type { Caller } from '../../model/traffic.ts';

/** What a process shows of its use of models; `null` where it has nothing to do with them. `machine`: where it runs. */
export function processSighting(
  process: KnownProcess,
  place: string,
  machine: string | null,
): WitnessOf<'process'> | null {
  const { signs, role, pid, cwd, keys, connections, serves } = process;
  const [surest] = signs;
  if (!surest || role === 'shell' || role === 'browser') return null;
  const named = connections.filter(({ provider, through }) => provider !== null || through.length > 0);
  const confidence = surenessOf(signs);
  return {
    kind: 'process',
    rule: surest.provider ?? 'process',
    place,
    file: `proc/${pid}`,
    line: 1,
    column: 1,
    provider: surest.provider,
    framework: null,
    confidence: confidence ?? 'low',
    weight: confidence === null ? 'mention' : 'use',
    context: 'production',
    within: null,
    caller: callerOf(process, machine),
    program: programOf(process),
    script: process.script ?? process.module,
    folder: cwd,
    pid,
    unit: process.unit,
    container: process.containerId,
    variables: [...new Set(keys.flatMap(({ name }) => name ?? []))].toSorted(),
    fingerprints: [...new Set(keys.flatMap(({ fingerprint }) => fingerprint ?? []))].toSorted(),
    connections: named.map(({ host, address, port, basis }) => ({ host: host ?? address, port, by: basis })),
    serves: serves !== null,
    level: role === 'agent-cli' ? 'agent' : 'caller',
    models: [],
    hosts: [],
    dynamic: [],
    attachedBy: 'caller',
  };
}

/** How sure it is that a process asks a model; `null`: what speaks for it may be there for any reason. */
function surenessOf(signs: readonly ProcessSign[]): Confidence | null {
  const telling = signs.filter(
    ({ kind, confidence }) => confidence !== 'low' && kind !== 'library' && kind !== 'base-url',
  );
  return telling[0]?.confidence ?? null;
}

function callerOf(process: KnownProcess, machine: string | null): Caller {
  const { unit, containerId, serviceName, podUid } = process;
  const at = machine === null ? '' : `@${machine}`;
  const base = { identities: [], workload: null, hosts: machine === null ? [] : [machine], image: null } as const;
  const program = programOf(process);
  const what = process.script ?? process.module;
  const own = what === null ? program : `${program} ${what}`;
  if (unit !== null)
    return { ...base, kind: 'workload', key: `unit:${unit}${at}`, name: serviceName ?? unit.replace(/\.service$/, '') };
  if (serviceName !== null) return { ...base, kind: 'service', key: `service:${serviceName}`, name: serviceName };
  const container = podUid ?? containerId?.slice(0, 12);
  if (container) return { ...base, kind: 'workload', key: `container:${container}${at}`, name: own };
  return { ...base, kind: 'process', key: `process:${own}${at}`, name: lastOf(what ?? program) };
}

function programOf({ exe, arguments: [first], comm }: KnownProcess): string {
  return lastOf(exe ?? first ?? comm);
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}
