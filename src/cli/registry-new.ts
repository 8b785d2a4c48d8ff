import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultPlaces, layOut, RollcallError, type Stub, written } from '../index.ts';
import type { Io } from './io.ts';
import { isFolder } from './paths.ts';
import type { RegistryPlace } from './registry-place.ts';
import { type Draft, draftOf, ownPath } from './registry-write.ts';
import { registryStub } from './stubs.ts';

const [defaultFile, defaultFolder] = defaultPlaces;

/** The files of a registry with these entries in it: its file, or one for each where it is a folder. Nothing is written yet. */
export async function draftsWith(stubs: readonly Stub[], place: RegistryPlace, io: Io): Promise<Draft[]> {
  const home = homeOf(place);
  if (!home.isFolder) return [await draftWith(stubs, home.path, place, io)];

  const drafts: Draft[] = [];
  for (const stub of stubs) drafts.push(await draftWith([stub], join(home.path, `${stub.id}.yaml`), place, io));
  return drafts;
}

/** Where new entries go. Whoever has a folder beside an empty file means the folder. */
function homeOf({ root, path, registry }: RegistryPlace): { readonly path: string; readonly isFolder: boolean } {
  if (path !== null) {
    const whole = resolve(root, path);
    return { path, isFolder: isFolder(whole) || (!existsSync(whole) && !/\.(?:ya?ml|json)$/.test(path)) };
  }
  const isUsed = registry.entries.some(({ at }) => at.file === defaultFile);
  const prefersFolder = isFolder(join(root, defaultFolder)) && !isUsed;
  return prefersFolder ? { path: defaultFolder, isFolder: true } : { path: defaultFile, isFolder: false };
}

async function draftWith(stubs: readonly Stub[], file: string, place: RegistryPlace, io: Io): Promise<Draft> {
  if (existsSync(resolve(place.root, file))) return await draftOf(file, { added: stubs }, place, io);
  return { file, path: await ownPath(file, place), text: newRegistry(stubs, file, place.path === null) };
}

/** A registry file that holds these entries. An editor finds the schema from where a registry usually stands. */
function newRegistry(stubs: readonly Stub[], file: string, isUsual: boolean): string {
  if (file.endsWith('.json'))
    return `${JSON.stringify({ apiVersion: 'rollcall/v1', agents: stubs.map(written) }, null, 2)}\n`;

  const head = registryStub.slice(0, registryStub.indexOf('agents:'));
  const lines = isUsual ? head : head.slice(head.indexOf('\n') + 1);
  const climb = file.startsWith(`${defaultFolder}/`) ? '../..' : '..';
  return `${lines.replace('=../', `=${climb}/`)}agents:\n${stubs.map(layOut).join('')}`;
}

/** An empty registry: a file, or a folder that git keeps. */
export function emptyRegistry(isFolder: boolean): { readonly file: string; readonly text: string } {
  if (!isFolder) return { file: defaultFile, text: registryStub };
  return { file: `${defaultFolder}/.gitkeep`, text: '' };
}

/** The error of a command that was given nothing to work on. */
export function nothingNamed(what: string, example: string): RollcallError {
  return new RollcallError('usage', what, { hint: `Such as: ${example}` });
}

/** What to do once entries that wait are written. */
export function nextAfter(ids: readonly string[]): string {
  const which = ids.length > 20 ? '--all-pending' : ids.join(' ');
  return `next: read and complete ${ids.length === 1 ? 'it' : 'them'}, then rollcall registry approve ${which} --by NAME`;
}
