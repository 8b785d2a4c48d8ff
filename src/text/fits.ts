/** `*` at the end stands for any suffix; a pattern is never compiled. */
export function fits(pattern: string, value: string): boolean {
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}
