import type { Found, Modules } from '../modules.ts';
import { join, parent } from './paths.ts';

/** The file that a script starts or reads: from its own folder, or from the root of the tree, where it is run just as well. */
export function shell(from: string, module: string, { files }: Modules): Found {
  if (!module.startsWith('.')) return null;
  const places = [join(parent(from), module), join('', module)];
  const file = places.find((place) => place !== null && place !== from && files.has(place));
  return file ? { file, ofHead: false } : null;
}
