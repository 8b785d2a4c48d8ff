import { isAbsolute, join, normalize } from 'node:path/posix';
import type { Sighting, Whereabouts } from '../../census/join.ts';
import type { Place } from '../../model/blob.ts';

/** Where a process runs, as a path of a scanned place: by the file that it was told to run, else by its working folder. */
export function whereabouts(places: readonly Place[]): Whereabouts {
  const roots = places.flatMap(({ id, root, source }) =>
    root !== null && (source === 'git' || source === 'directory') ? { id, root } : [],
  );
  return (sighting) => {
    for (const path of pathsOf(sighting)) {
      const place = roots.find(({ root }) => path === root || path.startsWith(`${root}/`));
      if (place) return { place: place.id, path: path.slice(place.root.length + 1) || '.' };
    }
    return null;
  };
}

/** Paths in a container are those of its image, and say nothing of this machine. */
function pathsOf(sighting: Sighting): readonly string[] {
  if (sighting.kind !== 'process' || sighting.container !== null) return [];
  const { script, folder } = sighting;
  const file =
    script === null
      ? null
      : isAbsolute(script)
        ? normalize(script)
        : folder === null || !script.includes('.')
          ? null
          : join(folder, script);
  return [file, folder].flatMap((path) => path ?? []);
}
