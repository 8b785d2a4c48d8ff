/** `1 agent`, `2 agents`, `61,202 files`. */
export function quantity(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** A whole number with its thousands apart, whatever the locale. */
export function number(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `312 B`, `4.1 MB`, `0.97 GB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 900_000) return `${(bytes / 1e3).toFixed(1)} kB`;
  if (bytes < 900_000_000) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

/** `840 ms`, `2.9 s`, `3 min 12 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;

  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `a, b and 3 more`: a list that stays a line. */
export function list(values: readonly string[], most = 5): string {
  if (values.length <= most) return values.join(', ');
  return `${values.slice(0, most).join(', ')} and ${values.length - most} more`;
}
