import { mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type Edits, edit, type Fields, RollcallError } from '../index.ts';
import type { Io } from './io.ts';
import { saveShared } from './output.ts';
import { isWithin } from './paths.ts';
import { readGiven } from './read.ts';
import type { RegistryPlace } from './registry-place.ts';

/** A registry file as it is to be. */
export interface Draft {
  /** As a person would say it. */
  readonly file: string;
  readonly path: string;
  readonly text: string;
}

/** The files of a registry in which these entries change, as they are to be. Nothing is written yet. */
export async function drafted(place: RegistryPlace, changed: ReadonlyMap<string, Fields>, io: Io): Promise<Draft[]> {
  const byFile = new Map<string, Map<string, Fields>>();
  for (const { id, at } of place.registry.entries) {
    const fields = changed.get(id);
    if (fields) byFile.set(at.file, (byFile.get(at.file) ?? new Map<string, Fields>()).set(id, fields));
  }
  const drafts: Draft[] = [];
  for (const [file, fields] of byFile) drafts.push(await draftOf(file, { changed: fields }, place, io));
  return drafts;
}

/** A registry file as it is to be after these edits. */
export async function draftOf(file: string, edits: Edits, place: RegistryPlace, io: Io): Promise<Draft> {
  const path = await ownPath(file, place);
  const text = await readGiven(path, 'registry', io);
  return { file, path, text: edit({ file, text }, edits) };
}

/** Writes files that were drafted before, each whole or not at all. */
export async function writeAll(drafts: readonly Draft[]): Promise<void> {
  for (const { path, text } of drafts) {
    await mkdir(dirname(path), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
      throw new RollcallError('output', `${dirname(path)} cannot be made (${cause.code})`, { cause });
    });
    await saveShared(path, text);
  }
}

/** Where a file of the registry is. No link is written through, and nothing outside of the folder of the registry. */
export async function ownPath(file: string, { root, border }: RegistryPlace): Promise<string> {
  const whole = resolve(root, file);
  const way = relative(border, dirname(whole));
  const real = await realpath(border).catch(() => border);
  const folder = await realpath(dirname(whole)).catch(() => join(real, way));
  if (isWithin(border, whole) && folder === join(real, way)) return join(folder, basename(whole));

  throw new RollcallError('output', `${file} is reached through a link, and is not written`, {
    hint: 'Name the file that the link leads to: --registry FILE',
  });
}
