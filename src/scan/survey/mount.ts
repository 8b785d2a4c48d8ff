import { within } from '../../census/unit.ts';
import type { Blob } from '../../model/blob.ts';
import type { Agent, Census, Component } from '../../model/census.ts';
import type { Evidence } from '../../model/evidence.ts';

/** A package of another repository that stands, for the time of a look, in a folder beside the files of one that calls it. */
export interface Mount {
  readonly folder: string;
  /** Place id of the repository that it is of, and its unit path there. */
  readonly repository: string;
  readonly path: string;
}

/** The folder of the nth library. */
export function mountFolder(number: number): string {
  return `rollcall-library-${number}`;
}

/** Files of a library as files of the place that it is mounted in. */
export function mountedBlobs(blobs: readonly Blob[], { folder, path }: Mount, place: string): readonly Blob[] {
  const from = path === '.' ? 0 : path.length + 1;
  return blobs
    .filter(({ origin }) => within(origin.path, path))
    .map((blob) => ({ ...blob, place, origin: { kind: 'file', path: `${folder}/${blob.origin.path.slice(from)}` } }));
}

/**
 * A census in which what was mounted is again where it belongs: agents lead to it by its own id, and of itself only the
 * library is told. What else stands in it, its own repository tells.
 */
export function unmounted(census: Census, place: string, mounts: readonly Mount[]): Census {
  const way = new Way(place, mounts);
  const isOwn = ({ path }: { readonly path: string }): boolean => way.mountOf(path) === null;
  return {
    agents: census.agents.filter(isOwn).map((agent) => home(agent, way)),
    components: census.components.flatMap((one) =>
      isOwn(one) ? one : one.kind === 'library' ? libraryAt(one, way) : [],
    ),
    unattached: census.unattached.filter(({ file }) => way.mountOf(file) === null),
  };
}

function home(agent: Agent, way: Way): Agent {
  return {
    ...agent,
    via: agent.via.map((id) => way.id(id)).sort(),
    evidence: agent.evidence.map((one) => way.witness(one)),
  };
}

function libraryAt(library: Component, way: Way): Component[] {
  const mount = way.mountOf(library.path);
  if (!mount) return [];
  const path = way.path(library.path, mount);
  return [
    {
      ...library,
      id: `${mount.repository}//${path}#library`,
      repository: mount.repository,
      path,
      evidence: library.evidence.map((one) => way.witness(one)),
    },
  ];
}

/** The way back from where something is mounted. */
class Way {
  readonly #place: string;
  readonly #mounts: readonly Mount[];

  constructor(place: string, mounts: readonly Mount[]) {
    this.#place = place;
    this.#mounts = mounts;
  }

  mountOf(path: string): Mount | null {
    return this.#mounts.find(({ folder }) => within(path, folder)) ?? null;
  }

  path(path: string, mount: Mount): string {
    const rest = path.slice(mount.folder.length + 1);
    if (rest === '') return mount.path;
    return mount.path === '.' ? rest : `${mount.path}/${rest}`;
  }

  /** Of a unit or an agent. */
  id(id: string): string {
    const own = `${this.#place}//`;
    const mount = id.startsWith(own) ? this.mountOf(id.slice(own.length)) : null;
    return mount ? `${mount.repository}//${this.path(id.slice(own.length), mount)}` : id;
  }

  witness<T extends Evidence>(one: T): T {
    const led = one.kind === 'link' ? { ...one, unit: this.id(one.unit) } : one;
    const mount = this.mountOf(one.file);
    return mount ? { ...led, place: mount.repository, file: this.path(one.file, mount) } : led;
  }
}
