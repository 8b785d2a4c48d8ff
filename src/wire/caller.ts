import type { NetworkEvent } from '../model/network.ts';
import type { Caller, CallerKind, Workload } from '../model/traffic.ts';
import { imageName } from '../text/image.ts';
import { none } from '../text/none.ts';
import { byCodeUnit } from '../text/order.ts';
import { isAddress } from './destination.ts';

/** Who made a call, as strongly as its record tells; `null` where it tells of nobody. */
export function callerOf(event: NetworkEvent): Caller | null {
  return machineOf(event) ?? fullCaller(event);
}

/** Most records tell of an address, and at most of a user at it: made in one go, for they are many. `null` for all others. */
function machineOf(event: NetworkEvent): Caller | null {
  const { source, user } = event;
  if (source === null || source.includes('*') || !isAddress(source)) return null;
  if (telling.some((name) => event[name] !== undefined)) return null;
  const [workload, hosts, image] = [null, [source], null];
  if (!user) return { key: `ip:${source}`, kind: 'machine', name: source, identities: none, workload, hosts, image };
  const name = plainUser(user);
  const key = `user:${name}`;
  return { key, kind: 'user', name, identities: [key], workload, hosts, image };
}

/** What tells of a caller beside its address and its user. */
const telling = [
  'identity',
  'serviceAccount',
  'service',
  'process',
  'device',
  'instance',
  'vm',
  'workload',
  'pod',
  'image',
] as const satisfies readonly (keyof NetworkEvent)[];

function fullCaller(event: NetworkEvent): Caller | null {
  const identities = identitiesOf(event);
  const workload = workloadOf(event);
  const hosts = hostsOf(event);
  const strongest = nameOf(event, identities, workload);
  if (!strongest) return null;
  return { ...strongest, identities, workload, hosts, image: event.image ? imageName(event.image) : null };
}

/** Accounts and machines that a caller is remembered by, at most. */
const mostNames = 16;

/** A caller by all that two of its records tell, in whatever order they come. */
export function merged(one: Caller, other: Caller): Caller {
  if (one === other) return one;
  const { workload, image } = other;
  const identities = together(one.identities, other.identities);
  const hosts = together(one.hosts, other.hosts);
  const isSame = identities === one.identities && hosts === one.hosts && workload === null && image === null;
  if (isSame) return one;
  return {
    ...one,
    identities,
    hosts,
    workload: one.workload && workload ? joined(one.workload, workload) : (one.workload ?? workload),
    image: least(one.image, image),
  };
}

function joined(one: Workload, other: Workload): Workload {
  return { ...one, cluster: least(one.cluster, other.cluster), kind: least(one.kind, other.kind) };
}

function together(known: readonly string[], seen: readonly string[]): readonly string[] {
  const last = known[mostNames - 1];
  // Of a caller with more names than are kept most records bring one that is not.
  const isKept = (name: string): boolean => last === undefined || byCodeUnit(name, last) < 0;
  if (seen.every((name) => known.includes(name) || !isKept(name))) return known;
  return [...new Set([...known, ...seen])].sort(byCodeUnit).slice(0, mostNames);
}

/** The first of two in code-unit order, where there are two. */
function least(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return byCodeUnit(one, other) <= 0 ? one : other;
}

type Named = Pick<Caller, 'key' | 'kind' | 'name'>;

function nameOf(event: NetworkEvent, [identity]: readonly string[], workload: Workload | null): Named | null {
  const { service, namespace, process, user, device, instance, vm, source } = event;
  const named = (kind: CallerKind, key: string, name: string): Named => ({ kind, key, name });
  if (event.basis === 'gateway' && event.identity) return named('credential', `key:${event.identity}`, event.identity);
  if (workload) return named('workload', workloadKey(workload), workload.name);
  if (identity && !identity.startsWith('user:')) return named('principal', identity, lastOf(identity));
  if (event.identity) return named('principal', `id:${event.identity}`, lastOf(event.identity));
  if (service) return named('service', `service:${namespace ? `${namespace}/` : ''}${service}`, service);
  if (user) return named('user', `user:${plainUser(user)}`, plainUser(user));
  if (process) return named('process', `process:${process}${source ? `@${source}` : ''}`, lastOf(process));
  const machine = instance ?? vm ?? device;
  if (machine) return named('machine', `machine:${machine}`, machine);
  return source ? named('machine', isAddress(source) ? `ip:${source}` : `machine:${source}`, source) : null;
}

/** What a registry may list under `identities`. A session's name changes with every task: the role behind it does not. */
function identitiesOf({ identity, serviceAccount, namespace, user, basis }: NetworkEvent): readonly string[] {
  if (!identity && !serviceAccount && !user) return none;
  const found: string[] = [];
  if (serviceAccount && namespace && serviceAccount !== 'default')
    found.push(`k8s:ns/${namespace}/sa/${serviceAccount}`);
  if (identity && basis !== 'gateway') found.push(...principal(identity));
  if (user) found.push(`user:${plainUser(user)}`);
  return found;
}

function principal(identity: string): readonly string[] {
  const session = /^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(identity);
  if (session) return [`aws:arn:${session[1]}:iam::${session[2]}:role/${session[3]}`];
  if (identity.startsWith('arn:')) return [`aws:${identity}`];
  if (identity.startsWith('spiffe://')) return [identity];
  if (/@[\w.-]+\.gserviceaccount\.com$/.test(identity)) return [`gcp:${identity}`];
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(identity)) return [`azure:${identity.toLowerCase()}`];
  return identity.includes('@') ? [`user:${identity.toLowerCase()}`] : [];
}

/** `CORP\svc-triage` and `svc-triage` are written by different programs for one account; case does not count. */
function plainUser(user: string): string {
  return user.slice(user.lastIndexOf('\\') + 1).toLowerCase();
}

/** Letters that Kubernetes makes the ends of names of: no vowels, and nothing that looks like one. */
const random = '[bcdfghjklmnpqrstvwxz2456789]';
const ofDeployment = new RegExp(`^(.+)-${random}{6,10}-${random}{5}$`);
const ofSet = new RegExp(`^(.+)-(?:\\d{1,4}|${random}{5})$`);

function workloadOf(event: NetworkEvent): Workload | null {
  const { namespace, workload, pod } = event;
  if (!workload && !pod) return null;
  const cluster = event.cluster ?? null;
  const [podNamespace, podName] = pod?.includes('/') ? pod.split('/', 2) : [undefined, pod];
  const space = namespace ?? podNamespace ?? null;
  if (workload) return { cluster, namespace: space, kind: event.workloadKind?.toLowerCase() ?? null, name: workload };
  if (!podName) return null;
  const deployment = ofDeployment.exec(podName)?.[1];
  if (deployment) return { cluster, namespace: space, kind: 'deployment', name: deployment };
  return { cluster, namespace: space, kind: null, name: ofSet.exec(podName)?.[1] ?? podName };
}

/** `k8s:<namespace>/<name>`: a cluster and a kind are seen by some logs and not by others. */
function workloadKey({ namespace, name }: Workload): string {
  return `k8s:${namespace === null ? '' : `${namespace}/`}${name}`;
}

/** A resource that a log masks in part names nobody. */
function hostsOf({ source, device, instance, vm }: NetworkEvent): readonly string[] {
  if (!device && !instance && !vm) return source && !source.includes('*') ? [source.toLowerCase()] : none;
  const found: string[] = [];
  for (const name of [device, instance, vm, source]) {
    if (!name || name.includes('*')) continue;
    const plain = name.toLowerCase();
    if (!found.includes(plain)) found.push(plain);
  }
  return found;
}

function lastOf(text: string): string {
  return /[^/:]*$/.exec(text.replace(/[/:]+$/, ''))?.[0] || text;
}
