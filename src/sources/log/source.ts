import { readdirSync, statSync } from 'node:fs';
import { RollcallError } from '../../model/error.ts';
import type { FoundLog, Source } from '../../model/source.ts';
import { asUtf8, displayPath } from '../../text/path.ts';
import { rawPath } from '../open.ts';
import { findTarget, nameOf, prefixOf, requireTarget } from '../target.ts';
import { rotatedSets } from './rotated.ts';

const stream = '<stdin>';

/** `log:PATH` and `log:-`: a log of traffic, a folder of them, or a pipe, whatever their names. */
export const log: Source = {
  id: 'log',
  accepts: (target) => prefixOf(target).prefix === 'log',
  async *blobs(target, io) {
    const { name } = prefixOf(target);
    if (name === '-') {
      yield { kind: 'place', id: stream, source: 'stream', root: null, commit: null };
      yield { kind: 'log', place: stream, file: stream, input: () => io.stdin, written: null, named: true };
      return;
    }
    const found = findTarget(target, io);
    if (!found || found.kind === 'special') throw refusal(name, found !== null);
    const { path } = requireTarget(target, io);
    const folder = found.kind === 'folder' ? path : path.slice(0, path.lastIndexOf('/')) || '/';
    const place = nameOf(folder);
    yield { kind: 'place', id: place, source: 'file', root: displayPath(folder), commit: null };
    const files = found.kind === 'folder' ? logsIn(folder) : [path.slice(path.lastIndexOf('/') + 1)];
    for (const file of files) yield logAt(`${folder === '/' ? '' : folder}/${file}`, place, file);
  },
};

function refusal(name: string, isThere: boolean): RollcallError {
  if (!isThere) {
    return new RollcallError('target', `There is no log ${name}`, {
      hint: 'Name a file or a folder behind log:, or log:- for a pipe.',
    });
  }
  return new RollcallError('target', `${name} is not a regular file`, {
    hint: `Pipe it in: rollcall scan log:- < ${name}`,
  });
}

/** The files of a folder, those of one rotated log oldest first. What lies in folders below is named by itself. */
function logsIn(folder: string): readonly string[] {
  const names = readdirSync(rawPath(folder), { encoding: 'latin1', withFileTypes: true });
  const files = names.flatMap((entry) => (entry.isFile() && !entry.name.startsWith('.') ? entry.name : []));
  return [...rotatedSets(files.sort())].flatMap(([, set]) => set);
}

function logAt(path: string, place: string, name: string): FoundLog {
  const input = asUtf8(path) ?? rawPath(path);
  return { kind: 'log', place, file: displayPath(name), input: () => input, written: writtenAt(input), named: true };
}

/** When a file was last written, ms since 1970; `null` where it is not there. */
export function writtenAt(path: string | Buffer): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
