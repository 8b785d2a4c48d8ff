import type { EntryFact } from '../model/fact.ts';
import { parent, within } from './unit.ts';

/** True for a file in which Backstage looks for what stands in a folder. */
export function isCatalog(path: string): boolean {
  return /(?:^|\/)catalog-info\.ya?ml$/i.test(path);
}

/** Kinds of entities that are deployed or run, those that say most of a folder first. */
const kinds: readonly string[] = ['Component', 'API', 'Resource', 'System'];

/** A thing that a catalogue names, with its owner. */
interface Entity {
  readonly kind: string;
  readonly name: string;
  readonly owner: string;
}

/** Who owns what, as the catalogue files of a tree say: the one nearest above a path names its owner. */
export function catalogOwners(catalogs: ReadonlyMap<string, readonly EntryFact[]>): (path: string) => string | null {
  const folders = new Map([...catalogs].map(([file, entries]) => [parent(file), entitiesOf(entries)]));
  const nearest = [...folders].sort(([a], [b]) => b.length - a.length);
  return (path) => {
    for (const [folder, entities] of nearest) {
      const owner = within(path, folder) ? ownerAmong(entities, path) : null;
      if (owner !== null) return owner;
    }
    return null;
  };
}

/** The owner of the entity that bears the folder's name, else the one that all entities of the best kind agree on. */
function ownerAmong(entities: readonly Entity[], path: string): string | null {
  for (const kind of kinds) {
    const found = entities.filter((entity) => entity.kind === kind);
    const named = found.find(({ name }) => name === path.slice(path.lastIndexOf('/') + 1));
    const [first, ...others] = new Set(found.map(({ owner }) => owner));
    if (named) return named.owner;
    if (first !== undefined) return others.length === 0 ? first : null;
  }
  return null;
}

/** The documents of a file, each from the key that begins it anew. */
function entitiesOf(entries: readonly EntryFact[]): readonly Entity[] {
  const found: { kind: string; name: string; owner: string }[] = [];
  let last: string | number | undefined;
  let seen = new Set<string | number | undefined>();
  for (const { path, value } of entries) {
    const [top] = path;
    if (found.length === 0 || (top !== last && seen.has(top))) {
      found.push({ kind: '', name: '', owner: '' });
      seen = new Set();
    }
    last = top;
    seen.add(top);
    const entity = found.at(-1);
    const at = path.join('.');
    if (entity && at === 'kind') entity.kind = value;
    else if (entity && at === 'metadata.name') entity.name = value;
    else if (entity && at === 'spec.owner') entity.owner = value;
  }
  return found.filter(({ owner }) => owner !== '');
}
