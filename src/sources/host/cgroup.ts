/** What runs a process, by its control groups. */
export interface Workload {
  readonly containerId: string | null;
  readonly podUid: string | null;
  /** Its systemd service; null in a container, where it would be that of the runtime. */
  readonly unit: string | null;
  /** True in a login session, or in an application that a desktop started. */
  readonly isPersonal: boolean;
}

/** `cri-containerd-<id>.scope`, `docker-<id>.scope`, `/docker/<id>`, `/pod<uid>/<id>`, `/ecs/<task>/<id>`, `libpod-<id>`. */
const container = /(?:^|[/:-])([0-9a-f]{64}|[0-9a-f]{32}-\d{4,12})(?:\.scope)?(?=\/|$)/g;

/** A pod's uid, with underscores where systemd would split at its dashes; that of a static pod has none. */
const pod = /[/-]pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?=\.slice|\/|$)/;

/** Reads `cgroup`: lines of `hierarchy:controllers:path`, of either version. */
export function workloadOf(cgroup: string): Workload {
  const lines = cgroup.split('\n').map((line) => /^\d+:([^:]*):(.*)$/.exec(line) ?? []);
  const paths = lines.flatMap(([, , path]) => path ?? []);
  // What watches over a container is not in it.
  const inside = paths.filter((path) => !path.includes('conmon-'));
  const containerId = inside.map(innermost).find((id) => id !== null) ?? null;
  const podUid = inside.map((path) => pod.exec(path)?.[1]?.replaceAll('_', '-') ?? null).find((uid) => uid !== null);
  const systemd = lines.find(([, kind]) => kind === '' || kind === 'name=systemd')?.[2] ?? '';
  return {
    containerId,
    podUid: podUid ?? null,
    unit: containerId === null && !podUid ? service(systemd) : null,
    isPersonal: systemd.split('/').some(isPersonal),
  };
}

/** `session-3.scope` is a login, `app-google\x2dchrome-5000.scope` what a desktop has started. */
function isPersonal(part: string): boolean {
  return /^(?:session|app)-/.test(part) && part.endsWith('.scope');
}

/** The last id of a path: a container in a container is meant. */
function innermost(path: string): string | null {
  return [...path.matchAll(container)].at(-1)?.[1] ?? null;
}

/** The innermost service; that of a user's own manager is none. */
function service(path: string): string | null {
  const services = path.split('/').filter((part) => /^(?!user@\d+\.).+\.service$/.test(part));
  return services.at(-1) ?? null;
}
