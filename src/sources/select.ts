import picomatch from 'picomatch';

/**
 * Whether the globs of the configuration take a path. A folder, told by the slash at its end, is only left out by
 * `exclude`: what `include` asks for may be below it.
 */
export function selector(include: readonly string[], exclude: readonly string[]): (path: string) => boolean {
  if (include.length === 0 && exclude.length === 0) return () => true;

  const wanted = include.length > 0 ? picomatch(include.map(asGlob), { dot: true }) : () => true;
  const unwanted = exclude.length > 0 ? picomatch(exclude.map(asGlob), { dot: true }) : () => false;
  return (path) => (path.endsWith('/') ? !unwanted(path.slice(0, -1)) : wanted(path) && !unwanted(path));
}

/**
 * Whether a selector takes a file whose folders nobody walked through: what is in a folder that is left out is left out.
 */
export function isSelected(path: string, selects: (path: string) => boolean): boolean {
  for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1))
    if (!selects(path.slice(0, at + 1))) return false;
  return selects(path);
}

/** `vendor/` means what is in it. */
function asGlob(pattern: string): string {
  const relative = pattern.replace(/^\.?\//, '');
  return relative.endsWith('/') ? `${relative}**` : relative;
}
