import type { EntryFact } from '../model/fact.ts';
import { entryAt, imageName, textAt, type Workload } from './manifests.ts';

type Entries = readonly EntryFact[];

/** The containers of a task definition of Amazon ECS; none where the file is something else. */
export function tasks(entries: Entries): readonly Workload[] {
  const family = textAt(entries, ['family']);
  return entries.flatMap((at): Workload[] => {
    const [list, index, key] = at.path;
    if (list !== 'containerDefinitions' || key !== 'image' || index === undefined || at.path.length !== 3) return [];
    const path = [list, index];
    const name = textAt(entries, [...path, 'name']) ?? family ?? '';
    const whose = /[${<]/.test(at.value) ? null : { folder: null, image: imageName(at.value) };
    return [{ name, at, image: at.value, path, document: 0, whose }];
  });
}

/** The role that the containers of a task have; the one that starts them is not theirs. */
export function taskRole(entries: Entries): EntryFact | undefined {
  return entryAt(entries, ['taskRoleArn']);
}
