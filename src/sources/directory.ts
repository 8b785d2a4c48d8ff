import type { Source } from '../model/source.ts';
import { displayPath } from '../text/path.ts';
import { contents } from './contents.ts';
import { findTarget, nameOf, prefixOf, requireTarget } from './target.ts';

/** Any folder that is not a git work tree. */
export const directory: Source = {
  id: 'directory',
  accepts(target, io) {
    const { prefix } = prefixOf(target);
    return (prefix === null || prefix === 'dir') && findTarget(target, io)?.kind === 'folder';
  },
  async *blobs(target, io) {
    const { path } = requireTarget(target, io);
    const id = nameOf(path);
    yield { kind: 'place', id, source: 'directory', root: displayPath(path), commit: null };
    yield* contents(id, path, io);
  },
};
