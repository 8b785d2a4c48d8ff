import ignore from 'ignore';

/** Where a CODEOWNERS file may stand, first that exists wins (as GitHub reads it). */
export const codeowners: readonly string[] = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** Who owns what, as a CODEOWNERS file says: the last line that fits a path names its owners. */
export function owners(text: string): (path: string) => string | null {
  const rules = text.split(/\r?\n/).flatMap((line) => {
    const [pattern, ...names] = line
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    if (!pattern || pattern.startsWith('[') || pattern.startsWith('^[')) return [];
    return [{ fits: ignore({ ignorecase: false }).add(pattern), names: names.join(' ') }];
  });
  rules.reverse();
  return (path) => {
    // A unit at the root is owned by whoever owns any file there.
    const probe = path === '.' ? 'rollcall-unit' : path;
    const rule = rules.find(({ fits }) => fits.ignores(probe) || fits.ignores(`${probe}/rollcall-unit`));
    return rule && rule.names !== '' ? rule.names : null;
  };
}
