import { statSync } from 'node:fs';
import type { Source } from '../model/source.ts';
import { asUtf8, displayPath } from '../text/path.ts';
import { rawPath } from './open.ts';
import { findTarget, nameOf, prefixOf, requireTarget } from './target.ts';

/** One file, named by a person: it is read whatever ignore files and globs say. Its place is the folder it is in. */
export const file: Source = {
  id: 'file',
  accepts(target, io) {
    const { prefix } = prefixOf(target);
    return (prefix === null || prefix === 'env') && findTarget(target, io)?.kind === 'file';
  },
  async *blobs(target, io) {
    const { path } = requireTarget(target, io);
    const folder = path.slice(0, path.lastIndexOf('/')) || '/';
    const place = nameOf(folder);
    yield { kind: 'place', id: place, source: 'file', root: displayPath(folder), commit: null };

    const utf8 = asUtf8(path);
    const size = statSync(rawPath(path)).size;
    yield {
      kind: 'blob',
      place,
      origin: { kind: 'file', path: nameOf(path) },
      content: { kind: 'disk', path: utf8 ?? path, encoding: utf8 === null ? 'latin1' : 'utf8', size },
    };
  },
};
