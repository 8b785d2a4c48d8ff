/** A stretch of bytes, from one place up to another. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** How long a piece has to be to show where two versions go on alike. */
const probe = 32;
/** How far ahead such a piece is taken from the new version, and how far it is looked for in the old one. */
const steps = [0, 40, 100, 250, 600, 1500, 4000, 10_000, 25_000, 64_000];
const reach = 256 * 1024;
/**
 * What a version of a text has otherwise than the one before: all that lies between is there too, byte for byte. Where
 * something was taken out, the stretch is empty. Versions are told apart by what they have in common, in time that
 * grows with their length; what is not found to be common counts as changed.
 */
export function* changed(before: Buffer, after: Buffer): Generator<Stretch> {
  for (let [a, b] = [0, 0]; b < after.length || a < before.length; ) {
    const same = alike(before, a, after, b);
    a += same;
    b += same;
    if (b === after.length && a === before.length) return;

    const next = meeting(before, a, after, b);
    yield { start: b, end: next?.b ?? after.length };
    if (!next) return;
    [a, b] = [next.a, next.b];
  }
}

/** How many bytes are the same from two places on. */
function alike(before: Buffer, a: number, after: Buffer, b: number): number {
  const limit = Math.min(before.length - a, after.length - b);
  const isSame = (from: number, to: number): boolean => before.compare(after, b + from, b + to, a + from, a + to) === 0;
  let [same, size] = [0, 64];
  while (same < limit && isSame(same, Math.min(limit, same + size))) {
    same = Math.min(limit, same + size);
    size *= 2;
  }
  // In the piece that is not the same the first difference is looked for by halves.
  let end = Math.min(limit, same + size);
  while (same < end) {
    const middle = (same + end + 1) >>> 1;
    if (isSame(same, middle)) same = middle;
    else end = middle - 1;
  }
  return same;
}

/** Where two versions go on alike behind a difference. */
function meeting(before: Buffer, a: number, after: Buffer, b: number): { a: number; b: number } | null {
  const ahead = before.subarray(a, a + reach);
  for (const step of steps) {
    const from = b + step;
    if (from + probe > after.length) return null;
    const at = ahead.indexOf(after.subarray(from, from + probe));
    if (at < 0) continue;
    let back = 0;
    while (back < step && back < at && before[a + at - back - 1] === after[from - back - 1]) back++;
    return { a: a + at - back, b: from - back };
  }
  return null;
}
