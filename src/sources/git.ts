import { RollcallError } from '../model/error.ts';
import type { Source, SourceIo } from '../model/source.ts';
import { displayPath } from '../text/path.ts';
import { contents } from './contents.ts';
import { bareAt, headOf, originOf, type Repository, repositoryAt } from './repository.ts';
import { findTarget, nameOf, prefixOf, requireTarget } from './target.ts';

/**
 * A git work tree: what is tracked, and what is neither tracked nor ignored. Git itself does not run, because its
 * configuration belongs to whoever made the tree; the index, HEAD and the remote's name are read as data.
 */
export const git: Source = {
  id: 'git',
  accepts(target, io) {
    const { prefix } = prefixOf(target);
    if (prefix !== null && prefix !== 'git') return false;

    const found = findTarget(target, io);
    if (found?.kind !== 'folder') return false;
    return prefix === 'git' || workTreeAt(found.path) !== null || bareTarget(found.path, io) !== null;
  },
  async *blobs(target, io) {
    const { path } = requireTarget(target, io);
    const bare = bareTarget(path, io);
    const repository = bare ?? workTreeAt(path);
    if (!repository) {
      throw new RollcallError('target', `${target} is not a git work tree`, {
        hint: 'Name the folder that holds .git.',
      });
    }

    const id = originOf(repository) ?? nameOf(path);
    const head = headOf(repository);
    yield { kind: 'place', id, source: 'git', root: displayPath(path), commit: head === 'broken' ? null : head };
    if (head === 'broken') {
      const message = 'Its HEAD names no commit, so the report names none; the files were read.';
      yield { kind: 'problem', place: id, file: '.', reason: 'git', message, incomplete: false };
    }
    if (!bare) yield* contents(id, path, io);
    else yield { kind: 'repository', place: id, folder: path, root: path, path: '', isBare: true };
  },
};

/** A repository without a work tree: its files are its own, and what it holds is read as history. */
function bareTarget(path: string, { history }: SourceIo): Repository | null {
  return history ? bareAt(path, path) : null;
}

function workTreeAt(path: string): Repository | null {
  const repository = repositoryAt(path, path);
  return repository === 'outside' ? null : repository;
}
