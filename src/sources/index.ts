import { RollcallError } from '../model/error.ts';
import type { Source, SourceIo } from '../model/source.ts';
import { directory } from './directory.ts';
import { file } from './file.ts';
import { git } from './git.ts';
import { host } from './host/source.ts';
import { log } from './log/source.ts';
import { stdin } from './stdin.ts';
import { findTarget } from './target.ts';

export { maxFileBytes, readBytes } from './open.ts';

/** All sources. The first that accepts a target reads it, so the particular come before the general. */
export const sources: readonly Source[] = [log, host, stdin, git, directory, file];

/** What a target holds. A target that no source accepts is a mistake to be mended, not an empty scan. */
export async function open(target: string, io: SourceIo): Promise<ReturnType<Source['blobs']>> {
  for (const source of sources) {
    if (await source.accepts(target, io)) return source.blobs(target, io);
  }
  throw refusal(target, io);
}

function refusal(target: string, io: SourceIo): RollcallError {
  const found = findTarget(target, io);
  if (!found) {
    return new RollcallError('target', `There is no file or folder ${target}`, {
      hint: 'Name a folder, a file, or - for standard input. A path that begins like a prefix is written ./dir:name.',
    });
  }
  if (found.kind === 'special') {
    return new RollcallError('target', `${target} is not a regular file`, { hint: 'Pipe it in: rollcall scan - < it' });
  }
  return new RollcallError('target', `${target} is a ${found.kind}, which its prefix does not allow for`, {
    hint: 'dir: and git: take a folder, env: takes a file, log: takes either.',
  });
}
