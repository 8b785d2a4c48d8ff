import type { Registry } from '../../model/registry.ts';
import { repositoryKey } from '../../text/remote.ts';
import { type Stub, slug } from '../stub.ts';
import type { Facts } from './draft.ts';

/** The entries that a new one has to get along with: those of the registry, and those of the same import. */
export class Taken {
  readonly #ids = new Map<string, string>();
  readonly #places = new Map<string, string>();

  constructor({ entries }: Registry) {
    for (const entry of entries) this.add(entry);
  }

  add(entry: Pick<Stub, 'id' | 'match' | 'identities'>): void {
    this.#ids.set(entry.id, habitat(entry));
    for (const place of claims(entry)) this.#places.set(place, entry.id);
  }

  /** The id for a record, and whether that very record is there already: it has the same id and lives in the same places. */
  idFor(record: Pick<Facts, 'id' | 'name' | 'match' | 'identities'>): { readonly id: string; readonly known: boolean } {
    const first = wanted(record);
    const here = habitat(record);
    for (let number = 1; ; number++) {
      const id = number === 1 ? first : `${first}-${number}`;
      const there = this.#ids.get(id);
      if (there === undefined) return { id, known: false };
      if (there === here) return { id, known: true };
    }
  }

  /** The entry that has a place which this one claims as well, `null` where there is none. */
  rival(entry: Pick<Stub, 'match'>): { readonly id: string; readonly place: string } | null {
    for (const place of claims(entry)) {
      const id = this.#places.get(place);
      if (id !== undefined) return { id, place };
    }
    return null;
  }
}

function wanted({ id, name }: Pick<Facts, 'id' | 'name'>): string {
  if (id !== null && /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/.test(id) && !(id in {})) return id;
  return [id, name].map((text) => slug(text ?? '')).find((word) => word !== '') ?? 'agent';
}

/** Where an entry lives and as whom, in a form to compare. */
function habitat({ match, identities }: Pick<Stub, 'match' | 'identities'>): string {
  const lists = [claims({ match }), match.images, match.workloads, match.hosts, identities];
  return JSON.stringify(lists.map((list) => [...new Set(list)].toSorted()));
}

/** Places of which a registry allows one owner: repositories and folders. */
function claims({ match }: Pick<Stub, 'match'>): string[] {
  return match.repos.flatMap(({ repo, paths }) => {
    const key = repositoryKey(repo);
    return paths.length === 0 ? [key] : paths.map((path) => `${key}//${path}`);
  });
}
