import type { Agent } from '../model/census.ts';
import type { Entry } from '../model/registry.ts';
import type { Caller, Workload } from '../model/traffic.ts';
import { imageName } from '../text/image.ts';
import { ipAddress } from '../text/ip.ts';

/** Everything that an agent was seen to run as. */
export function callersOf({ evidence }: Pick<Agent, 'evidence'>): readonly Caller[] {
  return evidence.flatMap((one) => (one.kind === 'traffic' || one.kind === 'process' ? one.caller : []));
}

/** Images that an agent was seen to run from, and those that manifests say it runs from. */
export function imagesOf(agent: Pick<Agent, 'evidence'>): readonly string[] {
  const named = agent.evidence.flatMap((one) => (one.kind === 'workload' ? (one.whose?.image ?? []) : []));
  const seen = callersOf(agent).flatMap(({ image }) => image ?? []);
  return [...new Set([...seen, ...named].map(imageName))];
}

/**
 * An identity by which a caller is looked up: of one at an address (`ip:…`) in the one spelling that logs are read in. In the
 * registry it stays as it is written: its approval is of that.
 */
export function identityKey(identity: string): string {
  const address = identity.startsWith('ip:') ? ipAddress(identity.slice('ip:'.length)) : null;
  return address === null ? identity : `ip:${address}`;
}

/** Kinds of what a cluster runs, as they stand in a workload's name. */
const kinds: ReadonlySet<string> = new Set(
  'deployment statefulset daemonset replicaset job cronjob pod rollout service'.split(' '),
);

/** A workload as a registry names it: `k8s:[cluster/]namespace/[kind/]name`. What stands alone before a name is a namespace. */
function workloadOf(text: string): Workload {
  const parts = text.replace(/^k8s:/, '').split('/');
  const name = parts.pop() ?? '';
  const last = parts.length > 1 ? parts.at(-1)?.toLowerCase() : undefined;
  const kind = last !== undefined && kinds.has(last) ? last : null;
  if (kind !== null) parts.pop();
  const namespace = parts.pop() ?? null;
  return { cluster: parts.pop() ?? null, namespace, kind, name };
}

/** What a workload is looked up by: where it runs and its name. Its cluster and its kind are seen by some logs and not by others. */
export function nameKey({ namespace, name }: Workload): string {
  return `${namespace ?? ''}/${name}`;
}

/** The same, of a workload as a registry names it. */
export function workloadKey(text: string): string {
  return nameKey(workloadOf(text));
}

/** Whether an entry names a workload: what both say of it agrees. */
export function runs({ match }: Entry, seen: Workload): boolean {
  return match.workloads
    .map(workloadOf)
    .some(
      (named) => nameKey(named) === nameKey(seen) && agree(named.kind, seen.kind) && agree(named.cluster, seen.cluster),
    );
}

function agree(named: string | null, seen: string | null): boolean {
  return named === null || seen === null || named === seen;
}

/** A workload as a registry names it: what is read of that is the workload again, or less of it where its names mean something else there. */
export function workloadName({ cluster, namespace, kind, name }: Workload): string {
  if (namespace === null) return `k8s:${name}`;
  const known = kind !== null && kinds.has(kind) ? kind : null;
  const place = known === null && kinds.has(namespace.toLowerCase()) ? null : cluster;
  return `k8s:${[place, namespace, known, name].filter((part) => part !== null).join('/')}`;
}
