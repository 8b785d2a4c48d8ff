import { sha256 } from '../text/fingerprint.ts';

/** Longer names leave no room for what a file system, or a draft of the file, adds to them. */
const mostCharacters = 100;

/**
 * A name of a file for each place, in their order and without ending: `github.com-acme-shop`. No two are the same, also
 * where upper and lower case are: those that would be end in a digest of their place.
 */
export function fileNames(places: readonly string[]): readonly string[] {
  const plain = places.map((place) => place.replace(/[^A-Za-z0-9._-]/gu, '-'));
  const uses = new Map<string, number>();
  for (const name of plain.map(folded)) uses.set(name, (uses.get(name) ?? 0) + 1);
  return places.map((place, index) => {
    const name = plain[index] ?? '';
    if (uses.get(folded(name)) === 1 && name.length <= mostCharacters && !isMarked(name)) return name;
    return `${name.slice(0, mostCharacters)}-${sha256(place).slice(0, digits)}`;
  });
}

const digits = 12;

function folded(name: string): string {
  return name.toLowerCase();
}

/** Whoever names a repository like that would have the file of another. */
function isMarked(name: string): boolean {
  return new RegExp(`-[0-9a-f]{${digits}}$`, 'i').test(name);
}
