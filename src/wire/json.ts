/**
 * The JSON of a line: an object, a list of records, or objects one behind the other without anything between them, as
 * delivery streams write what they are given. `undefined` where it is none.
 */
export function jsonOf(text: string): unknown {
  if (!/^(?:\{|\[\s*\{)/.test(text)) return undefined;
  return parsed(text) ?? (text.includes('}{') ? chained(text) : undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `{…}{…}`: each ends where its brackets are closed, those in texts aside. What was cut off is no record. */
function chained(text: string): readonly unknown[] | undefined {
  const found: unknown[] = [];
  let [start, depth] = [0, 0];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*(?:"|\\?$)|[{}]/gs)) {
    if (token.length > 1) continue;
    depth += token === '{' ? 1 : -1;
    if (depth !== 0) continue;
    const value = parsed(text.slice(start, index + 1));
    if (value === undefined) return undefined;
    found.push(value);
    start = index + 1;
  }
  return found.length > 0 ? found : undefined;
}
