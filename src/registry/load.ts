import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, realpath } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { RollcallError } from '../model/error.ts';
import { noRegistry, type Registry } from '../model/registry.ts';
import { decode, defaultPlaces, most, refusal, registryFiles, tooLarge, tooMuch } from './file.ts';
import type { RegistrySource } from './parse.ts';

/**
 * Reads a registry from the disk: the file or folder of files that is named, which must be there, else what stands at
 * the default places below `root`. Where nothing stands there the registry is empty and its origin `null`. No link may
 * lead out of the border: by default the folder of what is named, or the root.
 */
export async function loadRegistry(
  path: string | null,
  root: string,
  border: string = path === null ? root : dirname(resolve(root, path)),
): Promise<Registry> {
  const places = path === null ? await existing(root) : [path];
  const sources = [];
  for (const place of places) sources.push(...(await readPlace(place, { root, border })));
  if (path !== null && sources.length === 0)
    throw refusal(`${path} holds no registry file`, 'Name a folder that holds *.yaml files.');
  if (places.length === 0) return noRegistry;
  const { parseRegistry } = await import('./parse.ts');
  return parseRegistry(sources, places.join(' and '));
}

interface Ground {
  /** What paths are relative to. */
  readonly root: string;
  /** Folder that no link may lead out of. */
  readonly border: string;
}

async function existing(root: string): Promise<string[]> {
  const places = [];
  for (const place of defaultPlaces) if (await exists(place, root)) places.push(place);
  return places;
}

/** A dangling link exists: it is refused, not taken for a registry that is not there. */
async function exists(place: string, root: string): Promise<boolean> {
  try {
    await lstat(join(root, place));
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw unreadable(place, error);
  }
}

async function readPlace(place: string, ground: Ground): Promise<RegistrySource[]> {
  const target = await confined(place, ground);
  const names = await registryNames(place, target);
  if (!names) return [{ file: place, text: await readText(place, target) }];

  const sources = [];
  let characters = 0;
  for (const name of names) {
    const file = join(place, name);
    const text = await readText(file, await confined(file, ground));
    characters += text.length;
    if (characters > most.characters) throw tooMuch(place);
    sources.push({ file, text });
  }
  return sources;
}

/** The path behind all links, which must not leave the border. */
async function confined(file: string, { root, border }: Ground): Promise<string> {
  const [target, folder] = await attempt(file, () => Promise.all([realpath(resolve(root, file)), realpath(border)]));
  if (target === folder || target.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return target;

  throw refusal(
    `${file} is a link that leads out of ${border}`,
    'Put the registry itself there, or name the file that the link leads to.',
  );
}

/** Names of the registry files in a folder; `null` for what is no folder. */
async function registryNames(place: string, folder: string): Promise<string[] | null> {
  const isFolder = (await attempt(place, () => lstat(folder))).isDirectory();
  if (!isFolder) return null;

  return registryFiles(place, await attempt(place, () => readdir(folder)));
}

/** Opening must neither follow a link put there since, nor wait for a pipe; the handle is asked what it is. */
async function readText(file: string, target: string): Promise<string> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await attempt(file, () => open(target, flags));
  try {
    return decode(file, await attempt(file, () => readBytes(file, handle)));
  } finally {
    await handle.close();
  }
}

async function readBytes(file: string, handle: FileHandle): Promise<Uint8Array> {
  if (!(await handle.stat()).isFile()) {
    throw refusal(`${file} is not a regular file`, 'Put the registry in a plain file.');
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of handle.createReadStream({ end: most.bytes, autoClose: false })) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes.length <= most.bytes) return bytes;
  throw tooLarge(file);
}

async function attempt<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof RollcallError ? error : unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): RollcallError {
  const code = codeOf(cause);
  return code === 'ENOENT'
    ? refusal(`${file} does not exist`, 'Name a registry that is there, or write one: rollcall registry init.', cause)
    : refusal(`${file} cannot be read (${code})`, 'Make it a plain file that rollcall may read.', cause);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
