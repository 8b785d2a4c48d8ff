import type { Agent, AttachKey, WitnessOf } from '../model/census.ts';

/** What was seen of something that runs, on the wire or as a process: its caller's, unless a stronger key ties it to an agent of the code. */
export type Sighting = WitnessOf<'traffic'> | WitnessOf<'process'>;

/** The agent that a process belongs to by what it runs, where that lies in a folder that was scanned: id of a unit's place and a path in it. */
export type Whereabouts = (sighting: Sighting) => { readonly place: string; readonly path: string } | null;

/** What agents of code may share with what runs, by its names: each is the one agent that has it. */
export interface Index {
  readonly identities: ReadonlyMap<string, string>;
  readonly workloads: ReadonlyMap<string, string>;
  readonly images: ReadonlyMap<string, string>;
  readonly keys: ReadonlyMap<string, string>;
  readonly units: readonly { readonly id: string; readonly repository: string; readonly path: string }[];
}

/** The names of agents, but for those that two of them have. */
export function indexOf(agents: readonly Agent[]): Index {
  return {
    identities: owners(agents, ({ identities }) => identities),
    workloads: owners(agents, ({ evidence }) =>
      evidence.flatMap((one) =>
        one.kind === 'workload' && one.namespace !== undefined ? `${one.namespace}/${one.name}` : [],
      ),
    ),
    images: owners(agents, ({ evidence }) =>
      evidence.flatMap((one) => (one.kind === 'workload' && one.whose?.image?.includes('/') ? one.whose.image : [])),
    ),
    keys: owners(agents, ({ credentials }) => credentials.flatMap(({ fingerprint }) => fingerprint ?? [])),
    units: agents.map(({ id, repository, path }) => ({ id, repository, path })),
  };
}

/** Who has a name, where that is one agent alone. */
function owners(agents: readonly Agent[], namesOf: (agent: Agent) => readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const shared = new Set<string>();
  for (const agent of agents) {
    for (const name of new Set(namesOf(agent))) {
      if (found.has(name)) shared.add(name);
      found.set(name, agent.id);
    }
  }
  for (const name of shared) found.delete(name);
  return found;
}

/** The agent that something belongs to, and by which key. */
export interface Join {
  readonly agent: string;
  readonly by: AttachKey;
}

/** The agent that a sighting belongs to by what both show; `null` where no strong key says so. */
export function joinOf(sighting: Sighting, index: Index, whereabouts: Whereabouts): Join | null {
  const { caller } = sighting;
  const named = ownerOf(caller.identities, index.identities);
  if (named) return { agent: named, by: 'identity' };
  const workload = caller.workload?.namespace
    ? index.workloads.get(`${caller.workload.namespace}/${caller.workload.name}`)
    : undefined;
  if (workload !== undefined) return { agent: workload, by: 'workload' };
  const folder = unitAt(whereabouts(sighting), index);
  if (folder !== null) return { agent: folder, by: 'running' };
  const image = caller.image === null ? undefined : index.images.get(caller.image);
  if (image !== undefined) return { agent: image, by: 'image' };
  const key = sighting.kind === 'process' ? ownerOf(sighting.fingerprints, index.keys) : undefined;
  return key === undefined ? null : { agent: key, by: 'fingerprint' };
}

/** The one agent that any of the names belongs to. */
function ownerOf(names: readonly string[], index: ReadonlyMap<string, string>): string | undefined {
  const found = new Set(names.flatMap((name) => index.get(name) ?? []));
  return found.size === 1 ? [...found][0] : undefined;
}

/** The agent whose unit is the nearest around a path. */
function unitAt(where: { readonly place: string; readonly path: string } | null, { units }: Index): string | null {
  if (!where) return null;
  const around = units.filter(
    ({ repository, path }) =>
      repository === where.place && (path === '.' || path === where.path || where.path.startsWith(`${path}/`)),
  );
  const [nearest] = around.toSorted((a, b) => depth(b.path) - depth(a.path));
  return nearest?.id ?? null;
}

function depth(path: string): number {
  return path === '.' ? 0 : path.split('/').length;
}
