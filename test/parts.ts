/** What must not be seen of a key: every stretch of twenty characters, and how it looks encoded. */
export function parts(key: string): string[] {
  const stretches = Array.from({ length: key.length - 19 }, (_, i) => key.slice(i, i + 20));
  const base64 = [0, 1, 2].map((shift) => Buffer.from(key.slice(shift)).toString('base64').slice(4, 40));
  return [...stretches, ...base64, encodeURIComponent(key).slice(0, 40), Buffer.from(key).toString('hex').slice(0, 40)];
}
