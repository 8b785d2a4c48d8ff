import type { EntryFact } from '../model/fact.ts';
import { imageName } from '../text/image.ts';
import { entryAt, textAt, type Workload } from './manifests.ts';

type Entries = readonly EntryFact[];

/** Containers of one task that are looked at. */
const most = 200;

/** The containers of a task definition of Amazon ECS; none where the file is something else. */
export function tasks(entries: Entries): readonly Workload[] {
  const family = textAt(entries, ['family']);
  const images = entries.filter(
    ({ path }) => path[0] === 'containerDefinitions' && path[2] === 'image' && path.length === 3,
  );
  return images.slice(0, most).map((at): Workload => {
    const path = at.path.slice(0, 2);
    const name = textAt(entries, [...path, 'name']) ?? family ?? '';
    const whose = /[${<]/.test(at.value) ? null : { folder: null, image: imageName(at.value) };
    return { name, at, image: at.value, path, document: 0, whose };
  });
}

/** The role that the containers of a task have; the one that starts them is not theirs. */
export function taskRole(entries: Entries): EntryFact | undefined {
  return entryAt(entries, ['taskRoleArn']);
}
