import type { Agent } from '../model/census.ts';
import type { Entry } from '../model/registry.ts';
import type { Caller, Workload } from '../model/traffic.ts';

/** Everything that an agent was seen to run as. */
export function callersOf({ evidence }: Agent): readonly Caller[] {
  return evidence.flatMap((one) => (one.kind === 'traffic' || one.kind === 'process' ? one.caller : []));
}

/** Images that an agent was seen to run from, and those that manifests say it runs from. */
export function imagesOf(agent: Agent): readonly string[] {
  const named = agent.evidence.flatMap((one) => (one.kind === 'workload' ? (one.whose?.image ?? []) : []));
  const seen = callersOf(agent).flatMap(({ image }) => image ?? []);
  return [...new Set([...seen, ...named].map(imageKey))];
}

/** An image's name as images are compared: without its registry's default, tag and digest. */
export function imageKey(image: string): string {
  return image
    .replace(/@sha256:[0-9a-f]{64}$/, '')
    .replace(/:\w[\w.-]{0,127}$/, '')
    .replace(/^(?:index\.)?docker\.io\/(?:library\/)?/, '')
    .toLowerCase();
}

/** Kinds of what a cluster runs, as they stand in a workload's name. */
const kinds: ReadonlySet<string> = new Set(
  'deployment statefulset daemonset replicaset job cronjob pod rollout service'.split(' '),
);

/** A workload as a registry names it: `k8s:[cluster/]namespace/[kind/]name`. */
function workloadOf(text: string): Workload {
  const parts = text.replace(/^k8s:/, '').split('/');
  const name = parts.pop() ?? '';
  const kind = kinds.has(parts.at(-1)?.toLowerCase() ?? '') ? (parts.pop()?.toLowerCase() ?? null) : null;
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

/** A workload as a registry names it. */
export function workloadName({ cluster, namespace, kind, name }: Workload): string {
  return `k8s:${[cluster, namespace, kind, name].filter((part) => part !== null).join('/')}`;
}
