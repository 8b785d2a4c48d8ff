import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { defaultPlaces, noRegistry, RollcallError } from '../../index.ts';
import { defaultConfig } from '../default-config.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { emptyRegistry } from '../registry-new.ts';
import { ownPath, writeAll } from '../registry-write.ts';

/** Flags of `rollcall registry init`. */
export interface InitFlags {
  readonly agentsDir?: boolean;
}

/** `rollcall registry init`: a registry without entries, where there is none. */
export async function initRegistry(io: Io, folder: string | undefined, { agentsDir }: InitFlags): Promise<ExitCode> {
  if (folder?.trim() === '')
    throw new RollcallError('usage', 'the folder has no name', { hint: 'Such as: rollcall registry init services' });

  const root = resolve(io.cwd(), folder ?? '.');
  if (!(await exists(root)))
    throw new RollcallError('usage', `${root} does not exist`, { hint: 'Make the folder first.' });
  for (const place of defaultPlaces) {
    if (await exists(join(root, place)))
      throw new RollcallError('output', `${place} is there already, and stays as it is`, {
        hint: 'Add to it: rollcall registry add --all',
      });
  }
  const { file, text } = emptyRegistry(agentsDir === true);
  const place = { registry: noRegistry, config: defaultConfig, root, path: null, border: root, isThere: false };
  await writeAll([{ file, path: await ownPath(file, place), text }]);
  const where = agentsDir ? `${defaultPlaces[1]}/, for one file an agent` : file;
  await note(io, [`wrote ${where}`, 'next: rollcall registry add --all writes an entry for each agent that is found']);
  return 0;
}

/** True for a link that leads nowhere, too. */
async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}
