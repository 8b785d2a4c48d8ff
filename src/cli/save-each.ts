import { join } from 'node:path';
import type { Page } from '../index.ts';
import { fileNames } from './file-names.ts';
import { makeFolder, save, writeEach } from './output.ts';

/** Writes each page to a file of its own in a folder. One that cannot be written is said at the end, so that the others are there. */
export async function saveEach(folder: string, pages: Iterable<Page>, extension: string): Promise<void> {
  await makeFolder(folder);
  const all = [...pages];
  const names = fileNames(all.map(({ place }) => place));
  await writeEach(all.entries(), ([index, { parts }]) => save(join(folder, `${names[index]}.${extension}`), parts));
}
