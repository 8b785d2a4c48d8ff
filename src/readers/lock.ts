import type { Reader } from '../model/document.ts';

/** From so many UTF-16 units on a lock file is said to be searched only. */
const large = 1 << 20;

const names =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|deno\.lock|poetry\.lock|uv\.lock|pdm\.lock|pipfile\.lock|cargo\.lock|composer\.lock|gemfile\.lock|go\.sum|mix\.lock|packages\.lock\.json|gradle\.lockfile)$/i;

/** True for a file in which a package manager writes down what it chose. */
export function isLock(path: string): boolean {
  return names.test(path);
}

/**
 * Lock files: what they list was asked for by the manifest beside them or by nobody, so it says nothing of its own.
 * They are searched for keys, and not read as configuration.
 */
export const lock: Reader = {
  id: 'lock',
  read: (text) => ({
    facts: [],
    exports: [],
    manifest: null,
    entry: false,
    trouble: text.length > large ? 'a lock file: searched for keys, not read as configuration' : '',
  }),
};
