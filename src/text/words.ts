/** The words of a name, in lower case: at separators, and where a small letter meets a capital. */
export function parts(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** The same, each between blanks: what is sought between blanks is found as a whole word. */
export function spaced(text: string): string {
  return ` ${parts(text).join(' ')} `;
}
