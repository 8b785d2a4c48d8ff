import { Gitignore } from '../text/gitignore.ts';

/** Where a CODEOWNERS file may stand, first that exists wins (as GitHub reads it). */
export const codeowners: readonly string[] = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** Patterns of one line are tried on one path: a bound that no honest line comes near. */
const budget = 100_000;

/** Who owns what, as a CODEOWNERS file says: the last line that fits a path, or a folder it lies in, names its owners. */
export function owners(text: string): (path: string) => string | null {
  const rules = text.split(/\r?\n/).flatMap((line) => {
    const [pattern, ...names] = line
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    if (!pattern || pattern.startsWith('[') || pattern.startsWith('^[')) return [];
    return [{ pattern: new Gitignore(pattern), names: names.join(' ') }];
  });
  rules.reverse();
  return (path) => {
    const folders = path === '.' ? [] : path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
    const rule = rules.find(({ pattern }) =>
      [...folders, 'rollcall-unit'].some((probe) => pattern.verdict(probe, true, { steps: budget })),
    );
    return rule && rule.names !== '' ? rule.names : null;
  };
}
