import picomatch from 'picomatch';
import type { ForgeFilter, ForgeRepository } from '../../model/forge.ts';

/** Why a filter leaves a repository out; `null` where it does not. The first reason counts. */
export function leaver(filter: ForgeFilter): (repository: ForgeRepository) => string | null {
  const { archived = true, forks = true, topics = [], visibility = [], languages = [], pushedSince } = filter;
  const isWanted = globs(filter.only ?? [], true);
  const isExcepted = globs(filter.except ?? [], false);
  const spoken = new Set(languages.map((one) => one.toLowerCase()));
  return (repository) => {
    const name = repository.name.slice(repository.name.indexOf('/') + 1);
    if (!isWanted(name) || isExcepted(name)) return 'name';
    if (!archived && repository.archived) return 'archived';
    if (!forks && repository.fork) return 'fork';
    if (visibility.length > 0 && !visibility.includes(repository.visibility)) return 'visibility';
    if (topics.length > 0 && !topics.some((topic) => repository.topics.includes(topic))) return 'topic';
    if (spoken.size > 0 && !spoken.has(repository.language?.toLowerCase() ?? '')) return 'language';
    // Of one that nobody ever pushed to, nobody knows.
    const pushed = repository.pushedAt ?? '9';
    return pushedSince !== undefined && pushed < pushedSince ? 'not pushed to since' : null;
  };
}

function globs(patterns: readonly string[], other: boolean): (name: string) => boolean {
  return patterns.length === 0 ? () => other : picomatch([...patterns], { dot: true, nocase: true });
}
